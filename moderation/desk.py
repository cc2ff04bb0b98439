"""The workers' side: claim, decide, note, open, read. Who may do so is the edge's question; what may be done is answered here."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime

from core.audit import AuditEntry
from core.clock import Clock
from core.ids import CaseId, UserId
from moderation import acts, records
from moderation.case import DECISIONS, Case, CaseFile, CaseMove, CaseState, Evidence, Note, Origin, TextState
from moderation.following import Freeze
from moderation.model import Context, Label, Message, Reason, Route, Urgency, Verdict
from moderation.ports import StaleCase, Store, Work
from moderation.reasons import Why
from moderation.records import Judged
from moderation.retention import Retention, note_until
from moderation.retry import twice
from moderation.transitions import Problem, transition

MOVES = DECISIONS | {CaseMove.CLAIM, CaseMove.RELEASE}
"""What a worker may do to a case by ``move``."""

NOTE_LENGTH = 500
"""Characters of a note at most (R6: notes are short)."""

_BATCH = 100  # cases whose words go in one transaction
_LOOK = Verdict(Label.UNSURE, Route.QUEUE, Urgency.LATER, hate=0.5, reasons=(Reason(Why.WORKER),))


@dataclass(frozen=True, slots=True)
class MoveResult:
    """What became of a move. ``problem`` is a key where it was not done, ``who`` the person whom it concerns."""

    done: bool
    case: Case | None
    problem: str = ""
    who: UserId | None = None


class Desk:
    """Each call is one transaction: the change, its audit line, and what has to be done in the world."""

    def __init__(self, *, store: Store, clock: Clock, retention: Retention, timeouts: bool) -> None:
        self._store = store
        self._clock = clock
        self._retention = retention
        self._timeouts = timeouts

    async def move(self, case: CaseId, move: CaseMove, by: UserId, *, minutes: int | None = None) -> MoveResult:
        """Does ``move``; ``minutes`` for a timeout only.

        Problems: "taken", "decided" and "withdrawn" (with who), "not-found", "timeouts-off", "stale". Raises ValueError for a move that is
        not in MOVES, and for a timeout without at least one minute.
        """
        if move not in MOVES:
            raise ValueError(f"{move} is not a worker's move")
        if move is CaseMove.TIMEOUT and not self._timeouts:
            return MoveResult(done=False, case=None, problem="timeouts-off")

        async def once() -> MoveResult:
            async with self._store.work() as work:
                return await self._move(work, case, move, by, minutes)

        return await _unless_stale(once)

    async def note(self, case: CaseId, by: UserId, text: str) -> MoveResult:
        """Adds a note that expires. Problems: "not-found", "withdrawn". Raises ValueError for an empty one or one over NOTE_LENGTH."""
        text = text.strip()
        if not 0 < len(text) <= NOTE_LENGTH:
            raise ValueError(f"a note has 1 to {NOTE_LENGTH} characters")
        async with self._store.work() as work:
            found, at = await work.cases.get(case), self._clock.now()
            if found is None:
                return MoveResult(done=False, case=None, problem="not-found")
            moved = transition(found, CaseMove.NOTE, by, at, retention=self._retention)
            if isinstance(moved, Problem):
                return MoveResult(done=False, case=found, problem=moved.key, who=moved.who)
            await work.cases.add_note(case, Note(by, text, at, note_until(at, self._retention)))
            await _written(work, found, CaseMove.NOTE, by, at)
            return MoveResult(done=True, case=found)

    async def open_case(self, message: Message, context: Context, by: UserId) -> MoveResult:
        """Lays any message before the workers. Done also where it lies there already; problems: "decided", "stale"."""
        judged = Judged(
            replace(_LOOK, language=message.language), Origin.WORKER, Evidence(message, context.turns[-Freeze().before :]), message, by
        )

        async def once() -> MoveResult:
            async with self._store.work() as work:
                return await self._open(work, judged)

        return await _unless_stale(once)

    async def file(self, case: CaseId, by: UserId | None) -> CaseFile | None:
        """Everything about a case, words included. A person's reading is audited (R19); ``by`` is None where Haven draws the card."""
        async with self._store.work() as work:
            file = await work.cases.file(case)
            if file is not None and by is not None:
                await work.audit.record(AuditEntry(self._clock.now(), "case.read", by, case))
            return file

    async def expire(self) -> int:
        """Deletes the words and notes that are due (R2), and has the cards say so; the number of cases that lost some."""
        touched: set[CaseId] = set()
        while True:
            async with self._store.work() as work:
                at = self._clock.now()
                due = await work.cases.due(at, _BATCH)
                for case in due:
                    await work.cases.drop_text(case.id, TextState.EXPIRED)
                    await work.audit.record(AuditEntry(at, "case.expire", None, case.id))
                changed = [*(case.id for case in due), *await work.cases.drop_notes(at)]
                for number in dict.fromkeys(changed):
                    await work.outbox.put(acts.card_edit(number))
            touched.update(changed)
            if len(due) < _BATCH:
                return len(touched)

    async def _move(self, work: Work, number: CaseId, move: CaseMove, by: UserId, minutes: int | None) -> MoveResult:
        case, at = await work.cases.get(number), self._clock.now()
        if case is None:
            return MoveResult(done=False, case=None, problem="not-found")
        moved = transition(case, move, by, at, retention=self._retention, minutes=minutes)
        if isinstance(moved, Problem):
            return MoveResult(done=False, case=case, problem=moved.key, who=moved.who)
        if moved == case:
            return MoveResult(done=True, case=case)
        saved = await work.cases.save(moved)
        act = acts.of_decision(saved) if saved.state is CaseState.DECIDED else None
        if act is not None:
            await work.outbox.put(act)
        await _written(work, saved, move, by, at)
        return MoveResult(done=True, case=saved)

    async def _open(self, work: Work, judged: Judged) -> MoveResult:
        at = self._clock.now()
        case = await records.open_case(work, judged, at, self._retention)
        if case is not None:
            return MoveResult(done=True, case=case)
        known = await work.cases.by_message(judged.message.id)
        if known is None:
            raise StaleCase(judged.message.id)
        if known.state is CaseState.DECIDED:
            return MoveResult(done=False, case=known, problem="decided", who=known.decided_by)
        if known.state is CaseState.WITHDRAWN:
            return MoveResult(done=True, case=await records.reopen(work, known, judged, at, self._retention))
        return MoveResult(done=True, case=known)


async def _written(work: Work, case: Case, move: CaseMove, by: UserId, at: datetime) -> None:
    """The audit's line, and the card brought up to date."""
    detail = f"{case.timeout_minutes} minutes" if move is CaseMove.TIMEOUT else ""
    await work.audit.record(AuditEntry(at, f"case.{move}", by, case.id, detail))
    await work.outbox.put(acts.card_edit(case.id))


async def _unless_stale(once: Callable[[], Awaitable[MoveResult]]) -> MoveResult:
    """Tries again once where somebody else changed the case first, then says so."""
    try:
        return await twice(once)
    except StaleCase:
        return MoveResult(done=False, case=None, problem="stale")
