"""Random evenings: people talk, edit and delete, workers decide, the disk fails, the process dies. The laws hold after every step."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from core.ids import MessageId, UserId, number_of
from moderation.case import Case, CaseMove, CaseState, TextState
from moderation.desk import Desk
from moderation.model import KEPT_LABELS, Message
from moderation.retention import Retention
from tests.moderation.builders import FOX, HARE, HERON, MARKS, OTTER, OWL, ROOM, START, House, said
from tests.moderation.fakes import StoreBroke

CANARY = "canary"
PENDING = {CaseState.NEW, CaseState.CLAIMED}
WORDS = st.sampled_from(["plain", "other", *MARKS])
PEOPLE = st.sampled_from([FOX, OTTER, HARE])
WORKERS = st.sampled_from([HERON, OWL])
BREAK = st.none() | st.integers(1, 6)
PICK = st.integers(0, 10_000)


def needs_a_look(message: Message) -> bool:
    return any(mark in message.text for mark in MARKS)


class Evening(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.runner = asyncio.Runner()
        self.house = House()
        self.said: dict[MessageId, Message] = {}  # what stands in the channel now
        self.gone: set[MessageId] = set()  # deleted by their authors
        self.removed: set[MessageId] = set()  # deleted by Haven
        self.owed: set[MessageId] = set()  # revisions that need a look were read in these
        self.unheard: set[MessageId] = set()  # their judgement failed, and nobody tried again
        self.number = 0

    def teardown(self) -> None:
        if hasattr(self, "runner"):
            self.runner.close()

    @property
    def desk(self) -> Desk:
        return Desk(store=self.house.store, clock=self.house.clock, retention=Retention(), timeouts=True)

    def tick(self) -> float:
        return (self.house.clock.advance(timedelta(seconds=7)) - START).total_seconds()

    def whatever_breaks(self, call: "Awaitable[object]", breaks: int | None) -> bool:
        """Runs a call on a disk that fails at its n-th write; True where it went through."""
        self.house.store.break_at = breaks

        async def run() -> bool:
            try:
                await call
            except StoreBroke:
                return False
            return True

        went_through = self.runner.run(run())
        self.house.store.break_at = None
        return went_through

    def hear(self, message: Message, breaks: int | None, *, edit: bool = False, again: bool = True) -> None:
        pipeline = self.house.pipeline
        heard = self.whatever_breaks(pipeline.edited(message) if edit else pipeline.receive(message), breaks)
        if not heard and not again:
            self.unheard.add(message.id)
            return
        if not heard:
            self.whatever_breaks(pipeline.edited(message) if edit else pipeline.receive(message), None)
        self.unheard.discard(message.id)
        if needs_a_look(message):
            self.owed.add(message.id)

    @rule(turns=st.lists(st.tuples(WORDS, PEOPLE), min_size=1, max_size=4), breaks=BREAK, again=st.booleans())
    def talk(self, turns: list[tuple[str, UserId]], breaks: int | None, *, again: bool) -> None:
        for words, by in turns:
            self.number += 1
            text = f"{CANARY} {words} {self.number}"
            message = said(self.number, text, by=by, to=OTTER if by != OTTER else FOX, after=self.tick())
            self.said[message.id] = message
            self.hear(message, breaks, again=again)

    def pick(self, number: int) -> Message | None:
        there = list(self.said.values())
        return there[number % len(there)] if there else None

    @rule(number=PICK, words=WORDS, breaks=BREAK)
    @precondition(lambda self: self.said)
    def edit(self, number: int, words: str, breaks: int | None) -> None:
        old = self.pick(number)
        assert old is not None
        after = self.tick()
        new = said(number_of(old.id), f"{CANARY} {words} at {after}", by=old.author, to=old.reply_to, edited=after)
        new = Message(new.id, new.space, new.channel, new.kind, new.author, new.text, old.at, new.edited_at, reply_to=new.reply_to)
        self.said[new.id] = new
        self.hear(new, breaks, edit=True)

    @rule(number=PICK, breaks=BREAK)
    @precondition(lambda self: self.said)
    def delete(self, number: int, breaks: int | None) -> None:
        old = self.pick(number)
        assert old is not None
        del self.said[old.id]
        self.gone.add(old.id)
        if not self.whatever_breaks(self.house.pipeline.deleted(ROOM, [old.id]), breaks):
            self.whatever_breaks(self.house.pipeline.deleted(ROOM, [old.id]), None)

    @rule(
        number=PICK,
        by=WORKERS,
        move=st.sampled_from([CaseMove.CLAIM, CaseMove.RELEASE, CaseMove.DISMISS, CaseMove.REMOVE, CaseMove.REMIND, CaseMove.TIMEOUT]),
        breaks=BREAK,
    )
    @precondition(lambda self: self.house.store.tables.cases)
    def work(self, number: int, by: str, move: CaseMove, breaks: int | None) -> None:
        cases = self.house.store.tables.cases
        case = list(cases.values())[number % len(cases)]
        before = case
        self.tick()
        went_through = self.whatever_breaks(self.desk.move(case.id, move, by, minutes=5), breaks)  # type: ignore[arg-type]  # sampled
        after = self.house.store.tables.cases[case.id]
        assert went_through or after == before
        assert before.state in PENDING or after == before
        assert before.claimed_by in {None, by} or after == before
        if after.decision is CaseMove.REMOVE and after.message in self.said:
            del self.said[after.message]
            self.removed.add(after.message)
            self.whatever_breaks(self.house.pipeline.deleted(ROOM, [after.message]), None)

    @rule(number=PICK, by=WORKERS)
    @precondition(lambda self: self.said)
    def open_by_hand(self, number: int, by: str) -> None:
        message = self.pick(number)
        assert message is not None
        context = self.house.window.context_before(message)
        self.whatever_breaks(self.desk.open_case(message, context, by), None)  # type: ignore[arg-type]  # sampled

    @rule(breaks=BREAK)
    def flush(self, breaks: int | None) -> None:
        self.whatever_breaks(self.house.pipeline.flush(), breaks)

    @rule(flushed=st.booleans())
    def die_and_read_the_gap(self, *, flushed: bool) -> None:
        if flushed:
            self.whatever_breaks(self.house.pipeline.flush(), None)
        mark = self.house.store.tables.marks.get(ROOM)
        self.house.restart()
        missed = [message for message in self.said.values() if mark is None or number_of(message.id) > number_of(mark)]
        assert self.unheard & self.said.keys() <= {message.id for message in missed}
        for message in missed:
            self.hear(message, None)

    @rule(days=st.sampled_from([0, 0, 0, 15]))
    def expire(self, days: int) -> None:
        self.house.clock.advance(timedelta(days=days, minutes=31))
        self.whatever_breaks(self.desk.expire(), None)
        now = self.house.clock.now()
        tables = self.house.store.tables
        assert all(tables.cases[case].text_until > now for case in tables.words)

    def cases(self) -> dict[MessageId, Case]:
        return {case.message: case for case in self.house.store.tables.cases.values()}

    @invariant()
    @precondition(lambda self: hasattr(self, "house"))
    def no_case_is_lost_and_none_is_twice(self) -> None:
        tables = self.house.store.tables
        assert self.owed <= set(self.cases())
        assert len(self.cases()) == len(tables.cases)
        assert tables.posted == [f"card.post:{case}" for case in tables.cases]
        opened = [entry.case for entry in tables.audit if entry.action == "case.open"]
        assert opened == list(tables.cases)

    @invariant()
    @precondition(lambda self: hasattr(self, "house"))
    def words_taken_back_are_gone_but_for_danger(self) -> None:
        tables = self.house.store.tables
        for message, case in self.cases().items():
            words = tables.words.get(case.id)
            if case.state in PENDING and case.label not in KEPT_LABELS and words is not None:
                assert words.message == self.said[message]
            if case.state is CaseState.WITHDRAWN or case.text_state is TextState.EXPIRED:
                assert words is None
            if case.label not in KEPT_LABELS and words is not None:
                for turn in (*words.before, *words.after):
                    assert turn.id in self.removed or turn == self.said[turn.id]

    @invariant()
    @precondition(lambda self: hasattr(self, "house"))
    def what_needs_a_look_is_pending_or_decided(self) -> None:
        cases = self.cases()
        standing = [message for message in self.said.values() if needs_a_look(message) and message.id not in self.unheard]
        assert all(cases[message.id].state is not CaseState.WITHDRAWN for message in standing)
        assert not any(case.label in KEPT_LABELS for case in cases.values() if case.state is CaseState.WITHDRAWN)

    @invariant()
    @precondition(lambda self: hasattr(self, "house"))
    def nothing_is_frozen_twice_or_beyond_what_was_agreed(self) -> None:
        for words in self.house.store.tables.words.values():
            ids = [turn.id for turn in (*words.before, words.message, *words.after) if turn is not None]
            assert len(ids) == len(set(ids))
            assert len(words.before) <= 8
            assert len(words.after) <= 3

    @invariant()
    @precondition(lambda self: hasattr(self, "house"))
    def pending_cases_show_their_words(self) -> None:
        tables = self.house.store.tables
        for case in tables.cases.values():
            if case.state in PENDING and case.text_state is not TextState.EXPIRED:
                assert tables.words[case.id].message is not None

    @invariant()
    @precondition(lambda self: hasattr(self, "house"))
    def words_stand_nowhere_but_in_frozen_evidence(self) -> None:
        tables = self.house.store.tables
        rest = (tables.cases, tables.pending, tables.audit, tables.marks, tables.tally, tables.notes)
        assert CANARY not in repr(rest)

    @invariant()
    @precondition(lambda self: hasattr(self, "house"))
    def decisions_are_whole(self) -> None:
        for case in self.house.store.tables.cases.values():
            assert (case.state is CaseState.DECIDED) == (case.decided_by is not None) == (case.decision is not None)


Evening.TestCase.settings = settings(max_examples=settings().max_examples // 3, stateful_step_count=40)
TestEvening = Evening.TestCase
