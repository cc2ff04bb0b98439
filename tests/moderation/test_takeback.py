from datetime import timedelta
from itertools import product

import pytest

from moderation.case import Case, CaseMove, CaseState, Origin, TextState
from moderation.model import Label, Message
from moderation.takeback import Fate, on_delete, on_edit, on_revision, outlives, revised_at
from moderation.transitions import TABLE
from tests.moderation.builders import HERON, START, a_case, said

PENDING = (CaseState.NEW, CaseState.CLAIMED)
LIGHT = (Label.HARASSMENT, Label.HATE, Label.UNSURE)
DANGER = (Label.THREAT, Label.DISTRESS)
OWN_DOING = (Origin.MODEL, Origin.RULE, Origin.WORKER)


@pytest.mark.parametrize(("state", "label", "origin"), list(product(PENDING, LIGHT, OWN_DOING)))
def test_pending_words_go_with_their_author(state: CaseState, label: Label, origin: Origin) -> None:
    case = a_case(state=state, label=label, origin=origin)
    assert not outlives(case)
    assert on_edit(case, flagged=False) is Fate.WITHDRAW
    assert on_edit(case, flagged=True) is Fate.REPLACE
    assert on_delete(case) is Fate.WITHDRAW


DANGEROUS = [(label, origin) for label in DANGER for origin in OWN_DOING] + [(label, Origin.MEMBER) for label in LIGHT]


@pytest.mark.parametrize(("state", "case"), list(product(PENDING, DANGEROUS)))
def test_danger_and_what_a_member_reported_stay(state: CaseState, case: tuple[Label, Origin]) -> None:
    kept = a_case(state=state, label=case[0], origin=case[1])
    assert outlives(kept)
    assert on_edit(kept, flagged=False) is Fate.KEEP
    assert on_edit(kept, flagged=True) is Fate.KEEP
    assert on_delete(kept) is Fate.KEEP


def decided(move: CaseMove, label: Label = Label.HATE, text: TextState = TextState.KEPT) -> Case:
    return a_case(state=CaseState.DECIDED, decision=move, decided_by=HERON, label=label, text_state=text)


@pytest.mark.parametrize("move", [CaseMove.DISMISS, CaseMove.REMIND, CaseMove.TIMEOUT])
@pytest.mark.parametrize("label", [*LIGHT, *DANGER])
def test_after_a_decision_only_new_words_that_need_a_look_change_anything(move: CaseMove, label: Label) -> None:
    assert on_edit(decided(move, label), flagged=False) is Fate.LEAVE
    assert on_edit(decided(move, label), flagged=True) is Fate.REOPEN
    assert on_delete(decided(move, label)) is Fate.LEAVE


def test_a_removed_message_stays_decided() -> None:
    assert on_edit(decided(CaseMove.REMOVE), flagged=True) is Fate.LEAVE
    assert on_delete(decided(CaseMove.REMOVE)) is Fate.LEAVE


def test_a_removed_message_that_still_stands_when_its_words_have_expired_needs_a_look() -> None:
    assert on_edit(decided(CaseMove.REMOVE, text=TextState.EXPIRED), flagged=True) is Fate.REOPEN


@pytest.mark.parametrize("label", [*LIGHT, *DANGER])
def test_a_withdrawn_case_opens_again_for_new_words_that_need_a_look(label: Label) -> None:
    case = a_case(state=CaseState.WITHDRAWN, text_state=TextState.WITHDRAWN, label=label)
    assert on_edit(case, flagged=False) is Fate.LEAVE
    assert on_edit(case, flagged=True) is Fate.REOPEN
    assert on_delete(case) is Fate.LEAVE


def test_what_has_expired_cannot_be_kept() -> None:
    assert on_delete(a_case(label=Label.THREAT, text_state=TextState.EXPIRED)) is Fate.LEAVE
    assert on_edit(a_case(label=Label.THREAT, text_state=TextState.EXPIRED), flagged=False) is Fate.LEAVE
    assert on_edit(a_case(label=Label.THREAT, text_state=TextState.EXPIRED), flagged=True) is Fate.REOPEN
    assert on_delete(a_case(text_state=TextState.EXPIRED)) is Fate.WITHDRAW


FIRST = said(5, "first")
SECOND = said(5, "second", edited=10)


def test_a_newer_revision_is_an_edit() -> None:
    assert revised_at(FIRST) == START
    assert revised_at(SECOND) == START + timedelta(seconds=10)
    assert on_revision(a_case(), FIRST, SECOND, flagged=False) is Fate.WITHDRAW
    assert on_revision(a_case(), FIRST, SECOND, flagged=True) is Fate.REPLACE


@pytest.mark.parametrize("message", [SECOND, FIRST])
@pytest.mark.parametrize("flagged", [True, False])
def test_a_known_or_older_revision_changes_nothing(message: Message, *, flagged: bool) -> None:
    assert on_revision(a_case(), SECOND, message, flagged=flagged) is Fate.LEAVE


def test_a_link_preview_that_appears_is_no_edit_but_its_words_count() -> None:
    grown = said(5, "first\nand a preview")
    assert on_revision(a_case(), FIRST, grown, flagged=False) is Fate.LEAVE
    assert on_revision(a_case(), FIRST, grown, flagged=True) is Fate.REPLACE
    assert on_revision(a_case(state=CaseState.CLAIMED), FIRST, grown, flagged=True) is Fate.REPLACE
    assert on_revision(a_case(label=Label.THREAT), FIRST, grown, flagged=True) is Fate.LEAVE
    assert on_revision(decided(CaseMove.DISMISS), FIRST, grown, flagged=True) is Fate.LEAVE


def test_without_the_frozen_words_only_what_came_after_the_case_is_new() -> None:
    gone = a_case(state=CaseState.WITHDRAWN, text_state=TextState.WITHDRAWN, opened_at=START + timedelta(seconds=10))
    assert on_revision(gone, None, SECOND, flagged=True) is Fate.LEAVE
    assert on_revision(gone, None, said(5, edited=11), flagged=True) is Fate.REOPEN
    assert on_revision(gone, None, said(5, edited=11), flagged=False) is Fate.LEAVE


@pytest.mark.parametrize(("state", "label", "origin"), list(product(CaseState, [*LIGHT, *DANGER], Origin)))
@pytest.mark.parametrize("text", TextState)
def test_no_fate_asks_for_a_move_that_the_table_forbids(state: CaseState, label: Label, origin: Origin, text: TextState) -> None:
    case = a_case(state=state, label=label, origin=origin, text_state=text, decision=CaseMove.DISMISS)
    for fate in (on_edit(case, flagged=True), on_edit(case, flagged=False), on_delete(case)):
        assert fate is not Fate.WITHDRAW or (state, CaseMove.WITHDRAW) in TABLE
        assert fate is not Fate.REOPEN or (state, CaseMove.REOPEN) in TABLE
