"""Marks, switches, tally, preferences, cards, word lists, places: each kept over a restart."""

from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.adapters.crypto import KeyRing
from bot.adapters.storage.store import Storage, open_storage
from core.clock import ManualClock
from core.ids import ChannelId, MessageId, SpaceId
from core.places import Place
from moderation.ports import Store, Unjudged
from tests.storage.builders import FOX, HOUSE, OTTER, ROOM, START, said

OTHER = SpaceId("discord:2")


async def test_marks_move(storage: Storage) -> None:
    room, hall = ROOM, ChannelId("discord:11")
    async with storage.work() as work:
        await work.marks.set_judged([])
        await work.marks.set_judged([(room, MessageId("discord:1")), (hall, MessageId("discord:2")), (room, MessageId("discord:3"))])
        await work.marks.set_judged([(hall, MessageId("discord:4"))])
    async with storage.work() as work:
        assert await work.marks.judged() == [(room, "discord:3"), (hall, "discord:4")]
        await work.marks.forget()
        assert await work.marks.judged() == []


async def test_analysis_is_on_until_it_is_switched_off(storage: Storage) -> None:
    async with storage.work() as work:
        assert await work.switches.analysis_on(HOUSE)
        await work.switches.set_analysis(HOUSE, on=False)
    async with storage.work() as work:
        assert not await work.switches.analysis_on(HOUSE)
        assert await work.switches.analysis_on(OTHER)
        await work.switches.set_analysis(HOUSE, on=True)
        assert await work.switches.analysis_on(HOUSE)


async def test_what_was_not_judged_is_counted_until_it_is_settled(storage: Storage) -> None:
    first, second, third = said(), said(), said()
    async with storage.work() as work:
        assert await work.tally.unjudged(ROOM) is None
        await work.tally.add_unjudged(first, "late", START)
        await work.tally.add_unjudged(second, "failed", START + timedelta(seconds=1))
        await work.tally.add_unjudged(third, "late", START + timedelta(seconds=2))
    async with storage.work() as work:
        assert await work.tally.unjudged(ROOM) == Unjudged(HOUSE, ROOM, 3, first.id, third.id, START, ("failed", "late"))
        await work.tally.settle(ROOM)
        assert await work.tally.unjudged(ROOM) is None


async def test_a_language_is_chosen_and_forgotten(storage: Storage) -> None:
    async with storage.work() as work:
        assert await work.preferences.language(FOX) is None
        await work.preferences.set_language(FOX, "fr")
        await work.preferences.set_language(FOX, "nl")
        assert await work.preferences.language(FOX) == "nl"
        assert await work.preferences.language(OTTER) is None
        await work.preferences.set_language(FOX, None)
        assert await work.preferences.language(FOX) is None


async def test_a_card_is_found_where_it_was_posted_last(storage: Storage) -> None:
    async with storage.work() as work:
        assert await work.cards.shown("case:1") is None
        await work.cards.remember("case:1", ROOM, MessageId("discord:1"))
        await work.cards.remember("case:1", ROOM, MessageId("discord:2"))
        assert await work.cards.shown("case:1") == (ROOM, "discord:2")
        await work.cards.forget("case:1")
        assert await work.cards.shown("case:1") is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=settings().max_examples // 4)
@given(
    st.lists(st.tuples(st.booleans(), st.sampled_from(["severe", "watch"]), st.text(st.characters(exclude_categories=["Cs"]), max_size=5)))
)
async def test_word_lists_are_sets_per_space(storage: Storage, changes: list[tuple[bool, str, str]]) -> None:
    space = SpaceId(f"discord:{id(changes)}")
    held: set[tuple[str, str]] = set()
    async with storage.work() as work:
        for adding, name, word in changes:
            if adding:
                assert await work.words.add(space, name, word) is ((name, word) not in held)
                held.add((name, word))
            else:
                assert await work.words.remove(space, name, word) is ((name, word) in held)
                held.discard((name, word))
        assert await work.words.words(space) == sorted(held)
        assert await work.words.words(OTHER) == []
        for name, word in held:
            await work.words.remove(space, name, word)


async def test_places_are_replaced_and_removed_by_key(storage: Storage) -> None:
    queue, watched = Place("channel:queue", "discord:5"), Place("watched:discord:6", "discord:6", "match")
    async with storage.work() as work:
        for place in (Place("channel:queue", "discord:4", "old"), queue, watched):
            await work.places.put(HOUSE, place)
        assert await work.places.all(HOUSE) == {queue.key: queue, watched.key: watched}
        assert await work.places.all(OTHER) == {}
        await work.places.remove(HOUSE, queue.key)
        await work.places.remove(HOUSE, queue.key)
        assert await work.places.all(HOUSE) == {watched.key: watched}


async def test_all_of_it_outlives_a_restart(path: Path, keys: KeyRing, clock: ManualClock) -> None:
    async with open_storage(path, keys, clock) as storage:
        store: Store = storage  # the port that the domain asks for
        async with store.work() as work:
            await work.switches.set_analysis(HOUSE, on=False)
            await work.words.add(HOUSE, "watch", "grapje")
    async with open_storage(path, keys, clock) as storage, storage.work() as work:
        assert not await work.switches.analysis_on(HOUSE)
        assert await work.words.words(HOUSE) == [("watch", "grapje")]
