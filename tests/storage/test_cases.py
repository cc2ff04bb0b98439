"""Cases and their words, through a real SQLite file."""

import dataclasses
from datetime import UTC, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.adapters.storage.store import Storage
from core.ids import CaseId, ChannelId, MessageId, SpaceId, UserId
from core.outbox import Act, ActState
from moderation.case import ActView, Case, CaseMove, CaseState, Evidence, Note, TextState
from moderation.model import ChannelKind, Message, Surface
from moderation.ports import StaleCase
from tests.storage.builders import FOX, HERON, HOUSE, OTTER, OWL, START, break_off, laid, open_case, said

IN_ONE_FILE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=settings().max_examples // 5)
fresh = count(10_000_000)
any_text = st.text(st.characters(), max_size=2000)  # lone surrogates included
ids = st.integers(1, 2**63).map(lambda number: f"discord:{number}")
times = st.datetimes(timezones=st.just(UTC))  # what core.clock promises


def messages() -> st.SearchStrategy[Message]:
    return st.builds(
        Message,
        id=st.builds(lambda: MessageId(f"discord:{next(fresh)}")),
        space=ids.map(SpaceId),
        channel=ids.map(ChannelId),
        kind=st.sampled_from(ChannelKind),
        author=ids.map(UserId),
        text=any_text,
        at=times,
        edited_at=st.none() | times,
        surface=st.sampled_from(Surface),
        reply_to=st.none() | ids.map(UserId),
        mentions=st.lists(ids.map(UserId), max_size=3).map(tuple),
        language=st.none() | st.sampled_from(["nl", "fr", "en"]),
        attachments=st.integers(0, 10),
    )


def evidences() -> st.SearchStrategy[Evidence]:
    turns = st.lists(messages(), max_size=4).map(tuple)
    return st.builds(Evidence, messages(), turns, turns)


async def evidence_of(storage: Storage, case: Case) -> Evidence:
    async with storage.work() as work:
        file = await work.cases.file(case.id)
    assert file is not None
    return file.evidence


async def reread(storage: Storage, case: Case) -> Case:
    async with storage.work() as work:
        found = await work.cases.get(case.id)
    assert found is not None
    return found


@IN_ONE_FILE
@given(frozen=evidences(), note=any_text)
async def test_what_is_frozen_comes_back_as_it_was(storage: Storage, frozen: Evidence, note: str) -> None:
    assert frozen.message is not None
    new = laid(frozen.message)
    written = Note(HERON, note, START, START + timedelta(days=1))
    async with storage.work() as work:
        opened = await work.cases.open(new, frozen)
        assert opened is not None
        await work.cases.add_note(opened.id, written)
    async with storage.work() as work:
        file = await work.cases.file(opened.id)
        assert await work.cases.by_message(frozen.message.id) == opened
    assert file is not None
    assert (file.case, file.evidence, file.notes) == (opened, frozen, (written,))
    assert (opened.author, opened.surface, opened.reasons, opened.version) == (new.message.author, new.message.surface, new.reasons, 1)


async def test_a_message_has_one_case_at_most(storage: Storage) -> None:
    message = said("first")
    case = await open_case(storage, message)
    async with storage.work() as work:
        assert await work.cases.open(laid(message), Evidence(said("other", number=5), (said("turn"),))) is None
    assert await evidence_of(storage, case) == Evidence(message)


async def test_undecided_are_those_that_wait_and_can_still_be_read_the_newest_first(storage: Storage) -> None:
    waiting, claimed, decided, withdrawn, expired, newest = [await open_case(storage) for _ in range(6)]
    async with storage.work() as work:
        await work.cases.save(dataclasses.replace(claimed, state=CaseState.CLAIMED, claimed_by=HERON, claimed_at=START))
        done = {"state": CaseState.DECIDED, "decision": CaseMove.DISMISS, "decided_by": HERON, "decided_at": START}
        await work.cases.save(dataclasses.replace(decided, **done))  # type: ignore[arg-type]  # fields by name
        await work.cases.save(dataclasses.replace(withdrawn, state=CaseState.WITHDRAWN))
        await work.cases.drop_text(withdrawn.id, TextState.WITHDRAWN)
        await work.cases.drop_text(expired.id, TextState.EXPIRED)
    async with storage.work() as work:
        assert [case.id for case in await work.cases.undecided(10)] == [newest.id, claimed.id, waiting.id]
        assert [case.id for case in await work.cases.undecided(2)] == [newest.id, claimed.id]


async def test_an_exception_leaves_nothing(storage: Storage) -> None:
    message = said()
    with pytest.raises(ZeroDivisionError):
        await break_off(storage, lambda work: work.cases.open(laid(message), Evidence(message)))
    async with storage.work() as work:
        assert await work.cases.by_message(message.id) is None


@pytest.mark.parametrize("change", [{"state": CaseState.CLAIMED, "claimed_by": HERON, "claimed_at": START}, {"language": None}])
async def test_a_saved_case_is_read_as_it_was_written(storage: Storage, change: dict[str, object]) -> None:
    case = dataclasses.replace(await open_case(storage), **change)  # type: ignore[arg-type]  # fields by name
    async with storage.work() as work:
        saved = await work.cases.save(case)
    assert saved == dataclasses.replace(case, version=2)
    assert await reread(storage, case) == saved


async def test_whoever_read_an_older_version_is_told(storage: Storage) -> None:
    case = await open_case(storage)
    async with storage.work() as work:
        first = await work.cases.save(dataclasses.replace(case, state=CaseState.CLAIMED, claimed_by=HERON, claimed_at=START))
    with pytest.raises(StaleCase):
        async with storage.work() as work:
            await work.cases.save(dataclasses.replace(case, state=CaseState.CLAIMED, claimed_by=OWL, claimed_at=START))
    assert await reread(storage, case) == first


@pytest.mark.parametrize(
    "change",
    [
        {"state": CaseState.CLAIMED},
        {"state": CaseState.DECIDED, "decision": CaseMove.DISMISS, "decided_at": START},
        {"state": CaseState.DECIDED, "decided_by": HERON, "decided_at": START},
        {"decision": CaseMove.CLAIM},
        {"timeout_minutes": 0},
    ],
)
async def test_the_database_itself_refuses_a_case_that_cannot_be(storage: Storage, change: dict[str, object]) -> None:
    case = await open_case(storage)
    with pytest.raises(IntegrityError):
        async with storage.work() as work:
            await work.cases.save(dataclasses.replace(case, **change))  # type: ignore[arg-type]  # fields by name


async def test_a_naive_time_is_refused(storage: Storage) -> None:
    case = await open_case(storage)
    with pytest.raises(Exception, match="aware"):
        async with storage.work() as work:
            await work.cases.save(dataclasses.replace(case, text_until=START.replace(tzinfo=None)))


@pytest.mark.parametrize("gone", [TextState.WITHDRAWN, TextState.EXPIRED])
async def test_words_that_went_stay_gone(storage: Storage, gone: TextState) -> None:
    message, turn = said("words"), said("turn")
    case = await open_case(storage, message, Evidence(message, (turn,)))
    async with storage.work() as work:
        await work.cases.drop_text(case.id, gone)
        await work.cases.save(case)  # read while the words were there
        await work.cases.replace_text(case.id, message)
        await work.cases.add_after(case.id, said("late"))
    assert await evidence_of(storage, case) == Evidence(None)
    assert (await reread(storage, case)).text_state is gone


async def test_a_reopened_case_holds_new_words(storage: Storage) -> None:
    case = await open_case(storage)
    again = Evidence(said("worse"), (said("before"),))
    async with storage.work() as work:
        await work.cases.drop_text(case.id, TextState.WITHDRAWN)
        await work.cases.freeze(case.id, again)
    assert await evidence_of(storage, case) == again
    assert (await reread(storage, case)).text_state is TextState.KEPT


async def test_a_newer_revision_takes_the_place_of_the_words(storage: Storage) -> None:
    message, turn = said("old"), said("turn")
    case = await open_case(storage, message, Evidence(message, (turn,)))
    newer = dataclasses.replace(message, text="new", edited_at=START)
    async with storage.work() as work:
        await work.cases.replace_text(case.id, newer)
    assert await evidence_of(storage, case) == Evidence(newer, (turn,))


async def test_a_turn_that_was_taken_back_leaves_every_case(storage: Storage) -> None:
    turn, kept = said("taken back", by=OTTER), said("kept")
    one, two = said("one"), said("two")
    first = await open_case(storage, one, Evidence(one, (turn, kept)))
    second = await open_case(storage, two, Evidence(two, (), (turn,)))
    async with storage.work() as work:
        holding = await work.cases.holding(turn.id)
        assert [case.id for case in holding] == [first.id, second.id]
        assert await work.cases.holding(one.id) == []  # the message itself is no turn
        for case in holding:
            await work.cases.drop_turn(case.id, turn.id)
            await work.cases.drop_turn(case.id, case.message)
    assert await evidence_of(storage, first) == Evidence(one, (kept,))
    assert await evidence_of(storage, second) == Evidence(two)


async def test_later_turns_are_frozen_in_order_and_once(storage: Storage) -> None:
    message, later, latest = said("m"), said("later"), said("latest")
    case = await open_case(storage, message)
    async with storage.work() as work:
        for turn in (later, latest, later):
            await work.cases.add_after(case.id, turn)
    assert await evidence_of(storage, case) == Evidence(message, (), (later, latest))


@settings(IN_ONE_FILE, max_examples=settings().max_examples // 10)
@given(st.lists(st.integers(-3, 3), max_size=4), st.integers(1, 3))
@example([0], 1)
async def test_due_are_the_cases_with_words_whose_time_has_come(storage: Storage, offsets: list[int], limit: int) -> None:
    async with storage.work() as work:
        await work.cases._connection.execute(text("DELETE FROM cases"))
    expected = []
    for minutes in offsets:
        case = await open_case(storage)
        due = dataclasses.replace(case, text_until=START + timedelta(minutes=minutes))
        async with storage.work() as work:
            await work.cases.save(due)
        expected += [case.id] if minutes <= 0 else []
    async with storage.work() as work:
        assert [case.id for case in await work.cases.due(START, limit)] == expected[:limit]
        for wordless in expected:
            await work.cases.drop_text(wordless, TextState.EXPIRED)
        assert await work.cases.due(START, limit) == []


async def test_notes_go_on_their_day(storage: Storage) -> None:
    one, two = await open_case(storage), await open_case(storage)
    brief = Note(HERON, "brief", START, START + timedelta(minutes=1))
    long = Note(HERON, "long", START, START + timedelta(days=1))
    async with storage.work() as work:
        for note in (brief, long, brief):
            await work.cases.add_note(one.id, note)
        await work.cases.add_note(two.id, long)
        assert await work.cases.drop_notes(START) == []
    async with storage.work() as work:
        assert await work.cases.drop_notes(brief.expires_at) == [one.id]
        file = await work.cases.file(one.id)
    assert file is not None
    assert file.notes == (long,)


async def test_a_card_shows_what_became_of_each_act_but_not_of_cards(storage: Storage) -> None:
    case = await open_case(storage)
    async with storage.work() as work:
        await work.outbox.put(Act("card.edit", f"card.edit:{case.id}", case.id))
        await work.outbox.put(Act("member.remind", f"member.remind:{case.id}", case.id, user=FOX))
        await work.outbox.put(Act("message.delete", f"message.delete:{case.id}", case.id))
    for outcome, problem in ((ActState.DONE, ""), (ActState.FAILED, "dm-closed")):
        queued = await storage.claim_act()
        assert queued is not None
        await storage.finish_act(queued, outcome, problem)
    async with storage.work() as work:
        file = await work.cases.file(case.id)
    assert file is not None
    assert file.acts == (ActView("member.remind", "failed", "dm-closed"), ActView("message.delete", "pending"))


async def test_a_case_that_is_not_there(storage: Storage) -> None:
    async with storage.work() as work:
        assert await work.cases.get(CaseId(7)) is None
        assert await work.cases.file(CaseId(7)) is None


async def test_a_number_is_never_given_twice(storage: Storage) -> None:
    case = await open_case(storage)
    async with storage.work() as work:
        await work.cases._connection.execute(text("DELETE FROM cases"))
    assert (await open_case(storage)).id > case.id
    assert case.space == HOUSE
