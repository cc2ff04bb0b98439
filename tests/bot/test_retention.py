"""Expiry at the start and every hour, on a real SQLite file."""

import asyncio
from collections.abc import AsyncIterator, Mapping
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

    def __init__(self, failing: Mapping[int, Exception] | None = None) -> None:
        self.count = 0
        self._failing = failing or {}
        self._counted = asyncio.Condition()

    async def expire(self) -> int:
        async with self._counted:
            self.count += 1
            self._counted.notify_all()
        if self.count in self._failing:
            raise self._failing[self.count]
        return 0

    async def reaches(self, count: int) -> None:
        async with self._counted, asyncio.timeout(20):
            await self._counted.wait_for(lambda: self.count >= count)


async def test_it_goes_on_every_hour_also_after_a_failure(storage: Storage) -> None:
    sweeps = Sweeps({1: StorageFailed("full"), 2: StorageFailed("full"), 3: ValueError("kanarie")})
    with capture_logs() as logged:
        async with expiring(sweeps.expire, storage, every=timedelta(milliseconds=20)):
            assert sweeps.count == 1
            await sweeps.reaches(5)
    failed = [entry for entry in logged if entry["event"] == "retention.failed"]
    assert [entry["reason"] for entry in failed] == ["full", "full"]
    assert "kanarie" not in str(logged)


async def test_a_mistake_at_the_start_is_not_passed_over(storage: Storage) -> None:
    with pytest.raises(ValueError, match="kanarie"):
        async with expiring(Sweeps({1: ValueError("kanarie")}).expire, storage):
            pass


@pytest.mark.parametrize("yields", range(0, 40, 4))
async def test_it_ends_with_the_bot_wherever_a_sweep_is(storage: Storage, yields: int) -> None:
    before = asyncio.all_tasks()
    sweeps = Sweeps()
    async with expiring(sweeps.expire, storage, every=timedelta(milliseconds=5)):
        await sweeps.reaches(2)
        for _ in range(yields):
            await asyncio.sleep(0)
    assert asyncio.all_tasks() == before
    assert await storage.writable()
