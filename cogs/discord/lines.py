"""One waiting line per channel: what was heard first is judged first, and a burst never holds up the loop."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

import structlog

from moderation.ports import StoreFailed

BACKLOG: Final = 10_000
"""Messages that may wait in one channel. Past it they are let go and read from history afterwards, so that memory stays flat."""
BREATH: Final = 8  # jobs in one go before the loop gets its turn: heartbeats and clicks must not wait for a burst
AGAIN_S: Final = 2.0
"""Seconds until a job is tried again whose outcome could not be written: a full disk is mended by people, and a cry must not get lost."""

Job = Callable[[], Awaitable[object]]
log = structlog.get_logger()


@dataclass(slots=True)
class _Line:
    waiting: deque[tuple[Job, bool]] = field(default_factory=deque)  # the job, and whether history can bring it back
    worker: asyncio.Task[None] | None = None
    behind: bool = False  # history has to be read before anything that waits


class Lines:
    """Runs jobs in order within a channel and side by side over channels.

    It begins held: jobs wait until ``release``. ``catch_up`` reads a channel's history; it runs in the channel's line, before what
    waits there. Up to ``abreast`` jobs of one channel run at once, begun in order: more than one lets a slow classifier work in batches.
    What can't be written is tried again every ``again_s`` seconds, and its channel waits for it.
    """

    def __init__(
        self, catch_up: Callable[[int], Awaitable[None]], *, abreast: int = 1, backlog: int = BACKLOG, again_s: float = AGAIN_S
    ) -> None:
        self._catch_up = catch_up
        self._abreast = abreast
        self._backlog = backlog
        self._lines: dict[int, _Line] = {}
        self._held = True
        self._again_s = again_s
        self._closing = asyncio.Event()

    @property
    def held(self) -> bool:
        """Whether everything waits."""
        return self._held

    def put(self, channel: int, job: Job, *, in_history: bool = False) -> None:
        """Appends a job. ``in_history``: reading the channel's history would bring it back, so it may be let go when too much waits."""
        line = self._lines.setdefault(channel, _Line())
        if in_history and line.behind and not self._held:
            return  # history, about to be read, has it
        line.waiting.append((job, in_history))
        if len(line.waiting) > self._backlog:
            line.waiting = deque(kept for kept in line.waiting if not kept[1])
            line.behind = True
            log.warning("line.overflow", channel=channel)
        self._start(channel, line)

    def hold(self) -> None:
        """Lets everything wait from now on; what is being judged is finished."""
        self._held = True

    def release(self, behind: Iterable[int] = ()) -> None:
        """Goes on; the channels ``behind`` read their history first."""
        self._held = False
        for channel in behind:
            self._lines.setdefault(channel, _Line()).behind = True
        for channel, line in list(self._lines.items()):
            self._start(channel, line)

    async def drained(self) -> None:
        """Waits until nothing is being judged and, unless held, nothing waits."""
        while working := [line.worker for line in self._lines.values() if line.worker is not None]:
            await asyncio.wait(working)

    async def close(self) -> None:
        """Stops; what still waits is read from history at the next start."""
        self.hold()
        self._closing.set()
        await self.drained()

    def _start(self, channel: int, line: _Line) -> None:
        if not self._held and line.worker is None:
            line.worker = asyncio.create_task(self._work(channel, line), name=f"line {channel}")

    async def _work(self, channel: int, line: _Line) -> None:
        done = 0
        while not self._held and (line.behind or line.waiting):
            if line.behind:
                line.behind = False
                await self._safely(lambda: self._catch_up(channel), channel)
            elif self._abreast > 1:
                await self._side_by_side(channel, line)
            else:
                await self._safely(line.waiting.popleft()[0], channel)
            done += 1
            if done % BREATH == 0:
                await asyncio.sleep(0)
        line.worker = None
        if not line.waiting and not line.behind:
            del self._lines[channel]

    async def _side_by_side(self, channel: int, line: _Line) -> None:
        running: set[asyncio.Task[None]] = set()
        while line.waiting and not line.behind and not self._held:
            running.add(asyncio.create_task(self._safely(line.waiting.popleft()[0], channel)))
            if len(running) >= self._abreast:
                _, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        if running:
            await asyncio.wait(running)

    async def _safely(self, job: Job, channel: int) -> None:
        # One message that can't be judged must not stop the channel's line; where nothing can be written, the next one would fail too.
        while True:
            try:
                await job()
            except StoreFailed as failed:
                log.warning("line.waits", channel=channel, reason=failed.reason)
            except Exception:
                log.exception("line.job_failed", channel=channel)
                return
            else:
                return
            with suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), self._again_s)
                return  # the next start reads it from history
