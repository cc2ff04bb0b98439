"""A store in memory that keeps the promises of moderation.ports: transactions one after another, rolled back by an exception."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from copy import copy
from dataclasses import dataclass, field, fields, replace
from datetime import datetime

from core.audit import AuditEntry
from core.ids import CaseId, ChannelId, MessageId, SpaceId, UserId
from core.outbox import Act
from core.places import Place
from moderation.case import Case, CaseFile, CaseState, Evidence, NewCase, Note, TextState
from moderation.model import Message
from moderation.ports import StaleCase, Unjudged

WAITING = {CaseState.NEW, CaseState.CLAIMED}
WORDLESS = {TextState.WITHDRAWN, TextState.EXPIRED}


class StoreBroke(Exception):
    """What a full disk looks like."""


@dataclass
class Tables:
    """Everything that is kept. Copied before each transaction, one level deep: what stands inside is never changed in place."""

    cases: dict[CaseId, Case] = field(default_factory=dict)
    words: dict[CaseId, Evidence] = field(default_factory=dict)
    notes: dict[CaseId, tuple[Note, ...]] = field(default_factory=dict)
    pending: dict[str, Act] = field(default_factory=dict)
    posted: list[str] = field(default_factory=list)
    audit: list[AuditEntry] = field(default_factory=list)
    marks: dict[ChannelId, MessageId] = field(default_factory=dict)
    off: set[SpaceId] = field(default_factory=set)
    tally: list[tuple[Message, str]] = field(default_factory=list)
    lists: dict[SpaceId, Sequence[tuple[str, str]]] = field(default_factory=dict)
    last_number: int = 0


class MemoryStore:
    """``works`` counts transactions, ``writes`` every changing call. ``break_at`` makes the n-th change from now fail."""

    def __init__(self) -> None:
        self.tables = Tables()
        self.works = 0
        self.writes = 0
        self.break_at: int | None = None
        self.stale_saves = 0
        self.open_now = False
        self._one_at_a_time = asyncio.Lock()

    @asynccontextmanager
    async def work(self) -> AsyncIterator["MemoryWork"]:
        async with self._one_at_a_time:
            self.works += 1
            before = Tables(**{kept.name: copy(getattr(self.tables, kept.name)) for kept in fields(Tables)})
            self.open_now = True
            try:
                await asyncio.sleep(0)
                yield MemoryWork(self)
                await asyncio.sleep(0)
            except BaseException:
                self.tables = before
                raise
            finally:
                self.open_now = False

    def change(self) -> Tables:
        self.writes += 1
        if self.break_at is not None:
            self.break_at -= 1
            if self.break_at <= 0:
                self.break_at = None
                raise StoreBroke
        return self.tables

    def case(self, message: str) -> Case:
        return next(case for case in self.tables.cases.values() if case.message == message)

    def evidence(self, message: str) -> Evidence:
        return self.tables.words.get(self.case(message).id, Evidence(None))

    def actions(self) -> list[str]:
        return [entry.action for entry in self.tables.audit]

    def take_acts(self) -> list[str]:
        """The keys of pending acts, which are then done, as by the dispatcher."""
        keys = list(self.tables.pending)
        self.tables.pending.clear()
        return keys


class MemoryWork:
    """One transaction. It plays every port itself, each under its own name."""

    def __init__(self, store: MemoryStore) -> None:
        self.cases = MemoryCases(store)
        self.outbox = MemoryOutbox(store)
        self.audit = MemoryAudit(store)
        self.marks = MemoryMarks(store)
        self.switches = MemorySwitches(store)
        self.tally = MemoryTally(store)
        self.preferences = Unused()
        self.cards = Unused()
        self.words = MemoryWords(store)
        self.places = Unused()


class MemoryCases:
    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    async def open(self, new: NewCase, evidence: Evidence) -> Case | None:
        if await self.by_message(new.message.id) is not None:
            return None
        tables, message = self._store.change(), new.message
        tables.last_number += 1
        case = Case(
            id=CaseId(tables.last_number),
            version=1,
            space=message.space,
            channel=message.channel,
            kind=message.kind,
            message=message.id,
            author=message.author,
            surface=message.surface,
            origin=new.origin,
            label=new.label,
            urgency=new.urgency,
            reasons=new.reasons,
            language=new.language,
            opened_at=new.opened_at,
            text_until=new.text_until,
        )
        tables.cases[case.id] = case
        tables.words[case.id] = evidence
        return case

    async def get(self, case: CaseId) -> Case | None:
        return self._store.tables.cases.get(case)

    async def by_message(self, message: MessageId) -> Case | None:
        return next((case for case in self._store.tables.cases.values() if case.message == message), None)

    async def undecided(self, limit: int) -> Sequence[Case]:
        waiting = [case for case in self._store.tables.cases.values() if case.state in WAITING and case.text_state not in WORDLESS]
        return sorted(waiting, key=lambda case: -case.id)[:limit]

    async def holding(self, message: MessageId) -> Sequence[Case]:
        tables = self._store.tables
        return [
            tables.cases[case] for case, words in tables.words.items() if message in {turn.id for turn in (*words.before, *words.after)}
        ]

    async def save(self, case: Case) -> Case:
        tables = self._store.change()
        if self._store.stale_saves:
            self._store.stale_saves -= 1
            raise StaleCase
        known = tables.cases[case.id]
        if known.version != case.version:
            raise StaleCase
        text_state = known.text_state if known.text_state in WORDLESS else case.text_state
        tables.cases[case.id] = replace(case, version=case.version + 1, text_state=text_state, opened_at=known.opened_at)
        return tables.cases[case.id]

    async def file(self, case: CaseId) -> CaseFile | None:
        tables = self._store.tables
        if case not in tables.cases:
            return None
        return CaseFile(tables.cases[case], tables.words.get(case, Evidence(None)), tables.notes.get(case, ()))

    async def replace_text(self, case: CaseId, message: Message) -> None:
        tables = self._store.change()
        if case in tables.words:
            tables.words[case] = replace(tables.words[case], message=message)

    async def drop_text(self, case: CaseId, state: TextState) -> None:
        tables = self._store.change()
        tables.words.pop(case, None)
        tables.cases[case] = replace(tables.cases[case], text_state=state)

    async def drop_turn(self, case: CaseId, message: MessageId) -> None:
        tables = self._store.change()
        words = tables.words[case]
        tables.words[case] = replace(
            words,
            before=tuple(turn for turn in words.before if turn.id != message),
            after=tuple(turn for turn in words.after if turn.id != message),
        )

    async def add_after(self, case: CaseId, turn: Message) -> None:
        tables = self._store.change()
        tables.words[case] = replace(tables.words[case], after=(*tables.words[case].after, turn))

    async def add_note(self, case: CaseId, note: Note) -> None:
        tables = self._store.change()
        tables.notes[case] = (*tables.notes.get(case, ()), note)

    async def freeze(self, case: CaseId, evidence: Evidence) -> None:
        tables = self._store.change()
        tables.words[case] = evidence
        tables.cases[case] = replace(tables.cases[case], text_state=TextState.KEPT)

    async def due(self, now: datetime, limit: int) -> Sequence[Case]:
        tables = self._store.tables
        return [case for case in tables.cases.values() if case.id in tables.words and case.text_until <= now][:limit]

    async def drop_notes(self, now: datetime) -> Sequence[CaseId]:
        tables = self._store.tables
        due = [case for case, notes in tables.notes.items() if any(note.expires_at <= now for note in notes)]
        for case in due:
            self._store.change().notes[case] = tuple(note for note in tables.notes[case] if note.expires_at > now)
        return due


class MemoryOutbox:
    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    async def put(self, act: Act) -> None:
        tables = self._store.change()
        if act.kind == "card.post":
            tables.posted.append(act.key)
        tables.pending.setdefault(act.key, act)


class MemoryAudit:
    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    async def record(self, entry: AuditEntry) -> None:
        self._store.change().audit.append(entry)


class MemoryMarks:
    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    async def set_judged(self, marks: Sequence[tuple[ChannelId, MessageId]]) -> None:
        self._store.change().marks.update(marks)

    async def judged(self) -> Sequence[tuple[ChannelId, MessageId]]:
        return list(self._store.tables.marks.items())

    async def forget(self) -> None:
        self._store.change().marks.clear()


class MemorySwitches:
    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    async def analysis_on(self, space: SpaceId) -> bool:
        return space not in self._store.tables.off

    async def set_analysis(self, space: SpaceId, *, on: bool) -> None:
        tables = self._store.change()
        tables.off = tables.off - {space} if on else tables.off | {space}


class MemoryTally:
    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    async def add_unjudged(self, message: Message, reason: str, at: datetime) -> None:
        assert at.tzinfo is not None
        self._store.change().tally.append((message, reason))

    async def unjudged(self, channel: ChannelId) -> Unjudged | None:
        raise NotImplementedError(channel)

    async def settle(self, channel: ChannelId) -> None:
        raise NotImplementedError(channel)


class MemoryWords:
    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    async def words(self, space: SpaceId) -> Sequence[tuple[str, str]]:
        return sorted(self._store.tables.lists.get(space, []))

    async def add(self, space: SpaceId, name: str, word: str) -> bool:
        raise NotImplementedError(space, name, word)

    async def remove(self, space: SpaceId, name: str, word: str) -> bool:
        raise NotImplementedError(space, name, word)


class Unused:
    """Ports that the domain never asks anything of; whoever does, fails."""

    async def language(self, user: UserId) -> str | None:
        raise NotImplementedError(user)

    async def set_language(self, user: UserId, language: str | None) -> None:
        raise NotImplementedError(user, language)

    async def shown(self, key: str) -> tuple[ChannelId, MessageId] | None:
        raise NotImplementedError(key)

    async def remember(self, key: str, channel: ChannelId, message: MessageId) -> None:
        raise NotImplementedError(key, channel, message)

    async def forget(self, key: str) -> None:
        raise NotImplementedError(key)

    async def all(self, space: SpaceId) -> Mapping[str, Place]:
        raise NotImplementedError(space)

    async def put(self, space: SpaceId, place: Place) -> None:
        raise NotImplementedError(space, place)

    async def remove(self, space: SpaceId, key: str) -> None:
        raise NotImplementedError(space, key)
