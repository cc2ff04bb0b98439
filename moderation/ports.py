"""What the domain asks of the world. Adapters in bot/adapters keep these promises; tests keep them with hand-written fakes."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.audit import Audit
from core.ids import CaseId, ChannelId, MessageId, SpaceId, UserId
from core.outbox import Outbox
from core.places import Places
from moderation.case import Case, CaseFile, Evidence, NewCase, Note, TextState
from moderation.model import Context, Message, Scores


class ScorerUnavailable(Exception):
    """The classifier failed, lags or is missing. ``reason`` is a key: "failed", "late", "overloaded", "missing"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Scorer(Protocol):
    """Scores one message without ever blocking the loop; a classifier behind a queue and a time limit."""

    async def score(self, message: Message, context: Context) -> Scores:
        """Raises ScorerUnavailable."""
        ...


class StaleCase(Exception):
    """Somebody else changed the case first: read it again and tell the person what happened."""


class StoreFailed(Exception):
    """A transaction could not be written; nothing of it is there. ``reason`` is a key of the adapter's."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Cases(Protocol):
    """The cases and their frozen words, inside one transaction."""

    async def open(self, new: NewCase, evidence: Evidence) -> Case | None:
        """Stores a case with its evidence; None where this message already has one (nothing is changed then)."""
        ...

    async def get(self, case: CaseId) -> Case | None:
        """The case, or None."""
        ...

    async def by_message(self, message: MessageId) -> Case | None:
        """The case about this message, or None."""
        ...

    async def undecided(self, limit: int) -> Sequence[Case]:
        """At most ``limit`` cases, the newest first, that wait for a decision and still hold words."""
        ...

    async def holding(self, message: MessageId) -> Sequence[Case]:
        """Cases whose frozen turns (not the message itself) hold this message."""
        ...

    async def save(self, case: Case) -> Case:
        """Writes a changed case by one version-checked UPDATE and returns it with its new version. Raises StaleCase."""
        ...

    async def file(self, case: CaseId) -> CaseFile | None:
        """Everything a card shows, words decrypted."""
        ...

    async def replace_text(self, case: CaseId, message: Message) -> None:
        """Puts a newer revision in place of the frozen message."""
        ...

    async def drop_text(self, case: CaseId, state: TextState) -> None:
        """Deletes the frozen message and all turns, and the case's ``text_state`` becomes ``state``."""
        ...

    async def drop_turn(self, case: CaseId, message: MessageId) -> None:
        """Deletes one frozen turn that its author took back."""
        ...

    async def add_after(self, case: CaseId, turn: Message) -> None:
        """Freezes one more turn after the message."""
        ...

    async def add_note(self, case: CaseId, note: Note) -> None:
        """Adds a worker's note."""
        ...

    async def freeze(self, case: CaseId, evidence: Evidence) -> None:
        """Puts ``evidence`` in place of whatever is left of the case's frozen words: a withdrawn case was reopened."""
        ...

    async def due(self, now: datetime, limit: int) -> Sequence[Case]:
        """At most ``limit`` cases that still hold words and whose ``text_until`` is not after ``now``."""
        ...

    async def drop_notes(self, now: datetime) -> Sequence[CaseId]:
        """Deletes the notes whose ``expires_at`` is not after ``now``; the cases that they stood on, each once."""
        ...


class Marks(Protocol):
    """How far each channel has been judged: ids, no text."""

    async def set_judged(self, marks: Sequence[tuple[ChannelId, MessageId]]) -> None:
        """Moves each channel's last-judged mark."""
        ...

    async def judged(self) -> Sequence[tuple[ChannelId, MessageId]]:
        """Every mark."""
        ...

    async def forget(self) -> None:
        """Drops every mark: what was written until the next one is never read."""
        ...


class Switches(Protocol):
    """What a lead can turn on and off at run time."""

    async def analysis_on(self, space: SpaceId) -> bool:
        """False once the kill switch was used (R24). True where nothing was said."""
        ...

    async def set_analysis(self, space: SpaceId, *, on: bool) -> None:
        """The kill switch."""
        ...


@dataclass(frozen=True, slots=True)
class Unjudged:
    """One channel's messages that no classifier judged."""

    space: SpaceId
    channel: ChannelId
    count: int
    first: MessageId
    last: MessageId
    since: datetime
    reasons: tuple[str, ...]


class Tally(Protocol):
    """What was not judged, per channel: a count, the first and the last id, a reason key; no text."""

    async def add_unjudged(self, message: Message, reason: str, at: datetime) -> None:
        """Counts one more message that no classifier judged."""
        ...

    async def unjudged(self, channel: ChannelId) -> Unjudged | None:
        """The channel's open tally, or None where everything was judged."""
        ...

    async def settle(self, channel: ChannelId) -> None:
        """Closes the tally: a worker has seen it; the next failure starts a new one."""
        ...


class Cards(Protocol):
    """Which message in the private channel shows a case; which one reports on a channel's health."""

    async def shown(self, key: str) -> tuple[ChannelId, MessageId] | None:
        """Where the card ``key`` ("case:12", "health:discord:5") stands, or None."""
        ...

    async def remember(self, key: str, channel: ChannelId, message: MessageId) -> None:
        """The card was posted there."""
        ...

    async def forget(self, key: str) -> None:
        """The card is gone."""
        ...


class WordLists(Protocol):
    """The lists that workers edit: "severe" lays a message in the queue, "watch" asks for a look, "allowed" silences the lexicon."""

    async def words(self, space: SpaceId) -> Sequence[tuple[str, str]]:
        """(list name, word or phrase), sorted."""
        ...

    async def add(self, space: SpaceId, name: str, word: str) -> bool:
        """False where it stood there already."""
        ...

    async def remove(self, space: SpaceId, name: str, word: str) -> bool:
        """False where it was not there."""
        ...


class Preferences(Protocol):
    """What a person chose for themselves."""

    async def language(self, user: UserId) -> str | None:
        """The language set by /language, or None."""
        ...

    async def set_language(self, user: UserId, language: str | None) -> None:
        """None forgets the choice."""
        ...


class Work(Protocol):
    """One transaction. Leaving it without an exception commits; an exception rolls all of it back."""

    @property
    def cases(self) -> Cases:
        """The cases."""
        ...

    @property
    def outbox(self) -> Outbox:
        """What still has to be done in the world."""
        ...

    @property
    def audit(self) -> Audit:
        """Who did what."""
        ...

    @property
    def marks(self) -> Marks:
        """How far each channel is judged."""
        ...

    @property
    def switches(self) -> Switches:
        """What is on."""
        ...

    @property
    def tally(self) -> Tally:
        """What was not judged."""
        ...

    @property
    def preferences(self) -> Preferences:
        """What people chose."""
        ...

    @property
    def cards(self) -> Cards:
        """Where cards stand."""
        ...

    @property
    def words(self) -> WordLists:
        """The workers' word lists."""
        ...

    @property
    def places(self) -> Places:
        """Where the house's channels and roles are."""
        ...


class Store(Protocol):
    """Where everything is kept."""

    def work(self) -> AbstractAsyncContextManager[Work]:
        """Opens one transaction (BEGIN IMMEDIATE on SQLite). No network inside it."""
        ...
