"""Takes acts from the outbox and has them done in the world, several at a time, each until it ended for good."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import structlog

from bot.adapters.storage.errors import StorageFailed
from bot.adapters.storage.outbox import LEASE, LONGEST_WAIT
from bot.adapters.storage.store import Storage
from core.clock import Clock
from core.outbox import ActLater, ActRefused, ActState, Performer, QueuedAct

AT_ONCE = 4
"""Acts in flight; those of one case still run one after the other."""
PATIENCE = LEASE - timedelta(seconds=5)
"""How long one attempt may take: it ends before the lease does, so that no second attempt runs beside it."""
POLL = timedelta(seconds=5)
"""How long an act that another process queued waits to be seen, at most."""
FIRST_WAIT, LONGEST_BACKOFF = timedelta(seconds=1), timedelta(minutes=15)
GIVE_UP_AFTER = timedelta(days=1)
GIVE_UP_ATTEMPTS = 150
GIVE_UP_UNEXPECTED = 6
"""A mistake of our own rarely mends itself, and it holds back what else was decided on the case."""

GAVE_UP = "gave-up"
UNEXPECTED = "unexpected"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of one attempt: an end, or (``due``) another attempt later."""

    state: ActState
    problem: str = ""
    due: datetime | None = None


class Dispatcher:
    """The loop between the outbox and a performer."""

    def __init__(self, *, storage: Storage, performer: Performer, clock: Clock, random: Random) -> None:
        self._storage = storage
        self._performer = performer
        self._clock = clock
        self._random = random
        self._free = asyncio.Semaphore(AT_ONCE)
        self.alive = False

    async def run(self) -> None:
        """Runs until cancelled; acts in flight are then given back, to be done first thing at the next start."""
        self.alive = True
        try:
            async with asyncio.TaskGroup() as in_flight:
                while True:
                    await self._free.acquire()
                    in_flight.create_task(self._do(await self._next()))
        finally:
            self.alive = False

    async def _next(self) -> QueuedAct:
        while True:
            self._storage.acts_waiting.clear()
            pause = POLL
            try:
                queued = await self._storage.claim_act()
                if queued is not None:
                    return queued
                due = await self._storage.next_act_due()
                if due is not None:
                    pause = min(max(due - self._clock.now(), timedelta(milliseconds=10)), POLL)
            except StorageFailed as failed:
                log.warning("outbox.unreachable", reason=failed.reason)
            with suppress(TimeoutError):
                async with asyncio.timeout(pause.total_seconds()):
                    await self._storage.acts_waiting.wait()

    async def _do(self, queued: QueuedAct) -> None:
        try:
            attempt = await self._attempt(queued)
            if attempt.due is not None:
                await self._storage.retry_act(queued, attempt.due, attempt.problem)
            elif not await self._storage.finish_act(queued, attempt.state, attempt.problem):
                log.warning("act.ended-before", act=queued.id, kind=queued.act.kind)
        except asyncio.CancelledError:
            # Whether it was done is not known; the same nonce makes a second attempt safe.
            with suppress(StorageFailed):
                await self._storage.retry_act(queued, self._clock.now(), "stopped")
            raise
        except StorageFailed as failed:  # the lease runs out, and it is done again under the same nonce
            log.warning("act.unrecorded", act=queued.id, kind=queued.act.kind, reason=failed.reason)
        finally:
            self._free.release()

    async def _attempt(self, queued: QueuedAct) -> Attempt:
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                attempt = Attempt(await self._performer.perform(queued))
        except ActRefused as refused:
            attempt = Attempt(ActState.FAILED, refused.problem)
        except ActLater as later:
            attempt = self._later(queued, later)
        except TimeoutError:
            attempt = self._later(queued, ActLater("slow"))
        except Exception:  # whatever a performer does, the outbox goes on; the log shows places and types, never the exception's words
            log.exception("act.unexpected", act=queued.id, kind=queued.act.kind)
            attempt = self._later(queued, ActLater(UNEXPECTED))
        log.info("act.attempted", act=queued.id, kind=queued.act.kind, state=attempt.state, problem=attempt.problem, tries=queued.attempts)
        return attempt

    def _later(self, queued: QueuedAct, later: ActLater) -> Attempt:
        due = next_attempt(queued, later, self._clock.now(), self._random.uniform(0.5, 1.0))
        return Attempt(ActState.FAILED, GAVE_UP) if due is None else Attempt(ActState.PENDING, later.problem, due)


def next_attempt(queued: QueuedAct, later: ActLater, now: datetime, jitter: float) -> datetime | None:
    """When to try again: twice as long after each attempt, times ``jitter``, and never before what the world asked for.

    None: give up.
    """
    most = GIVE_UP_UNEXPECTED if later.problem == UNEXPECTED else GIVE_UP_ATTEMPTS
    if queued.attempts >= most or now - queued.queued_at >= GIVE_UP_AFTER:
        return None
    doubled: timedelta = FIRST_WAIT * 2 ** min(queued.attempts - 1, 20)
    wait: timedelta = min(doubled, LONGEST_BACKOFF) * jitter
    if later.seconds is not None:
        wait = max(wait, timedelta(seconds=later.seconds))
    return now + min(wait, LONGEST_WAIT)
