import asyncio
import gc
import threading
import time
import weakref
from collections.abc import AsyncIterator, Sequence

import pytest
from structlog.testing import capture_logs

from bot.adapters.bus import INLINE, REMEMBERED, ClassifierBus
from moderation.model import ChannelKind, Context, Message, Scores
from moderation.ports import ScorerUnavailable
from tests.moderation.classifiers.messages import said

NOTHING = Context()


class Counting:
    """Scores a text by its length, and remembers what it was given and in which thread."""

    name = "counting"
    languages: frozenset[str] | None = None

    def __init__(self, *, heavy: bool = True) -> None:
        self.heavy = heavy
        self.batches: list[list[str]] = []
        self.threads: set[int] = set()

    def classify(self, messages: Sequence[Message]) -> list[Scores]:
        self.batches.append(["".join(message.text) for message in messages])
        self.threads.add(threading.get_ident())
        return [Scores({"length": float(len(message.text))}, self.name) for message in messages]


class Held(Counting):
    """Answers only once it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.entered = threading.Event()
        self.answered = threading.Event()

    def classify(self, messages: Sequence[Message]) -> list[Scores]:
        self.entered.set()
        self.gate.wait(10)
        try:
            return super().classify(messages)
        finally:
            self.answered.set()

    async def busy(self) -> None:
        await asyncio.to_thread(self.entered.wait, 10)


class Broken(Counting):
    """Raises with a person's words in the error, as libraries do."""

    def __init__(self, error: Exception, *, heavy: bool = True) -> None:
        super().__init__(heavy=heavy)
        self.error: Exception | None = error

    def classify(self, messages: Sequence[Message]) -> list[Scores]:
        if self.error is not None:
            raise self.error
        return super().classify(messages)


class Short(Counting):
    """Loses one message of every batch."""

    def classify(self, messages: Sequence[Message]) -> list[Scores]:
        return super().classify(messages)[1:]


@pytest.fixture
async def held() -> AsyncIterator[tuple[Held, ClassifierBus]]:
    classifier = Held()
    async with ClassifierBus(classifier, limit_s=30, queue_size=40) as bus:
        yield classifier, bus
        classifier.gate.set()


def asking(bus: ClassifierBus, *texts: str) -> list[asyncio.Task[Scores]]:
    return [asyncio.create_task(bus.score(said(text), NOTHING)) for text in texts]


async def unavailable(bus: ClassifierBus, text: str = "hello") -> str:
    with pytest.raises(ScorerUnavailable) as caught:
        await bus.score(said(text), NOTHING)
    return caught.value.reason


async def test_a_heavy_classifier_answers_from_a_thread_of_its_own() -> None:
    classifier = Counting()
    async with ClassifierBus(classifier, limit_s=10, queue_size=10) as bus:
        assert (await bus.score(said("four"), NOTHING)).values == {"length": 4}
    assert threading.get_ident() not in classifier.threads


async def test_a_light_classifier_answers_short_texts_at_once_and_long_ones_from_the_thread() -> None:
    classifier = Counting(heavy=False)
    async with ClassifierBus(classifier, limit_s=10, queue_size=10) as bus:
        await bus.score(said("short"), NOTHING)
        assert classifier.threads == {threading.get_ident()}
        assert (await bus.score(said("x" * (INLINE + 1)), NOTHING)).values == {"length": INLINE + 1}
    assert len(classifier.threads) == 2


async def test_under_backlog_texts_go_in_small_batches_of_like_length(held: tuple[Held, ClassifierBus]) -> None:
    classifier, bus = held
    tasks = asking(bus, "first")
    await classifier.busy()
    texts = [str(number) * (number % 13 + 1) for number in range(20)]
    tasks += asking(bus, *texts)
    await asyncio.sleep(0)
    classifier.gate.set()
    assert [scores.values["length"] for scores in await asyncio.gather(*tasks)] == [5, *map(len, texts)]
    assert classifier.batches[0] == ["first"]
    assert [len(batch) for batch in classifier.batches[1:]] == [8, 8, 4]
    assert [len(text) for batch in classifier.batches[1:] for text in batch] == sorted(map(len, texts))


async def test_without_backlog_each_goes_alone() -> None:
    classifier = Counting()
    async with ClassifierBus(classifier, limit_s=10, queue_size=10) as bus:
        for text in ("a", "b", "c"):
            await bus.score(said(text), NOTHING)
    assert classifier.batches == [["a"], ["b"], ["c"]]


async def test_equal_texts_are_judged_once(held: tuple[Held, ClassifierBus]) -> None:
    classifier, bus = held
    tasks = asking(bus, "spam", "spam", "spam")
    await classifier.busy()
    classifier.gate.set()
    assert len({id(scores) for scores in await asyncio.gather(*tasks)}) == 1
    await bus.score(said("spam"), NOTHING)
    assert classifier.batches == [["spam"]]


async def test_the_same_words_in_another_kind_of_channel_are_judged_again() -> None:
    classifier = Counting(heavy=False)
    async with ClassifierBus(classifier, limit_s=10, queue_size=10) as bus:
        for kind in (ChannelKind.MATCH, ChannelKind.DISCUSSION, ChannelKind.MATCH):
            await bus.score(said("kill", kind), NOTHING)
        await bus.score(said("kill", ChannelKind.MATCH, "nl"), NOTHING)
    assert len(classifier.batches) == 3


async def test_only_so_many_texts_are_remembered() -> None:
    classifier = Counting(heavy=False)
    async with ClassifierBus(classifier, limit_s=10, queue_size=10) as bus:
        for number in range(REMEMBERED + 1):
            await bus.score(said(str(number)), NOTHING)
        await bus.score(said(str(REMEMBERED)), NOTHING)
        assert len(classifier.batches) == REMEMBERED + 1
        await bus.score(said("0"), NOTHING)
        assert len(classifier.batches) == REMEMBERED + 2


class Words(str):
    """Text that can be watched going away."""

    __slots__ = ("__weakref__",)


async def test_no_text_is_kept_once_it_was_judged() -> None:
    async with ClassifierBus(Counting(), limit_s=10, queue_size=10) as bus:
        words = Words("canary")
        watched = weakref.ref(words)
        message = said(words)
        await bus.score(message, NOTHING)
        del words, message
        await bus.score(said("something else"), NOTHING)
        gc.collect()
        assert watched() is None


async def test_who_waits_too_long_is_told_so_and_an_abandoned_text_is_not_judged() -> None:
    classifier = Held()
    async with ClassifierBus(classifier, limit_s=0.05, queue_size=10) as bus:
        assert await unavailable(bus, "first") == "late"
        assert await unavailable(bus, "second") == "late"
        classifier.gate.set()
        await asyncio.to_thread(classifier.answered.wait, 10)
        assert (await bus.score(said("first"), NOTHING)).values == {"length": 5}
        await bus.score(said("third"), NOTHING)
    assert classifier.batches == [["first"], ["third"]]


async def test_a_full_queue_refuses_and_forgets_nobody(held: tuple[Held, ClassifierBus]) -> None:
    classifier, bus = held
    tasks = asking(bus, "first")
    await classifier.busy()
    tasks += asking(bus, *(f"waiting {number}" for number in range(40)))
    await asyncio.sleep(0)
    assert await unavailable(bus, "one too many") == "overloaded"
    classifier.gate.set()
    assert len(await asyncio.gather(*tasks)) == 41


@pytest.mark.parametrize("heavy", [True, False])
@pytest.mark.parametrize("error", [ValueError("canary of somebody"), StopIteration("canary"), MemoryError()])
async def test_an_error_is_told_without_its_words_and_the_next_text_is_judged(error: Exception, *, heavy: bool) -> None:
    classifier = Broken(error, heavy=heavy)
    async with ClassifierBus(classifier, limit_s=10, queue_size=10) as bus:
        with capture_logs() as logs:
            assert await unavailable(bus) == "failed"
        assert [(line["event"], line["error"]) for line in logs] == [("classifier.failed", type(error).__name__)]
        assert "canary" not in str(logs)
        classifier.error = None
        assert (await bus.score(said("hello"), NOTHING)).values == {"length": 5}


async def test_a_classifier_that_loses_a_message_has_failed() -> None:
    async with ClassifierBus(Short(), limit_s=10, queue_size=10) as bus:
        assert await unavailable(bus) == "failed"


async def test_without_a_classifier_and_outside_its_time_every_score_is_missing() -> None:
    async with ClassifierBus(None, limit_s=10, queue_size=10) as bus:
        assert await unavailable(bus) == "missing"
    unopened = ClassifierBus(Counting(), limit_s=10, queue_size=10)
    assert await unavailable(unopened) == "missing"
    async with unopened:
        await unopened.score(said("hello"), NOTHING)
    assert await unavailable(unopened) == "missing"


async def test_closing_answers_everybody_and_ends_the_thread() -> None:
    classifier = Held()
    async with ClassifierBus(classifier, limit_s=5, queue_size=10) as bus:
        tasks = asking(bus, "first", "second")
        await classifier.busy()
        threading.Timer(0.05, classifier.gate.set).start()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert [getattr(outcome, "reason", None) for outcome in outcomes] == ["missing", "missing"]
    assert not [thread for thread in threading.enumerate() if thread.name == "classifier"]


async def test_who_stops_waiting_leaves_the_others_their_score(held: tuple[Held, ClassifierBus]) -> None:
    classifier, bus = held
    impatient, patient = asking(bus, "same", "same")
    await classifier.busy()
    impatient.cancel()
    classifier.gate.set()
    assert (await patient).values == {"length": 4}
    assert impatient.cancelled()


async def test_the_loop_goes_on_while_a_text_is_judged() -> None:
    """A classifier that works for a while in Python costs the loop a small part of that time."""

    class Working(Counting):
        def classify(self, messages: Sequence[Message]) -> list[Scores]:
            end = time.thread_time() + 0.1
            while time.thread_time() < end:
                pass
            return super().classify(messages)

    async def longest_pause(other: asyncio.Task[Scores]) -> tuple[float, float]:
        start = before = time.perf_counter()
        worst = 0.0
        while not other.done():
            await asyncio.sleep(0)
            now = time.perf_counter()
            worst, before = max(worst, now - before), now
        return worst, before - start

    async with ClassifierBus(Working(), limit_s=30, queue_size=10) as bus:
        (task,) = asking(bus, "hello")
        pause, whole = await longest_pause(task)
    assert pause < whole / 2
