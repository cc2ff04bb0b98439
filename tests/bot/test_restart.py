"""After a crash, what was under way is taken up at once."""

from datetime import timedelta
from pathlib import Path

from bot.adapters.crypto import load_keys
from bot.adapters.storage.store import open_storage
from core.clock import ManualClock
from core.outbox import Act
from tests.cogs.queue.files import AT


async def test_what_a_killed_process_held_is_free_at_the_next_start(tmp_path: Path) -> None:
    clock, file = ManualClock(AT), tmp_path / "haven.sqlite3"
    keys = load_keys(None, tmp_path / "key", database=file)
    async with open_storage(file, keys, clock) as storage:
        async with storage.work() as work:
            await work.outbox.put(Act("health.post", "health:discord:5"))
        first = await storage.claim_act()
    clock.advance(timedelta(seconds=1))
    async with open_storage(file, keys, clock) as storage:
        assert await storage.claim_act() is None
        await storage.free_acts()
        again = await storage.claim_act()
    assert first is not None
    assert again is not None
    assert (again.id, again.nonce, again.attempts) == (first.id, first.nonce, 2)
