"""The outbox: every act once, in order, whatever the clock and other processes do."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.adapters.crypto import KeyRing
from bot.adapters.storage.outbox import LEASE, LONGEST_WAIT, SKEW
from bot.adapters.storage.store import OUTCOMES_KEPT, Storage, open_storage
from core.clock import ManualClock
from core.ids import ChannelId
from core.outbox import Act, ActState, QueuedAct
from tests.storage.builders import FOX, ROOM, START, break_off, open_case, said

HEALTH = Act("health.post", "health:discord:5", channel=ChannelId("discord:5"))


async def put(storage: Storage, *acts: Act) -> None:
    async with storage.work() as work:
        for act in acts:
            await work.outbox.put(act)


async def claim(storage: Storage) -> QueuedAct:
    queued = await storage.claim_act()
    assert queued is not None
    return queued


async def drain(storage: Storage) -> list[str]:
    """Does everything that can be done now; the keys in the order in which they were claimed."""
    done = []
    while (queued := await storage.claim_act()) is not None:
        assert await storage.finish_act(queued, ActState.DONE)
        done.append(queued.act.key)
    return done


async def test_an_act_comes_out_as_it_was_put(storage: Storage, clock: ManualClock) -> None:
    case = await open_case(storage)
    act = Act("member.timeout", "member.timeout:1", case.id, ROOM, said().id, FOX, {"minutes": 10, "why": "rules"})
    await put(storage, act)
    clock.advance(timedelta(seconds=3))
    queued = await claim(storage)
    assert (queued.act, queued.state, queued.attempts, queued.queued_at) == (act, ActState.PENDING, 1, START)
    assert 0 < len(queued.nonce) <= 25


async def test_an_act_that_was_rolled_back_was_never_put(storage: Storage) -> None:
    storage.acts_waiting.clear()
    with pytest.raises(ZeroDivisionError):
        await break_off(storage, lambda work: work.outbox.put(HEALTH))
    assert not storage.acts_waiting.is_set()
    assert await storage.claim_act() is None


async def test_a_commit_with_an_act_wakes_whoever_waits(storage: Storage) -> None:
    storage.acts_waiting.clear()
    await open_case(storage)
    assert not storage.acts_waiting.is_set()
    await put(storage, HEALTH)
    assert storage.acts_waiting.is_set()


async def test_a_second_act_with_a_pending_key_changes_nothing(storage: Storage) -> None:
    await put(storage, HEALTH, HEALTH)
    await put(storage, HEALTH)
    assert await storage.acts_pending() == 1
    assert await drain(storage) == [HEALTH.key]


async def test_a_key_can_be_put_again_when_its_act_has_ended(storage: Storage) -> None:
    await put(storage, HEALTH)
    first = await claim(storage)
    await storage.finish_act(first, ActState.FAILED, "gone")
    await put(storage, HEALTH)
    second = await claim(storage)
    assert second.id != first.id
    assert second.nonce != first.nonce


async def test_what_changed_while_a_card_was_being_edited_is_shown_by_another_edit(storage: Storage) -> None:
    await put(storage, HEALTH)
    reading = await claim(storage)
    await put(storage, HEALTH)  # the reader may have missed what asked for this
    assert await storage.claim_act() is None
    await storage.finish_act(reading, ActState.DONE)
    assert await drain(storage) == [HEALTH.key]


async def test_an_edit_asked_for_before_the_next_attempt_is_covered_by_it(storage: Storage, clock: ManualClock) -> None:
    await put(storage, HEALTH)
    attempt = await claim(storage)
    await put(storage, HEALTH)
    await storage.retry_act(attempt, clock.now(), "busy")
    assert await drain(storage) == [HEALTH.key]


async def test_a_crashed_attempt_is_repeated_with_its_nonce_when_the_lease_is_over(storage: Storage, clock: ManualClock) -> None:
    await put(storage, HEALTH)
    crashed = await claim(storage)
    clock.advance(LEASE - timedelta(seconds=1))
    assert await storage.claim_act() is None
    clock.advance(timedelta(seconds=1))
    again = await claim(storage)
    assert (again.id, again.nonce, again.queued_at, again.attempts) == (crashed.id, crashed.nonce, START, 2)


async def test_an_act_ends_once_whoever_did_it(storage: Storage, clock: ManualClock) -> None:
    case = await open_case(storage)
    await put(storage, Act("message.delete", f"message.delete:{case.id}", case.id))
    slow = await claim(storage)
    clock.advance(LEASE)
    quick = await claim(storage)
    assert await storage.finish_act(slow, ActState.DONE)
    assert not await storage.finish_act(quick, ActState.FAILED, "gone")
    assert not await storage.retry_act(quick, clock.now(), "busy")
    assert await drain(storage) == [f"card.edit:{case.id}"]  # one edit, for one end


async def test_a_late_retry_does_not_take_the_lease_of_a_later_attempt(storage: Storage, clock: ManualClock) -> None:
    await put(storage, HEALTH)
    slow = await claim(storage)
    clock.advance(LEASE)
    await claim(storage)
    assert not await storage.retry_act(slow, clock.now(), "busy")
    assert await storage.claim_act() is None


async def test_a_retry_waits_until_it_is_due(storage: Storage, clock: ManualClock) -> None:
    await put(storage, HEALTH)
    due = START + timedelta(minutes=2)
    await storage.retry_act(await claim(storage), due, "busy")
    assert await storage.next_act_due() == due
    clock.advance(timedelta(minutes=2) - timedelta(seconds=1))
    assert await storage.claim_act() is None
    clock.advance(timedelta(seconds=1))
    again = await claim(storage)
    assert (again.problem, again.attempts) == ("busy", 2)


@pytest.mark.parametrize(("ahead", "lasts"), [(timedelta(days=400), False), (SKEW + timedelta(seconds=1), False), (SKEW, True)])
async def test_a_lease_from_a_clock_far_ahead_does_not_last(storage: Storage, clock: ManualClock, ahead: timedelta, *, lasts: bool) -> None:
    await put(storage, HEALTH)
    clock.advance(ahead)
    await claim(storage)
    clock.advance(-ahead)
    assert (await storage.claim_act() is None) is lasts


async def test_an_act_queued_by_a_clock_that_ran_ahead_is_done(storage: Storage, clock: ManualClock) -> None:
    clock.advance(timedelta(days=30))
    await put(storage, HEALTH)
    clock.advance(timedelta(days=-30))
    assert await drain(storage) == [HEALTH.key]


async def test_a_wait_within_reason_is_kept(storage: Storage) -> None:
    await put(storage, HEALTH)
    await storage.retry_act(await claim(storage), START + LONGEST_WAIT, "busy")
    assert await storage.claim_act() is None


async def test_every_end_of_a_deed_edits_the_card_and_the_end_of_a_card_does_not(storage: Storage) -> None:
    case = await open_case(storage)
    await put(storage, Act("card.post", f"card.post:{case.id}", case.id), Act("member.remind", f"member.remind:{case.id}", case.id))
    assert await drain(storage) == [f"card.post:{case.id}", f"member.remind:{case.id}", f"card.edit:{case.id}"]
    await put(storage, HEALTH)
    assert await drain(storage) == [HEALTH.key]


@pytest.mark.parametrize(
    ("stuck", "other"), [("member.remind", "card.edit"), ("card.edit", "message.delete")], ids=["deed-then-card", "card-then-deed"]
)
async def test_what_is_put_off_holds_back_its_own_lane_only(storage: Storage, clock: ManualClock, stuck: str, other: str) -> None:
    case = await open_case(storage)
    same = stuck.partition(".")[0] + ".same"
    await put(storage, Act(stuck, "stuck", case.id), Act(other, "other", case.id), Act(same, "same", case.id))
    first = await claim(storage)
    assert first.act.key == "stuck"
    assert await storage.claim_act() is None  # in flight, it holds back both
    await storage.retry_act(first, clock.now() + timedelta(minutes=1), "busy")
    assert (await claim(storage)).act.key == "other"
    assert await storage.claim_act() is None
    assert await storage.next_act_due() == clock.now() + LEASE  # "same" can't be next, so its time does not count


async def test_outcomes_are_forgotten_after_a_while(storage: Storage, clock: ManualClock) -> None:
    case = await open_case(storage)
    await put(storage, Act("member.remind", "old", case.id))
    await drain(storage)
    clock.advance(OUTCOMES_KEPT)
    await put(storage, Act("message.delete", "new", case.id))
    await drain(storage)
    clock.advance(timedelta(seconds=1))
    await storage.scrub()
    async with storage.work() as work:
        file = await work.cases.file(case.id)
    assert file is not None
    assert [act.kind for act in file.acts] == ["message.delete"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=settings().max_examples // 8)
@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["done", "retry", "crash"])), max_size=12))
async def test_deeds_of_a_case_run_in_order_and_end_once(path: Path, keys: KeyRing, plan: list[tuple[int, str]]) -> None:
    clock = ManualClock(START)
    async with fresh_storage(path, keys, clock) as storage:
        cases = [(await open_case(storage)).id for _ in range(3)]
        for number, (which, _) in enumerate(plan):
            await put(storage, Act("message.delete", f"deed:{number}", cases[which]))
        fates = {f"deed:{number}": fate for number, (_, fate) in enumerate(plan)}
        ended: list[str] = []
        while await storage.acts_pending():
            queued = await storage.claim_act()
            if queued is None:
                clock.advance(LEASE)
                continue
            fate = fates.get(queued.act.key, "done") if queued.attempts == 1 else "done"
            if fate == "retry":
                await storage.retry_act(queued, clock.now() + timedelta(seconds=5), "busy")
            elif fate == "done":
                assert await storage.finish_act(queued, ActState.DONE)
                ended.append(queued.act.key)
    for which in range(3):
        asked = [f"deed:{number}" for number, (of, _) in enumerate(plan) if of == which]
        assert [key for key in ended if key in asked] == asked


@asynccontextmanager
async def fresh_storage(path: Path, keys: KeyRing, clock: ManualClock) -> AsyncIterator[Storage]:
    """The one file of a test, with nothing left to do from the example before."""
    async with open_storage(path, keys, clock) as storage:
        await drain(storage)
        yield storage


async def test_fifty_claim_at_once_and_none_gets_anothers_act(storage: Storage, path: Path, keys: KeyRing, clock: ManualClock) -> None:
    async with open_storage(path, keys, clock) as beside:
        await put(storage, *(Act("health.post", f"health:{number}") for number in range(100)))
        claims = await asyncio.gather(*(store.claim_act() for store in (storage, beside) for _ in range(50)))
    assert Counter(queued.act.key for queued in claims if queued) == Counter(f"health:{number}" for number in range(100))


@pytest.mark.parametrize("times", [1, 2, 3])
async def test_a_cancelled_transaction_leaves_the_storage_usable_and_no_task_behind(storage: Storage, times: int) -> None:
    before = asyncio.all_tasks()
    for pause in range(30):
        task = asyncio.create_task(put(storage, *(Act("health.post", f"health:{pause}:{number}") for number in range(3))))
        for _ in range(pause):
            await asyncio.sleep(0)
        for _ in range(times):  # while it tidies up after the first
            task.cancel()
            await asyncio.sleep(0)
        await asyncio.gather(task, return_exceptions=True)
    async with asyncio.timeout(20):
        await asyncio.gather(*(asyncio.all_tasks() - before))
    counted = Counter(key.rpartition(":")[0] for key in await drain(storage))
    assert set(counted.values()) <= {3}  # a whole transaction or nothing of it
    await put(storage, HEALTH)
    assert await drain(storage) == [HEALTH.key]
