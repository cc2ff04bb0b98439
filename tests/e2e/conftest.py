"""``haven``: the real bot over a loopback Discord, set up and listening; what it did is checked against the wire at the end.

``shared`` is one that all tests of a module talk to, each in channels and with people of its own: starting one takes seconds.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio

from sandbox.discord import Sandbox
from sandbox.discord.rates import Mode
from tests.e2e.haven import Haven, evening_world
from tests.sandbox.wire import conformance


@asynccontextmanager
async def a_haven(folder: Path, limits: Mode = "generous") -> AsyncIterator[Haven]:
    """A bot that is not yet started, on a server of its own. It has ended when this is left, whatever happened."""
    async with Sandbox(evening_world(), limits=limits) as sandbox:
        haven = Haven(sandbox, folder / "data", {"HAVEN_TIMEOUTS_ENABLED": "true"})
        try:
            yield haven
        finally:
            if haven.running:
                await haven.stop()
        sandbox.assert_known()
        if conformance.available():
            assert conformance.validate(sandbox.transcript) == []


@pytest.fixture
async def bare_haven(tmp_path: Path) -> AsyncIterator[Haven]:
    """The bot not yet started, on a server where /setup was never run."""
    async with a_haven(tmp_path) as haven:
        yield haven


@pytest.fixture
async def haven(bare_haven: Haven) -> Haven:
    """The bot running, the server set up."""
    await bare_haven.start()
    await bare_haven.set_up()
    return bare_haven


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Haven]:
    """The one bot of a module."""
    async with a_haven(tmp_path_factory.mktemp("haven")) as haven:
        await haven.start()
        await haven.set_up()
        yield haven


@pytest_asyncio.fixture(loop_scope="module")
async def shared(running: Haven) -> AsyncIterator[Haven]:
    """The module's bot. Faults end with the test that asked for them, and it may not have made the bot stumble."""
    assert running.running
    stumbled = len(running.troubles())
    yield running
    running.sandbox.faults.clear()
    assert running.troubles()[stumbled:] == []
