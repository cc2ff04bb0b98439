"""A bot in small, for tests to kill: opens cases, has acts done, and dies where it is told. Run as a module, in a process of its own."""

import asyncio
import os
import signal
import sys
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import structlog

from bot.adapters.crypto import load_keys
from bot.adapters.storage.store import Storage, open_storage
from bot.dispatcher import Dispatcher
from core.audit import AuditEntry
from core.clock import SystemClock
from core.outbox import Act, ActState, QueuedAct
from moderation.case import Evidence
from tests.storage.builders import laid, said


class LaterClock:
    """The machine's clock, ``minutes`` on: the leases of whoever was killed before have run out."""

    def __init__(self, minutes: int) -> None:
        self._ahead = timedelta(minutes=minutes)

    def now(self) -> datetime:
        return SystemClock().now() + self._ahead


class Fate:
    """Kills its own process, with no chance to tidy up, at the n-th moment; 0: never."""

    def __init__(self, dies_at: int) -> None:
        self._left = dies_at

    def moment(self) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


class World:
    """A performer whose deeds stay: one line a deed, written at one stroke."""

    def __init__(self, file: Path, fate: Fate) -> None:
        self._out = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._fate = fate

    async def perform(self, queued: QueuedAct) -> ActState:
        self._fate.moment()
        await asyncio.sleep(0)
        os.write(self._out, f"{queued.nonce} {queued.act.key}\n".encode())
        self._fate.moment()
        return ActState.DONE


def say(line: object) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def open_cases(storage: Storage, fate: Fate, first: int) -> None:
    """Opens cases for ever, and says of each that it was committed only when it was."""
    number = first
    while True:
        number += 1
        message, turn = said("words", number=number), said("turn", number=number + 500_000)
        async with storage.work() as work:
            case = await work.cases.open(laid(message), Evidence(message, (turn,)))
            assert case is not None
            fate.moment()
            await work.audit.record(AuditEntry(LaterClock(0).now(), "case.open", None, case.id))
            await work.outbox.put(Act("card.post", f"card.post:{case.id}", case.id))
            await work.outbox.put(Act("message.delete", f"message.delete:{case.id}", case.id))
            fate.moment()
        fate.moment()
        say(case.id)


async def live(database: Path, minutes: int, dies_at: int) -> None:
    """Opens cases and does acts until killed; with ``dies_at`` 0 only does what is left to do."""
    clock, fate = LaterClock(minutes), Fate(dies_at)
    keys = load_keys(None, database.with_name("key"), database=database)
    async with open_storage(database, keys, clock) as storage:
        world = World(database.with_name("world"), fate)
        dispatcher = asyncio.create_task(Dispatcher(storage=storage, performer=world, clock=clock, random=Random(1)).run())
        if dies_at:
            await open_cases(storage, fate, minutes * 1000)
        while await storage.acts_pending():  # noqa: ASYNC110 (nobody rings when the outbox is empty)
            await asyncio.sleep(0.01)
        dispatcher.cancel()
        with suppress(asyncio.CancelledError):
            await dispatcher


async def claim_all(database: Path) -> None:
    """Claims and ends whatever there is, saying the key of each; it has the first one in hand before it waits for the other process."""
    clock = SystemClock()
    keys = load_keys(None, database.with_name("key"), database=database)
    async with open_storage(database, keys, clock) as storage:
        queued = await storage.claim_act()
        say("ready")
        sys.stdin.readline()
        while queued is not None:
            assert await storage.finish_act(queued, ActState.DONE)
            say(queued.act.key)
            queued = await storage.claim_act()


if __name__ == "__main__":
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    what, where, *numbers = sys.argv[1:]
    if what == "live":
        asyncio.run(live(Path(where), int(numbers[0]), int(numbers[1])))
    else:
        asyncio.run(claim_all(Path(where)))
