"""The words of the domain: a message, its surroundings, its scores, the verdict on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from core.ids import ChannelId, MessageId, SpaceId, UserId


class Label(StrEnum):
    """The codebook. ``unsure`` is for the human, when the model fails or can't tell."""

    CLEAN = "clean"
    BANTER = "banter"
    HARASSMENT = "harassment"
    HATE = "hate"
    THREAT = "threat"
    DISTRESS = "distress"
    UNSURE = "unsure"


QUEUED_LABELS = frozenset({Label.HARASSMENT, Label.HATE, Label.THREAT, Label.DISTRESS, Label.UNSURE})
KEPT_LABELS = frozenset({Label.THREAT, Label.DISTRESS})
"""Text under these labels outlives its author's edit or deletion, encrypted, until retention ends it (R23)."""


class ChannelKind(StrEnum):
    """What a channel is for; the same words weigh differently in a match and in a discussion."""

    MATCH = "match"
    LOBBY = "lobby"
    DISCUSSION = "discussion"
    TWITCH = "twitch"


class Route(StrEnum):
    """Where a message goes: nowhere, or before a human. There is no third way (R4)."""

    NONE = "none"
    QUEUE = "queue"


class Urgency(StrEnum):
    """How soon a human should look, in the order of the board."""

    NOW = "now"
    SOON = "soon"
    LATER = "later"


class Surface(StrEnum):
    """Where the words stood."""

    MESSAGE = "message"
    FORWARDED = "forwarded"
    EMBED = "embed"
    POLL = "poll"
    THREAD_TITLE = "thread-title"
    NICKNAME = "nickname"


@dataclass(frozen=True, slots=True)
class Message:
    """One thing that somebody wrote.

    ``id`` is unique per thing written; what stands in no channel's history (a nickname, a title) gets a made-up one with a slash:
    "discord:nickname/5/1700000000". ``edited_at`` tells revisions apart: each is judged anew. ``text`` is as written, all surfaces
    of the message joined by newlines. ``language`` is a BCP 47 hint ("nl", "fr", "en") or None. ``attachments`` counts the files
    beside the words; they are never looked at (R25), only named in words before the human.
    """

    id: MessageId
    space: SpaceId
    channel: ChannelId
    kind: ChannelKind
    author: UserId
    text: str
    at: datetime
    edited_at: datetime | None = None
    surface: Surface = Surface.MESSAGE
    reply_to: UserId | None = None
    mentions: tuple[UserId, ...] = ()
    language: str | None = None
    attachments: int = 0


@dataclass(frozen=True, slots=True)
class Context:
    """The conversation before a message, oldest first, in memory only (R1)."""

    turns: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as a key that the edge words ("lexicon-hate", "asked-to-stop").

    ``detail`` is a list's name or a number, never words of a person.
    """

    key: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Scores:
    """What a classifier saw in one message: its own class names (Detoxify's where it has them) to probabilities in [0, 1].

    ``covered`` is False where the classifier does not read this language: its numbers then mean nothing, and rules route alone.
    """

    values: Mapping[str, float]
    classifier: str
    reasons: tuple[Reason, ...] = ()
    language: str | None = None
    covered: bool = True


@dataclass(frozen=True, slots=True)
class RuleHit:
    """What one rule found. ``label`` is what the rule would call it; ``certain`` is False where it only asks for a look (unsure)."""

    rule: str
    label: Label
    reason: Reason
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement on one message; never on a person."""

    label: Label
    route: Route
    urgency: Urgency
    hate: float
    scores: Mapping[str, float] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()
    language: str | None = None
