"""The port to the outbox: what Haven still has to do in the world. Rows hold ids, never words; whoever acts reads the words again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from core.ids import ActId, CaseId, ChannelId, MessageId, UserId


class ActState(StrEnum):
    """Where an act stands. ``simulated`` is what dry run makes of ``done``; ``failed`` will not be tried again."""

    PENDING = "pending"
    DONE = "done"
    SIMULATED = "simulated"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do in the world, once.

    ``kind`` names the handler ("card.post", "message.delete", …). ``key`` makes it unique: putting a second act with the same key
    while the first is pending changes nothing, so a card that is due for an edit is edited once with the newest state.
    Acts of one ``case`` run in the order in which they were put. ``params`` holds ids, enums and numbers only.
    """

    kind: str
    key: str
    case: CaseId | None = None
    channel: ChannelId | None = None
    message: MessageId | None = None
    user: UserId | None = None
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class QueuedAct:
    """An act as the outbox holds it. ``nonce`` is at most 25 characters and stays the same over every attempt."""

    id: ActId
    act: Act
    state: ActState
    attempts: int
    queued_at: datetime
    nonce: str
    problem: str = ""  # a key ("dm-closed", "missing-permission"), never an exception's text


class Outbox(Protocol):
    """Part of the same transaction as the decision that asks for the act: record first, act second."""

    async def put(self, act: Act) -> None:
        """Queues ``act``; nothing happens where a pending act has its key."""
        ...


class ActRefused(Exception):
    """The world said no for good. ``problem`` is a key ("dm-closed", "gone", "missing-permission", "hierarchy")."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class ActLater(Exception):
    """The world can't now (429, 5xx, no connection): try again, not before ``seconds`` have passed; None leaves it to the backoff."""

    def __init__(self, problem: str, seconds: float | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.seconds = seconds


class Performer(Protocol):
    """Does one act in the world; must be safe to call again with the same act after a crash at any moment."""

    async def perform(self, queued: QueuedAct) -> ActState:
        """Returns DONE or SIMULATED. Raises ActRefused or ActLater."""
        ...
