"""The real bot as a separate process over the sandbox, and the people around it."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from config.texts import Texts
from sandbox.discord import Person, Reply, Sandbox, World
from sandbox.discord.ids import Json

ROOT = Path(__file__).parent.parent.parent
QUEUE = "haven-queue"
YOUTHS = {"fox": "nl", "otter": "fr", "lynx": "en-GB"}
STAFF = {"heron": "Haven worker", "crane": "Haven worker", "owl": "Haven lead", "badger": "Haven organiser"}

_TEXTS = Texts.load(strict=True)


def text_of(key: str, **args: str) -> str:
    """What Haven says to the team under a key, so that a better wording breaks no test."""
    return _TEXTS("en", key, **args)


def evening_world() -> World:
    """A server before Haven: three channels, youths in three languages, and a team whose roles exist already."""
    world = World(name="Test server")
    for name, locale in YOUTHS.items():
        world.add_user(name, locale=locale)
    roles = {name: world.add_role(name) for name in ("Haven worker", "Haven lead", "Haven organiser")}
    for name, role in STAFF.items():
        world.give_role(world.add_user(name, locale="en-GB"), roles[role])
    for channel in ("lobby", "match-1", "discussion", "off-topic"):
        world.add_channel(channel)
    return world


class Haven:
    """A running bot, its server, and verbs for tests. Nothing here sleeps: it waits for what is seen on the wire or in the log."""

    def __init__(self, sandbox: Sandbox, data: Path, settings: Mapping[str, str]) -> None:
        self.sandbox = sandbox
        self.world = sandbox.world
        self.data = data
        self.log: list[dict[str, Any]] = []
        self.raw = ""  # everything that the bot ever wrote to its standard streams
        self._settings = dict(settings)
        self._process: Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._spoke = asyncio.Event()

    # -- the process

    async def start(self, **settings: str) -> None:
        """Starts the bot and waits until it hears every watched channel."""
        self._settings |= settings
        seen = len(self.log)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("HAVEN_")}
        environment |= {
            "SANDBOX_URL": self.sandbox.url,
            "HAVEN_DISCORD__TOKEN": self.world.token,
            "HAVEN_DISCORD__GUILD_READY_TIMEOUT": "0.2",
            "HAVEN_DATA_DIR": str(self.data),
            "HAVEN_DEFAULT_LANGUAGE": "en",
            "HAVEN_HTTP__PORT": "0",
            **self._settings,
        }
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "sandbox.launch", "bot", "run", cwd=ROOT, env=environment, stdout=PIPE, stderr=asyncio.subprocess.STDOUT
        )
        self._reader = asyncio.create_task(self._read(self._process))
        await self.logged("gap.ready", after=seen)

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ends the process and gives its exit code (negative: the signal that killed it)."""
        assert self._process is not None
        assert self._reader is not None
        if self._process.returncode is None:
            self._process.send_signal(how)
        try:
            return await asyncio.wait_for(self.ended(), 20)
        finally:
            if self._process is not None:  # it doesn't listen: nothing that a test started may outlive it
                self._process.kill()
                await self.ended()

    async def ended(self) -> int:
        """Waits until the process has ended by itself or by ``kill_when``, and gives its exit code."""
        assert self._process is not None
        assert self._reader is not None
        code = await self._process.wait()
        await self._reader
        self._process = None
        return code

    def kill_when(self, check: Callable[[str, Json], bool]) -> None:
        """Kills the process at the very moment when something happens on the server, before it can hear that it did."""

        def hear(event: str, data: Json, _audience: set[str] | None) -> None:
            if check(event, data):
                forget()
                os.kill(self.pid, signal.SIGKILL)

        forget = self.world.subscribe(hear)

    async def restart(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Ends it, kindly or not, and starts it again on the same data."""
        await self.stop(how)
        await self.start()

    @property
    def pid(self) -> int:
        """The process' number."""
        assert self._process is not None
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether there is a process to stop."""
        return self._process is not None

    async def logged(self, event: str, after: int = 0, timeout: float = 60, **fields: object) -> dict[str, Any]:
        """The first line of the log after ``after`` lines with this event and these fields."""
        async with asyncio.timeout(timeout):
            while True:
                for line in self.log[after:]:
                    if line.get("event") == event and fields.items() <= line.items():
                        return line
                assert self._reader is not None
                assert not self._reader.done(), f"the bot ended before it logged {event!r}:\n{self.raw[-3000:]}"
                self._spoke.clear()
                await self._spoke.wait()

    async def asks(self, path: str) -> tuple[int, str]:
        """What the bot's own health server answers."""
        port = [line["port"] for line in self.log if line.get("event") == "health.served"][-1]
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as answer:
            return answer.status, await answer.text()

    async def counted(self, name: str) -> float:
        """One of the bot's metrics, over all its labels."""
        families = text_string_to_metric_families((await self.asks("/metrics"))[1])
        return sum(float(sample.value) for family in families for sample in family.samples if sample.name == name)

    async def counts_to(self, name: str, value: float) -> None:
        """Waits until a metric has come to a value. Metrics tell nobody that they changed, so they are asked again."""
        async with asyncio.timeout(30):
            while await self.counted(name) < value:  # noqa: ASYNC110 - what is waited for stands in another process
                await asyncio.sleep(0.05)

    def troubles(self) -> list[dict[str, Any]]:
        """What the bot itself calls an error, since its first start."""
        return [line for line in self.log if line.get("level") in {"error", "critical"}]

    async def _read(self, process: Process) -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            text = line.decode()
            self.raw += text
            if text.startswith("{"):
                self.log.append(json.loads(text))
            self._spoke.set()
        self._spoke.set()

    # -- the server and its people

    def person(self, name: str) -> Person:
        """Somebody on the server."""
        return self.sandbox.person(name)

    def channel(self, name: str) -> str:
        """A channel's id by its name."""
        return next(str(number) for number, channel in self.world.channels.items() if channel.get("name") == name)

    async def set_up(self) -> None:
        """The server's owner runs /setup."""
        reply = await self.person("owner").slash(self.channel("off-topic"), "setup")
        settled = await reply.settled()
        assert settled.kind == "message", settled

    async def watch(self, kind: str = "lobby") -> str:
        """A new channel that Haven reads, for a test that wants a conversation of its own."""
        channel = self.world.add_channel(f"talk-{len(self.world.channels)}")
        reply = await self.person("owner").slash(self.channel("off-topic"), "watch add", {"channel": channel, "kind": kind})
        assert (await reply.settled()).kind == "message"
        return channel

    def newcomer(self, locale: str = "nl") -> Person:
        """Another young person."""
        return self.person(self.world.add_user(f"youth{len(self.world.users)}", locale=locale))

    async def say(self, who: str, text: str, channel: str = "lobby", **more: Any) -> Json:  # noqa: ANN401 - as Person.say takes it
        """Somebody says something."""
        return await self.person(who).say(self.channel(channel), text, **more)

    # -- the queue

    def cards(self, viewer: str = "heron") -> list[Json]:
        """What stands in the private channel, as a worker sees it."""
        return [message for message in self.person(viewer).sees(self.channel(QUEUE)) if message["embeds"]]

    async def card_for(self, message: Json, check: Callable[[str], bool] = bool) -> Json:
        """The card about a message, once there is one and its words pass ``check``."""
        link = f"/{message['channel_id']}/{message['id']})"
        return await self.card(lambda words: link in words and check(words))

    async def card(self, check: Callable[[str], bool]) -> Json:
        """The first card whose words pass ``check``."""
        return await self.sandbox.until(lambda: next(card for card in self.cards() if check(words_of(card))))

    async def becomes(self, card: Json, check: Callable[[str], bool]) -> Json:
        """The same card, once its words pass ``check``."""
        return await self.sandbox.until(lambda: next(one for one in self.cards() if one["id"] == card["id"] and check(words_of(one))))

    async def press(self, who: str, card: Json, verb: str) -> Reply:
        """Somebody presses a button under a card; the reply is what they then see."""
        return await (await self.person(who).click(card, f"case:{verb}:{number_of(card)}")).settled()

    def of_bot(self, channel: str) -> list[Json]:
        """What Haven itself wrote in a channel."""
        return [one for one in self.world.messages[channel].values() if one["author"]["id"] == self.world.application_id]


def words_of(message: Json) -> str:
    """All that a message says, embeds included."""
    parts = [message["content"]]
    for embed in message["embeds"]:
        parts += [embed.get("title", ""), embed.get("description", ""), embed.get("footer", {}).get("text", "")]
        parts += [part for field in embed.get("fields", []) for part in (field["name"], field["value"])]
    return "\n".join(parts)


def number_of(card: Json) -> str:
    """The number of the case on a card."""
    return str(card["embeds"][0]["footer"]["text"]).rpartition("#")[2]


def buttons_of(card: Json) -> list[str]:
    """The custom ids under a card."""
    return [part["custom_id"] for row in card["components"] for part in row["components"]]
