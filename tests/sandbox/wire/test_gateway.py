"""The gateway's promises: exact replay, intents, close codes, and going wrong on purpose."""

import asyncio
import json
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord
import pytest

from sandbox.discord import Permission, Sandbox, World
from sandbox.discord.intents import DIRECT_MESSAGES, GUILD_MEMBERS, GUILD_MESSAGES, GUILD_PRESENCES, GUILDS, MESSAGE_CONTENT
from sandbox.discord.verbs import threads
from tests.sandbox.wire.conftest import connected, intents

ALL = GUILDS | GUILD_MEMBERS | GUILD_MESSAGES | DIRECT_MESSAGES | MESSAGE_CONTENT


class Raw:
    """A client that reads frames one by one."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse, token: str) -> None:
        self.ws, self.token = ws, token

    async def send(self, op: int, data: object = None) -> None:
        await self.ws.send_str(json.dumps({"op": op, "d": data}))

    async def frame(self) -> dict[str, Any]:
        frame: dict[str, Any] = json.loads(await self.ws.receive_str(timeout=5))
        return frame

    async def frames(self, until: str) -> list[tuple[str | None, int | None]]:
        """The names and numbers of events, up to and with the one named."""
        seen: list[tuple[str | None, int | None]] = []
        while not seen or seen[-1][0] != until:
            frame = await self.frame()
            seen.append((frame["t"], frame["s"]))
        return seen

    async def closed(self) -> int | None:
        async with asyncio.timeout(5):
            while (await self.ws.receive()).type not in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR):
                pass
        return self.ws.close_code

    async def identify(self, wanted: int = ALL, **more: object) -> dict[str, Any]:
        await self.send(2, {"token": self.token, "intents": wanted, "properties": {}} | more)
        return await self.frame()

    async def resume(self, session: str, since: int) -> None:
        await self.send(6, {"token": self.token, "session_id": session, "seq": since})


@asynccontextmanager
async def line(sandbox: Sandbox, query: str = "v=10&encoding=json") -> AsyncIterator[Raw]:
    async with aiohttp.ClientSession() as http, http.ws_connect(f"{sandbox.gateway.protocol.url}/?{query}") as ws:
        raw = Raw(ws, sandbox.world.token)
        if "compress" not in query:
            assert (await raw.frame())["op"] == 10
        yield raw


async def test_a_resume_replays_exactly_what_was_missed(sandbox: Sandbox, lobby: str) -> None:
    fox = sandbox.person("fox")
    async with line(sandbox) as raw:
        session = (await raw.identify())["d"]["session_id"]
        await fox.say(lobby, "heard")
        last = (await raw.frames("MESSAGE_CREATE"))[-1][1]
        await raw.ws.close(code=4000)
    assert last == 3
    await fox.say(lobby, "missed one")
    await fox.say(lobby, "missed two")
    async with line(sandbox) as raw:
        await raw.resume(session, last)
        assert await raw.frames("RESUMED") == [("MESSAGE_CREATE", 4), ("MESSAGE_CREATE", 5), ("RESUMED", 6)]
        await fox.say(lobby, "live again")
        assert await raw.frames("MESSAGE_CREATE") == [("MESSAGE_CREATE", 7)]
    assert sandbox.gateway.identifies == 1


async def test_a_resume_can_be_impossible(sandbox: Sandbox) -> None:
    async with line(sandbox) as raw:
        session = (await raw.identify())["d"]["session_id"]
        await raw.ws.close(code=1000)  # a goodbye ends the session
    for wrong in (session, "no-such-session"):
        async with line(sandbox) as raw:
            await raw.resume(wrong, 1)
            frame = await raw.frame()
            assert (frame["op"], frame["d"]) == (9, False)
    async with line(sandbox) as raw:
        session = (await raw.identify())["d"]["session_id"]
        await raw.ws.close(code=4000)
    async with line(sandbox) as raw:
        await raw.resume(session, 99)
        assert await raw.closed() == 4007


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        (["nonsense"], 4002),
        (['{"op": 2, "d": {"token": "' + "x" * 5000 + '"}}'], 4002),
        (['{"op": 8, "d": {}}'], 4003),
        (['{"op": 2, "d": {"token": "wrong", "intents": 1}}'], 4004),
        (['{"op": 2, "d": {"token": "TOKEN", "intents": 1}}'] * 2, 4005),
        (['{"op": 2, "d": {"token": "TOKEN", "intents": 1, "shard": [1, 1]}}'], 4010),
        (['{"op": 2, "d": {"token": "TOKEN", "intents": 1073741824}}'], 4013),
        ([f'{{"op": 2, "d": {{"token": "TOKEN", "intents": {GUILD_PRESENCES}}}}}'], 4014),
        (['{"op": 2, "d": {"token": "TOKEN", "intents": 1}}', '{"op": 8, "d": {"guild_id": "1", "query": "", "limit": 0}}'], 4014),
        (['{"op": 2, "d": {"token": "TOKEN", "intents": 1}}', '{"op": 77}'], 4001),
        (['{"op": 1, "d": null}'] * 121, 4008),
    ],
)
async def test_close_codes(sandbox: Sandbox, frames: list[str], code: int) -> None:
    async with line(sandbox) as raw:
        for frame in frames:
            await raw.ws.send_str(frame.replace("TOKEN", sandbox.world.token))
        assert await raw.closed() == code


async def test_without_the_intent_there_are_no_words_but_ones_own_named_and_private_ones(
    sandbox: Sandbox, lobby: str, world: World
) -> None:
    fox = sandbox.person("fox")
    async with line(sandbox) as raw:
        await raw.identify(ALL & ~MESSAGE_CONTENT)
        await fox.say(lobby, "secret", files=[("a.txt", b"x")])
        await fox.say(lobby, f"hey <@{world.application_id}>")
        await fox.say(await fox.open_dm(), "private")
        await raw.frames("GUILD_CREATE")
        got = [(await raw.frame())["d"] for _ in range(3)]
    assert [(one["content"], len(one["attachments"])) for one in got] == [("", 0), (f"hey <@{world.application_id}>", 0), ("private", 0)]


async def test_intents_and_hidden_channels_decide_what_is_heard(sandbox: Sandbox, lobby: str, world: World) -> None:
    fox = sandbox.person("fox")
    hidden = world.add_channel("hidden", overwrites=[{"id": world.bot_role, "type": 0, "deny": Permission.VIEW_CHANNEL}])
    async with line(sandbox) as deaf, line(sandbox) as raw:
        await deaf.identify(GUILDS)
        await raw.identify()
        await fox.say(hidden, "not for the bot")
        await fox.say(lobby, "for all")
        world.add_channel("end")
        assert [name for name, _ in await raw.frames("CHANNEL_CREATE")] == ["GUILD_CREATE", "MESSAGE_CREATE", "CHANNEL_CREATE"]
        assert [name for name, _ in await deaf.frames("CHANNEL_CREATE")] == ["GUILD_CREATE", "CHANNEL_CREATE"]


async def test_streams_are_compressed_where_asked(sandbox: Sandbox) -> None:
    async with line(sandbox, "v=10&encoding=json&compress=zlib-stream") as raw:
        stream = zlib.decompressobj()
        assert json.loads(stream.decompress(await raw.ws.receive_bytes(timeout=5)))["op"] == 10
        await raw.send(1)
        assert json.loads(stream.decompress(await raw.ws.receive_bytes(timeout=5)))["op"] == 11
    async with line(sandbox, "v=10&compress=rot13") as raw:
        assert await raw.closed() == 4002


async def test_the_real_client_resumes_after_a_cut_and_starts_anew_when_refused(sandbox: Sandbox, lobby: str) -> None:
    heard: list[str] = []

    class Listener(discord.Client):
        async def on_message(self, message: discord.Message) -> None:
            heard.append(message.content)

        async def on_resumed(self) -> None:
            heard.append("(resumed)")

    fox = sandbox.person("fox")
    async with connected(sandbox, Listener(intents=intents(), guild_ready_timeout=0.05)):
        await sandbox.gateway.drop()
        await fox.say(lobby, "in the gap")
        await sandbox.until(lambda: len(heard) == 2)
        assert heard == ["in the gap", "(resumed)"]
        assert sandbox.gateway.identifies == 1
        sandbox.gateway.refuse_resume(True)
        await sandbox.gateway.drop()
        await sandbox.until(lambda: sandbox.gateway.identifies == 2)
        await sandbox.until(lambda: any(one.connection for one in sandbox.gateway.sessions.values()))
        await fox.say(lobby, "hello again")
        await sandbox.until(lambda: "hello again" in heard)


async def test_a_zombie_says_nothing_and_forgets_nothing(sandbox: Sandbox, lobby: str) -> None:
    async with line(sandbox) as raw:
        session = (await raw.identify())["d"]["session_id"]
        await raw.frames("GUILD_CREATE")
        sandbox.gateway.zombie(True)
        await sandbox.person("fox").say(lobby, "unheard")
        await raw.send(1)
        with pytest.raises(TimeoutError):
            await raw.ws.receive(timeout=0.1)
        sandbox.gateway.zombie(False)
        await raw.ws.close(code=4000)
    async with line(sandbox) as raw:
        await raw.resume(session, 2)
        assert await raw.frames("RESUMED") == [("MESSAGE_CREATE", 3), ("RESUMED", 4)]


async def test_members_come_in_chunks(sandbox: Sandbox, world: World) -> None:
    for number in range(1500):
        world.add_user(f"extra{number}")
    async with line(sandbox) as raw:
        await raw.identify()
        await raw.frames("GUILD_CREATE")
        await raw.send(8, {"guild_id": world.guild_id, "query": "", "limit": 0, "nonce": "n"})
        chunks = [(await raw.frame())["d"] for _ in range(2)]
        assert [(len(one["members"]), one["chunk_index"], one["chunk_count"], one["nonce"]) for one in chunks] == [
            (1000, 0, 2, "n"),
            (505, 1, 2, "n"),
        ]
        await raw.send(8, {"guild_id": world.guild_id, "user_ids": [sandbox.person("fox").id, "1"]})
        found = (await raw.frame())["d"]
        assert ([one["user"]["username"] for one in found["members"]], found["not_found"]) == (["fox"], ["1"])


async def test_a_client_can_be_asked_to_come_again(sandbox: Sandbox) -> None:
    async with line(sandbox) as raw:
        await raw.identify()
        await raw.frames("GUILD_CREATE")
        sandbox.gateway.reconnect()
        assert (await raw.frame())["op"] == 7


async def test_without_the_members_intent_a_thread_tells_only_of_the_bot(sandbox: Sandbox, world: World, lobby: str) -> None:
    fox = sandbox.person("fox")
    async with line(sandbox) as raw:
        await raw.identify(GUILDS)
        thread = await fox.thread(lobby, "open")
        threads.add(world, fox.id, thread["id"], sandbox.person("otter").id)
        threads.add(world, fox.id, thread["id"], world.application_id)
        await raw.frames("THREAD_CREATE")
        update = await raw.frame()
        assert update["t"] == "THREAD_MEMBERS_UPDATE"
        assert [one["user_id"] for one in update["d"]["added_members"]] == [world.application_id]
