"""What becomes of frozen words when their author edits or deletes the message: the table of R23."""

from datetime import datetime
from enum import StrEnum

from moderation.case import Case, CaseMove, CaseState, Origin, TextState
from moderation.model import KEPT_LABELS, Message


class Fate(StrEnum):
    """What to do with a case whose message its author changed."""

    LEAVE = "leave"  # nothing changes
    KEEP = "keep"  # the old words stay, marked as changed by their author
    REPLACE = "replace"  # the new words take the place of the old ones
    WITHDRAW = "withdraw"  # the words go, and the case with them
    REOPEN = "reopen"  # the case was over, and the new words need a look


def outlives(case: Case) -> bool:
    """True where the words stay although their author takes them back: danger, and what a member reported."""
    return case.label in KEPT_LABELS or case.origin is Origin.MEMBER


def on_revision(case: Case, frozen: Message | None, message: Message, *, flagged: bool) -> Fate:
    """The fate of a case when ``message`` is seen again; ``frozen`` is the revision that the case holds, None where its words are gone.

    Seen again are also revisions that are known, older ones that arrive late, and unedited messages that grew a link preview.
    """
    if frozen is None:
        return on_edit(case, flagged=flagged) if revised_at(message) > case.opened_at else Fate.LEAVE
    if revised_at(message) > revised_at(frozen):
        return on_edit(case, flagged=flagged)
    grown = message.edited_at == frozen.edited_at and message.text != frozen.text
    open_to_change = case.state in {CaseState.NEW, CaseState.CLAIMED} and not outlives(case)
    return Fate.REPLACE if grown and flagged and open_to_change else Fate.LEAVE


def revised_at(message: Message) -> datetime:
    """When the author last put their hand to the message."""
    return message.edited_at or message.at


def on_edit(case: Case, *, flagged: bool) -> Fate:
    """The fate of a case whose message was edited; ``flagged`` says whether the new words would be laid before a human."""
    if case.state is CaseState.WITHDRAWN or case.text_state is TextState.EXPIRED:
        return Fate.REOPEN if flagged else Fate.LEAVE
    if case.state is CaseState.DECIDED:
        return Fate.REOPEN if flagged and case.decision is not CaseMove.REMOVE else Fate.LEAVE
    if outlives(case):
        return Fate.KEEP
    return Fate.REPLACE if flagged else Fate.WITHDRAW


def on_delete(case: Case) -> Fate:
    """The fate of a case whose message is gone. After a decision that is Haven's own doing or changes nothing."""
    if case.state in {CaseState.DECIDED, CaseState.WITHDRAWN}:
        return Fate.LEAVE
    if not outlives(case):
        return Fate.WITHDRAW
    return Fate.LEAVE if case.text_state is TextState.EXPIRED else Fate.KEEP
