"""Deletes what has expired: at start, and every hour (R2)."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog

from bot.adapters.storage.errors import StorageFailed
from bot.adapters.storage.store import Storage

EVERY = timedelta(hours=1)

log = structlog.get_logger()


@asynccontextmanager
async def expiring(expire: Callable[[], Awaitable[int]], storage: Storage, every: timedelta = EVERY) -> AsyncIterator[None]:
    """Expires once before it is entered, then ``every`` hour until it is left. ``expire`` deletes and says how much there was.

    What is due stands in the database, so an hour that was slept through loses nothing. A sweep in flight has ended when this is left.
    """
    await _sweep(expire, storage)
    hourly = asyncio.create_task(_hourly(expire, storage, every))
    try:
        yield
    finally:
        hourly.cancel()
        await asyncio.wait([hourly])


async def _hourly(expire: Callable[[], Awaitable[int]], storage: Storage, every: timedelta) -> None:
    while True:
        await asyncio.sleep(every.total_seconds())
        try:
            await _sweep(expire, storage)
        except Exception:  # a mistake of one hour must not keep the words of every later one
            log.exception("retention.unexpected")


async def _sweep(expire: Callable[[], Awaitable[int]], storage: Storage) -> None:
    try:
        deleted = await expire()
        log.info("retention.swept", deleted=deleted, log_emptied=await storage.scrub())
    except StorageFailed as failed:  # the next hour tries again
        log.warning("retention.failed", reason=failed.reason)
