"""Waiting for something to be so, asked again whenever the world changes."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeVar

from sandbox.discord.errors import Refused
from sandbox.discord.ids import Json
from sandbox.discord.transcript import Entry
from sandbox.discord.world import World

T = TypeVar("T")
_LOOK_AGAIN = 0.05  # seconds: what is watched may also be outside the world
_LAST = 8


class NotSeen(AssertionError):
    """What was waited for didn't happen; the text says what there was instead."""


@contextmanager
def changes(world: World) -> Iterator[asyncio.Event]:
    """An event that is set whenever something happens in the world."""
    happened = asyncio.Event()
    stop = world.subscribe(lambda _event, _data, _audience: happened.set())
    try:
        yield happened
    finally:
        stop()


async def until(world: World, check: Callable[[], T], timeout: float, transcript: Sequence[Entry] = ()) -> T:
    """The first true value of ``check()``. A check that finds nothing to index, or is refused, is not yet true. Raises NotSeen."""
    deadline = asyncio.get_running_loop().time() + timeout
    with changes(world) as happened:
        while True:
            happened.clear()
            value, problem = _ask(check)
            if value:
                return value
            if asyncio.get_running_loop().time() >= deadline:
                raise NotSeen(f"not within {timeout} s (last: {value!r} {problem})\n{picture(world, transcript)}")
            await _either(happened, _LOOK_AGAIN)


def _ask(check: Callable[[], T]) -> tuple[T | None, str]:
    try:
        return check(), ""
    except (LookupError, StopIteration, Refused, TypeError) as error:
        return None, repr(error)


async def _either(happened: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(happened.wait(), seconds)
    except TimeoutError:
        return


async def within(world: World, check: Callable[[], bool], limit: timedelta) -> bool:
    """Whether ``check()`` becomes true before ``limit`` has passed on the world's own clock."""
    start = world.clock.now()
    with changes(world) as happened:
        while not check():
            happened.clear()
            left = (start + limit - world.clock.now()).total_seconds()
            if left < 0:
                return False
            await _either(happened, min(left + 0.001, _LOOK_AGAIN))
    return True


def picture(world: World, transcript: Sequence[Entry] = ()) -> str:
    """What there is: the last messages of each channel and the last requests, for a person who reads a failed test."""
    lines = []
    for channel_id, messages in world.messages.items():
        if messages and channel_id in world.channels:
            lines.append(f"#{world.channels[channel_id].get('name', 'private')}:")
            lines += [f"  {one['author']['username']}: {_brief(one)}" for one in list(messages.values())[-_LAST:]]
    for user_id, messages in world.ephemerals.items():
        lines += [f"  only {world.users[user_id]['username']} sees: {_brief(one)}" for one in list(messages.values())[-_LAST:]]
    return "\n".join([*lines, "last requests:", *(f"  {entry}" for entry in transcript[-_LAST * 2 :])])


def _brief(message: Json) -> str:
    extras = [f"{len(message[key])} {key}" for key in ("embeds", "components", "attachments") if message[key]]
    return f"{message['content'][:120]!r} {' '.join(extras)}".rstrip()
