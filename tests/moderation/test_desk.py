from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from core.audit import AuditEntry
from core.clock import ManualClock
from core.ids import CaseId, UserId
from core.outbox import Act
from moderation.case import Case, CaseMove, CaseState, Evidence, NewCase, Note, Origin, TextState
from moderation.desk import MOVES, NOTE_LENGTH, Desk, MoveResult
from moderation.model import Label, Message, Reason, Surface, Urgency
from moderation.reasons import Why
from moderation.retention import Retention, text_until
from tests.moderation.builders import FOX, HERON, HOUSE, OTTER, OWL, ROOM, START, said, talk
from tests.moderation.fakes import MemoryStore, StoreBroke

KEEPING = Retention(undo=timedelta(minutes=30), keep=timedelta(days=14), notes=timedelta(days=7))


class Office:
    """A desk with cases on it."""

    def __init__(self, *, timeouts: bool = True) -> None:
        self.clock = ManualClock(START)
        self.store = MemoryStore()
        self.desk = Desk(store=self.store, clock=self.clock, retention=KEEPING, timeouts=timeouts)

    async def laid(self, message: Message, label: Label = Label.HATE) -> CaseId:
        async with self.store.work() as work:
            new = NewCase(message, Origin.MODEL, label, Urgency.SOON, (), None, self.clock.now(), text_until(self.clock.now(), KEEPING))
            case = await work.cases.open(new, Evidence(message, (said(1),), (said(9),)))
            assert case is not None
            return case.id

    def case(self, number: CaseId) -> Case:
        return self.store.tables.cases[number]


@pytest.fixture
def office() -> Office:
    return Office()


async def test_claiming_is_written_audited_and_shown(office: Office) -> None:
    case = await office.laid(said(5))
    result = await office.desk.move(case, CaseMove.CLAIM, HERON)
    assert result == MoveResult(done=True, case=office.case(case))
    assert (office.case(case).state, office.case(case).claimed_by, office.case(case).claimed_at) == (CaseState.CLAIMED, HERON, START)
    assert office.store.tables.audit == [AuditEntry(START, "case.claim", HERON, case)]
    assert office.store.take_acts() == ["card.edit:1"]


async def test_the_second_worker_is_told_who_has_it(office: Office) -> None:
    case = await office.laid(said(5))
    await office.desk.move(case, CaseMove.CLAIM, HERON)
    writes = office.store.writes
    for move in MOVES:
        assert await office.desk.move(case, move, OWL, minutes=5) == MoveResult(
            done=False, case=office.case(case), problem="taken", who=HERON
        )
    assert office.store.writes == writes


async def test_what_changes_nothing_is_done_and_writes_nothing(office: Office) -> None:
    case = await office.laid(said(5))
    await office.desk.move(case, CaseMove.CLAIM, HERON)
    writes = office.store.writes
    assert await office.desk.move(case, CaseMove.CLAIM, HERON) == MoveResult(done=True, case=office.case(case))
    assert office.store.writes == writes


async def test_releasing_gives_it_back(office: Office) -> None:
    case = await office.laid(said(5))
    await office.desk.move(case, CaseMove.CLAIM, HERON)
    await office.desk.move(case, CaseMove.RELEASE, HERON)
    assert (await office.desk.move(case, CaseMove.CLAIM, OWL)).done
    assert office.store.actions() == ["case.claim", "case.release", "case.claim"]


SURFACE: dict[str, str | int] = {"surface": "message"}
ACTS: list[tuple[CaseMove, Callable[[CaseId], list[Act]]]] = [
    (CaseMove.DISMISS, lambda _: []),
    (CaseMove.REMOVE, lambda case: [Act("message.delete", f"message.delete:{case}", case, ROOM, said(5).id, FOX, SURFACE)]),
    (CaseMove.REMIND, lambda case: [Act("member.remind", f"member.remind:{case}", case, ROOM, said(5).id, FOX, SURFACE)]),
    (
        CaseMove.TIMEOUT,
        lambda case: [Act("member.timeout", f"member.timeout:{case}", case, ROOM, said(5).id, FOX, SURFACE | {"minutes": 10})],
    ),
]


@pytest.mark.parametrize(("move", "acts"), ACTS)
async def test_a_decision_is_recorded_with_what_has_to_be_done(office: Office, move: CaseMove, acts: Callable[[CaseId], list[Act]]) -> None:
    case = await office.laid(said(5))
    office.clock.advance(timedelta(minutes=3))
    result = await office.desk.move(case, move, HERON, minutes=10)
    decided = office.case(case)
    assert result == MoveResult(done=True, case=decided)
    assert (decided.state, decided.decision, decided.decided_by) == (CaseState.DECIDED, move, HERON)
    assert decided.text_until == START + timedelta(minutes=33)
    detail = "10 minutes" if move is CaseMove.TIMEOUT else ""
    assert office.store.tables.audit == [AuditEntry(office.clock.now(), f"case.{move}", HERON, case, detail)]
    assert list(office.store.tables.pending.values()) == [*acts(case), Act("card.edit", f"card.edit:{case}", case)]


async def test_the_act_says_on_which_surface(office: Office) -> None:
    title = Message(said(5).id, HOUSE, ROOM, said(5).kind, FOX, "words", START, surface=Surface.THREAD_TITLE)
    case = await office.laid(title)
    await office.desk.move(case, CaseMove.REMOVE, HERON)
    assert office.store.tables.pending["message.delete:1"].params == {"surface": "thread-title"}


async def test_the_second_decision_is_told_who_decided(office: Office) -> None:
    case = await office.laid(said(5))
    await office.desk.move(case, CaseMove.DISMISS, HERON)
    decided = office.case(case)
    assert await office.desk.move(case, CaseMove.REMOVE, OWL) == MoveResult(done=False, case=decided, problem="decided", who=HERON)
    assert office.case(case) == decided
    assert "message.delete:1" not in office.store.take_acts()


async def test_an_unknown_case_is_not_found(office: Office) -> None:
    nowhere = MoveResult(done=False, case=None, problem="not-found")
    assert await office.desk.move(CaseId(77), CaseMove.CLAIM, HERON) == nowhere
    assert await office.desk.note(CaseId(77), HERON, "hm") == nowhere
    assert await office.desk.file(CaseId(77), HERON) is None
    assert office.store.writes == 0


async def test_timeouts_can_be_off() -> None:
    office = Office(timeouts=False)
    case = await office.laid(said(5))
    assert await office.desk.move(case, CaseMove.TIMEOUT, HERON, minutes=5) == MoveResult(done=False, case=None, problem="timeouts-off")
    assert office.case(case).state is CaseState.NEW
    assert (await office.desk.move(case, CaseMove.REMIND, HERON)).done


@pytest.mark.parametrize("move", sorted(set(CaseMove) - MOVES))
async def test_only_a_workers_moves_are_taken(office: Office, move: CaseMove) -> None:
    case = await office.laid(said(5))
    with pytest.raises(ValueError, match="not a worker's move"):
        await office.desk.move(case, move, HERON)


async def test_a_timeout_without_its_minutes_is_refused(office: Office) -> None:
    case = await office.laid(said(5))
    with pytest.raises(ValueError, match="minutes"):
        await office.desk.move(case, CaseMove.TIMEOUT, HERON)
    assert office.case(case).state is CaseState.NEW


async def test_a_case_that_changed_meanwhile_is_tried_once_more(office: Office) -> None:
    case = await office.laid(said(5))
    office.store.stale_saves = 1
    assert (await office.desk.move(case, CaseMove.CLAIM, HERON)).done
    assert office.store.actions() == ["case.claim"]


async def test_a_case_that_keeps_changing_is_stale(office: Office) -> None:
    case = await office.laid(said(5))
    office.store.stale_saves = 2
    assert await office.desk.move(case, CaseMove.CLAIM, HERON) == MoveResult(done=False, case=None, problem="stale")
    assert (office.case(case).state, office.store.actions()) == (CaseState.NEW, [])


@pytest.mark.parametrize("broken", range(1, 5))
async def test_a_decision_is_written_whole_or_not_at_all(office: Office, broken: int) -> None:
    case = await office.laid(said(5))
    before = office.case(case)
    office.store.break_at = broken
    with pytest.raises(StoreBroke):
        await office.desk.move(case, CaseMove.REMOVE, HERON)
    assert (office.case(case), office.store.tables.pending, office.store.tables.audit) == (before, {}, [])


async def test_a_note_is_kept_for_a_while(office: Office) -> None:
    case = await office.laid(said(5))
    assert await office.desk.note(case, OWL, "  talk to both  ") == MoveResult(done=True, case=office.case(case))
    assert office.store.tables.notes[case] == (Note(OWL, "talk to both", START, START + timedelta(days=7)),)
    assert office.store.tables.audit == [AuditEntry(START, "case.note", OWL, case)]
    assert office.store.take_acts() == ["card.edit:1"]


@pytest.mark.parametrize("text", ["", " \n ", "x" * (NOTE_LENGTH + 1)])
async def test_empty_and_long_notes_are_refused(office: Office, text: str) -> None:
    case = await office.laid(said(5))
    with pytest.raises(ValueError, match="1 to 500 characters"):
        await office.desk.note(case, HERON, text)
    assert (await office.desk.note(case, HERON, "x" * NOTE_LENGTH)).done


async def test_a_withdrawn_case_takes_no_note(office: Office) -> None:
    case = await office.laid(said(5))
    office.store.tables.cases[case] = withdrawn(office.case(case))
    assert await office.desk.note(case, HERON, "hm") == MoveResult(done=False, case=office.case(case), problem="withdrawn")
    assert office.store.tables.notes == {}


def withdrawn(case: Case) -> Case:
    return replace(case, state=CaseState.WITHDRAWN, text_state=TextState.WITHDRAWN)


async def test_a_worker_can_lay_any_message_here(office: Office) -> None:
    before = [said(number) for number in range(20)]
    result = await office.desk.open_case(said(50, "hm", language="nl"), talk(*before), HERON)
    case = office.store.case("discord:50")
    assert result == MoveResult(done=True, case=case)
    assert (case.origin, case.label, case.urgency, case.reasons) == (Origin.WORKER, Label.UNSURE, Urgency.LATER, (Reason(Why.WORKER),))
    assert case.language == "nl"
    evidence = office.store.evidence("discord:50")
    assert evidence == Evidence(said(50, "hm", language="nl"), tuple(before[-8:]))
    assert office.store.tables.audit == [AuditEntry(START, "case.open", HERON, case.id, "worker unsure")]
    assert office.store.take_acts() == ["card.post:1"]


@pytest.mark.parametrize("by", [HERON, OWL])
async def test_what_lies_here_already_is_not_laid_here_twice(office: Office, by: UserId) -> None:
    case = await office.laid(said(5))
    await office.desk.move(case, CaseMove.CLAIM, HERON)
    writes = office.store.writes
    assert await office.desk.open_case(said(5), talk(), by) == MoveResult(done=True, case=office.case(case))
    assert office.store.writes == writes


async def test_what_was_decided_is_not_laid_here_again(office: Office) -> None:
    case = await office.laid(said(5))
    await office.desk.move(case, CaseMove.DISMISS, HERON)
    assert await office.desk.open_case(said(5), talk(), OWL) == MoveResult(done=False, case=office.case(case), problem="decided", who=HERON)


async def test_a_worker_can_open_a_withdrawn_case_on_the_words_as_they_are_now(office: Office) -> None:
    case = await office.laid(said(5))
    async with office.store.work() as work:
        await work.cases.save(withdrawn(office.case(case)))
        await work.cases.drop_text(case, TextState.WITHDRAWN)
    result = await office.desk.open_case(said(5, "new words", edited=9), talk(said(4)), HERON)
    opened = office.case(case)
    assert result == MoveResult(done=True, case=opened)
    assert (opened.state, opened.text_state, opened.label) == (CaseState.NEW, TextState.KEPT, Label.UNSURE)
    assert office.store.evidence("discord:5") == Evidence(said(5, "new words", edited=9), (said(4),))
    assert office.store.tables.audit == [AuditEntry(START, "case.reopen", HERON, case)]
    assert office.store.take_acts() == ["card.edit:1"]


async def test_reading_the_words_is_audited_for_a_person_and_not_for_haven(office: Office) -> None:
    case = await office.laid(said(5))
    drawn = await office.desk.file(case, None)
    assert drawn is not None
    assert drawn.evidence.message == said(5)
    assert office.store.tables.audit == []
    assert await office.desk.file(case, OWL) == drawn
    assert office.store.tables.audit == [AuditEntry(START, "case.read", OWL, case)]


async def test_words_and_notes_go_when_they_are_due(office: Office) -> None:
    kept = await office.laid(said(5))
    decided = await office.laid(said(6, by=OTTER))
    await office.desk.move(decided, CaseMove.DISMISS, HERON)
    await office.desk.note(kept, HERON, "hm")
    office.store.take_acts()
    office.clock.advance(timedelta(minutes=29))
    assert await office.desk.expire() == 0
    office.clock.advance(timedelta(minutes=1))
    assert await office.desk.expire() == 1
    assert (office.case(decided).text_state, office.case(decided).state) == (TextState.EXPIRED, CaseState.DECIDED)
    assert office.store.take_acts() == [f"card.edit:{decided}"]
    office.clock.advance(timedelta(days=7))
    assert await office.desk.expire() == 1
    assert office.store.tables.notes[kept] == ()
    assert office.store.take_acts() == [f"card.edit:{kept}"]
    office.clock.advance(timedelta(days=7))
    assert await office.desk.expire() == 1
    assert (office.store.tables.words, office.case(kept).text_state, office.case(kept).state) == ({}, TextState.EXPIRED, CaseState.NEW)
    assert await office.desk.expire() == 0
    assert office.store.actions().count("case.expire") == 2


async def test_more_than_one_batch_is_deleted_at_once(office: Office) -> None:
    for number in range(230):
        await office.laid(said(number))
    works = office.store.works
    office.clock.advance(timedelta(days=14))
    assert await office.desk.expire() == 230
    assert office.store.tables.words == {}
    assert office.store.works - works == 3


async def test_a_case_that_loses_words_and_notes_together_counts_once(office: Office) -> None:
    case = await office.laid(said(5))
    office.clock.advance(timedelta(days=7))
    await office.desk.note(case, HERON, "hm")
    office.clock.advance(timedelta(days=7))
    assert await office.desk.expire() == 1
