"""Everything that a command can ask for, a menu can offer and a form can hold, and what follows an answer."""

from typing import Any

import discord
import pytest
from discord import app_commands

from sandbox.discord import Refused, Sandbox, World
from tests.sandbox.wire.conftest import connected, intents


async def test_what_follows_an_answer_can_be_read_changed_and_taken_away(sandbox: Sandbox, lobby: str) -> None:
    seen: list[str] = []

    async def many(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("first")
        second = await interaction.followup.send("second", wait=True)
        hidden = await interaction.followup.send("hidden", ephemeral=True, wait=True)
        await second.edit(content="second, changed")
        seen.append((await interaction.original_response()).content)
        seen.append((await interaction.followup.fetch_message(second.id)).content)
        await hidden.delete()
        await interaction.delete_original_response()

    client = discord.Client(intents=intents(), guild_ready_timeout=0.05)
    tree = app_commands.CommandTree(client)
    tree.add_command(app_commands.Command(name="many", description="Says much", callback=many))
    async with connected(sandbox, client):
        await tree.sync()
        fox = sandbox.person("fox")
        assert (await fox.slash(lobby, "many")).text == "first"
        await sandbox.until(lambda: [one["content"] for one in fox.sees(lobby)] == ["second, changed"])
    assert seen == ["first", "second, changed"]


async def test_every_kind_of_option(sandbox: Sandbox, world: World, lobby: str) -> None:
    async def every(  # noqa: PLR0917 - the library reads options from the signature
        interaction: discord.Interaction,
        text: app_commands.Range[str, 1, 5],
        yes: bool,  # noqa: FBT001 - the same
        ratio: float,
        where: discord.TextChannel,
        role: discord.Role,
        whom: discord.Member | discord.Role,
        paper: discord.Attachment,
        size: app_commands.Choice[int],
    ) -> None:
        read = (await paper.read()).decode()
        named = [text, yes, ratio, where.name, role.name, str(whom), read, size.name]
        await interaction.response.send_message(" ".join(map(str, named)))

    client = discord.Client(intents=intents(), guild_ready_timeout=0.05)
    tree = app_commands.CommandTree(client)
    command: app_commands.Command[Any, ..., None] = app_commands.Command(name="every", description="Takes all", callback=every)
    app_commands.choices(size=[app_commands.Choice(name="small", value=1)])(command)
    tree.add_command(command)
    async with connected(sandbox, client):
        await tree.sync()
        fox, role = sandbox.person("fox"), world.add_role("Worker")
        given = {
            "text": "abc",
            "yes": True,
            "ratio": 1.5,
            "where": lobby,
            "role": role,
            "whom": fox.id,
            "paper": ("a.txt", b"paper"),
            "size": 1,
        }
        await sandbox.until(lambda: client.guilds[0].get_role(int(role)))
        assert (await fox.slash(lobby, "every", given)).text == "abc True 1.5 lobby Worker fox paper small"
        for wrong in ({"text": "abcdef"}, {"size": 2}, {"ratio": "much"}, {"where": world.add_channel("voice", type=2)}, {"odd": 1}):
            with pytest.raises(Refused, match="50035"):
                await fox.slash(lobby, "every", given | wrong)


async def test_menus_of_people_and_a_form_with_everything(sandbox: Sandbox, lobby: str) -> None:
    class Pick(discord.ui.View):
        @discord.ui.select(cls=discord.ui.UserSelect, custom_id="who", placeholder="Who")
        async def who(self, interaction: discord.Interaction, select: discord.ui.UserSelect["Pick"]) -> None:
            await interaction.response.send_modal(Form(select.values[0].name))

    class Form(discord.ui.Modal):
        def __init__(self, name: str) -> None:
            super().__init__(title="Form")
            options = [discord.SelectOption(label="Red", value="r"), discord.SelectOption(label="Blue", value="b")]
            self.colour: discord.ui.Label[Form] = discord.ui.Label(text="Colour", component=discord.ui.Select(options=options))
            self.why: discord.ui.Label[Form] = discord.ui.Label(text="Why", component=discord.ui.TextInput(required=False))
            for item in (discord.ui.TextDisplay[Any](f"About {name}"), self.colour, self.why):
                self.add_item(item)

        async def on_submit(self, interaction: discord.Interaction) -> None:
            assert isinstance(self.colour.component, discord.ui.Select)
            assert isinstance(self.why.component, discord.ui.TextInput)
            await interaction.response.send_message(f"{self.colour.component.values} {self.why.component.value}", ephemeral=True)

    async def pick(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("pick", view=Pick())

    client = discord.Client(intents=intents(), guild_ready_timeout=0.05)
    tree = app_commands.CommandTree(client)
    tree.add_command(app_commands.Command(name="pick", description="Picks", callback=pick))
    async with connected(sandbox, client):
        await tree.sync()
        fox, otter = sandbox.person("fox"), sandbox.person("otter")
        shown = await fox.slash(lobby, "pick")
        form = await otter.select(shown.message or {}, "Who", [fox.id])
        assert form.modal
        assert form.modal["components"][0]["content"] == "About fox"
        done = await otter.submit(form.modal, {"Colour": ["b"], "Why": "calm"})
        assert (done.text, done.ephemeral) == ("['b'] calm", True)
        with pytest.raises(Refused, match="10062"):
            await otter.submit(form.modal, {"Colour": ["b"]})
