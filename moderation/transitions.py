"""The moves of a case: one table, one pure function. Nothing else in Haven knows which state follows which."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from core.ids import UserId
from moderation.case import DECISIONS, Case, CaseMove, CaseState, TextState
from moderation.retention import Retention, text_until, text_until_decided

TABLE: Mapping[tuple[CaseState, CaseMove], CaseState] = MappingProxyType(
    {
        (CaseState.NEW, CaseMove.CLAIM): CaseState.CLAIMED,
        (CaseState.NEW, CaseMove.RELEASE): CaseState.NEW,
        (CaseState.NEW, CaseMove.DISMISS): CaseState.DECIDED,
        (CaseState.NEW, CaseMove.REMOVE): CaseState.DECIDED,
        (CaseState.NEW, CaseMove.REMIND): CaseState.DECIDED,
        (CaseState.NEW, CaseMove.TIMEOUT): CaseState.DECIDED,
        (CaseState.NEW, CaseMove.NOTE): CaseState.NEW,
        (CaseState.NEW, CaseMove.WITHDRAW): CaseState.WITHDRAWN,
        (CaseState.NEW, CaseMove.REOPEN): CaseState.NEW,
        (CaseState.CLAIMED, CaseMove.CLAIM): CaseState.CLAIMED,
        (CaseState.CLAIMED, CaseMove.RELEASE): CaseState.NEW,
        (CaseState.CLAIMED, CaseMove.DISMISS): CaseState.DECIDED,
        (CaseState.CLAIMED, CaseMove.REMOVE): CaseState.DECIDED,
        (CaseState.CLAIMED, CaseMove.REMIND): CaseState.DECIDED,
        (CaseState.CLAIMED, CaseMove.TIMEOUT): CaseState.DECIDED,
        (CaseState.CLAIMED, CaseMove.NOTE): CaseState.CLAIMED,
        (CaseState.CLAIMED, CaseMove.WITHDRAW): CaseState.WITHDRAWN,
        (CaseState.CLAIMED, CaseMove.REOPEN): CaseState.NEW,
        (CaseState.DECIDED, CaseMove.NOTE): CaseState.DECIDED,
        (CaseState.DECIDED, CaseMove.REOPEN): CaseState.NEW,
        (CaseState.WITHDRAWN, CaseMove.REOPEN): CaseState.NEW,
    }
)

HOLDERS_OWN = DECISIONS | {CaseMove.CLAIM, CaseMove.RELEASE}
"""Moves on a claimed case that belong to whoever holds it. Anyone may add a note; Haven itself withdraws and reopens."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a move is not possible, as a key for the edge to word, and the person whom it concerns."""

    key: str
    who: UserId | None = None


def transition(
    case: Case, move: CaseMove, by: UserId | None, at: datetime, *, retention: Retention, minutes: int | None = None
) -> Case | Problem:
    """The case after ``move``, or why not ("taken", "decided", "withdrawn").

    Where the move changes nothing (claiming one's own case again) the same object comes back. ``by`` is None where Haven itself
    moves. Raises ValueError for a worker's move without a worker, and for a timeout without at least one minute.
    """
    if by is None and move not in {CaseMove.WITHDRAW, CaseMove.REOPEN}:
        raise ValueError(f"{move} needs a person")
    if move is CaseMove.TIMEOUT and (minutes is None or minutes < 1):
        raise ValueError("a timeout needs its minutes")
    if (case.state, move) not in TABLE:
        return Problem("withdrawn") if case.state is CaseState.WITHDRAWN else Problem("decided", case.decided_by)
    if case.state is CaseState.CLAIMED and move in HOLDERS_OWN and case.claimed_by != by:
        return Problem("taken", case.claimed_by)
    return _moved(case, move, by, at, retention=retention, minutes=minutes)


def _moved(case: Case, move: CaseMove, by: UserId | None, at: datetime, *, retention: Retention, minutes: int | None) -> Case:
    """The effect of a move that the table and the holder allow."""
    state = TABLE[case.state, move]
    if move is CaseMove.REOPEN:
        return _reopened(case, at, retention)
    if move is CaseMove.WITHDRAW:
        return replace(case, state=state, text_state=TextState.WITHDRAWN)
    if move in DECISIONS:
        return replace(
            case,
            state=state,
            claimed_by=case.claimed_by or by,
            claimed_at=case.claimed_at or at,
            decision=move,
            decided_by=by,
            decided_at=at,
            timeout_minutes=minutes if move is CaseMove.TIMEOUT else None,
            text_until=text_until_decided(case.text_until, at, retention),
        )
    if state is case.state:
        return case
    if state is CaseState.CLAIMED:
        return replace(case, state=state, claimed_by=by, claimed_at=at)
    return replace(case, state=state, claimed_by=None, claimed_at=None)


def _reopened(case: Case, at: datetime, retention: Retention) -> Case:
    """As good as new: the audit remembers who decided before."""
    return replace(
        case,
        state=CaseState.NEW,
        text_state=TextState.KEPT,
        text_until=text_until(at, retention),
        claimed_by=None,
        claimed_at=None,
        decision=None,
        decided_by=None,
        decided_at=None,
        timeout_minutes=None,
    )
