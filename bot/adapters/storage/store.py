"""The storage: transactions for the domain, the outbox for the dispatcher, and what keeps the file clean."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import insert as plain_insert
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.adapters.crypto import KeyRing
from bot.adapters.storage.audit import SqlAudit
from bot.adapters.storage.cards import SqlCards
from bot.adapters.storage.cases import SqlCases
from bot.adapters.storage.engine import empty_wal, sqlite_engine
from bot.adapters.storage.errors import StorageFailed, translated
from bot.adapters.storage.marks import SqlMarks
from bot.adapters.storage.migrate import drop_old_copies, migrate
from bot.adapters.storage.outbox import SqlOutbox
from bot.adapters.storage.places import SqlPlaces
from bot.adapters.storage.preferences import SqlPreferences
from bot.adapters.storage.sealing import Sealer
from bot.adapters.storage.switches import SqlSwitches
from bot.adapters.storage.tables import state as state_table
from bot.adapters.storage.tally import SqlTally
from bot.adapters.storage.words import SqlWordLists
from core.clock import Clock
from core.outbox import ActState, QueuedAct

OUTCOMES_KEPT = timedelta(days=30)
"""How long the outbox remembers what became of an act."""


@dataclass(frozen=True, slots=True)
class SqlWork:
    """One transaction, behind moderation.ports.Work."""

    cases: SqlCases
    outbox: SqlOutbox
    audit: SqlAudit
    marks: SqlMarks
    switches: SqlSwitches
    tally: SqlTally
    preferences: SqlPreferences
    cards: SqlCards
    words: SqlWordLists
    places: SqlPlaces


class Storage:
    """Everything that is kept, behind moderation.ports.Store; and the outbox's other side.

    ``acts_waiting`` is set whenever a transaction was committed after which there may be an act to claim. ``problem`` is "" or the
    reason key of the last transaction that could not be written.
    """

    def __init__(self, engine: AsyncEngine, keys: KeyRing, clock: Clock, path: Path) -> None:
        self.engine = engine
        self.acts_waiting = asyncio.Event()
        self.problem = ""
        self._keys = keys
        self._clock = clock
        self._path = path

    @asynccontextmanager
    async def work(self) -> AsyncIterator[SqlWork]:
        """One transaction; on SQLite the only one. Raises StorageFailed where it can't be written: nothing of it is there then."""
        try:
            with translated():
                async with self.engine.begin() as connection:
                    work = self._work(connection)
                    yield work
        except StorageFailed as failed:
            self.problem = failed.reason
            raise
        self.problem = ""
        if work.outbox.touched:
            self.acts_waiting.set()

    async def claim_act(self) -> QueuedAct | None:
        """Takes the next act that is due, under a lease; None where there is none. Raises StorageFailed."""
        async with self.work() as work:
            return await work.outbox.claim()

    async def finish_act(self, queued: QueuedAct, state: ActState, problem: str = "") -> bool:
        """Ends an act, and has its case's card show the outcome. False where it ended before. Raises StorageFailed."""
        async with self.work() as work:
            return await work.outbox.finish(queued, state, problem)

    async def retry_act(self, queued: QueuedAct, due: datetime, problem: str) -> bool:
        """Gives an act back until ``due``. False where a later attempt has it. Raises StorageFailed."""
        async with self.work() as work:
            return await work.outbox.retry(queued, due, problem)

    async def free_acts(self) -> None:
        """At the bot's start: what a killed process was doing is taken up at once, and nobody waits for its leases to run out.

        Whoever calls this holds the data folder, so no other process is doing anything. Raises StorageFailed.
        """
        async with self.work() as work:
            await work.outbox.free()

    async def next_act_due(self) -> datetime | None:
        """When an act may be claimed next; None where none waits. Raises StorageFailed."""
        async with self.work() as work:
            return await work.outbox.next_due()

    async def acts_pending(self) -> int:
        """How many acts are not done yet, for the metrics. Raises StorageFailed."""
        async with self.work() as work:
            return await work.outbox.pending()

    async def writable(self) -> bool:
        """Tries a real write; ``problem`` tells why where it fails."""
        try:
            with translated():
                async with self.engine.begin() as connection:
                    await connection.execute(update(state_table).values(probes=state_table.c.probes + 1))
        except StorageFailed as failed:
            self.problem = failed.reason
            return False
        self.problem = ""
        return True

    async def scrub(self) -> bool:
        """After words were deleted: wipes them from the log beside the file, and forgets old outcomes and old copies.

        False where another process reads just now, so that the log could not be emptied: do it again later. Raises StorageFailed.
        """
        now = self._clock.now()
        async with self.work() as work:
            await work.outbox.drop_ended(now - OUTCOMES_KEPT)
        await asyncio.to_thread(drop_old_copies, self._path, now)
        with translated():
            return await empty_wal(self.engine)

    async def adopt_key(self) -> None:
        """Remembers which key seals the words, at the first start. Raises KeyProblem where the database knows another one."""
        with translated():
            async with self.engine.begin() as connection:
                known = (await connection.execute(select(state_table.c.key_id))).scalar_one_or_none()
                if known is None:
                    await connection.execute(plain_insert(state_table).values(id=1, key_id=self._keys.first.id, probes=0))
        if known is not None:
            self._keys.key(known)

    def _work(self, connection: AsyncConnection) -> SqlWork:
        return SqlWork(
            cases=SqlCases(connection, Sealer(connection, self._keys)),
            outbox=SqlOutbox(connection, self._clock),
            audit=SqlAudit(connection),
            marks=SqlMarks(connection),
            switches=SqlSwitches(connection),
            tally=SqlTally(connection),
            preferences=SqlPreferences(connection),
            cards=SqlCards(connection),
            words=SqlWordLists(connection),
            places=SqlPlaces(connection),
        )


@asynccontextmanager
async def open_storage(path: Path, keys: KeyRing, clock: Clock) -> AsyncIterator[Storage]:
    """Opens the database, making or migrating it first. Raises MigrationFailed, KeyProblem, StorageFailed."""
    await asyncio.to_thread(migrate, path)
    engine = sqlite_engine(path)
    try:
        storage = Storage(engine, keys, clock, path)
        await storage.adopt_key()
        yield storage
    finally:
        await engine.dispose()
