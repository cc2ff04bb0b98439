"""Expiry at the start and every hour, on a real SQLite file."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.adapters.crypto import load_keys
from bot.adapters.storage.errors import StorageFailed
from bot.adapters.storage.store import Storage, open_storage
from bot.retention import expiring
from core.clock import ManualClock
from moderation.desk import Desk
from moderation.retention import Retention
from tests.storage.builders import START, bytes_on_disk, open_case, said


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(START)


@pytest.fixture
async def storage(tmp_path: Path, clock: ManualClock) -> AsyncIterator[Storage]:
    async with open_storage(tmp_path / "db", load_keys(None, tmp_path / "key", database=tmp_path / "db"), clock) as opened:
        yield opened


async def sealed(storage: Storage) -> list[bytes]:
    async with storage.engine.begin() as connection:
        return [row.sealed for row in await connection.exec_driver_sql("SELECT sealed FROM evidence")]


async def test_what_fell_due_while_it_was_off_is_gone_before_it_begins(storage: Storage, clock: ManualClock, tmp_path: Path) -> None:
    await open_case(storage, said("words"))
    [words] = await sealed(storage)
    desk = Desk(store=storage, clock=clock, retention=Retention(), timeouts=False)
    async with expiring(desk.expire, storage):
        assert words in bytes_on_disk(tmp_path)
    clock.advance(timedelta(days=14))
    async with expiring(desk.expire, storage):
        assert await sealed(storage) == []
        assert words not in bytes_on_disk(tmp_path)
        assert await storage.acts_pending() == 1  # the card on Discord loses the words too


class Sweeps:
    """Counts sweeps, and fails the ones that it is told to."""

    def __init__(self, *failing: int) -> None:
        self.count = 0
        self._failing = failing
        self._counted = asyncio.Condition()

    async def expire(self) -> int:
        async with self._counted:
            self.count += 1
            self._counted.notify_all()
        if self.count in self._failing:
            raise StorageFailed("full")
        return 0

    async def reaches(self, count: int) -> None:
        async with self._counted, asyncio.timeout(20):
            await self._counted.wait_for(lambda: self.count >= count)


async def test_it_goes_on_every_hour_also_after_a_failure(storage: Storage) -> None:
    sweeps = Sweeps(1, 2)
    with capture_logs() as logged:
        async with expiring(sweeps.expire, storage, every=timedelta(milliseconds=20)):
            assert sweeps.count == 1
            await sweeps.reaches(4)
    failed = [entry for entry in logged if entry["event"] == "retention.failed"]
    assert [entry["reason"] for entry in failed] == ["full", "full"]


async def test_it_ends_with_the_bot(storage: Storage) -> None:
    sweeps = Sweeps()
    async with expiring(sweeps.expire, storage, every=timedelta(milliseconds=20)):
        await sweeps.reaches(2)
    at_the_end = sweeps.count
    other = Sweeps()
    async with expiring(other.expire, storage, every=timedelta(milliseconds=20)):
        await other.reaches(4)
    assert sweeps.count == at_the_end
