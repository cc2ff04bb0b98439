"""The demo as a process of its own: one address, a clean end, and a sentence where the program fails."""

import asyncio
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from sandbox.demo import read

PARROT = ("--env", "PARROT_TOKEN={token}", "--open-with", "owner:/board", "--", "tests.sandbox.page.parrot")


@asynccontextmanager
async def demo(tmp_path: Path, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sandbox.demo", *arguments),
        env={"PATH": "/usr/bin:/bin", "TMPDIR": str(tmp_path), "HOME": str(tmp_path)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield child
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


async def address(child: asyncio.subprocess.Process) -> str:
    assert child.stdout is not None
    line = (await asyncio.wait_for(child.stdout.readline(), 30)).decode()
    (found,) = re.findall(r"http://127\.0\.0\.1:\d+/", line)
    return str(found)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_it_prints_one_address_and_leaves_nothing_behind(tmp_path: Path, number: signal.Signals) -> None:
    async with demo(tmp_path, *PARROT) as child, aiohttp.ClientSession() as http:
        url = await address(child)
        people = await (await http.get(f"{url}sandbox/people")).json()
        fox = people["people"][0]
        seen = await (await http.get(f"{url}sandbox/view", params={"as": fox["id"]})).json()
        said = [one["embeds"][0]["title"] for messages in seen["messages"].values() for one in messages if one["embeds"]]
        child.send_signal(number)
        out, err = await asyncio.wait_for(child.communicate(), 20)
    assert (fox["username"], said) == ("fox", ["The board"])
    assert (child.returncode, out, err) == (0, b"", b"")
    assert names(tmp_path) == set()


async def test_a_kept_evening_goes_on_where_it_stopped(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    for boards in (1, 2):
        async with demo(tmp_path, "--data", str(kept), *PARROT) as child, aiohttp.ClientSession() as http:
            url = await address(child)
            fox = (await (await http.get(f"{url}sandbox/people")).json())["people"][0]["id"]
            seen = await (await http.get(f"{url}sandbox/view", params={"as": fox})).json()
            assert sum(bool(one["embeds"]) for messages in seen["messages"].values() for one in messages) == boards
            child.send_signal(signal.SIGTERM)
            await asyncio.wait_for(child.wait(), 20)
    assert names(kept) == {"world.json", "program", "program.log"}


async def test_a_program_that_dies_is_said_in_a_sentence_with_its_last_words(tmp_path: Path) -> None:
    async with demo(tmp_path, "--", "tests.sandbox.page.parrot") as child:  # without its token
        out, err = await asyncio.wait_for(child.communicate(), 30)
    assert (child.returncode, out) == (1, b"")
    assert err.decode().startswith("The program ended by itself with code 1.")
    assert "PARROT_TOKEN" in err.decode()
    assert names(tmp_path) == set()


async def test_an_opening_command_that_gets_no_answer_stops_the_demo(tmp_path: Path) -> None:
    arguments = ("--env", "PARROT_TOKEN={token}", "--open-with", "owner:/sleep", "--", "tests.sandbox.page.parrot")
    async with demo(tmp_path, *arguments) as child:
        _, err = await asyncio.wait_for(child.communicate(), 30)
    assert (child.returncode, err.decode().strip()) == (1, "/sleep got no answer.")


def test_the_program_keeps_its_own_options() -> None:
    options = read(["--tour", "--env", "A=b=c", "--", "bot", "run", "--tour-less"])
    assert (options.program, options.environment, options.tour) == (("bot", "run", "--tour-less"), (("A", "b=c"),), True)


@pytest.mark.parametrize("wrong", [["--env", "A", "--", "bot"], ["--open-with", "setup", "--", "bot"], ["--tour"]])
def test_a_mistake_on_the_command_line_ends_with_usage(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        read(wrong)
    assert "usage" in capsys.readouterr().err
