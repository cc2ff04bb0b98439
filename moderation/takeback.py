"""What becomes of frozen words when their author edits or deletes the message: the table of R23."""

from enum import StrEnum

from moderation.case import Case, CaseMove, CaseState, Origin, TextState
from moderation.model import KEPT_LABELS


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
