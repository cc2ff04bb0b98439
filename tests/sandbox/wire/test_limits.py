"""What would fail on the platform fails here: each limit with its status and code, met by the real client."""

from datetime import UTC, datetime, timedelta

import discord
import pytest

from core.clock import ManualClock
from sandbox.discord import Permission, Sandbox, World
from sandbox.discord.ids import Json
from sandbox.discord.interactions import Interaction
from sandbox.discord.verbs import answers, channels, interact, messages, threads
from tests.sandbox.wire.asking import code_of, guild, member, refused, text_channel


def view(*items: discord.ui.Item[discord.ui.View]) -> discord.ui.View:
    made = discord.ui.View()
    for item in items:
        made.add_item(item)
    return made


async def test_messages(bot: discord.Client, sandbox: Sandbox, lobby: str) -> None:
    channel = text_channel(bot, lobby)
    long = discord.Embed(description="x" * 3001)
    twins = view(discord.ui.Button(label="a", custom_id="same"), discord.ui.Button(label="b", custom_id="same"))
    assert await refused(channel.send("x" * 2001)) == (400, 50035)
    assert await refused(channel.send(embeds=[long, long])) == (400, 50035)
    assert await refused(channel.send("x", view=twins)) == (400, 50035)
    assert await refused(channel.send("x", nonce="n" * 26)) == (400, 50035)
    assert await refused(channel.send("")) == (400, 50006)
    theirs = await sandbox.person("fox").say(lobby, "mine")
    assert await refused(channel.get_partial_message(int(theirs["id"])).edit(content="x")) == (403, 50005)
    assert await refused(channel.fetch_message(1)) == (404, 10008)


async def test_permissions(bot: discord.Client, sandbox: Sandbox, world: World, lobby: str) -> None:
    channel, fox = text_channel(bot, lobby), member(bot, sandbox, "fox")
    theirs = channel.get_partial_message(int((await sandbox.person("fox").say(lobby, "hi"))["id"]))
    owner = guild(bot).owner
    assert owner
    assert await refused(owner.timeout(timedelta(minutes=1))) == (403, 50013)
    assert await refused(fox.timeout(timedelta(days=29))) == (400, 50035)
    high = world.add_role("High", position=9)
    assert await refused(fox.add_roles(discord.Object(int(high)))) == (403, 50013)
    assert await refused(guild(bot).create_role(name="x", permissions=discord.Permissions(administrator=True))) == (403, 50013)
    grants: dict[discord.Role | discord.Member | discord.Object, discord.PermissionOverwrite] = {
        guild(bot).default_role: discord.PermissionOverwrite(ban_members=True)
    }
    assert await refused(guild(bot).create_text_channel("x", overwrites=grants)) == (403, 50013)
    world.set_bot_permissions(Permission.VIEW_CHANNEL | Permission.READ_MESSAGE_HISTORY)
    assert await refused(theirs.delete()) == (403, 50013)
    assert await refused(theirs.pin()) == (403, 50013)
    assert await refused(fox.timeout(timedelta(minutes=1))) == (403, 50013)
    assert await refused(guild(bot).create_text_channel("x")) == (403, 50013)
    hide = {"id": world.guild_id, "type": 0, "deny": Permission.VIEW_CHANNEL}
    hidden = world.add_channel("hidden", overwrites=[hide])
    await sandbox.until(lambda: bot.get_channel(int(hidden)))
    assert await refused(text_channel(bot, hidden).send("x")) == (403, 50001)


def test_nobody_hands_out_what_they_lack_but_may_leave_what_stands(still: World) -> None:
    bot, guild_id = still.application_id, still.guild_id
    ban = str(int(Permission.BAN_MEMBERS))
    standing = {"id": guild_id, "type": 0, "allow": "0", "deny": ban}
    channel = still.add_channel("odd", overwrites=[standing])
    silent = {"id": guild_id, "type": 0, "allow": "0", "deny": str(int(Permission.BAN_MEMBERS | Permission.SEND_MESSAGES))}
    channels.edit(still, bot, channel, {"permission_overwrites": [silent]})
    channels.set_overwrite(still, bot, channel, guild_id, standing)
    assert code_of(lambda: channels.set_overwrite(still, bot, channel, guild_id, {"type": 0, "allow": ban, "deny": "0"})) == (403, 50013)
    assert code_of(lambda: channels.edit(still, bot, channel, {"permission_overwrites": [{**standing, "allow": ban, "deny": "0"}]})) == (
        403,
        50013,
    )
    assert still.channels[channel]["permission_overwrites"] == [standing]


async def test_private_messages_can_be_closed(bot: discord.Client, sandbox: Sandbox, world: World) -> None:
    fox = member(bot, sandbox, "fox")
    world.close_dms(sandbox.person("fox").id)
    assert await refused(fox.send("x")) == (403, 50007)
    world.close_dms(sandbox.person("fox").id, closed=False)
    assert (await fox.send("x")).content == "x"
    await sandbox.person("fox").leave()
    assert await refused(fox.send("x")) == (403, 50007)


async def test_an_enforced_nonce_sends_once(bot: discord.Client, sandbox: Sandbox, lobby: str) -> None:
    route = discord.http.Route("POST", "/channels/{channel_id}/messages", channel_id=lobby)
    send = {"content": "once", "nonce": "abc", "enforce_nonce": True}
    first = await bot.http.request(route, json=send)
    second = await bot.http.request(route, json={**send, "content": "other words"})
    assert first["id"] == second["id"]
    assert first["nonce"] == "abc"
    assert [one["content"] for one in sandbox.person("fox").sees(lobby)] == ["once"]
    await bot.http.request(route, json={"content": "twice", "nonce": "abc"})
    assert len(sandbox.person("fox").sees(lobby)) == 2


def at(days: float) -> datetime:
    return datetime(2030, 1, 1, tzinfo=UTC) + timedelta(days=days)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(at(0))


@pytest.fixture
def still(clock: ManualClock) -> World:
    """A world whose clock only moves when told."""
    world = World(clock, seed=1)
    world.add_user("fox")
    world.add_channel("lobby")
    return world


def test_a_nonce_is_forgotten_after_minutes(still: World, clock: ManualClock) -> None:
    lobby = next(iter(still.channels))
    body = {"content": "x", "nonce": 1, "enforce_nonce": True}
    first = messages.send(still, still.application_id, lobby, body)
    clock.advance(timedelta(minutes=5))
    assert messages.send(still, still.application_id, lobby, body) is first
    clock.advance(timedelta(seconds=1))
    assert messages.send(still, still.application_id, lobby, body) is not first


def test_bulk_delete_takes_2_to_100_of_two_weeks(still: World, clock: ManualClock) -> None:
    lobby, bot = next(iter(still.channels)), still.application_id
    old = messages.send(still, bot, lobby, {"content": "old"})["id"]
    clock.advance(timedelta(days=14))
    new = messages.send(still, bot, lobby, {"content": "new"})["id"]
    assert code_of(lambda: messages.bulk_delete(still, bot, lobby, [new])) == (400, 50016)
    assert code_of(lambda: messages.bulk_delete(still, bot, lobby, list(range(101)))) == (400, 50016)
    messages.bulk_delete(still, bot, lobby, [old, new])
    assert not still.messages[lobby]
    again = [messages.send(still, bot, lobby, {"content": "x"})["id"] for _ in range(2)]
    clock.advance(timedelta(days=14, seconds=1))
    assert code_of(lambda: messages.bulk_delete(still, bot, lobby, again)) == (400, 50034)


def test_an_interaction_is_answered_once_in_time_and_followed_for_a_quarter(still: World, clock: ManualClock) -> None:
    lobby, fox = next(iter(still.channels)), list(still.users)[-1]
    still.commands["global"] = [{"id": "1", "name": "hi", "type": 1}]

    def ask() -> Interaction:
        return interact.slash(still, fox, lobby, "hi", {})

    def answer(interaction: Interaction, body: Json) -> Json:
        return answers.acknowledge(still, interaction.id, interaction.token, body, [])

    late = ask()
    clock.advance(timedelta(seconds=3.1))
    assert code_of(lambda: answer(late, {"type": 5})) == (404, 10062)
    asked = ask()
    assert code_of(lambda: answers.follow_up(still, asked, {"content": "x"}, [])) == (404, 10015)
    clock.advance(timedelta(seconds=3))
    answer(asked, {"type": 5})
    assert code_of(lambda: answer(asked, {"type": 4, "data": {"content": "x"}})) == (400, 40060)
    clock.advance(timedelta(minutes=14))
    found = answers.by_token(still, still.application_id, asked.token)
    answers.follow_up(still, found, {"content": "x"}, [])
    clock.advance(timedelta(minutes=1))
    assert code_of(lambda: answers.by_token(still, still.application_id, asked.token)) == (401, 50027)
    for wrong in ({"type": 7, "data": {"content": "x"}}, {"type": 6}, {"type": 8, "data": {"choices": []}}, {"type": 99}):
        assert code_of(lambda wrong=wrong: answer(ask(), wrong)) == (400, 50035)  # type: ignore[misc]  # bound now, not later


def test_an_archived_thread_wakes_up_and_a_locked_one_does_not(still: World) -> None:
    lobby, fox, bot = next(iter(still.channels)), list(still.users)[-1], still.application_id
    thread = threads.create(still, fox, lobby, {"name": "t", "type": 11})
    channels.edit(still, bot, thread["id"], {"archived": True})
    first = messages.send(still, fox, thread["id"], {"content": "x"})
    assert not thread["thread_metadata"]["archived"]
    channels.edit(still, bot, thread["id"], {"archived": True, "locked": True})
    assert code_of(lambda: messages.send(still, fox, thread["id"], {"content": "x"})) == (403, 160005)
    assert code_of(lambda: messages.edit(still, fox, thread["id"], first["id"], {"content": "y"})) == (400, 50083)


def test_a_full_category_and_a_full_server(still: World) -> None:
    category = still.add_channel("c", type=4)
    for number in range(50):
        channels.create(still, still.application_id, {"name": str(number), "parent_id": category})
    assert code_of(lambda: channels.create(still, still.application_id, {"name": "x", "parent_id": category})) == (400, 50035)
    for number in range(500 - len(still.channels)):
        still.add_channel(f"more-{number}")
    assert code_of(lambda: channels.create(still, still.application_id, {"name": "x"})) == (400, 30013)
