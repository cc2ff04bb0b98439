"""A real SQLite file with a clock that moves when told."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.adapters.crypto import KeyRing, load_keys
from bot.adapters.storage.store import Storage, open_storage
from core.clock import ManualClock
from tests.storage.builders import START


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(START)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "haven.sqlite3"


@pytest.fixture
def keys(path: Path) -> KeyRing:
    return load_keys(None, path.with_name("key"), database=path)


@pytest.fixture
async def storage(path: Path, keys: KeyRing, clock: ManualClock) -> AsyncIterator[Storage]:
    async with open_storage(path, keys, clock) as opened:
        yield opened
