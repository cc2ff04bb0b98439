"""Commands, buttons, menus, forms and suggestions, as a person meets them and as the bot answers them."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import discord
import pytest
from discord import app_commands

from core.clock import ManualClock
from sandbox.discord import Refused, Sandbox, World
from tests.sandbox.wire.conftest import connected, intents


class Note(discord.ui.Modal, title="Note"):
    what: discord.ui.TextInput["Note"] = discord.ui.TextInput(label="What happened?", max_length=20)

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.edit_message(content=f"noted: {self.what.value}")


class Card(discord.ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Claim", custom_id="card:claim")
    async def claim(self, interaction: discord.Interaction, _: discord.ui.Button["Card"]) -> None:
        await interaction.response.send_message("yours", ephemeral=True)

    @discord.ui.button(label="Note", custom_id="card:note")
    async def note(self, interaction: discord.Interaction, _: discord.ui.Button["Card"]) -> None:
        await interaction.response.send_modal(Note())

    @discord.ui.button(label="Later", custom_id="card:later")
    async def later(self, interaction: discord.Interaction, _: discord.ui.Button["Card"]) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content="changed later", view=None)

    @discord.ui.button(label="Old", custom_id="card:old", disabled=True)
    async def old(self, _: discord.Interaction, __: discord.ui.Button["Card"]) -> None: ...

    @discord.ui.select(
        placeholder="Why",
        custom_id="card:why",
        options=[discord.SelectOption(label="Spam", value="s"), discord.SelectOption(label="Hate", value="h")],
    )
    async def why(self, interaction: discord.Interaction, select: discord.ui.Select["Card"]) -> None:
        await interaction.response.edit_message(content=f"because {select.values[0]}")


class Program(discord.Client):
    """A small bot with one of everything."""

    def __init__(self) -> None:
        super().__init__(intents=intents(), guild_ready_timeout=0.05)
        self.tree = app_commands.CommandTree(self)
        self.problems: list[tuple[int, int]] = []
        self.release = asyncio.Event()

    async def setup_hook(self) -> None:
        self.add_view(Card())
        self.tree.add_command(app_commands.Command(name="card", description="Posts a card", callback=card))
        self.tree.add_command(app_commands.Command(name="slow", description="Thinks first", callback=self.slow))
        self.tree.add_command(app_commands.Command(name="silent", description="Answers late", callback=self.silent))
        self.tree.add_command(app_commands.Command(name="twice", description="Answers twice", callback=self.twice))
        self.tree.add_command(Words())
        self.tree.add_command(app_commands.ContextMenu(name="Open a case", callback=open_case))
        self.tree.add_command(app_commands.ContextMenu(name="Greet", callback=greet))
        await self.tree.sync()

    async def slow(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        await interaction.edit_original_response(content="thought")
        await interaction.followup.send("and more", ephemeral=True)

    async def silent(self, interaction: discord.Interaction) -> None:
        await self.release.wait()
        await self.note(interaction.response.send_message("late"))

    async def twice(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message("one")
        interaction.response._response_type = None
        await self.note(interaction.response.send_message("two"))

    async def note(self, call: object) -> None:
        try:
            await call  # type: ignore[misc]  # any coroutine
        except discord.HTTPException as error:
            self.problems.append((error.status, error.code))


async def card(interaction: discord.Interaction, who: discord.Member, pages: app_commands.Range[int, 1, 9] = 1) -> None:
    await interaction.response.send_message(f"about {who.mention}, {pages}", view=Card(), embed=discord.Embed(title="Case 1"))


class Words(app_commands.Group):
    def __init__(self) -> None:
        super().__init__(name="words", description="The word list", default_permissions=discord.Permissions(manage_messages=True))

    @app_commands.command(description="Adds a word")
    async def add(self, interaction: discord.Interaction, word: str, language: str = "nl") -> None:
        await interaction.response.send_message(f"{word} {language} {interaction.locale.value}", ephemeral=True)

    @add.autocomplete("language")
    async def languages(self, _: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=one, value=one) for one in ("nl", "fr", "en") if one.startswith(typed)]


async def open_case(interaction: discord.Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(f"case on {message.content}", ephemeral=True)


async def greet(interaction: discord.Interaction, user: discord.Member) -> None:
    await interaction.response.send_message(f"hello {user.display_name}")


@pytest.fixture
async def program(sandbox: Sandbox) -> AsyncIterator[Program]:
    program = Program()
    async with connected(sandbox, program):
        yield program


@pytest.mark.usefixtures("program")
async def test_a_command_posts_a_card_and_its_buttons_work(sandbox: Sandbox, lobby: str) -> None:
    heron, fox = sandbox.person("heron"), sandbox.person("fox")
    posted = await heron.slash(lobby, "card", {"who": fox.id, "pages": 2})
    assert (posted.kind, posted.text) == ("message", f"about <@{fox.id}>, 2\nCase 1")
    claimed = await heron.click(posted.message or {}, "Claim")
    assert (claimed.kind, claimed.text, claimed.ephemeral) == ("message", "yours", True)
    assert [one["content"] for one in heron.sees(lobby)][-1] == "yours"
    assert [one["content"] for one in fox.sees(lobby)] == [f"about <@{fox.id}>, 2"]
    chosen = await heron.select(posted.message or {}, "Why", ["Hate"])
    assert (chosen.kind, chosen.text) == ("update", "because h\nCase 1")
    form = await heron.click(posted.message or {}, "Note")
    noted = await heron.submit(form.modal, {"What happened?": "shouting"})
    assert (noted.kind, noted.text) == ("update", "noted: shouting\nCase 1")
    later = await heron.click(posted.message or {}, "Later")
    assert later.kind == "deferred"
    assert (await later.settled()).text == "changed later\nCase 1"
    with pytest.raises(KeyError):
        await heron.click(posted.message or {}, "Claim")


@pytest.mark.usefixtures("program")
async def test_what_a_client_would_not_send_is_refused(sandbox: Sandbox, lobby: str) -> None:
    heron, fox = sandbox.person("heron"), sandbox.person("fox")
    with pytest.raises(Refused, match="required"):
        await heron.slash(lobby, "card", {})
    with pytest.raises(Refused, match="too great"):
        await heron.slash(lobby, "card", {"who": fox.id, "pages": 10})
    with pytest.raises(Refused, match="no such person"):
        await heron.slash(lobby, "card", {"who": "12"})
    with pytest.raises(Refused, match="not offered"):
        await heron.slash(lobby, "nothing", {})
    posted = await heron.slash(lobby, "card", {"who": fox.id})
    with pytest.raises(Refused, match="disabled"):
        await heron.click(posted.message or {}, "Old")
    with pytest.raises(Refused, match="Must choose"):
        await heron.select(posted.message or {}, "Why", [])
    form = await heron.click(posted.message or {}, "Note")
    with pytest.raises(Refused, match="required"):
        await heron.submit(form.modal, {"What happened?": ""})
    with pytest.raises(Refused, match="too long"):
        await heron.submit(form.modal, {"What happened?": "x" * 21})


@pytest.mark.usefixtures("program")
async def test_deferred_answers_come_later_and_only_to_the_one_who_asked(sandbox: Sandbox, lobby: str) -> None:
    fox, otter = sandbox.person("fox"), sandbox.person("otter")
    first = await fox.slash(lobby, "slow")
    assert (first.kind, first.ephemeral) == ("deferred", True)
    settled = await first.settled()
    assert (settled.kind, settled.text) == ("message", "thought")
    await sandbox.until(lambda: fox.sees(lobby)[1]["content"] == "and more")
    assert otter.sees(lobby) == []
    fox.dismiss(fox.sees(lobby)[1])
    assert [one["content"] for one in fox.sees(lobby)] == ["thought"]


async def test_no_answer_within_three_seconds_is_told_and_comes_too_late(
    sandbox: Sandbox, program: Program, world: World, lobby: str
) -> None:
    clock = world.clock = ManualClock(world.clock.now())
    asked = asyncio.create_task(sandbox.person("fox").slash(lobby, "silent"))
    await sandbox.until(lambda: world.interactions)
    clock.advance(timedelta(seconds=3.1))
    assert (await asked).kind == "none"
    program.release.set()
    await sandbox.until(lambda: program.problems == [(404, 10062)])


async def test_a_second_answer_is_refused(sandbox: Sandbox, program: Program, lobby: str) -> None:
    assert (await sandbox.person("fox").slash(lobby, "twice")).text == "one"
    await sandbox.until(lambda: program.problems == [(400, 40060)])


@pytest.mark.usefixtures("program")
async def test_subcommands_suggestions_and_who_is_offered_what(sandbox: Sandbox, world: World, lobby: str) -> None:
    heron, fox = sandbox.person("heron"), sandbox.person("fox")
    assert "words" not in {one["name"] for one in fox.commands(lobby)}
    with pytest.raises(Refused, match="not offered"):
        await fox.slash(lobby, "words add", {"word": "x"})
    world.give_role(heron.id, world.add_role("Worker", permissions=1 << 13))
    assert [one["value"] for one in await heron.autocomplete(lobby, "words add", {"language": "f"}, focused="language")] == ["fr"]
    assert (await heron.slash(lobby, "words add", {"word": "x", "language": "fr"})).text == "x fr en-US"
    with pytest.raises(Refused, match="Choose one of"):
        await heron.slash(lobby, "words")


@pytest.mark.usefixtures("program")
async def test_context_menus_on_messages_and_people(sandbox: Sandbox, lobby: str) -> None:
    heron, fox = sandbox.person("heron"), sandbox.person("fox")
    said = await fox.say(lobby, "look here")
    assert (await heron.context(said, "Open a case")).text == "case on look here"
    assert (await heron.context(fox.id, "Greet")).text == "hello Fox"


@pytest.mark.usefixtures("program")
async def test_commands_work_in_private_too(sandbox: Sandbox) -> None:
    fox = sandbox.person("fox")
    dm = await fox.open_dm()
    assert (await (await fox.slash(dm, "slow")).settled()).text == "thought"


@pytest.mark.usefixtures("program")
async def test_whoever_is_timed_out_reads_and_nothing_else(sandbox: Sandbox, world: World, lobby: str) -> None:
    fox, heron = sandbox.person("fox"), sandbox.person("heron")
    posted = await heron.slash(lobby, "card", {"who": fox.id})
    world.members[fox.id]["communication_disabled_until"] = "2999-01-01T00:00:00+00:00"
    for refused in (
        lambda: fox.say(lobby, "hi"),
        lambda: fox.react(posted.message or {}, "👍"),
        lambda: fox.slash(lobby, "slow"),
        lambda: fox.click(posted.message or {}, "Claim"),
        lambda: fox.thread(lobby, "x"),
    ):
        with pytest.raises(Refused):
            await refused()
    assert len(fox.sees(lobby)) == 1
    dm = await fox.open_dm()
    assert (await fox.say(dm, "help"))["content"] == "help"
    assert (await fox.slash(dm, "slow")).kind == "deferred"
