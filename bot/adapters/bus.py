"""One classifier behind a bounded queue and a time limit, off the event loop where it takes long."""

import asyncio
import contextlib
import hashlib
import queue
import secrets
import threading
from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import structlog

from moderation.classifiers.base import Classifier
from moderation.model import Context, Message, Scores
from moderation.ports import ScorerUnavailable

INLINE = 600
"""Characters up to which a light classifier answers on the loop itself: well under a millisecond."""
REMEMBERED = 2_048
"""Recent texts whose scores are kept, by a keyed hash that dies with the process (R1)."""
_WINDOW = 4  # batches that are sorted by length together under backlog

_Answer = asyncio.Future[list[Scores]]
_log = structlog.get_logger(__name__)


@dataclass(eq=False, slots=True)
class _Job:
    """One text to judge, and how many still wait for it."""

    key: bytes
    message: Message
    scores: asyncio.Future[Scores]
    waiting: int = field(default=0)


class ClassifierBus:
    """A moderation.ports.Scorer. Use as ``async with ClassifierBus(…) as scorer``; before and after that every score is "missing".

    ``limit_s`` are the seconds that one message may wait for its score, ``queue_size`` the messages that may wait, ``batch`` how many go
    to the classifier at once under backlog; without backlog each goes alone. Equal texts are judged once.
    """

    def __init__(self, classifier: Classifier | None, *, limit_s: float, queue_size: int, batch: int = 8) -> None:
        self._classifier = classifier
        self._limit_s = limit_s
        self._queue_size = queue_size
        self._batch = batch
        self._secret = secrets.token_bytes(32)
        self._recent: OrderedDict[bytes, Scores] = OrderedDict()
        self._waiting: deque[_Job] = deque()
        self._pending: dict[bytes, _Job] = {}
        self._arrived = asyncio.Event()
        self._batches: queue.SimpleQueue[tuple[list[Message], _Answer] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._worker: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        if self._classifier is not None:
            loop = asyncio.get_running_loop()
            self._thread = threading.Thread(target=self._classify_forever, args=(self._classifier, loop), name="classifier", daemon=True)
            self._thread.start()
            self._worker = asyncio.create_task(self._work(), name="classifier-bus")
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        worker, self._worker = self._worker, None
        if worker is None or self._thread is None:
            return
        worker.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await worker
        for job in list(self._pending.values()):
            self._refuse(job, "missing")
        self._batches.put(None)
        await asyncio.to_thread(self._thread.join, self._limit_s)

    async def score(self, message: Message, context: Context) -> Scores:  # noqa: ARG002 - the port offers it; no classifier reads it yet
        """Raises ScorerUnavailable: "missing", "overloaded", "late" or "failed"."""
        if self._classifier is None or self._worker is None:
            raise ScorerUnavailable("missing")
        key = self._key(message)
        if (known := self._recent.get(key)) is not None:
            self._recent.move_to_end(key)
            return known
        if not self._classifier.heavy and len(message.text) <= INLINE:
            return self._classify_here(self._classifier, key, message)
        return await self._wait_for(self._pending.get(key) or self._enqueue(key, message))

    def _classify_here(self, classifier: Classifier, key: bytes, message: Message) -> Scores:
        try:
            (scores,) = classifier.classify([message])
        except Exception as error:  # noqa: BLE001 - whatever a classifier raises, the bot goes on and says that it was not judged
            _report(type(error).__name__)
            raise ScorerUnavailable("failed") from None
        self._remember(key, scores)
        return scores

    def _enqueue(self, key: bytes, message: Message) -> _Job:
        if len(self._waiting) >= self._queue_size:
            raise ScorerUnavailable("overloaded")
        job = self._pending[key] = _Job(key, message, asyncio.get_running_loop().create_future())
        self._waiting.append(job)
        self._arrived.set()
        return job

    async def _wait_for(self, job: _Job) -> Scores:
        job.waiting += 1
        try:
            async with asyncio.timeout(self._limit_s):
                return await asyncio.shield(job.scores)
        except TimeoutError:
            raise ScorerUnavailable("late") from None
        finally:
            job.waiting -= 1

    async def _work(self) -> None:
        while True:
            await self._arrived.wait()
            window = [self._waiting.popleft() for _ in range(min(len(self._waiting), _WINDOW * self._batch))]
            if not self._waiting:
                self._arrived.clear()
            window.sort(key=lambda job: len(job.message.text))
            for start in range(0, len(window), self._batch):
                await self._judge(window[start : start + self._batch])

    async def _judge(self, jobs: Sequence[_Job]) -> None:
        """Judges those that somebody still waits for."""
        wanted = [job for job in jobs if job.waiting]
        for job in jobs:
            if not job.waiting:
                self._refuse(job, "late")
        if not wanted:
            return
        answer: _Answer = asyncio.get_running_loop().create_future()
        self._batches.put(([job.message for job in wanted], answer))
        try:
            judged = await answer
        except _Failed as failed:
            _report(failed.kind)
            for job in wanted:
                self._refuse(job, "failed")
        else:
            for job, scores in zip(wanted, judged, strict=True):
                self._remember(job.key, scores)
                self._settle(job).set_result(scores)

    def _refuse(self, job: _Job, reason: str) -> None:
        if not job.scores.done():
            self._settle(job).set_exception(ScorerUnavailable(reason))
            job.scores.exception()  # seen, also where nobody waits any more

    def _settle(self, job: _Job) -> asyncio.Future[Scores]:
        self._pending.pop(job.key, None)
        return job.scores

    def _remember(self, key: bytes, scores: Scores) -> None:
        self._recent[key] = scores
        if len(self._recent) > REMEMBERED:
            self._recent.popitem(last=False)

    def _key(self, message: Message) -> bytes:
        what = f"{message.kind}\0{message.language}\0{message.text}"
        return hashlib.blake2b(what.encode("utf-8", "surrogatepass"), key=self._secret, digest_size=16).digest()

    def _classify_forever(self, classifier: Classifier, loop: asyncio.AbstractEventLoop) -> None:
        """The one thread. Ends at None, or when the loop is gone."""
        with contextlib.suppress(RuntimeError):
            while (batch := self._batches.get()) is not None:
                _classify(classifier, *batch, loop)
                del batch  # no words stay behind while the thread waits


def _classify(classifier: Classifier, messages: list[Message], answer: _Answer, loop: asyncio.AbstractEventLoop) -> None:
    outcome: list[Scores] | _Failed
    try:
        scores = classifier.classify(messages)
    except Exception as error:  # noqa: BLE001 - the same
        outcome = _Failed(type(error).__name__)
    else:
        outcome = scores if len(scores) == len(messages) else _Failed("WrongNumberOfScores")
    loop.call_soon_threadsafe(_deliver, answer, outcome)


def _deliver(answer: _Answer, outcome: "list[Scores] | _Failed") -> None:
    if answer.done():
        return
    if isinstance(outcome, _Failed):
        answer.set_exception(outcome)
    else:
        answer.set_result(outcome)


def _report(kind: str) -> None:
    _log.error("classifier.failed", error=kind)


class _Failed(Exception):
    """What a classifier raised, by the kind of error only: the text of an error may hold a person's words (R1)."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind
