"""Waiting lines: in order within a channel, nothing run while held, nothing lost when too much waits."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from cogs.discord.lines import Job, Lines
from moderation.ports import StoreFailed


class Channel:
    """What a channel's history would bring back, and what was done, in order."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.history: list[str] = []

    async def catch_up(self, channel: int) -> None:
        del channel
        missed = [said for said in self.history if said not in self.done]
        self.done += missed

    def job(self, said: str, *, fails: bool = False) -> Job:
        async def run() -> None:
            await asyncio.sleep(0)
            if said not in self.done:
                self.done.append(said)
            if fails:
                raise ValueError(said)

        return run


@given(st.lists(st.tuples(st.integers(1, 3), st.booleans()), max_size=40))
async def test_each_channel_keeps_its_order(jobs: list[tuple[int, bool]]) -> None:
    channels = {number: Channel() for number in (1, 2, 3)}
    lines = Lines(channels[1].catch_up)
    lines.release()
    for count, (number, fails) in enumerate(jobs):
        lines.put(number, channels[number].job(str(count), fails=fails))
    await lines.drained()
    for number, channel in channels.items():
        assert channel.done == [str(count) for count, (at, _) in enumerate(jobs) if at == number]


async def test_held_lines_wait_and_history_comes_first() -> None:
    channel = Channel()
    lines = Lines(channel.catch_up)
    channel.history = ["missed", "live"]
    lines.put(1, channel.job("live"), in_history=True)
    await asyncio.sleep(0)
    assert channel.done == []
    lines.release(behind=[1])
    await lines.drained()
    assert channel.done == ["missed", "live"]


async def test_a_resumed_session_needs_no_history() -> None:
    channel = Channel()
    channel.history = ["old"]
    lines = Lines(channel.catch_up)
    lines.put(1, channel.job("live"))
    lines.release()
    await lines.drained()
    assert channel.done == ["live"]


async def test_past_the_backlog_messages_are_read_from_history_and_edits_stay() -> None:
    channel = Channel()
    lines = Lines(channel.catch_up, backlog=10)
    for number in range(50):
        channel.history.append(f"said {number}")
        lines.put(1, channel.job(f"said {number}"), in_history=True)
    lines.put(1, channel.job("edit"))
    lines.release(behind=[1])
    await lines.drained()
    assert channel.done == [*(f"said {number}" for number in range(50)), "edit"]


async def test_a_burst_while_running_is_not_lost_either() -> None:
    channel = Channel()
    lines = Lines(channel.catch_up, backlog=10)
    lines.release()
    for number in range(50):
        channel.history.append(f"said {number}")
        lines.put(1, channel.job(f"said {number}"), in_history=True)
    await lines.drained()
    assert sorted(channel.done) == sorted(channel.history)


async def test_closing_finishes_what_runs_and_begins_nothing() -> None:
    channel = Channel()
    lines = Lines(channel.catch_up)
    lines.release()
    lines.put(1, channel.job("first"))
    lines.put(1, channel.job("second"))
    await asyncio.sleep(0)
    await lines.close()
    assert channel.done == ["first"]
    lines.put(1, channel.job("third"))
    assert channel.done == ["first"]


async def test_side_by_side_jobs_begin_in_order_and_no_more_than_allowed() -> None:
    begun: list[int] = []
    at_once, most = 0, 0
    gate = asyncio.Event()

    def job(number: int) -> Job:
        async def run() -> None:
            nonlocal at_once, most
            begun.append(number)
            at_once += 1
            most = max(most, at_once)
            await gate.wait()
            at_once -= 1

        return run

    lines = Lines(Channel().catch_up, abreast=4)
    lines.release()
    for number in range(10):
        lines.put(1, job(number))
    for _ in range(20):
        await asyncio.sleep(0)
    assert begun == [0, 1, 2, 3]
    gate.set()
    await lines.drained()
    assert begun == list(range(10))
    assert most == 4


async def test_the_loop_gets_its_turn_during_a_burst() -> None:
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async def inline() -> None:  # never gives way by itself, as a light classifier
        return

    lines = Lines(Channel().catch_up)
    for _ in range(800):
        lines.put(1, inline)
    beside = asyncio.create_task(other())
    lines.release()
    await lines.drained()
    beside.cancel()
    assert turns >= 100


async def test_what_cannot_be_written_is_tried_again_before_anything_else_of_its_channel() -> None:
    channel = Channel()
    full = ["twice", "once"]

    async def cry() -> None:
        if full:
            raise StoreFailed(full.pop())
        channel.done.append("cry")

    lines = Lines(channel.catch_up, again_s=0.001)
    lines.release()
    lines.put(1, cry)
    lines.put(1, channel.job("after"))
    await lines.drained()
    assert channel.done == ["cry", "after"]


async def test_closing_waits_for_nothing_that_cannot_be_written() -> None:
    channel, tried = Channel(), asyncio.Event()

    async def cry() -> None:
        tried.set()
        raise StoreFailed("full")

    lines = Lines(channel.catch_up, again_s=3600)
    lines.release()
    lines.put(1, cry)
    await tried.wait()
    await asyncio.wait_for(lines.close(), 5)
