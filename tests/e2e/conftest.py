"""``haven``: the real bot over a loopback Discord, set up and listening; what it did is checked against the wire at the end."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.discord import Sandbox
from tests.e2e.haven import Haven, evening_world
from tests.sandbox.wire import conformance


@pytest.fixture
async def bare_haven(tmp_path: Path) -> AsyncIterator[Haven]:
    """The bot not yet started, on a server where /setup was never run."""
    async with Sandbox(evening_world(), limits="generous") as sandbox:
        haven = Haven(sandbox, tmp_path / "data", {"HAVEN_TIMEOUTS_ENABLED": "true"})
        try:
            yield haven
        finally:
            if haven.running:
                await haven.stop()
        sandbox.assert_known()
        if conformance.available():
            assert conformance.validate(sandbox.transcript) == []


@pytest.fixture
async def haven(bare_haven: Haven) -> Haven:
    """The bot running, the server set up."""
    await bare_haven.start()
    await bare_haven.set_up()
    return bare_haven
