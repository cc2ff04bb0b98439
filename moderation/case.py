"""A case: one message that a human should look at, and what became of it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from core.ids import CaseId, ChannelId, MessageId, SpaceId, UserId
from moderation.model import ChannelKind, Label, Message, Reason, Surface, Urgency


class CaseState(StrEnum):
    """Where a case stands. Later issues add appeals; transitions.py is the only place that knows the moves."""

    NEW = "new"
    CLAIMED = "claimed"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"  # its author took the text back before a decision (R23)


class CaseMove(StrEnum):
    """What may be done to a case."""

    CLAIM = "claim"
    RELEASE = "release"
    DISMISS = "dismiss"
    REMOVE = "remove"
    REMIND = "remind"
    TIMEOUT = "timeout"
    NOTE = "note"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"  # the message was edited into something that needs a look after all


DECISIONS = frozenset({CaseMove.DISMISS, CaseMove.REMOVE, CaseMove.REMIND, CaseMove.TIMEOUT})


class Origin(StrEnum):
    """Who laid the message here."""

    MODEL = "model"
    RULE = "rule"
    WORKER = "worker"
    MEMBER = "member"


class TextState(StrEnum):
    """What is left of the frozen text."""

    KEPT = "kept"
    AUTHOR_EDITED = "author-edited"  # kept under R23 although its author changed it
    AUTHOR_DELETED = "author-deleted"  # kept under R23 although its author deleted it
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Case:
    """The row without the words. ``version`` guards every change (optimistic lock); ``text_until`` is when the frozen text goes."""

    id: CaseId
    version: int
    space: SpaceId
    channel: ChannelId
    kind: ChannelKind
    message: MessageId
    author: UserId
    surface: Surface
    origin: Origin
    label: Label
    urgency: Urgency
    reasons: tuple[Reason, ...]
    language: str | None
    opened_at: datetime
    text_until: datetime
    state: CaseState = CaseState.NEW
    text_state: TextState = TextState.KEPT
    claimed_by: UserId | None = None
    claimed_at: datetime | None = None
    decision: CaseMove | None = None
    decided_by: UserId | None = None
    decided_at: datetime | None = None
    timeout_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case before it has a number."""

    message: Message
    origin: Origin
    label: Label
    urgency: Urgency
    reasons: tuple[Reason, ...]
    language: str | None
    opened_at: datetime
    text_until: datetime
    opened_by: UserId | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The frozen words: the message itself and the turns around it, oldest first. Encrypted at rest, in a table of their own (R2).

    ``message`` is None once the text was withdrawn or has expired; turns taken back by their authors are gone from the tuples.
    """

    message: Message | None
    before: tuple[Message, ...] = ()
    after: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A worker's short note on a case: encrypted, and gone at ``expires_at`` (R6)."""

    by: UserId
    text: str
    at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class CaseFile:
    """All that a card shows of a case."""

    case: Case
    evidence: Evidence
    notes: tuple[Note, ...] = ()
    acts: tuple["ActView", ...] = field(default=())


@dataclass(frozen=True, slots=True)
class ActView:
    """What became of one act that a decision asked for, for the card: ("member.remind", "failed", "dm-closed")."""

    kind: str
    state: str
    problem: str = ""
