"""What would fail on the platform fails here: each limit with its status and code, met by the real client."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import aiohttp
import discord
import pytest

from core.clock import ManualClock
from sandbox.discord import Fault, Permission, Refused, Sandbox, World
from sandbox.discord.ids import Json
from sandbox.discord.interactions import Interaction
from sandbox.discord.limits.commands import check_commands
from sandbox.discord.limits.components import check_modal
from sandbox.discord.limits.messages import check_message
from sandbox.discord.verbs import answers, channels, interact, messages, threads
from tests.sandbox.wire.test_client import guild, member, text_channel


async def refused(call: Awaitable[object]) -> tuple[int, int]:
    with pytest.raises(discord.HTTPException) as caught:
        await call
    return caught.value.status, caught.value.code


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


def code_of(call: Callable[[], object]) -> tuple[int, int]:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.status, caught.value.code


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


ROW = {"type": 1, "components": [{"type": 2, "style": 1, "label": "a", "custom_id": "a"}]}
OPTION = {"label": "a", "value": "a"}


def menu(options: list[Json], **more: object) -> Json:
    return {"components": [{"type": 1, "components": [{"type": 3, "custom_id": "m", "options": options, **more}]}]}


def button(**more: object) -> Json:
    return {"components": [{"type": 1, "components": [{"type": 2, "style": 1, "label": "a", "custom_id": "a"} | more]}]}


WRONG_MESSAGES: dict[str, Json] = {
    "content of another kind": {"content": 5},
    "eleven embeds": {"embeds": [{"title": "x"}] * 11},
    "a long title": {"embeds": [{"title": "x" * 257}]},
    "a long footer": {"embeds": [{"footer": {"text": "x" * 2049}}]},
    "26 fields": {"embeds": [{"fields": [{"name": "x", "value": "x"}] * 26}]},
    "an empty field": {"embeds": [{"fields": [{"name": "x", "value": " "}]}]},
    "a long field": {"embeds": [{"fields": [{"name": "x", "value": "x" * 1025}]}]},
    "six rows": {"components": [ROW] * 6},
    "a bare button": {"components": [ROW["components"]]} | {"components": [{"type": 2, "style": 1, "label": "a", "custom_id": "a"}]},
    "six buttons": {
        "components": [{"type": 1, "components": [{"type": 2, "style": 1, "label": "a", "custom_id": str(n)} for n in range(6)]}]
    },
    "an empty row": {"components": [{"type": 1, "components": []}]},
    "a button with nothing on it": button(label=""),
    "a button without an id": button(custom_id=None),
    "a link without an address": button(style=5, custom_id=None),
    "an unknown style": button(style=9),
    "a long label": button(label="x" * 81),
    "a long id": button(custom_id="x" * 101),
    "no options": menu([]),
    "26 options": menu([{"label": "a", "value": str(n)} for n in range(26)]),
    "the same option twice": menu([OPTION, OPTION]),
    "a long option": menu([{"label": "x" * 101, "value": "a"}]),
    "more to choose than there is": menu([OPTION], max_values=2),
    "a long placeholder": menu([OPTION], placeholder="x" * 151),
    "old content in the new layout": {"content": "x", "flags": 1 << 15, "components": [{"type": 10, "content": "x"}]},
    "an unknown component": {"flags": 1 << 15, "components": [{"type": 99}]},
    "mentions both ways": {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
    "a poll without a question": {"poll": {"question": {}, "answers": [{"poll_media": {"text": "a"}}]}},
    "a poll without answers": {"poll": {"question": {"text": "q"}, "answers": []}},
    "a long answer": {"poll": {"question": {"text": "q"}, "answers": [{"poll_media": {"text": "x" * 56}}]}},
    "a poll of 33 days": {"poll": {"question": {"text": "q"}, "answers": [{"poll_media": {"text": "a"}}], "duration": 33 * 24}},
}


@pytest.mark.parametrize("body", WRONG_MESSAGES.values(), ids=WRONG_MESSAGES.keys())
def test_wrong_messages(body: Json) -> None:
    assert code_of(lambda: check_message(body)) == (400, 50035)


def test_right_messages_at_the_edge() -> None:
    check_message({"content": "x" * 2000, "embeds": [{"description": "x" * 4096}, {"description": "x" * 1904}]})
    check_message({"components": [ROW, *menu([{"label": "a", "value": str(n)} for n in range(25)], max_values=25)["components"]]})
    check_message({"flags": 1 << 15, "components": [{"type": 17, "components": [{"type": 10, "content": "x" * 4000}]}]})


def test_big_files() -> None:
    assert code_of(lambda: check_message({}, [("a", b"x" * (10 * 2**20 + 1))])) == (413, 40005)
    assert code_of(lambda: check_message({}, [("a", b"")] * 11)) == (400, 50035)


SLASH = {"name": "a", "description": "d"}
WRONG_COMMANDS: dict[str, list[Json]] = {
    "101": [{"name": f"a{n}", "description": "d"} for n in range(101)],
    "the same name twice": [SLASH, SLASH],
    "capitals": [{"name": "A", "description": "d"}],
    "spaces": [{"name": "a b", "description": "d"}],
    "no description": [{"name": "a"}],
    "a long description": [{"name": "a", "description": "d" * 101}],
    "26 options": [SLASH | {"options": [{"name": f"o{n}", "description": "d", "type": 3} for n in range(26)]}],
    "required after optional": [
        SLASH | {"options": [{"name": "a", "description": "d", "type": 3}, {"name": "b", "description": "d", "type": 3, "required": True}]}
    ],
    "26 choices": [
        SLASH
        | {"options": [{"name": "a", "description": "d", "type": 3, "choices": [{"name": str(n), "value": str(n)} for n in range(26)]}]}
    ],
    "a language that isn't there": [SLASH | {"name_localizations": {"nl-BE": "a"}}],
    "a translated name with capitals": [SLASH | {"name_localizations": {"nl": "Aa"}}],
    "a described context menu": [{"name": "A b", "type": 3, "description": "d"}],
    "too much in all": [
        SLASH
        | {
            "options": [
                {"name": f"o{n}", "description": "d" * 100, "type": 3, "choices": [{"name": "x" * 100, "value": "y" * 100}] * 2}
                for n in range(25)
            ]
        }
    ],
}


@pytest.mark.parametrize("commands", WRONG_COMMANDS.values(), ids=WRONG_COMMANDS.keys())
def test_wrong_commands(commands: list[Json]) -> None:
    assert code_of(lambda: check_commands(commands)) == (400, 50035)


def test_right_commands() -> None:
    check_commands([*({"name": f"é-{n}_x", "description": "d"} for n in range(100)), {"name": "Open a case", "type": 3}])


def text_input(**more: object) -> Json:
    row = {"type": 1, "components": [{"type": 4, "style": 1, "custom_id": "a", "label": "l"} | more]}
    return {"title": "t", "custom_id": "c", "components": [row]}


WRONG_MODALS: dict[str, Json] = {
    "a long title": text_input() | {"title": "x" * 46},
    "nothing in it": text_input() | {"components": []},
    "six rows": text_input() | {"components": text_input()["components"] * 6},
    "a long label": text_input(label="x" * 46),
    "no label": text_input(label=None),
    "a long wish": text_input(max_length=4001),
    "a button": text_input() | {"components": [{"type": 2}]},
}


@pytest.mark.parametrize("data", WRONG_MODALS.values(), ids=WRONG_MODALS.keys())
def test_wrong_modals(data: Json) -> None:
    assert code_of(lambda: check_modal(data)) == (400, 50035)


def test_a_full_category_and_a_full_server(still: World) -> None:
    category = still.add_channel("c", type=4)
    for number in range(50):
        channels.create(still, still.application_id, {"name": str(number), "parent_id": category})
    assert code_of(lambda: channels.create(still, still.application_id, {"name": "x", "parent_id": category})) == (400, 50035)
    for number in range(500 - len(still.channels)):
        still.add_channel(f"more-{number}")
    assert code_of(lambda: channels.create(still, still.application_id, {"name": "x"})) == (400, 30013)


async def test_fifty_requests_a_second_then_429(world: World) -> None:
    async with Sandbox(world, limits="discord", monotonic=lambda: 100.0) as sandbox, aiohttp.ClientSession() as http:
        answers_: list[tuple[int, str | None]] = []
        for _ in range(51):
            async with http.get(f"{sandbox.url}/api/v10/users/@me", headers={"Authorization": f"Bot {world.token}"}) as answer:
                answers_.append((answer.status, answer.headers.get("X-RateLimit-Global")))
                assert answer.headers["Via"]
    assert answers_ == [(200, None)] * 50 + [(429, "true")]


async def test_each_channel_has_its_own_bucket_and_the_client_waits(world: World, lobby: str) -> None:
    seconds = [100.0]
    other = world.add_channel("other")
    async with Sandbox(world, limits="discord", monotonic=lambda: seconds[0]) as sandbox, aiohttp.ClientSession() as http:

        async def send(channel: str) -> tuple[int, str | None]:
            url = f"{sandbox.url}/api/v10/channels/{channel}/messages"
            async with http.post(url, json={"content": "x"}, headers={"Authorization": f"Bot {world.token}"}) as answer:
                return answer.status, answer.headers.get("X-RateLimit-Remaining")

        assert [await send(lobby) for _ in range(6)] == [(200, "4"), (200, "3"), (200, "2"), (200, "1"), (200, "0"), (429, "0")]
        assert await send(other) == (200, "4")
        seconds[0] += 5
        assert await send(lobby) == (200, "4")


async def test_ten_thousand_refusals_shut_the_door(world: World) -> None:
    async with Sandbox(world, limits="discord") as sandbox, aiohttp.ClientSession() as http:
        for _ in range(10_000):
            sandbox._rest.rates.invalid()
        async with http.get(f"{sandbox.url}/api/v10/users/@me", headers={"Authorization": f"Bot {world.token}"}) as answer:
            assert answer.status == 429


async def test_faults_spoil_what_they_match_and_the_client_tries_again(bot: discord.Client, sandbox: Sandbox, lobby: str) -> None:
    sandbox.faults.add(Fault(rf"POST /channels/{lobby}/messages", status=500))
    sandbox.faults.add(Fault(rf"POST /channels/{lobby}/messages", status=429, retry_after=0.05))
    await text_channel(bot, lobby).send("through")
    posts = [(one.status, one.actor) for one in sandbox.transcript if one.method == "POST"]
    assert posts == [(500, "fault"), (429, "fault"), (200, "bot")]


async def test_a_fault_can_lose_only_the_answer(sandbox: Sandbox, lobby: str, world: World) -> None:
    sandbox.faults.add(Fault(r"POST /channels/\d+/messages", drop=True, after=True))
    async with aiohttp.ClientSession() as http:
        with pytest.raises(aiohttp.ClientError):
            await http.post(
                f"{sandbox.url}/api/v10/channels/{lobby}/messages", json={"content": "x"}, headers={"Authorization": f"Bot {world.token}"}
            )
    assert [one["content"] for one in sandbox.person("fox").sees(lobby)] == ["x"]


async def test_strangers_and_unknown_routes(world: World, lobby: str) -> None:
    async with Sandbox(world) as sandbox, aiohttp.ClientSession() as http:
        async with http.get(f"{sandbox.url}/api/v10/channels/{lobby}") as answer:
            assert (answer.status, answer.headers["Content-Type"]) == (401, "application/json")
        async with http.get(f"{sandbox.url}/api/v10/guilds/1/soundboard-sounds") as answer:
            assert answer.status == 501
        with pytest.raises(AssertionError, match="soundboard"):
            sandbox.assert_known()


def test_refusals_read_well() -> None:
    assert str(Refused(403, 50013, "Missing Permissions")) == "403/50013: Missing Permissions"
