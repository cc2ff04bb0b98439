import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from core.ids import ChannelId, MessageId
from core.outbox import Act
from moderation.case import CaseMove, CaseState, Origin, TextState
from moderation.desk import Desk
from moderation.following import Freeze
from moderation.model import Label, Message, Reason, Route, Scores, Surface, Urgency
from moderation.ports import StaleCase
from moderation.progress import Revisions
from moderation.reasons import Why
from moderation.retention import Retention
from tests.moderation.builders import FOX, HERON, HOUSE, OTTER, OWL, ROOM, START, House, said
from tests.moderation.fakes import StoreBroke

HALL = ChannelId("discord:20")


def desk_of(house: House) -> Desk:
    return Desk(store=house.store, clock=house.clock, retention=Retention(), timeouts=True)


def turns(messages: tuple[Message, ...]) -> list[str]:
    return [message.id.removeprefix("discord:") for message in messages]


async def receive(house: House, *messages: Message) -> None:
    for message in messages:
        await house.pipeline.receive(message)


async def while_judging(house: House, message: Message, *, edit: bool = False) -> "asyncio.Task[object]":
    """Starts judging ``message`` and returns once the classifier has it, holding its answer back."""
    house.scorer.gate = asyncio.Event()
    read = len(house.scorer.read)
    task: asyncio.Task[object] = asyncio.create_task(house.pipeline.edited(message) if edit else house.pipeline.receive(message))
    await house.scorer.asked(read + 1)
    return task


async def let_answer(house: House, task: "asyncio.Task[object]") -> object:
    assert house.scorer.gate is not None
    house.scorer.gate.set()
    house.scorer.gate = None
    return await task


async def test_a_flagged_message_becomes_a_case_with_its_words_audit_and_card() -> None:
    house = House()
    verdict = await house.pipeline.receive(said(5, "you #hate", kind=said(1).kind))
    assert verdict is not None
    assert (verdict.label, verdict.language) == (Label.HATE, "en")
    case = house.store.case("discord:5")
    assert (case.origin, case.label, case.urgency, case.state) == (Origin.MODEL, Label.HATE, Urgency.SOON, CaseState.NEW)
    assert case.reasons == (Reason(Why.HATE), Reason("written"))
    assert case.text_until == START + timedelta(days=14)
    assert house.store.evidence("discord:5").message == said(5, "you #hate")
    assert house.store.actions() == ["case.open"]
    assert list(house.store.tables.pending.values()) == [Act("card.post", "card.post:1", case.id)]


async def test_clean_talk_and_banter_are_never_written_and_open_no_transaction() -> None:
    house = House()
    await house.pipeline.receive(said(1))
    works = house.store.works
    for number in range(2, 200):
        assert await house.pipeline.receive(said(number, f"message {number}", after=number)) is not None
    assert (house.store.works, house.store.writes) == (works, 0)
    await house.pipeline.flush()
    assert (house.store.works, house.store.writes) == (works + 1, 1)
    assert house.store.tables.marks == {ROOM: "discord:199"}
    await house.pipeline.flush()
    assert house.store.works == works + 1


async def test_the_conversation_before_is_frozen_and_no_more_of_it_than_agreed() -> None:
    house = House(freeze=Freeze(before=2))
    await receive(house, said(1), said(2), said(3), said(4, channel=HALL), said(5, "#threat"))
    assert turns(house.store.evidence("discord:5").before) == ["2", "3"]
    assert turns(house.store.evidence("discord:5").after) == []


async def test_a_few_turns_after_it_are_frozen_as_they_come_with_one_edit_of_the_card() -> None:
    house = House()
    await receive(house, said(5, "#threat"))
    assert house.store.take_acts() == ["card.post:1"]
    await receive(house, said(6, after=10), said(7, after=20, channel=HALL), said(8, after=30), said(9, after=120), said(10, after=120))
    assert turns(house.store.evidence("discord:5").after) == ["6", "8", "9"]
    assert house.store.take_acts() == ["card.edit:1"]


async def test_turns_that_come_too_late_are_not_frozen_nor_written() -> None:
    house = House()
    await receive(house, said(5, "#threat"))
    writes = house.store.writes
    await receive(house, said(6, after=121), said(7, after=122))
    assert house.store.evidence("discord:5").after == ()
    assert house.store.writes == writes


async def test_two_cases_of_one_channel_each_get_the_turns_after() -> None:
    house = House()
    await receive(house, said(5, "#threat"), said(6, "#hate", after=1), said(7, after=2))
    assert turns(house.store.evidence("discord:5").after) == ["6", "7"]
    assert turns(house.store.evidence("discord:6").after) == ["7"]


async def test_a_decided_case_takes_no_more_turns() -> None:
    house = House()
    await receive(house, said(5, "#threat"))
    await desk_of(house).move(house.store.case("discord:5").id, CaseMove.DISMISS, HERON)
    writes, works = house.store.writes, house.store.works
    await receive(house, said(6, after=1), said(7, after=2))
    assert house.store.evidence("discord:5").after == ()
    assert (house.store.writes, house.store.works) == (writes, works + 1)


async def test_nicknames_and_titles_are_judged_but_are_no_turn_and_no_mark() -> None:
    house = House()
    nickname = replace(said(1, "#hate"), id=MessageId("discord:nickname/5/17"), surface=Surface.NICKNAME)
    await receive(house, said(5, "#threat"), nickname)
    assert house.store.case(nickname.id).surface is Surface.NICKNAME
    assert house.store.evidence("discord:5").after == ()
    await house.pipeline.flush()
    assert house.store.tables.marks == {ROOM: "discord:5"}


async def test_a_message_is_judged_once() -> None:
    house = House()
    assert await house.pipeline.receive(said(5, "#hate")) is not None
    assert await house.pipeline.receive(said(5, "#hate")) is None
    assert await house.pipeline.edited(said(5, "#hate")) is None
    assert len(house.scorer.read) == 1


async def test_a_gap_read_after_a_restart_makes_no_second_case() -> None:
    house = House()
    await receive(house, said(4), said(5, "#hate"))
    house.store.take_acts()
    house.restart()
    verdict = await house.pipeline.receive(said(5, "#hate"))
    assert verdict is not None
    assert (len(house.store.tables.cases), house.store.tables.posted, house.store.take_acts()) == (1, ["card.post:1"], [])
    assert house.store.case("discord:5").version == 1


async def test_a_gap_that_holds_a_newer_revision_is_an_edit() -> None:
    house = House()
    await receive(house, said(5, "#hate"))
    house.restart()
    await receive(house, said(5, "#hate and more", edited=60))
    assert house.store.evidence("discord:5").message == said(5, "#hate and more", edited=60)
    await receive(house, said(5, "sorry", edited=70))
    assert house.store.case("discord:5").state is CaseState.WITHDRAWN


async def test_rules_judge_beside_the_classifier_and_the_case_says_who_found_it() -> None:
    house = House()
    house.store.tables.lists[HOUSE] = [("severe", "grobble"), ("watch", "flumph")]
    await receive(house, said(5, "grobble"), said(6, "grobble #hate"), said(7, "flumph"))
    assert (house.store.case("discord:5").origin, house.store.case("discord:5").label) == (Origin.RULE, Label.HARASSMENT)
    assert (house.store.case("discord:6").origin, house.store.case("discord:6").label) == (Origin.MODEL, Label.HATE)
    assert (house.store.case("discord:7").origin, house.store.case("discord:7").label) == (Origin.RULE, Label.UNSURE)


async def test_changed_word_lists_count_once_they_are_reloaded() -> None:
    house = House()
    await receive(house, said(1, "grobble"))
    house.store.tables.lists[HOUSE] = [("severe", "grobble")]
    await house.pipeline.reload(HOUSE)
    await receive(house, said(2, "grobble"))
    assert [case.message for case in house.store.tables.cases.values()] == ["discord:2"]


async def test_allowed_words_are_hidden_from_the_classifier_alone() -> None:
    house = House()
    house.store.tables.lists[HOUSE] = [("allowed", "#hate"), ("watch", "flumph")]
    await receive(house, said(5, "so #hate flumph"))
    assert house.scorer.read == ["so  flumph"]
    assert house.store.evidence("discord:5").message == said(5, "so #hate flumph")


async def test_the_conversation_decides_between_banter_and_harassment() -> None:
    house = House()
    await receive(house, said(1, "haha no u", by=OTTER, to=FOX), said(2, "you are trash #mean lol", to=OTTER, after=5))
    assert house.store.tables.cases == {}
    await receive(house, said(3, "please stop", by=OTTER, to=FOX, after=10), said(4, "you are trash #mean lol", to=OTTER, after=15))
    case = house.store.case("discord:4")
    assert case.label is Label.HARASSMENT
    assert Reason(Why.ASKED_TO_STOP) in case.reasons


# -- a classifier that can't be had


async def test_without_a_classifier_rules_judge_and_the_tally_tells_without_words() -> None:
    house = House()
    house.store.tables.lists[HOUSE] = [("severe", "grobble")]
    house.scorer.down = "overloaded"
    verdict = await house.pipeline.receive(said(1, "hello"))
    assert verdict is not None
    assert (verdict.label, verdict.route) == (Label.CLEAN, Route.NONE)
    await receive(house, said(2, "grobble"), said(3, "hi", channel=HALL))
    assert house.store.case("discord:2").origin is Origin.RULE
    await house.pipeline.flush()
    assert [(message.id, message.text, reason) for message, reason in house.store.tables.tally] == [
        ("discord:1", "", "overloaded"),
        ("discord:2", "", "overloaded"),
        ("discord:3", "", "overloaded"),
    ]
    assert house.store.take_acts() == ["card.post:1", "health:discord:10", "health:discord:20"]
    await house.pipeline.flush()
    assert len(house.store.tables.tally) == 3


@pytest.mark.parametrize("score", [float("nan"), -0.1, 1.1, float("inf")])
async def test_a_score_that_is_no_probability_is_a_failure(score: float) -> None:
    class Broken:
        async def score(self, message: Message, context: object) -> Scores:
            assert message.text
            assert context is not None
            return Scores({"toxicity": 0.0, "threat": score}, "broken")

    house = House()
    house.pipeline._scorer = Broken()
    await receive(house, said(1))
    await house.pipeline.flush()
    assert [reason for _, reason in house.store.tables.tally] == ["failed"]


async def test_a_tally_that_could_not_be_written_is_written_later() -> None:
    house = House()
    await receive(house, said(1, "#down"))
    house.store.break_at = 1
    with pytest.raises(StoreBroke):
        await house.pipeline.flush()
    assert (house.store.tables.tally, house.store.tables.marks) == ([], {})
    await receive(house, said(2, "#down"))
    await house.pipeline.flush()
    assert [message.id for message, _ in house.store.tables.tally] == ["discord:1", "discord:2"]
    assert house.store.tables.marks == {ROOM: "discord:2"}


async def test_a_long_outage_writes_its_tally_in_between() -> None:
    house = House(rules=())
    house.scorer.down = "missing"
    await receive(house, *(said(number) for number in range(1_001)))
    assert len(house.store.tables.tally) == 1_001


# -- marks


async def test_a_message_that_failed_holds_its_channels_mark_until_it_was_judged() -> None:
    house = House()
    await receive(house, said(1))
    house.store.break_at = 2
    with pytest.raises(StoreBroke):
        await house.pipeline.receive(said(2, "#hate"))
    await receive(house, said(3), said(4, channel=HALL))
    await house.pipeline.flush()
    assert house.store.tables.marks == {ROOM: "discord:1", HALL: "discord:4"}
    assert house.store.tables.cases == {}
    assert await house.pipeline.receive(said(2, "#hate")) is not None
    await house.pipeline.flush()
    assert house.store.tables.marks == {ROOM: "discord:3", HALL: "discord:4"}
    assert house.store.case("discord:2").label is Label.HATE


async def test_the_mark_waits_for_the_slowest_message() -> None:
    house = House()
    task = await while_judging(house, said(1))
    gate, house.scorer.gate = house.scorer.gate, None
    await receive(house, said(2))
    await house.pipeline.flush()
    assert house.store.tables.marks == {}
    house.scorer.gate = gate
    await let_answer(house, task)
    await house.pipeline.flush()
    assert house.store.tables.marks == {ROOM: "discord:2"}


async def test_a_deleted_message_no_longer_holds_the_mark() -> None:
    house = House()
    house.store.break_at = 1
    with pytest.raises(StoreBroke):
        await house.pipeline.receive(said(2, "#hate"))
    await house.pipeline.deleted(ROOM, [MessageId("discord:2")])
    await house.pipeline.flush()
    assert house.store.tables.marks == {ROOM: "discord:2"}


async def test_what_grows_old_is_forgotten_at_the_next_flush() -> None:
    house = House()
    await receive(house, said(1))
    house.clock.advance(timedelta(minutes=31))
    await house.pipeline.flush()
    assert len(house.window) == 0


# -- R23: edits and deletions


async def test_an_edit_that_is_still_flagged_replaces_the_frozen_words() -> None:
    house = House()
    await receive(house, said(5, "#hate"))
    house.store.take_acts()
    await house.pipeline.edited(said(5, "worse #threat", edited=9))
    case = house.store.case("discord:5")
    assert (case.label, case.urgency, case.text_state) == (Label.THREAT, Urgency.NOW, TextState.KEPT)
    assert Reason(Why.THREAT) in case.reasons
    assert house.store.evidence("discord:5").message == said(5, "worse #threat", edited=9)
    assert (house.store.actions(), house.store.take_acts()) == (["case.open", "case.replace"], ["card.edit:1"])


async def test_an_edit_that_is_clean_withdraws_the_case() -> None:
    house = House()
    await receive(house, said(4), said(5, "#hate"))
    house.store.take_acts()
    await house.pipeline.edited(said(5, "sorry", edited=9))
    case = house.store.case("discord:5")
    assert (case.state, case.text_state) == (CaseState.WITHDRAWN, TextState.WITHDRAWN)
    assert house.store.evidence("discord:5").message is None
    assert (house.store.actions(), house.store.take_acts()) == (["case.open", "case.withdraw"], ["card.edit:1"])


@pytest.mark.parametrize("text", ["sorry", "worse #hate"])
async def test_an_edited_threat_is_kept_as_it_was(text: str) -> None:
    house = House()
    await receive(house, said(5, "#threat"))
    house.store.take_acts()
    await house.pipeline.edited(said(5, text, edited=9))
    await house.pipeline.edited(said(5, text + "!", edited=10))
    case = house.store.case("discord:5")
    assert (case.state, case.label, case.text_state) == (CaseState.NEW, Label.THREAT, TextState.AUTHOR_EDITED)
    assert house.store.evidence("discord:5").message == said(5, "#threat")
    assert (house.store.actions(), house.store.take_acts()) == (["case.open", "case.author-edited"], ["card.edit:1"])


async def test_a_deleted_message_takes_its_case_along_but_for_danger() -> None:
    house = House()
    await receive(house, said(5, "#hate"), said(6, "#distress", channel=HALL))
    house.store.take_acts()
    await house.pipeline.deleted(ROOM, [MessageId("discord:5"), MessageId("discord:6"), MessageId("discord:77")])
    assert house.store.case("discord:5").state is CaseState.WITHDRAWN
    assert house.store.evidence("discord:5").message is None
    kept = house.store.case("discord:6")
    assert (kept.state, kept.text_state) == (CaseState.NEW, TextState.AUTHOR_DELETED)
    assert house.store.evidence("discord:6").message == said(6, "#distress", channel=HALL)
    assert house.store.take_acts() == ["card.edit:1", "card.edit:2"]


async def test_a_deletion_is_not_unsaid_by_an_edit_and_is_told_once() -> None:
    house = House()
    await receive(house, said(5, "#threat"))
    await house.pipeline.edited(said(5, "hm", edited=9))
    await house.pipeline.deleted(ROOM, [MessageId("discord:5")])
    await house.pipeline.deleted(ROOM, [MessageId("discord:5")])
    assert await house.pipeline.edited(said(5, "hm hm", edited=10)) is None
    assert house.store.case("discord:5").text_state is TextState.AUTHOR_DELETED
    assert house.store.actions() == ["case.open", "case.author-edited", "case.author-deleted"]


async def test_an_edit_after_a_deletion_that_was_forgotten_changes_nothing() -> None:
    house = House()
    await receive(house, said(5, "#threat"))
    await house.pipeline.deleted(ROOM, [MessageId("discord:5")])
    house.restart()
    await house.pipeline.edited(said(5, "hm", edited=10))
    assert house.store.case("discord:5").text_state is TextState.AUTHOR_DELETED


async def test_turns_that_are_taken_back_leave_other_cases_but_for_danger() -> None:
    house = House()
    await receive(house, said(1), said(2), said(5, "#hate"), said(6, "#threat"), said(7))
    house.store.take_acts()
    await house.pipeline.deleted(ROOM, [MessageId("discord:1")])
    await house.pipeline.edited(said(2, "other words", edited=9))
    await house.pipeline.edited(said(7, "other words", edited=9))
    hate, threat = house.store.evidence("discord:5"), house.store.evidence("discord:6")
    assert (turns(hate.before), turns(hate.after)) == ([], ["6"])
    assert (turns(threat.before), turns(threat.after)) == (["1", "2", "5"], ["7"])
    assert house.store.take_acts() == ["card.edit:1"]


async def test_what_haven_removed_itself_is_nobodys_deletion() -> None:
    house = House()
    await receive(house, said(5, "#hate"), said(6, "#mean", to=OTTER))
    await desk_of(house).move(house.store.case("discord:5").id, CaseMove.REMOVE, HERON)
    await house.pipeline.deleted(ROOM, [MessageId("discord:5")])
    case = house.store.case("discord:5")
    assert (case.state, case.text_state) == (CaseState.DECIDED, TextState.KEPT)
    assert house.store.evidence("discord:5").message is not None
    assert turns(house.store.evidence("discord:6").before) == ["5"]
    assert "case.withdraw" not in house.store.actions()


async def test_a_link_preview_takes_no_words_back() -> None:
    house = House()
    await receive(house, said(4), said(5, "#hate"))
    await house.pipeline.edited(said(4, "hello\npreview"))
    await house.pipeline.edited(said(5, "nothing flagged in the preview"))
    evidence = house.store.evidence("discord:5")
    assert (turns(evidence.before), evidence.message) == (["4"], said(5, "#hate"))
    await house.pipeline.edited(said(5, "#hate\nand #threat in the preview"))
    assert house.store.case("discord:5").label is Label.THREAT


async def test_an_edit_can_bring_a_clean_message_before_a_human() -> None:
    house = House()
    await receive(house, said(5, "fine"))
    verdict = await house.pipeline.edited(said(5, "#hate", edited=9))
    assert verdict is not None
    assert house.store.case("discord:5").label is Label.HATE
    assert house.store.tables.posted == ["card.post:1"]


async def test_a_clean_edit_of_a_clean_message_writes_nothing() -> None:
    house = House()
    await receive(house, said(5, "fine"))
    writes = house.store.writes
    await house.pipeline.edited(said(5, "fine too", edited=9))
    assert house.store.writes == writes
    assert [turn.text for turn in house.window.context_before(said(6)).turns] == ["fine too"]


async def test_words_that_come_back_open_their_case_again() -> None:
    house = House()
    await receive(house, said(4), said(5, "#hate"))
    await house.pipeline.edited(said(5, "sorry", edited=9))
    house.clock.advance(timedelta(minutes=1))
    await house.pipeline.edited(said(5, "not sorry #mean #mean", edited=20, to=OTTER))
    case = house.store.case("discord:5")
    assert (case.state, case.text_state, case.label) == (CaseState.NEW, TextState.KEPT, Label.HARASSMENT)
    assert case.text_until == house.clock.now() + timedelta(days=14)
    evidence = house.store.evidence("discord:5")
    assert (turns(evidence.before), evidence.message) == (["4"], said(5, "not sorry #mean #mean", edited=20, to=OTTER))


async def test_a_dismissed_message_that_is_edited_into_something_worse_comes_back() -> None:
    house = House()
    await receive(house, said(5, "#mean", to=OTTER))
    await desk_of(house).move(house.store.case("discord:5").id, CaseMove.DISMISS, HERON)
    await house.pipeline.edited(said(5, "better", edited=9))
    assert house.store.case("discord:5").state is CaseState.DECIDED
    await house.pipeline.edited(said(5, "#threat", edited=20))
    case = house.store.case("discord:5")
    assert (case.state, case.label, case.decision, case.decided_by) == (CaseState.NEW, Label.THREAT, None, None)
    assert house.store.actions()[-1] == "case.reopen"


# -- what happens while the classifier reads


@pytest.mark.parametrize(("text", "kept"), [("#hate", None), ("#threat", TextState.AUTHOR_DELETED)])
async def test_a_message_deleted_while_it_is_judged(text: str, kept: TextState | None) -> None:
    house = House()
    task = await while_judging(house, said(5, text))
    await house.pipeline.deleted(ROOM, [MessageId("discord:5")])
    await let_answer(house, task)
    assert [case.text_state for case in house.store.tables.cases.values()] == ([] if kept is None else [kept])


@pytest.mark.parametrize(("text", "kept"), [("#hate", None), ("#threat", TextState.AUTHOR_EDITED)])
async def test_a_message_edited_while_it_is_judged(text: str, kept: TextState | None) -> None:
    house = House()
    task = await while_judging(house, said(5, text))
    gate, house.scorer.gate = house.scorer.gate, None
    await house.pipeline.edited(said(5, "fine", edited=9))
    house.scorer.gate = gate
    await let_answer(house, task)
    assert [case.text_state for case in house.store.tables.cases.values()] == ([] if kept is None else [kept])


async def test_an_older_revision_that_is_judged_late_changes_nothing() -> None:
    house = House()
    await receive(house, said(5, "#mean", to=OTTER))
    task = await while_judging(house, said(5, "fine", edited=9), edit=True)
    gate, house.scorer.gate = house.scorer.gate, None
    await house.pipeline.edited(said(5, "#hate", edited=10))
    house.scorer.gate = gate
    await let_answer(house, task)
    assert house.store.case("discord:5").label is Label.HATE
    assert house.store.case("discord:5").state is CaseState.NEW
    assert await house.pipeline.edited(said(5, "fine", edited=9)) is None


TAKING_BACK: dict[str, Callable[[House], Awaitable[object]]] = {
    "edited": lambda house: house.pipeline.edited(said(5, "fine", edited=10)),
    "deleted": lambda house: house.pipeline.deleted(ROOM, [MessageId("discord:5")]),
}


@pytest.mark.parametrize("how", TAKING_BACK)
async def test_words_taken_back_while_a_revision_was_judged_stay_taken_back(how: str) -> None:
    house = House()
    await receive(house, said(5, "#hate"))
    task = await while_judging(house, said(5, "more #hate", edited=9), edit=True)
    gate, house.scorer.gate = house.scorer.gate, None
    await TAKING_BACK[how](house)
    house.scorer.gate = gate
    await let_answer(house, task)
    assert house.store.case("discord:5").state is CaseState.WITHDRAWN


async def test_a_threat_that_was_edited_away_twice_before_it_was_judged_is_kept() -> None:
    house = House()
    task = await while_judging(house, said(5, "#threat", edited=5), edit=True)
    gate, house.scorer.gate = house.scorer.gate, None
    await house.pipeline.edited(said(5, "#hate", edited=9))
    house.scorer.gate = gate
    await let_answer(house, task)
    assert house.store.case("discord:5").label is Label.HATE
    assert house.store.evidence("discord:5").message == said(5, "#hate", edited=9)


async def test_turns_taken_back_while_it_is_judged_are_not_frozen() -> None:
    house = House()
    await receive(house, said(1), said(2), said(3))
    task = await while_judging(house, said(5, "#hate"))
    gate, house.scorer.gate = house.scorer.gate, None
    await house.pipeline.deleted(ROOM, [MessageId("discord:1")])
    await house.pipeline.edited(said(2, "else", edited=9))
    await receive(house, said(6, after=1), said(7, after=2))
    await house.pipeline.deleted(ROOM, [MessageId("discord:6")])
    house.scorer.gate = gate
    await let_answer(house, task)
    evidence = house.store.evidence("discord:5")
    assert (turns(evidence.before), turns(evidence.after)) == (["3"], ["7"])
    await receive(house, said(8, after=3), said(9, after=4), said(10, after=5))
    assert turns(house.store.evidence("discord:5").after) == ["7", "8", "9"]


async def test_turns_that_filled_the_card_before_it_opened_are_enough() -> None:
    house = House(freeze=Freeze(after=1))
    task = await while_judging(house, said(5, "#hate"))
    gate, house.scorer.gate = house.scorer.gate, None
    await receive(house, said(6, after=1))
    house.scorer.gate = gate
    await let_answer(house, task)
    await receive(house, said(7, after=2))
    assert turns(house.store.evidence("discord:5").after) == ["6"]


async def test_a_turn_that_was_deleted_while_it_was_judged_is_not_frozen_after() -> None:
    house = House()
    await receive(house, said(5, "#hate"))
    task = await while_judging(house, said(6, after=1))
    await house.pipeline.deleted(ROOM, [MessageId("discord:6")])
    await let_answer(house, task)
    await receive(house, said(7, after=2))
    assert turns(house.store.evidence("discord:5").after) == ["7"]


async def test_a_turn_that_is_in_the_card_already_is_not_added_when_its_own_judgement_ends() -> None:
    house = House()
    first = await while_judging(house, said(5, "#hate"))
    gate_one = house.scorer.gate
    second = await while_judging(house, said(6, after=1))
    gate_two, house.scorer.gate = house.scorer.gate, gate_one
    await let_answer(house, first)
    house.scorer.gate = gate_two
    await let_answer(house, second)
    assert turns(house.store.evidence("discord:5").after) == ["6"]


async def test_a_worker_who_opens_the_case_first_loses_nothing() -> None:
    house = House()
    task = await while_judging(house, said(5, "#hate"))
    opened = await desk_of(house).open_case(said(5, "#hate"), house.window.context_before(said(5)), HERON)
    assert opened.case is not None
    await let_answer(house, task)
    assert house.store.case("discord:5") == opened.case


# -- somebody else was faster


async def test_a_case_that_changed_meanwhile_is_tried_once_more() -> None:
    house = House()
    await receive(house, said(5, "#hate"))
    house.store.stale_saves = 1
    await house.pipeline.edited(said(5, "sorry", edited=9))
    assert house.store.case("discord:5").state is CaseState.WITHDRAWN
    assert house.store.actions() == ["case.open", "case.withdraw"]


async def test_a_case_that_keeps_changing_is_handed_back_to_be_judged_again() -> None:
    house = House()
    await receive(house, said(5, "#hate"))
    house.store.stale_saves = 2
    with pytest.raises(StaleCase):
        await house.pipeline.edited(said(5, "sorry", edited=9))
    assert house.store.case("discord:5").state is CaseState.NEW
    await house.pipeline.edited(said(5, "sorry", edited=9))
    assert house.store.case("discord:5").state is CaseState.WITHDRAWN


@pytest.mark.parametrize("broken", [1, 2, 3])
async def test_a_deletion_that_could_not_be_written_can_be_told_again(broken: int) -> None:
    house = House()
    await receive(house, said(5, "#hate"))
    house.store.break_at = broken
    with pytest.raises(StoreBroke):
        await house.pipeline.deleted(ROOM, [MessageId("discord:5")])
    assert house.store.case("discord:5").state is CaseState.NEW
    await house.pipeline.deleted(ROOM, [MessageId("discord:5")])
    assert house.store.case("discord:5").state is CaseState.WITHDRAWN


# -- R24: the kill switch


async def test_the_kill_switch_stops_judging_and_remembering_at_once() -> None:
    house = House()
    await receive(house, said(1))
    await house.pipeline.switch(HOUSE, on=False, by=OWL)
    assert len(house.window) == 0
    assert await house.pipeline.receive(said(2, "#hate")) is None
    assert (len(house.window), house.scorer.read, house.store.tables.cases) == (0, ["hello"], {})
    await house.pipeline.switch(HOUSE, on=True, by=OWL)
    assert await house.pipeline.receive(said(2, "#hate")) is None
    assert await house.pipeline.receive(said(3, "#hate")) is not None
    assert house.store.actions() == ["analysis.off", "analysis.on", "case.open"]
    assert [(entry.actor, entry.detail) for entry in house.store.tables.audit[:2]] == [(OWL, HOUSE), (OWL, HOUSE)]


async def test_the_kill_switch_outlives_a_restart() -> None:
    house = House()
    await house.pipeline.switch(HOUSE, on=False, by=OWL)
    house.restart()
    assert await house.pipeline.receive(said(2, "#hate")) is None
    assert house.scorer.read == []


async def test_what_is_said_while_it_is_off_is_not_judged_after_a_restart() -> None:
    house = House()
    await house.pipeline.switch(HOUSE, on=False, by=OWL)
    await receive(house, said(2, "#hate"))
    await house.pipeline.flush()
    assert house.store.tables.marks == {ROOM: "discord:2"}


async def test_a_judgement_in_flight_is_dropped() -> None:
    house = House()
    await receive(house, said(4, "#hate"))
    new = await while_judging(house, said(5, "#hate"))
    gate, house.scorer.gate = house.scorer.gate, None
    await house.pipeline.switch(HOUSE, on=False)
    house.scorer.gate = gate
    assert await let_answer(house, new) is None
    assert [case.message for case in house.store.tables.cases.values()] == ["discord:4"]


async def test_words_can_be_taken_back_while_it_is_off() -> None:
    house = House()
    await receive(house, said(5, "#hate"), said(6, "#threat"), said(7, "#mean", to=OTTER))
    await house.pipeline.switch(HOUSE, on=False, by=OWL)
    read = len(house.scorer.read)
    assert await house.pipeline.edited(said(5, "still #hate", edited=9)) is None
    assert await house.pipeline.edited(said(6, "fine", edited=9)) is None
    await house.pipeline.deleted(ROOM, [MessageId("discord:7")])
    assert len(house.scorer.read) == read
    assert house.store.case("discord:5").state is CaseState.WITHDRAWN
    assert house.store.case("discord:6").text_state is TextState.AUTHOR_EDITED
    assert house.store.case("discord:7").state is CaseState.WITHDRAWN


async def test_an_edit_in_flight_when_it_is_switched_off_is_taken_back_unread() -> None:
    house = House()
    await receive(house, said(5, "#hate"))
    task = await while_judging(house, said(5, "#threat", edited=9), edit=True)
    gate, house.scorer.gate = house.scorer.gate, None
    await house.pipeline.switch(HOUSE, on=False)
    house.scorer.gate = gate
    assert await let_answer(house, task) is None
    assert house.store.case("discord:5").state is CaseState.WITHDRAWN


async def test_off_counts_although_it_could_not_be_written() -> None:
    house = House()
    await receive(house, said(1))
    house.store.break_at = 1
    with pytest.raises(StoreBroke):
        await house.pipeline.switch(HOUSE, on=False, by=OWL)
    assert await house.pipeline.receive(said(2, "#hate")) is None
    assert len(house.window) == 0
    house.store.break_at = 1
    with pytest.raises(StoreBroke):
        await house.pipeline.switch(HOUSE, on=True, by=OWL)
    assert await house.pipeline.receive(said(3, "#hate")) is None


async def test_only_so_many_revisions_are_remembered() -> None:
    revisions = Revisions(capacity=2)
    assert revisions.see(said(1))
    assert revisions.see(said(2))
    assert revisions.see(said(3))
    assert not revisions.known(MessageId("discord:1"))
    assert revisions.known(MessageId("discord:2"))
    revisions.gone([MessageId("discord:4"), MessageId("discord:5")])
    assert [revisions.is_gone(MessageId(f"discord:{number}")) for number in (3, 4, 5)] == [False, True, True]


async def test_a_failed_judgement_does_not_unsee_a_newer_revision() -> None:
    revisions = Revisions()
    revisions.see(said(1))
    revisions.see(said(1, edited=5))
    revisions.forget(said(1))
    assert not revisions.see(said(1, edited=5))
    revisions.forget(said(1, edited=5))
    assert revisions.see(said(1))
