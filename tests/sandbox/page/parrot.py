"""A small program for the page to talk to: a form, a choice, suggestions, silence, buttons and a menu. Runs by itself as a module too."""

import asyncio
import os

import discord
from discord import app_commands

COLOURS = ("red", "green", "blue")
SECRET = "the cake is in the fridge"


class Feedback(discord.ui.Modal, title="Your feedback"):
    words: "discord.ui.Label[Feedback]" = discord.ui.Label(
        text="What did you think?",
        component=discord.ui.TextInput(style=discord.TextStyle.paragraph, min_length=3, max_length=50, custom_id="words"),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        assert isinstance(self.words.component, discord.ui.TextInput)
        if self.words.component.value == "refuse":
            return  # no answer at all: the form must keep what was typed
        await interaction.response.send_message(f"You wrote: {self.words.component.value}", ephemeral=True)


class Board(discord.ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Say hello", style=discord.ButtonStyle.primary)
    async def hello(self, interaction: discord.Interaction, _button: discord.ui.Button["Board"]) -> None:
        await interaction.response.send_message(f"Hello {interaction.user.display_name}!", ephemeral=True)

    @discord.ui.button(label="Write", style=discord.ButtonStyle.secondary)
    async def write(self, interaction: discord.Interaction, _button: discord.ui.Button["Board"]) -> None:
        await interaction.response.send_modal(Feedback())

    @discord.ui.button(label="Ignore me", style=discord.ButtonStyle.danger)
    async def ignore(self, interaction: discord.Interaction, _button: discord.ui.Button["Board"]) -> None:
        """Says nothing."""

    @discord.ui.select(placeholder="Pick a colour", options=[discord.SelectOption(label=name) for name in COLOURS])
    async def pick(self, interaction: discord.Interaction, menu: discord.ui.Select["Board"]) -> None:
        await interaction.response.edit_message(content=f"The colour is {menu.values[0]}")


class Parrot(discord.Client):
    def __init__(self) -> None:
        super().__init__(intents=discord.Intents.default(), guild_ready_timeout=0.05)
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(board)
        self.tree.add_command(rank)
        self.tree.add_command(find)
        self.tree.add_command(sleep)
        self.tree.add_command(look)

    async def setup_hook(self) -> None:
        await self.tree.sync()


@app_commands.command(description="Puts up the board")
async def board(interaction: discord.Interaction) -> None:
    embed = discord.Embed(title="The board", description=f"||{SECRET}||", colour=0x3A7D44)
    embed.add_field(name="One", value="**bold**").add_field(name="Two", value="`code`")
    await interaction.response.send_message(embed=embed, view=Board())


@app_commands.command(description="Gives a rank")
@app_commands.describe(colour="Which colour", place="From 1 to 9", who="For whom")
@app_commands.choices(colour=[app_commands.Choice(name=name, value=name) for name in COLOURS])
async def rank(
    interaction: discord.Interaction, colour: str, place: app_commands.Range[int, 1, 9], who: discord.Member | None = None
) -> None:
    name = who.display_name if who else "nobody"
    await interaction.response.send_message(f"{colour} {place} for {name}")


@app_commands.command(description="Finds a colour")
async def find(interaction: discord.Interaction, name: str) -> None:
    await interaction.response.send_message(f"Found {name}")


@find.autocomplete("name")
async def _colours(_interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=f"The colour {name}", value=name) for name in COLOURS if current in name]


@app_commands.command(description="Never answers")
async def sleep(_interaction: discord.Interaction) -> None:
    """Says nothing."""


@app_commands.context_menu(name="Look closer")
async def look(interaction: discord.Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(f"It has {len(message.content)} letters", ephemeral=True)


async def main() -> None:
    async with Parrot() as parrot:
        await parrot.start(os.environ["PARROT_TOKEN"])


if __name__ == "__main__":
    asyncio.run(main())
