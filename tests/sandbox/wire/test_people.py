"""What scripted people can do and see, and what the sandbox tells about it, without any bot."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox.discord import Fault, NotSeen, Permission, Refused, Sandbox, World, events
from sandbox.discord.faults import Faults
from sandbox.discord.transcript import Entry
from sandbox.discord.verbs import answers, interact
from tests.sandbox.wire import conformance

HIDE = int(Permission.VIEW_CHANNEL)


def hidden_channel(world: World) -> str:
    return world.add_channel("queue", overwrites=[{"id": world.guild_id, "type": 0, "deny": HIDE}])


async def test_people_see_only_what_is_theirs(sandbox: Sandbox, world: World) -> None:
    fox, heron = sandbox.person("fox"), sandbox.person("heron")
    queue = hidden_channel(world)
    with pytest.raises(Refused, match="50001"):
        await fox.say(queue, "let me in")
    worker = world.add_role("Worker")
    world.channels[queue]["permission_overwrites"].append({"id": worker, "type": 0, "allow": str(HIDE), "deny": "0"})
    world.give_role(heron.id, worker)
    await heron.say(queue, "for us")
    assert [one["content"] for one in heron.sees(queue)] == ["for us"]
    assert fox.sees(queue) == []
    assert {one["name"] for one in fox.channels()} == {"lobby"}
    assert {one["name"] for one in heron.channels()} == {"lobby", "queue"}


async def test_events_are_for_those_who_may_know(sandbox: Sandbox, world: World) -> None:
    fox, heron, otter = (sandbox.person(name) for name in ("fox", "heron", "otter"))
    told: dict[str, list[str]] = {"fox": [], "heron": []}

    def listen(event: str, data: dict[str, Any], audience: set[str] | None) -> None:
        for person in (fox, heron):
            if events.may_know(world, event, data, audience, person.id):
                told[person.name].append(event)

    queue = world.add_channel("queue")
    stop = world.subscribe(listen)
    await otter.say(queue, "all")
    dm = await fox.open_dm()
    await fox.say(dm, "private")
    world.channels[queue]["permission_overwrites"] = [{"id": fox.id, "type": 1, "allow": "0", "deny": str(HIDE)}]
    await otter.say(queue, "not fox")
    stop()
    await otter.say(queue, "nobody listens")
    assert told == {"fox": ["MESSAGE_CREATE", "MESSAGE_CREATE"], "heron": ["MESSAGE_CREATE", "MESSAGE_CREATE"]}


async def test_ones_own_words_and_nobody_elses(sandbox: Sandbox, lobby: str) -> None:
    fox, otter = sandbox.person("fox"), sandbox.person("otter")
    said = await fox.say(
        lobby, "first", files=[("a b.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 8 + (7).to_bytes(4, "big") + (9).to_bytes(4, "big"))]
    )
    picture = said["attachments"][0]
    assert (picture["filename"], picture["width"], picture["height"], picture["content_type"]) == ("a_b.png", 7, 9, "image/png")
    with pytest.raises(Refused, match="50005"):
        await otter.edit(said, "mine now")
    with pytest.raises(Refused, match="50013"):
        await otter.delete(said)
    with pytest.raises(Refused, match="50006"):
        await fox.say(lobby, "")
    edited = await fox.edit(said, "second")
    assert (edited["content"], edited["edited_timestamp"] is not None, edited["attachments"]) == ("second", True, [picture])
    await fox.delete(said)
    assert fox.sees(lobby) == []


async def test_an_answer_outlives_what_it_answers(sandbox: Sandbox, lobby: str) -> None:
    fox, otter = sandbox.person("fox"), sandbox.person("otter")
    said = await fox.say(lobby, "question")
    await otter.say(lobby, "answer", reply_to=said)
    assert otter.sees(lobby)[1]["referenced_message"]["content"] == "question"
    assert [one["username"] for one in otter.sees(lobby)[1]["mentions"]] == ["fox"]
    await fox.delete(said)
    assert otter.sees(lobby)[0]["referenced_message"] is None
    with pytest.raises(Refused, match="REPLYING_UNKNOWN_MESSAGE"):
        await otter.say(lobby, "again", reply_to=said)


async def test_a_forwarded_message_keeps_its_words(sandbox: Sandbox, world: World, lobby: str) -> None:
    fox, otter = sandbox.person("fox"), sandbox.person("otter")
    said = await fox.say(lobby, "original")
    passed = await otter.say(world.add_channel("other"), forward=said)
    assert (passed["content"], passed["message_snapshots"][0]["message"]["content"]) == ("", "original")
    hidden = await sandbox.person("owner").say(hidden_channel(world), "secret")
    with pytest.raises(Refused, match="50001"):
        await otter.say(lobby, forward=hidden)


async def test_votes_change_and_polls_end(sandbox: Sandbox, lobby: str) -> None:
    fox, otter = sandbox.person("fox"), sandbox.person("otter")
    poll = await fox.say(lobby, poll={"question": "when?", "answers": ["now", "later"]})
    await otter.vote(poll, "now")
    await otter.vote(poll, "later")
    assert otter.sees(lobby)[0]["poll"]["results"]["answer_counts"] == [{"id": 2, "count": 1, "me_voted": True}]
    assert fox.sees(lobby)[0]["poll"]["results"]["answer_counts"] == [{"id": 2, "count": 1, "me_voted": False}]
    with pytest.raises(Refused, match="50035"):
        await otter.vote(poll, "now", "later")
    with pytest.raises(KeyError):
        await otter.vote(poll, "never")
    await otter.vote(poll)
    assert otter.sees(lobby)[0]["poll"]["results"]["answer_counts"] == []


async def test_reactions_need_an_emoji_and_end_at_twenty(sandbox: Sandbox, lobby: str) -> None:
    fox = sandbox.person("fox")
    said = await fox.say(lobby, "x")
    with pytest.raises(Refused, match="10014"):
        await fox.react(said, "thumbs")
    for number in range(20):
        await fox.react(said, chr(0x1F600 + number))
    with pytest.raises(Refused, match="30010"):
        await fox.react(said, "🐦")
    await fox.unreact(said, chr(0x1F600))
    await fox.react(said, "🐦")


async def test_mentions_ring_only_where_they_may(sandbox: Sandbox, world: World, lobby: str) -> None:
    fox, otter = sandbox.person("fox"), sandbox.person("otter")
    role = world.add_role("Worker")
    said = await fox.say(lobby, f"<@{otter.id}> <@&{role}> @everyone")
    assert ([one["id"] for one in said["mentions"]], said["mention_roles"], said["mention_everyone"]) == ([otter.id], [], False)
    world.roles[role]["mentionable"] = True
    assert (await fox.say(lobby, f"<@&{role}>"))["mention_roles"] == [role]
    assert (await sandbox.person("owner").say(lobby, "@here"))["mention_everyone"]


async def test_until_tells_what_there_was_instead(sandbox: Sandbox, lobby: str) -> None:
    fox = sandbox.person("fox")
    await fox.say(lobby, "only this")
    with pytest.raises(NotSeen, match="fox: 'only this'"):
        await sandbox.until(lambda: fox.sees(lobby)[1], timeout=0.01)
    waiting = asyncio.create_task(sandbox.until(lambda: fox.sees(lobby)[1]))
    await asyncio.sleep(0)
    await fox.say(lobby, "and this")
    assert (await waiting)["content"] == "and this"


async def test_a_world_goes_to_a_file_and_back(sandbox: Sandbox, world: World, lobby: str, tmp_path: Path) -> None:
    fox, otter = sandbox.person("fox"), sandbox.person("otter")
    said = await fox.say(lobby, "kept", files=[("a.txt", b"bytes")])
    await otter.react(said, "👍")
    await fox.say(await fox.open_dm(), "private")
    thread = await fox.thread(lobby, "talk", private=True)
    world.close_dms(otter.id)
    sandbox.snapshot(tmp_path / "world.json")
    again = World.restore(tmp_path / "world.json")
    async with Sandbox(again) as second:
        fox2 = second.person("fox")
        kept = fox2.sees(lobby)[0]
        assert (kept["content"], kept["reactions"][0]["count"]) == ("kept", 1)
        assert kept["attachments"][0]["url"].startswith(second.url)
        assert again.can_see(fox2.id, thread["id"])
        assert not again.can_see(otter.id, thread["id"])
        assert again.closed_dms == {otter.id}
        assert again.token == world.token
        again.users[fox2.id]["global_name"] = "Foxy"
        assert fox2.sees(lobby)[0]["author"]["global_name"] == "Foxy"
        assert int((await fox2.say(lobby, "new"))["id"]) > int(said["id"])


def test_a_seed_makes_a_world_repeatable() -> None:
    first, second, other = World(seed=1), World(seed=1), World(seed=2)
    assert first.token.split(".")[2] == second.token.split(".")[2] != other.token.split(".")[2]


def test_a_fault_counts_down_and_matches_the_whole_request() -> None:
    faults = Faults()
    faults.add(Fault(r"GET /users/\d+", status=500, times=2))
    wanted = ["GET /users/1/x", "POST /users/1", "GET /users/1", "GET /users/2", "GET /users/3"]
    assert [faults.take(one) is not None for one in wanted] == [False, False, True, True, False]


def test_the_launcher_points_a_program_at_the_sandbox(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text("import sys, discord.http\nprint(sys.argv[1:], discord.http.Route('GET', '/x').url)\n")
    launched = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "sandbox.launch", "program", "run", "--fast"],
        env=os.environ | {"SANDBOX_URL": "http://127.0.0.1:4000", "PYTHONPATH": f"{tmp_path}{os.pathsep}."},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert (launched.stdout, launched.returncode) == ("['run', '--fast'] http://127.0.0.1:4000/api/v10/x\n", 0)


def test_the_launcher_says_what_it_needs() -> None:
    command = [sys.executable, "-m", "sandbox.launch", "program"]
    bare = {key: value for key, value in os.environ.items() if key != "SANDBOX_URL"}
    launched = subprocess.run(command, env=bare, capture_output=True, text=True, check=False, timeout=30)
    assert launched.returncode == 1
    assert launched.stderr.startswith("usage: SANDBOX_URL=")


@pytest.mark.skipif(not conformance.available(), reason="the document is not at hand; tests/conftest.py says how to name it")
def test_the_comparison_finds_what_is_wrong() -> None:
    def entry(template: str, status: int, response: str, request: str = "", **query: str) -> Entry:
        return Entry("POST", template, template, query, request, status, response, "bot")

    template = "/channels/{channel_id}/typing"
    assert conformance.validate([entry(template, 204, "")]) == []
    assert len(conformance.validate([entry("/nowhere", 204, "")])) == 1
    assert len(conformance.validate([entry(template, 200, "[]")])) == 1
    assert len(conformance.validate([entry(template, 204, "", odd="1")])) == 1
    assert len(conformance.validate([entry("/users/@me/channels", 200, "{}")])) == 1
    good = '{"id": "1", "type": 1, "flags": 0, "recipients": []}'
    assert conformance.validate([entry("/users/@me/channels", 200, good, '{"recipient_id": 1}')]) == []
    assert len(conformance.validate([entry("/users/@me/channels", 200, good, '{"recipient_id": "fox"}')])) == 1


async def test_a_pin_and_a_thread_change_the_message_without_an_edit(sandbox: Sandbox, world: World, lobby: str) -> None:
    owner, fox = sandbox.person("owner"), sandbox.person("fox")
    said = await fox.say(lobby, "rules")
    told: list[tuple[str, bool, int]] = []

    def listen(event: str, data: dict[str, Any], _: set[str] | None) -> None:
        if event == "MESSAGE_UPDATE":
            assert data["edited_timestamp"] is None
            told.append((data["content"], data["pinned"], data["flags"]))

    world.subscribe(listen)
    await owner.pin(said)
    await owner.pin(said)
    await fox.thread(lobby, "questions", message=said)
    assert told == [("rules", True, 0), ("rules", True, 1 << 5)]
    assert [one["type"] for one in fox.sees(lobby)] == [0, 6]


async def test_an_interaction_outlives_a_snapshot(world: World, lobby: str, tmp_path: Path) -> None:
    world.commands["global"] = [{"id": "1", "name": "hi", "type": 1}]
    fox = next(iter(world.members.keys() - {world.owner_id, world.application_id}))
    asked = interact.slash(world, fox, lobby, "hi", {})
    answers.acknowledge(world, asked.id, asked.token, {"type": 5, "data": {"flags": 64}}, [])
    async with Sandbox(world) as sandbox:
        sandbox.snapshot(tmp_path / "world.json")
    again = World.restore(tmp_path / "world.json")
    found = answers.by_token(again, again.application_id, asked.token)
    assert found == asked
    answers.follow_up(again, found, {"content": "done"}, [])
    assert [one["content"] for one in again.ephemerals[fox].values()] == ["done"]


async def test_a_stumble_of_the_sandbox_itself_is_not_hidden(world: World, lobby: str) -> None:
    async with Sandbox(world) as sandbox, aiohttp.ClientSession() as http:
        url, key = f"{sandbox.url}/api/v10/channels/{lobby}/messages", {"Authorization": f"Bot {world.token}"}
        async with http.post(url, json=["a list"], headers=key) as answer:
            assert answer.status == 500
        with pytest.raises(AssertionError, match="a list"):
            sandbox.assert_known()
        async with http.post(url, data="{", headers=key) as answer:
            assert (answer.status, (await answer.json())["code"]) == (400, 50109)
        async with http.get(f"{sandbox.url}/cdn/attachments/none") as answer:
            assert answer.status == 404
