from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.case import DECISIONS, Case, CaseMove, CaseState, TextState
from moderation.retention import Retention
from moderation.transitions import HOLDERS_OWN, TABLE, Problem, transition
from tests.moderation.builders import HERON, OWL, START, a_case

KEEPING = Retention(undo=timedelta(minutes=30), keep=timedelta(days=14), notes=timedelta(days=7))
LATER = START + timedelta(hours=1)

NEW = a_case()
CLAIMED = a_case(state=CaseState.CLAIMED, claimed_by=HERON, claimed_at=START)
DECIDED = a_case(
    state=CaseState.DECIDED,
    claimed_by=HERON,
    claimed_at=START,
    decision=CaseMove.TIMEOUT,
    decided_by=HERON,
    decided_at=START,
    timeout_minutes=10,
    text_until=START + KEEPING.undo,
)
WITHDRAWN = a_case(state=CaseState.WITHDRAWN, text_state=TextState.WITHDRAWN)


def move(case: Case, what: CaseMove, by: object = HERON, minutes: int | None = None) -> Case | Problem:
    return transition(case, what, by, LATER, retention=KEEPING, minutes=minutes)  # type: ignore[arg-type]  # None is tried too


def test_claiming_takes_a_new_case() -> None:
    assert move(NEW, CaseMove.CLAIM) == replace(NEW, state=CaseState.CLAIMED, claimed_by=HERON, claimed_at=LATER)


def test_claiming_ones_own_case_again_changes_nothing() -> None:
    assert move(CLAIMED, CaseMove.CLAIM) is CLAIMED


def test_releasing_gives_a_case_back() -> None:
    assert move(CLAIMED, CaseMove.RELEASE) == NEW


def test_releasing_a_case_that_nobody_holds_changes_nothing() -> None:
    assert move(NEW, CaseMove.RELEASE) is NEW


@pytest.mark.parametrize("what", [CaseMove.DISMISS, CaseMove.REMOVE, CaseMove.REMIND])
def test_deciding_an_unclaimed_case_claims_it(what: CaseMove) -> None:
    assert move(NEW, what, minutes=5) == replace(
        NEW,
        state=CaseState.DECIDED,
        claimed_by=HERON,
        claimed_at=LATER,
        decision=what,
        decided_by=HERON,
        decided_at=LATER,
        text_until=LATER + KEEPING.undo,
    )


def test_deciding_ones_own_case_keeps_when_it_was_claimed() -> None:
    decided = move(CLAIMED, CaseMove.TIMEOUT, minutes=1)
    assert decided == replace(
        CLAIMED,
        state=CaseState.DECIDED,
        decision=CaseMove.TIMEOUT,
        decided_by=HERON,
        decided_at=LATER,
        timeout_minutes=1,
        text_until=LATER + KEEPING.undo,
    )


@pytest.mark.parametrize("minutes", [None, 0, -1])
def test_a_timeout_needs_its_minutes(minutes: int | None) -> None:
    with pytest.raises(ValueError, match=r"^a timeout needs its minutes$"):
        move(NEW, CaseMove.TIMEOUT, minutes=minutes)


@pytest.mark.parametrize("what", sorted(set(CaseMove) - {CaseMove.WITHDRAW, CaseMove.REOPEN}))
def test_a_workers_move_needs_a_worker(what: CaseMove) -> None:
    with pytest.raises(ValueError, match=f"^{what} needs a person$"):
        move(NEW, what, by=None, minutes=5)


@pytest.mark.parametrize("what", sorted(HOLDERS_OWN))
def test_another_workers_case_is_taken(what: CaseMove) -> None:
    assert move(CLAIMED, what, by=OWL, minutes=5) == Problem("taken", HERON)


def test_anyone_may_note_on_anothers_case() -> None:
    assert move(CLAIMED, CaseMove.NOTE, by=OWL) is CLAIMED


@pytest.mark.parametrize("case", [NEW, DECIDED])
def test_a_note_moves_nothing(case: Case) -> None:
    assert move(case, CaseMove.NOTE) is case


@pytest.mark.parametrize("case", [NEW, CLAIMED])
def test_an_author_may_withdraw_whoever_holds_the_case(case: Case) -> None:
    assert move(case, CaseMove.WITHDRAW, by=None) == replace(case, state=CaseState.WITHDRAWN, text_state=TextState.WITHDRAWN)


@pytest.mark.parametrize("case", [NEW, CLAIMED, DECIDED, WITHDRAWN])
@pytest.mark.parametrize("by", [None, OWL])
def test_a_reopened_case_is_as_good_as_new(case: Case, by: object) -> None:
    assert move(case, CaseMove.REOPEN, by=by) == replace(NEW, text_until=LATER + KEEPING.keep)


@pytest.mark.parametrize("what", sorted(set(CaseMove) - {CaseMove.NOTE, CaseMove.REOPEN}))
def test_a_decided_case_says_who_decided(what: CaseMove) -> None:
    assert move(DECIDED, what, by=OWL, minutes=5) == Problem("decided", HERON)


@pytest.mark.parametrize("what", sorted(set(CaseMove) - {CaseMove.REOPEN}))
def test_a_withdrawn_case_has_nothing_to_do(what: CaseMove) -> None:
    assert move(WITHDRAWN, what, minutes=5) == Problem("withdrawn", None)


def test_a_decision_never_keeps_words_longer_than_they_had() -> None:
    soon = a_case(text_until=LATER + timedelta(minutes=5))
    decided = move(soon, CaseMove.DISMISS)
    assert isinstance(decided, Case)
    assert decided.text_until == LATER + timedelta(minutes=5)


STATES = {CaseState.NEW: NEW, CaseState.CLAIMED: CLAIMED, CaseState.DECIDED: DECIDED, CaseState.WITHDRAWN: WITHDRAWN}
MOVES = st.tuples(st.sampled_from(sorted(CaseMove)), st.sampled_from([HERON, OWL]), st.integers(1, 90))


@given(st.lists(MOVES, max_size=30))
def test_every_history_keeps_a_case_whole(history: list[tuple[CaseMove, str, int]]) -> None:
    case: Case = NEW
    for number, (what, by, minutes) in enumerate(history):
        at = START + timedelta(minutes=number)
        after = transition(case, what, by, at, retention=KEEPING, minutes=minutes)  # type: ignore[arg-type]  # sampled as str
        if isinstance(after, Problem):
            assert after.key in {"taken", "decided", "withdrawn"}
            continue
        assert after.state is TABLE[case.state, what]
        assert (after.state is CaseState.DECIDED) == (after.decision in DECISIONS)
        assert (after.decided_by is None) == (after.decided_at is None) == (after.decision is None)
        assert (after.claimed_by is None) == (after.claimed_at is None)
        assert after.state is not CaseState.CLAIMED or after.claimed_by is not None
        assert (after.timeout_minutes is None) == (after.decision is not CaseMove.TIMEOUT)
        assert after.text_until <= at + KEEPING.keep
        assert replace(after, version=1) == after
        case = after


def test_the_table_has_no_state_without_a_way_back_to_a_human() -> None:
    assert {state for state, what in TABLE if what is CaseMove.REOPEN} == set(STATES)
