"""What a judgement, an edit or a deletion writes: each function is part of one transaction, and asks the outbox for what follows."""

from dataclasses import dataclass, replace
from datetime import datetime

from core.audit import AuditEntry
from core.ids import MessageId, UserId
from moderation import acts
from moderation.case import Case, CaseMove, Evidence, NewCase, Origin, TextState
from moderation.model import KEPT_LABELS, Message, Route, Verdict
from moderation.ports import Work
from moderation.retention import Retention, text_until
from moderation.takeback import Fate, on_delete, on_revision
from moderation.transitions import Problem, transition


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, who brought it about, and the words to freeze with it."""

    verdict: Verdict
    origin: Origin
    evidence: Evidence
    message: Message
    by: UserId | None = None


async def open_case(work: Work, judged: Judged, at: datetime, retention: Retention) -> Case | None:
    """Opens a case with its frozen words and asks for its card; None where the message has one already."""
    verdict = judged.verdict
    new = NewCase(
        message=judged.message,
        origin=judged.origin,
        label=verdict.label,
        urgency=verdict.urgency,
        reasons=verdict.reasons,
        language=verdict.language,
        opened_at=at,
        text_until=text_until(at, retention),
        opened_by=judged.by,
    )
    case = await work.cases.open(new, judged.evidence)
    if case is not None:
        await work.audit.record(AuditEntry(at, "case.open", judged.by, case.id, f"{judged.origin} {verdict.label}"))
        await work.outbox.put(acts.card_post(case.id))
    return case


async def revise(work: Work, case: Case, judged: Judged, at: datetime, retention: Retention) -> Fate:
    """What R23 asks for when the message of ``case`` is seen in a newer revision."""
    file = await work.cases.file(case.id)
    frozen = file.evidence.message if file is not None else None
    fate = on_revision(case, frozen, judged.message, flagged=judged.verdict.route is Route.QUEUE)
    if fate is Fate.KEEP:
        await mark_taken_back(work, case, TextState.AUTHOR_EDITED, at)
    elif fate is Fate.REPLACE:
        await _write(work, _relabelled(case, judged.verdict), "case.replace", at)
        await work.cases.replace_text(case.id, judged.message)
    elif fate is Fate.WITHDRAW:
        await _withdraw(work, case, at, retention)
    elif fate is Fate.REOPEN:
        await reopen(work, case, judged, at, retention)
    return fate


async def reopen(work: Work, case: Case, judged: Judged, at: datetime, retention: Retention) -> Case:
    """Lays a case that was over before a human once more, with the words as they are now."""
    opened = await _write(work, _relabelled(_moved(case, CaseMove.REOPEN, at, retention), judged.verdict), "case.reopen", at, judged.by)
    await work.cases.freeze(case.id, judged.evidence)
    return replace(opened, text_state=TextState.KEPT)


async def delete(work: Work, message: MessageId, at: datetime, retention: Retention) -> None:
    """What R23 asks for when a message is gone, whether it has a case, is a turn in others', or both."""
    case = await work.cases.by_message(message)
    if case is not None and case.decision is CaseMove.REMOVE:
        return  # Haven's own doing: its author took nothing back
    fate = on_delete(case) if case is not None else Fate.LEAVE
    if case is not None and fate is Fate.KEEP:
        await mark_taken_back(work, case, TextState.AUTHOR_DELETED, at)
    elif case is not None and fate is Fate.WITHDRAW:
        await _withdraw(work, case, at, retention)
    await drop_turns(work, message)


async def drop_turns(work: Work, message: MessageId) -> None:
    """Takes a message out of the conversations frozen in other cases, but for those where danger keeps it."""
    for case in await work.cases.holding(message):
        if case.label not in KEPT_LABELS:
            await work.cases.drop_turn(case.id, message)
            await work.outbox.put(acts.card_edit(case.id))


async def mark_taken_back(work: Work, case: Case, state: TextState, at: datetime) -> None:
    """Keeps the words, and says that their author changed or deleted them; a deletion isn't unsaid by an edit that arrives late."""
    if case.text_state not in {state, TextState.AUTHOR_DELETED}:
        await _write(work, replace(case, text_state=state), f"case.{state}", at)


async def _withdraw(work: Work, case: Case, at: datetime, retention: Retention) -> None:
    await _write(work, _moved(case, CaseMove.WITHDRAW, at, retention), "case.withdraw", at)
    await work.cases.drop_text(case.id, TextState.WITHDRAWN)


async def _write(work: Work, case: Case, action: str, at: datetime, by: UserId | None = None) -> Case:
    saved = await work.cases.save(case)
    await work.audit.record(AuditEntry(at, action, by, case.id))
    await work.outbox.put(acts.card_edit(case.id))
    return saved


def _moved(case: Case, move: CaseMove, at: datetime, retention: Retention) -> Case:
    moved = transition(case, move, None, at, retention=retention)
    if isinstance(moved, Problem):  # no fate asks for what the table forbids; a test holds the two together
        raise RuntimeError(f"a {case.state} case has no move {move}")  # noqa: TRY004  the type is only how the answer is told apart
    return moved


def _relabelled(case: Case, verdict: Verdict) -> Case:
    return replace(case, label=verdict.label, urgency=verdict.urgency, reasons=verdict.reasons, language=verdict.language)
