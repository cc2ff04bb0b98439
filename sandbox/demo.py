"""A demo evening: ``python -m sandbox.demo [--tour] [--port N] [--data DIR] [--env …] [--open-with …] -- MODULE [arguments]``.

Starts the sandbox with its page and the program against it, unmodified; prints one address; takes all away again at the end.
In ``--env`` values, {token}, {data} and {url} stand for the bot's token, a folder of its own, and the sandbox's address.
"""

import argparse
import asyncio
import contextlib
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

from sandbox import tour, web
from sandbox.discord import Refused, Sandbox, World
from sandbox.evening import channel, evening
from sandbox.web_live import Hub

READY_WITHIN = 60.0  # seconds for the program to log in and to say what its commands are
STOP_WITHIN = 10.0  # seconds for the program to end by itself after SIGTERM
LAST_LINES = 15


class DemoFailed(Exception):
    """Something the reader can act on; its text is what to show."""


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for. ``openers`` are (person, command) pairs that are run before anybody plays."""

    program: tuple[str, ...]
    tour: bool = False
    fast: bool = False
    port: int = 0
    data: Path | None = None
    environment: tuple[tuple[str, str], ...] = ()
    openers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Splits an argument in two. Raises ValueError, which argparse turns into usage."""

    separator: str

    def __call__(self, text: str) -> tuple[str, str]:
        """The two halves."""
        first, found, second = text.partition(self.separator)
        if not (first and found and second):
            raise ValueError(text)
        return first, second


def read(arguments: list[str]) -> Options:
    """The command line as options; ends the program with usage on a mistake."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.demo", description="A demo evening in the browser, on this machine only.")
    parser.add_argument("--tour", action="store_true", help="play a short scripted evening first, then hand over")
    parser.add_argument("--fast", action="store_true", help="play the tour without pauses")
    parser.add_argument("--port", type=int, default=0, help="port of the page; 0 takes a free one (default)")
    parser.add_argument("--data", type=Path, help="folder to keep the evening in; without it all is deleted at the end")
    parser.add_argument(
        "--env", action="append", default=[], type=Pair("="), metavar="NAME=VALUE", help="{token}, {data}, {url} are filled in"
    )
    parser.add_argument(
        "--open-with", action="append", default=[], type=Pair(":/"), metavar="USER:/COMMAND", help="command to run at the start"
    )
    parser.add_argument("program", nargs="+", metavar="MODULE", help="the program and its arguments, after --")
    given = parser.parse_args(arguments)
    return Options(tuple(given.program), given.tour, given.fast, given.port, given.data, tuple(given.env), tuple(given.open_with))


@contextlib.contextmanager
def folder(kept: Path | None) -> Iterator[Path]:
    """A folder for all that the evening writes; a temporary one goes away with its content."""
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    made = Path(tempfile.mkdtemp(prefix="haven-demo-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextlib.asynccontextmanager
async def program(options: Options, sandbox: Sandbox, home: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """The program under the sandbox, its output in ``home``/program.log; it is stopped at the end, by force if need be."""
    data = home / "program"
    data.mkdir(exist_ok=True)
    filled = {"token": sandbox.world.token, "data": str(data), "url": sandbox.url}
    environment = {name: _fill(value, filled) for name, value in options.environment}
    with (home / "program.log").open("wb") as log:
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "sandbox.launch", *options.program),
            env={**os.environ, **environment, "SANDBOX_URL": sandbox.url},
            stdout=log,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C reaches this process alone, which then stops the program in order
        )
    try:
        yield child
    finally:
        await _stop(child)


def _fill(value: str, filled: dict[str, str]) -> str:
    for name, text in filled.items():
        value = value.replace("{" + name + "}", text)
    return value


async def _stop(child: asyncio.subprocess.Process) -> None:
    if child.returncode is not None:
        return
    child.terminate()
    try:
        await asyncio.wait_for(child.wait(), STOP_WITHIN)
    except TimeoutError:
        child.kill()
        await child.wait()


async def ready(sandbox: Sandbox) -> None:
    """Waits until the program is connected and has said which commands it has."""
    await sandbox.until(lambda: sandbox.gateway.sessions and any(sandbox.world.commands.values()), READY_WITHIN)


async def opened(sandbox: Sandbox, openers: tuple[tuple[str, str], ...]) -> None:
    """Runs the opening commands as their people would. Raises DemoFailed where one is refused or stays without an answer."""
    for name, command in openers:
        try:
            reply = await sandbox.person(name).slash(channel(sandbox.world, "lobby"), command)
            settled = await reply.settled(30)
        except Refused as refused:
            raise DemoFailed(f"/{command} was refused: {refused.message}.") from refused
        if settled.kind == "none":
            raise DemoFailed(f"/{command} got no answer.")


async def demo(options: Options) -> None:
    """The whole evening, until SIGINT or SIGTERM. Raises DemoFailed."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with folder(options.data) as home:
        kept = home / "world.json"
        world = World.restore(kept) if kept.exists() else evening()
        async with Sandbox(world, port=options.port, record=False, extra=web.mount) as sandbox, program(options, sandbox, home) as child:
            evening_is = asyncio.create_task(_play(options, sandbox))
            try:
                await _first(stop, child, evening_is, home / "program.log")
            finally:
                evening_is.cancel()
                await asyncio.gather(evening_is, return_exceptions=True)
        if options.data:
            sandbox.snapshot(kept)


async def _play(options: Options, sandbox: Sandbox) -> None:
    await ready(sandbox)
    await opened(sandbox, options.openers)
    print(f"{sandbox.world.guild['name']}: open {sandbox.url}/ in a browser. Ctrl-C stops it.", flush=True)  # noqa: T201 - the one line for the reader
    if options.tour:
        await _tour(web.hub(sandbox), sandbox, options)
    await asyncio.Event().wait()


async def _tour(hub: Hub, sandbox: Sandbox, options: Options) -> None:
    if not options.fast:
        print("The tour begins as soon as the page is open.", flush=True)  # noqa: T201 - to the reader
        await hub.opened.wait()
    await tour.play(sandbox, tour.AT_ONCE if options.fast else tour.FOR_WATCHERS, hub.show)
    print("The tour is over: the evening is yours. Choose at the top of the page who you are.", flush=True)  # noqa: T201 - to the reader


async def _first(stop: asyncio.Event, child: asyncio.subprocess.Process, play: "asyncio.Task[None]", log: Path) -> None:
    """Waits for whatever ends the evening. Raises DemoFailed where that isn't a person's wish."""
    stopping, ending = asyncio.create_task(stop.wait()), asyncio.create_task(child.wait())
    try:
        await asyncio.wait({stopping, ending, play}, return_when=asyncio.FIRST_COMPLETED)
        if stopping.done():
            return
        if ending.done():
            raise DemoFailed(f"The program ended by itself with code {child.returncode}. The last it said:\n{_tail(log)}")
        try:
            play.result()
        except AssertionError as missing:
            problem = str(missing).splitlines()[0]
            raise DemoFailed(f"What the evening waited for did not happen: {problem}. The program's last words:\n{_tail(log)}") from missing
    finally:
        for waiting in (stopping, ending):
            waiting.cancel()


def _tail(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(f"  {line}" for line in lines[-LAST_LINES:]) or "  (nothing)"


def main() -> None:
    """Runs the evening; ends with code 1 and a sentence where it fails."""
    try:
        asyncio.run(demo(read(sys.argv[1:])))
    except DemoFailed as failed:
        sys.exit(str(failed))
    except OSError as problem:
        sys.exit(f"The demo can't start: {problem.strerror or problem}.")


if __name__ == "__main__":
    main()
