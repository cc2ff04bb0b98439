"""What one person sees, over HTTP and live: all of theirs and nothing of what is hidden from them."""

import asyncio
import json

import aiohttp
from hypothesis import given
from hypothesis import strategies as st

from core.clock import SystemClock
from sandbox.discord import Permission, World
from sandbox.discord.ids import Json
from sandbox.discord.people import Person
from sandbox.evening import evening
from sandbox.web_live import told
from sandbox.web_view import COUNTED, SHOWN, Marks, history, people, players, view
from tests.sandbox.page.conftest import Door

SECRET = "nobody may read this"
VERBS = st.sampled_from(["say", "edit", "react", "unreact", "delete", "thread", "private thread", "poll", "reply", "rename", "retitle"])


async def _do(person: Person, place: str, verb: str, said: list[Json]) -> None:
    """One verb in the hidden channel; ``said`` are the messages so far."""
    if verb == "poll":
        said.append(await person.say(place, poll={"question": SECRET, "answers": [SECRET, "no"]}))
    elif verb in {"thread", "private thread"}:
        thread = await person.thread(place, SECRET, private=verb == "private thread")
        said.append(await person.say(thread, SECRET))
    elif verb == "rename":
        await person.rename("Reiger")
    elif not said or verb in {"say", "reply"}:
        said.append(await person.say(place, SECRET, reply_to=said[-1] if said and said[-1]["channel_id"] == place else None))
    elif verb == "edit" and "poll" not in said[-1]:
        await person.edit(said[-1], SECRET + "!")
    elif verb == "react":
        await person.react(said[-1], "👍")
    elif verb == "unreact" and person.world.reactions.get(said[-1]["id"], {}).get("👍"):
        await person.unreact(said[-1], "👍")
    elif verb == "delete":
        await person.delete(said.pop())


def _backstage(world: World) -> str:
    closed = [{"id": world.guild_id, "type": 0, "deny": int(Permission.VIEW_CHANNEL)}]
    worker = next(role["id"] for role in world.roles.values() if role["name"] == "Haven worker")
    return world.add_channel("backstage", overwrites=[*closed, {"id": worker, "type": 0, "allow": int(Permission.VIEW_CHANNEL)}])


@given(st.lists(VERBS, max_size=8))
def test_whatever_workers_do_backstage_a_youth_hears_and_sees_nothing_of_it(verbs: list[str]) -> None:
    world = evening(SystemClock(), seed=3)
    youth, worker = (next(user for user, one in world.users.items() if one["username"] == name) for name in ("fox", "heron"))
    backstage = _backstage(world)
    marks = Marks(world)
    heard: dict[str, list[Json | None]] = {youth: [], worker: []}

    def listen(event: str, data: Json, audience: set[str] | None) -> None:
        for user, news in heard.items():
            news.append(told(world, user, event, data, audience))

    world.subscribe(listen)
    said: list[Json] = []

    async def act() -> None:
        for verb in verbs:
            await _do(Person(world, worker), backstage, verb, said)

    asyncio.run(act())
    seen = json.dumps([heard[youth], view(world, youth, marks), marks.channels(youth), people(world, marks)], ensure_ascii=False)
    assert SECRET not in seen
    assert backstage not in seen
    assert all(thread not in seen for thread, one in world.channels.items() if one.get("parent_id") == backstage)
    assert backstage in json.dumps(view(world, worker, marks))


async def test_a_youth_lacks_the_private_channel_that_a_worker_has(door: Door) -> None:
    fox, heron = await door.view("fox"), await door.view("heron")
    assert door.channel("backstage") not in json.dumps(fox)
    assert {name: _named(seen, "backstage") for name, seen in (("fox", fox), ("heron", heron))} == {"fox": [], "heron": [True]}


def _named(seen: Json, name: str) -> list[bool]:
    return [channel["private"] for channel in seen["channels"] if channel["name"] == name]


async def test_the_live_socket_tells_each_what_they_may_know(door: Door) -> None:
    async with _listening(door, "fox") as fox, _listening(door, "heron") as heron:
        await door.sandbox.person("crane").say(door.channel("backstage"), SECRET)
        await door.sandbox.person("crane").say(door.channel("lobby"), "for all")
        to_heron, to_fox = await _said(heron, 2), await _said(fox, 1)
    assert to_heron == [SECRET, "for all"]
    assert to_fox == ["for all"]


def _listening(door: Door, name: str) -> "aiohttp.client._BaseRequestContextManager[aiohttp.ClientWebSocketResponse]":
    return door.http.ws_connect(f"/sandbox/live?as={door.id(name)}")


async def _said(socket: aiohttp.ClientWebSocketResponse, wanted: int) -> list[str]:
    found: list[str] = []
    while len(found) < wanted:
        event = await socket.receive_json(timeout=5)
        if event["t"] == "message":
            found.append(event["d"]["message"]["content"])
    return found


async def test_the_live_socket_counts_what_is_unread_and_reading_clears_it(door: Door) -> None:
    lobby = door.channel("lobby")
    async with _listening(door, "fox") as fox:
        await door.sandbox.person("otter").say(lobby, f"<@{door.id('fox')}> hello")
        assert (await _unread(fox))["channels"] == {lobby: {"unread": 1, "mentions": 1}}
        await door.act("fox", "read", channel=lobby)
        assert (await _unread(fox))["channels"] == {}


async def _unread(socket: aiohttp.ClientWebSocketResponse) -> Json:
    while (event := await socket.receive_json(timeout=5))["t"] != "unread":
        pass
    counted: Json = event["d"]
    return counted


async def test_what_is_unread_is_each_persons_own(door: Door) -> None:
    marks, lobby = Marks(door.sandbox.world), door.channel("lobby")
    for _ in range(COUNTED + 5):
        await door.sandbox.person("otter").say(lobby, "hello")
    marks.read(door.id("lynx"), lobby)
    counted = [marks.unread(door.id(name), lobby)["unread"] for name in ("otter", "lynx", "fox")]
    assert counted == [0, 0, COUNTED]


async def test_older_messages_are_read_page_by_page_without_gap_or_repeat(door: Door) -> None:
    world, lobby = door.sandbox.world, door.channel("lobby")
    for number in range(2 * SHOWN + 3):
        await door.sandbox.person("otter").say(lobby, str(number))
    read: list[str] = [one["id"] for one in view(world, door.id("fox"), Marks(world))["messages"][lobby]]
    more = True
    while more:
        page = history(world, door.id("fox"), lobby, read[0])
        read, more = [*(one["id"] for one in page["messages"]), *read], page["more"]
    assert read == list(world.messages[lobby])


async def test_history_of_a_hidden_channel_is_refused(door: Door) -> None:
    params = {"as": door.id("fox"), "channel": door.channel("backstage"), "before": "9" * 19}
    async with door.http.get("/sandbox/history", params=params) as response:
        assert response.status == 403


async def test_a_timed_out_person_sees_that_they_cannot_write(door: Door) -> None:
    world = door.sandbox.world
    world.members[door.id("fox")]["communication_disabled_until"] = "2999-01-01T00:00:00+00:00"
    channels = (await door.view("fox"))["channels"]
    assert {channel["can"]["write"] for channel in channels} == {False}
    status, answer = await door.act("fox", "say", channel=door.channel("lobby"), content="but")
    assert (status, answer["code"]) == (403, 50013)


def test_everyone_but_the_program_can_be_played_and_the_owner_comes_last(world: World) -> None:
    names = [world.users[user]["username"] for user in players(world)]
    assert names == ["fox", "otter", "lynx", "heron", "crane", "owl", "badger", "owner"]
