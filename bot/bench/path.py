"""The whole path, gateway event → verdict → card, beside two bare discord.py clients on the same sandbox server in the same run."""

import asyncio
import contextlib
import re
import socket
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import aiohttp

from bot.bench.load import CRY, chatter
from bot.bench.probed import percentile
from bot.bench.program import Program, running
from sandbox.discord import Person, Sandbox, World

PEOPLE = 30
SAY_AT_ONCE = 10
FASTEST = 20_000  # messages a second that no client is through with: to ask sooner would only cost it time
STEP = 100  # bursts are whole hundreds: a bare client reports every so many
_JUDGED = re.compile(r"^haven_judged_total (\S+)$", re.MULTILINE)


@dataclass
class Burst:
    """What a burst took: messages a second, processor seconds, the loop's lag in ms, resident MiB afterwards."""

    rate: float
    cpu: float
    lag: dict[str, float]
    memory: float


@dataclass
class Contender:
    """A program on its own sandbox, and how to know how many messages it is through with."""

    name: str
    sandbox: Sandbox
    program: Program
    channel: str
    people: list[Person]
    through: Callable[[], Awaitable[int]]
    words: Iterator[str] = field(default_factory=lambda: chatter(1))
    bursts: list[Burst] = field(default_factory=list)

    async def burst(self, count: int) -> Burst:
        """Says ``count`` messages at once and waits until the program is through with them all."""
        before, cpu = await self.through(), self.program.cpu_seconds()
        await self.program.lag()
        started = time.perf_counter()
        for number in range(count):  # as fast as the sandbox can: it sends while it is being spoken to
            await self.people[number % PEOPLE].say(self.channel, next(self.words))
            if number % SAY_AT_ONCE == 0:
                await asyncio.sleep(0)
        while (left := before + count - await self.through()) > 0:  # noqa: ASYNC110 - another process says it when asked
            await asyncio.sleep(max(0.01, left / FASTEST))
        seconds = time.perf_counter() - started
        lag = await self.program.lag()
        return Burst(count / seconds, self.program.cpu_seconds() - cpu, lag, self.program.resident_mib())

    async def paced(self, count: int, per_second: float, text: Callable[[], str], answered_in: str) -> list[float]:
        """Milliseconds from each message to the bot's next new message in ``answered_in``, sorted."""
        took: list[float] = []
        for number in range(count):
            answer: asyncio.Future[float] = asyncio.get_running_loop().create_future()
            stop = self.sandbox.world.subscribe(_first_by(self.sandbox.world.application_id, answered_in, answer))
            started = time.perf_counter()
            await self.people[number % PEOPLE].say(self.channel, text())
            took.append((await asyncio.wait_for(answer, 30) - started) * 1000)
            stop()
            await asyncio.sleep(1 / per_second)
        return sorted(took)


def _first_by(bot: str, channel: str, answer: "asyncio.Future[float]") -> Callable[[str, dict[str, Any], set[str] | None], None]:
    def listener(event: str, data: dict[str, Any], _audience: set[str] | None) -> None:
        if event == "MESSAGE_CREATE" and data["channel_id"] == channel and data["author"]["id"] == bot and not answer.done():
            answer.set_result(time.perf_counter())

    return listener


@asynccontextmanager
async def _stage() -> AsyncIterator[tuple[Sandbox, str, list[Person]]]:
    """A sandbox with a lobby full of people."""
    world = World(name="Bench")
    channel = world.add_channel("lobby")
    users = [world.add_user(f"player{number}") for number in range(PEOPLE)]
    async with Sandbox(world, limits="generous", record=False) as sandbox:
        yield sandbox, channel, [sandbox.person(user) for user in users]


@asynccontextmanager
async def yardstick(kind: str) -> AsyncIterator[Contender]:
    """A bare client: "receive" or "echo"."""
    async with _stage() as (sandbox, channel, people):
        environment = {"SANDBOX_URL": sandbox.url, "DISCORD_TOKEN": sandbox.world.token, "YARDSTICK_REPORT": str(STEP)}
        async with running(["sandbox.launch", "sandbox.yardsticks", kind], environment) as program:
            await program.heard("ready")

            async def through() -> int:
                return int(program.said.get("seen", 0))

            yield Contender(kind, sandbox, program, channel, people, through)


@asynccontextmanager
async def haven() -> AsyncIterator[Contender]:
    """The real bot, set up by the server's owner."""
    async with AsyncExitStack() as stack:
        sandbox, channel, people = await stack.enter_async_context(_stage())
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="haven-bench-"))
        port = _free_port()
        environment = {
            "SANDBOX_URL": sandbox.url,
            "HAVEN_DISCORD__TOKEN": sandbox.world.token,
            "HAVEN_DATA_DIR": folder,
            "HAVEN_HTTP__PORT": str(port),
            "HAVEN_DISCORD__GUILD_READY_TIMEOUT": "0.5",
        }
        program = await stack.enter_async_context(running(["sandbox.launch", "bot", "run"], environment))
        session = await stack.enter_async_context(aiohttp.ClientSession(f"http://127.0.0.1:{port}"))
        await asyncio.wait_for(_ready(session), 60)
        reply = await sandbox.person(sandbox.world.owner_id).slash(channel, "setup")
        await reply.settled(30)

        async def through() -> int:
            async with session.get("/metrics") as answer:
                found = _JUDGED.search(await answer.text())
            return int(float(found[1])) if found else 0

        yield Contender("haven", sandbox, program, channel, people, through)


async def _ready(session: aiohttp.ClientSession) -> None:
    while True:
        with contextlib.suppress(aiohttp.ClientError):
            async with session.get("/readyz") as answer:
                if answer.status == HTTPStatus.OK:
                    return
        await asyncio.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def idle_lag(seconds: float) -> dict[str, float]:
    """The lag of a loop that has nothing to do."""
    async with running([], {}) as program:
        await asyncio.sleep(seconds)
        return await program.lag()


async def measure(messages: int, rounds: int, cards: int) -> dict[str, Any]:
    """Bursts in turn, so that all meet the same machine; then cards and echoes one by one."""
    async with AsyncExitStack() as stack:
        receive = await stack.enter_async_context(yardstick("receive"))
        echo = await stack.enter_async_context(yardstick("echo"))
        bot = await stack.enter_async_context(haven())
        for contender in (receive, echo, bot):
            await contender.burst(5 * STEP)
        for _ in range(rounds):
            for contender in (receive, bot):
                contender.bursts.append(await contender.burst(messages))
        echoes = await echo.paced(cards, 20, lambda: next(echo.words), echo.channel)
        queue = next(key for key, channel in bot.sandbox.world.channels.items() if channel["name"] == "haven-queue")
        shown = await bot.paced(cards, 20, lambda: f"{CRY} {next(bot.words)}", queue)
        return {
            "receive": receive.bursts,
            "haven": bot.bursts,
            "echo_ms": echoes,
            "card_ms": shown,
            "idle": await idle_lag(5),
        }


def report(found: dict[str, Any], messages: int) -> str:
    """The figures as lines for people: ratios first."""
    receive, haven_ = found["receive"], found["haven"]
    ratios = sorted(mine.rate / bare.rate for mine, bare in zip(haven_, receive, strict=True))
    cpu = statistics.median(mine.cpu / bare.cpu for mine, bare in zip(haven_, receive, strict=True))
    lag, bare_lag = (max(burst.lag["p999"] for burst in bursts) for bursts in (haven_, receive))
    fast, bare = (statistics.median(burst.rate for burst in bursts) for bursts in (haven_, receive))
    lines = [
        f"bursts of {messages} messages that are not queued, {len(haven_)} rounds, none lost",
        f"  rate: {statistics.median(ratios):.2f} of a client that only receives (lowest {ratios[0]:.2f}, highest {ratios[-1]:.2f})",
        f"  messages/s: haven {fast:.0f}, receive-only {bare:.0f}",
        f"  processor time: {cpu:.2f} times the receive-only client's",
        f"  memory after each burst, MiB: {', '.join(f'{burst.memory:.0f}' for burst in haven_)}",
        f"  loop lag p99.9, ms: {lag:.1f} in a burst, receive-only {bare_lag:.1f}, an idle loop {found['idle']['p999']:.1f}",
        f"message to card, {len(found['card_ms'])} one by one",
        _pair("  p50", found, 0.5),
        _pair("  p95", found, 0.95),
    ]
    return "\n".join(lines)


def _pair(name: str, found: dict[str, Any], share: float) -> str:
    card, bare = percentile(found["card_ms"], share), percentile(found["echo_ms"], share)
    return f"{name}: {card / bare:.1f} times a bare echo's ({card:.1f} ms beside {bare:.1f} ms)"
