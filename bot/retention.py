"""Deletes what has expired: at start, and every hour (R2)."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]  # APScheduler 3 ships no types
from apscheduler.triggers.interval import IntervalTrigger  # type: ignore[import-untyped]  # the same

from bot.adapters.storage.errors import StorageFailed
from bot.adapters.storage.store import Storage

EVERY = timedelta(hours=1)

log = structlog.get_logger()


@asynccontextmanager
async def expiring(expire: Callable[[], Awaitable[int]], storage: Storage, every: timedelta = EVERY) -> AsyncIterator[None]:
    """Expires once before it is entered, then ``every`` hour until it is left. ``expire`` deletes and says how much there was."""

    async def sweep() -> None:
        try:
            log.info("retention.swept", deleted=await expire(), log_emptied=await storage.scrub())
        except StorageFailed as failed:  # the next hour tries again
            log.warning("retention.failed", reason=failed.reason)

    await sweep()
    # In memory only: what is due stands in the database, so a tick that a crash swallowed loses nothing.
    ticks = AsyncIOScheduler(timezone="UTC")
    ticks.add_job(sweep, IntervalTrigger(seconds=every.total_seconds()), max_instances=1, coalesce=True, misfire_grace_time=None)
    ticks.start()
    try:
        yield
    finally:
        ticks.shutdown(wait=False)
