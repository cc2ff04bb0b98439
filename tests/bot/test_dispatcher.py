"""The loop over the outbox, on a real SQLite file, with a world that does as the test says."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot import dispatcher
from bot.adapters.crypto import KeyRing, load_keys
from bot.adapters.storage.errors import StorageFailed
from bot.adapters.storage.outbox import LONGEST_WAIT
from bot.adapters.storage.store import Storage, open_storage
from bot.dispatcher import AT_ONCE, GIVE_UP_AFTER, GIVE_UP_ATTEMPTS, GIVE_UP_UNEXPECTED, UNEXPECTED, Dispatcher, next_attempt
from core.clock import ManualClock
from core.ids import ActId
from core.outbox import Act, ActLater, ActRefused, ActState, QueuedAct
from tests.storage.builders import START, open_case

Answer = Callable[[QueuedAct], Awaitable[ActState]]


class World:
    """Performs what is asked, and remembers it; ``answers`` come first, one a call, by the act's key."""

    def __init__(self) -> None:
        self.seen: list[QueuedAct] = []
        self.answers: dict[str, list[Answer]] = {}
        self.changed = asyncio.Condition()

    async def perform(self, queued: QueuedAct) -> ActState:
        async with self.changed:
            self.seen.append(queued)
            self.changed.notify_all()
        answers = self.answers.get(queued.act.key)
        return await answers.pop(0)(queued) if answers else ActState.DONE

    async def has_seen(self, count: int) -> None:
        async with self.changed, asyncio.timeout(20):
            await self.changed.wait_for(lambda: len(self.seen) >= count)

    def asked(self) -> list[str]:
        return [queued.act.key for queued in self.seen]


def raising(error: Exception) -> Answer:
    async def answer(_: QueuedAct) -> ActState:
        raise error

    return answer


async def never(_: QueuedAct) -> ActState:
    await asyncio.Event().wait()
    raise AssertionError


class Town:
    """A storage, a world, and a dispatcher between the two."""

    def __init__(self, storage: Storage, clock: ManualClock) -> None:
        self.storage, self.clock, self.world = storage, clock, World()

    @asynccontextmanager
    async def dispatching(self) -> AsyncIterator[Dispatcher]:
        loop = Dispatcher(storage=self.storage, performer=self.world, clock=self.clock, random=Random(1))
        task = asyncio.create_task(loop.run())
        try:
            yield loop
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def put(self, *acts: Act) -> None:
        async with self.storage.work() as work:
            for act in acts:
                await work.outbox.put(act)

    async def outcomes(self) -> list[tuple[str, str, str, int]]:
        async with self.storage.engine.begin() as connection:
            rows = await connection.exec_driver_sql("SELECT key, state, problem, attempts FROM outbox ORDER BY id")
            return [tuple(row) for row in rows]

    async def settled(self) -> list[tuple[str, str, str, int]]:
        """Waits until nothing is left to do, letting time pass whenever all that is left waits for a later one."""
        async with asyncio.timeout(20):
            while await self.storage.acts_pending():
                if not await self._in_flight():
                    self.clock.advance(timedelta(seconds=15))
                    self.storage.acts_waiting.set()
                await asyncio.sleep(0.005)
        return await self.outcomes()

    async def _in_flight(self) -> bool:
        async with self.storage.engine.begin() as connection:
            leased = await connection.exec_driver_sql("SELECT 1 FROM outbox WHERE state = 'pending' AND leased_until IS NOT NULL")
            return leased.first() is not None


@pytest.fixture
def keys(tmp_path: Path) -> KeyRing:
    return load_keys(None, tmp_path / "key", database=tmp_path / "db")


@pytest.fixture
async def town(tmp_path: Path, keys: KeyRing) -> AsyncIterator[Town]:
    clock = ManualClock(START)
    async with open_storage(tmp_path / "db", keys, clock) as storage:
        yield Town(storage, clock)


def health(key: str = "health:1") -> Act:
    return Act("health.post", key)


async def test_an_act_is_done_as_soon_as_it_was_committed(town: Town) -> None:
    async with town.dispatching() as loop:
        await asyncio.sleep(0)
        assert loop.alive
        await town.put(health("health:1"))
        await town.world.has_seen(1)  # far sooner than the next poll
        await town.put(health("health:2"))
        await town.world.has_seen(2)
        assert await town.settled() == [("health:1", "done", "", 1), ("health:2", "done", "", 1)]
    assert not loop.alive


async def test_what_was_pending_before_the_start_is_done(town: Town) -> None:
    await town.put(health())
    async with town.dispatching():
        assert await town.settled() == [("health:1", "done", "", 1)]


async def test_dry_run_says_so(town: Town) -> None:
    async def simulated(_: QueuedAct) -> ActState:
        return ActState.SIMULATED

    town.world.answers["health:1"] = [simulated]
    await town.put(health())
    async with town.dispatching():
        assert await town.settled() == [("health:1", "simulated", "", 1)]


async def test_a_refusal_is_final_and_the_card_shows_it(town: Town) -> None:
    case = await open_case(town.storage)
    town.world.answers["remind"] = [raising(ActRefused("dm-closed"))]
    await town.put(Act("member.remind", "remind", case.id))
    async with town.dispatching():
        assert await town.settled() == [("remind", "failed", "dm-closed", 1), (f"card.edit:{case.id}", "done", "", 1)]


async def test_later_is_tried_again_with_the_same_nonce(town: Town) -> None:
    town.world.answers["health:1"] = [raising(ActLater("busy")), raising(ActLater("busy", 30))]
    await town.put(health())
    async with town.dispatching():
        assert await town.settled() == [("health:1", "done", "", 3)]
    assert len({queued.nonce for queued in town.world.seen}) == 1
    assert [queued.problem for queued in town.world.seen] == ["", "busy", "busy"]


async def test_a_mistake_is_tried_again_a_few_times_and_its_words_are_not_logged(town: Town) -> None:
    town.world.answers["health:1"] = [raising(ValueError("kanarie"))] * GIVE_UP_UNEXPECTED
    await town.put(health())
    with capture_logs() as logged:
        async with town.dispatching():
            assert await town.settled() == [("health:1", "failed", "gave-up", GIVE_UP_UNEXPECTED)]
    mistakes = [entry for entry in logged if entry["event"] == "act.unexpected"]
    assert len(mistakes) == GIVE_UP_UNEXPECTED
    assert "kanarie" not in str(logged)


async def test_an_attempt_that_hangs_is_given_up_before_its_lease_ends(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatcher, "PATIENCE", timedelta(milliseconds=20))
    town.world.answers["health:1"] = [never]
    await town.put(health())
    async with town.dispatching():
        assert await town.settled() == [("health:1", "done", "", 2)]
    assert town.world.seen[1].problem == "slow"


async def test_one_that_hangs_does_not_hold_up_the_others(town: Town) -> None:
    town.world.answers["health:stuck"] = [never]
    await town.put(health("health:stuck"), *(health(f"health:{number}") for number in range(10)))
    async with town.dispatching():
        await town.world.has_seen(11)
    assert set(town.world.asked()[1:]) == {f"health:{number}" for number in range(10)}


async def test_no_more_than_a_few_at_once(town: Town) -> None:
    for number in range(AT_ONCE + 2):
        town.world.answers[f"health:{number}"] = [never]
        await town.put(health(f"health:{number}"))
    async with town.dispatching():
        await town.world.has_seen(AT_ONCE)
        await town.put(health("health:new"))
        await town.storage.acts_pending()
    assert len(town.world.seen) == AT_ONCE


async def test_acts_of_one_case_never_overlap(town: Town) -> None:
    case = await open_case(town.storage)
    running = 0

    async def alone(_: QueuedAct) -> ActState:
        nonlocal running
        running += 1
        assert running == 1
        await town.storage.acts_pending()
        running -= 1
        return ActState.DONE

    deeds = [Act("member.remind", f"deed:{number}", case.id) for number in range(5)]
    town.world.answers = {deed.key: [alone] for deed in deeds}
    await town.put(*deeds)
    async with town.dispatching():
        outcomes = await town.settled()
    assert {(state, attempts) for _, state, _, attempts in outcomes} == {("done", 1)}
    assert [key for key in town.world.asked() if key.startswith("deed")] == [deed.key for deed in deeds]


async def test_stopped_in_the_middle_it_is_done_first_thing_at_the_next_start(town: Town) -> None:
    town.world.answers["health:1"] = [never]
    await town.put(health())
    async with town.dispatching():
        await town.world.has_seen(1)
    assert await town.outcomes() == [("health:1", "pending", "stopped", 1)]
    async with town.dispatching():
        await town.world.has_seen(2)  # with no lease to wait for: the clock has not moved
    assert town.world.seen[0].nonce == town.world.seen[1].nonce


async def test_a_disk_that_fails_does_not_end_the_loop(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatcher, "POLL", timedelta(milliseconds=20))
    await town.put(health())
    async with town.storage.engine.begin() as connection:
        await connection.exec_driver_sql("PRAGMA query_only=ON")
    failures = asyncio.Semaphore(0)
    claim = town.storage.claim_act

    async def counting() -> QueuedAct | None:
        try:
            return await claim()
        except StorageFailed:
            failures.release()
            raise

    monkeypatch.setattr(town.storage, "claim_act", counting)
    with capture_logs() as logged:
        async with town.dispatching() as loop:
            async with asyncio.timeout(20):
                await failures.acquire()
                await failures.acquire()
            assert loop.alive
            assert {"event": "outbox.unreachable", "log_level": "warning", "reason": "read-only"} in logged
            assert town.storage.problem == "read-only"
            async with town.storage.engine.connect() as connection:
                await (await connection.get_raw_connection()).driver_connection.execute("PRAGMA query_only=OFF")  # type: ignore[union-attr]  # aiosqlite's own
            await town.world.has_seen(1)
            assert await town.settled() == [("health:1", "done", "", 1)]


attempts = st.integers(1, GIVE_UP_ATTEMPTS - 1)
jitters = st.floats(0.5, 1.0)
asked = st.none() | st.floats(0, 1e5)


def queued(tries: int) -> QueuedAct:
    return QueuedAct(ActId(1), health(), ActState.PENDING, tries, START, "nonce")


@given(attempts, asked, jitters)
def test_the_next_attempt_is_never_at_once_never_too_soon_and_never_too_late(tries: int, seconds: float | None, jitter: float) -> None:
    due = next_attempt(queued(tries), ActLater("busy", seconds), START, jitter)
    assert due is not None
    assert timedelta(seconds=0.5) <= due - START <= LONGEST_WAIT
    assert due - START >= min(timedelta(seconds=seconds or 0), LONGEST_WAIT)


@given(st.integers(1, GIVE_UP_ATTEMPTS - 2), jitters)
def test_waits_do_not_shrink(tries: int, jitter: float) -> None:
    first, second = (next_attempt(queued(number), ActLater("busy"), START, jitter) for number in (tries, tries + 1))
    assert first is not None
    assert second is not None
    assert first <= second


@given(jitters, asked)
def test_it_gives_up_after_enough_attempts_or_a_day(jitter: float, seconds: float | None) -> None:
    busy, mistake = ActLater("busy", seconds), ActLater(UNEXPECTED)
    just_before = START + GIVE_UP_AFTER - timedelta(microseconds=1)
    assert next_attempt(queued(GIVE_UP_ATTEMPTS), busy, START, jitter) is None
    assert next_attempt(queued(1), busy, START + GIVE_UP_AFTER, jitter) is None
    assert next_attempt(queued(GIVE_UP_ATTEMPTS - 1), busy, just_before, jitter) is not None
    assert next_attempt(queued(GIVE_UP_UNEXPECTED), mistake, START, jitter) is None
    assert next_attempt(queued(GIVE_UP_UNEXPECTED - 1), mistake, START, jitter) is not None
