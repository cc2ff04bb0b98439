"""The demo as a process of its own, told what `./run demo` tells it, and a browser at which several people sit."""

import asyncio
import importlib.machinery
import importlib.util
import os
import re
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.browser.people import People

ROOT = Path(__file__).parents[2]
BROWSER = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]


def told() -> list[str]:
    """What `./run demo` tells the bot, as arguments of sandbox.demo; the language is fixed here."""
    loader = importlib.machinery.SourceFileLoader("haven_run_demo", str(ROOT / "run"))
    spec = importlib.util.spec_from_loader(loader.name, loader)
    assert spec is not None
    run = importlib.util.module_from_spec(spec)
    loader.exec_module(run)
    settings = {**run.DEMO, "HAVEN_DEFAULT_LANGUAGE": "en"}
    return [word for name, value in settings.items() for word in ("--env", f"{name}={value}")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def address(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """Where the demo's page is. The demo ends with its tests, and must end well."""
    home = tmp_path_factory.mktemp("evening")
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sandbox.demo", *told(), "--open-with", "owner:/setup", "--", "bot", "run"),
        cwd=ROOT,
        env={**{name: value for name, value in os.environ.items() if not name.startswith("HAVEN_")}, "TMPDIR": str(home)},
        stdout=PIPE,
        stderr=PIPE,
    )
    assert child.stdout is not None
    line = (await asyncio.wait_for(child.stdout.readline(), 90)).decode()
    found = re.search(r"http://127\.0\.0\.1:\d+", line)
    assert found is not None, (line, child.stderr and (await child.stderr.read()).decode())
    yield found[0]
    child.terminate()
    _, said = await asyncio.wait_for(child.communicate(), 30)
    assert (child.returncode, said, list(home.iterdir())) == (0, b"", [])


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """One Chromium for all tests."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=BROWSER)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def people(address: str, browser: Browser) -> AsyncIterator[People]:
    """Nobody yet. Any error on anybody's page, and any request beyond the demo, fails the test."""
    people = People(address, browser)
    yield people
    await people.leave()
    assert people.problems == []
    assert [url for url in people.asked_for if not url.startswith((address, "data:"))] == []
