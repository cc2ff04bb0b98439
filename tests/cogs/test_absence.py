"""What history says about frozen messages, also where it says little."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from cogs.discord.absence import PAGE, UNKNOWN_MESSAGE, changes_in, in_doubt
from moderation.case import TextState
from tests.cogs.queue.files import AT, FOX, NICKNAME, SAID, file_of, turn

LATER = AT + timedelta(minutes=1)


class Channel:
    """A channel's history as Discord answers: after a message, the oldest first, so many a request."""

    def __init__(self, *numbers: int, edited: int = 0, readable: bool = True, missing: int = UNKNOWN_MESSAGE) -> None:
        self.messages = {number: SimpleNamespace(id=number, edited_at=LATER if number == edited else None) for number in numbers}
        self.readable = readable
        self.missing = missing
        self.asked: list[int] = []

    async def history(self, *, limit: int, after: Any, before: Any, oldest_first: bool) -> AsyncIterator[Any]:  # noqa: ANN401 - discord.py's
        assert oldest_first
        page = [message for number, message in sorted(self.messages.items()) if number > after.id][:limit]
        for message in page if self.readable else []:
            if message.id < before.id:
                yield message

    async def fetch_message(self, number: int) -> Any:  # noqa: ANN401 - discord.py's
        self.asked.append(number)
        response: Any = SimpleNamespace(status=404, reason="")
        if number not in self.messages:
            raise discord.NotFound(response, {"code": self.missing, "message": ""})
        return self.messages[number]


async def looked(channel: Channel, *numbers: int) -> tuple[list[int], list[int]]:
    place: Any = channel
    changes = await changes_in(place, {number: turn(number, FOX, "hi") for number in numbers})
    return list(changes.gone), [message.id for message in changes.rewritten]


async def test_what_stands_as_it_was_is_let_be_in_one_request() -> None:
    channel = Channel(1, 2, 3)
    assert await looked(channel, 1, 3) == ([], [])
    assert channel.asked == []


async def test_what_is_gone_or_rewritten_is_told() -> None:
    assert await looked(Channel(2, 4, edited=4), 1, 2, 4, 5) == ([1, 5], [4])


async def test_a_revision_that_is_frozen_is_not_a_new_one() -> None:
    place: Any = Channel(1, edited=1)
    changes = await changes_in(place, {1: replace(turn(1, FOX, "hi"), edited_at=LATER)})
    assert changes.rewritten == []


async def test_a_history_that_may_not_be_read_is_no_deletion() -> None:
    channel = Channel(1, 2, readable=False)
    assert await looked(channel, 1, 2) == ([], [])
    assert channel.asked == [2]


async def test_a_channel_that_is_gone_takes_nothing_back() -> None:
    assert await looked(Channel(missing=10003), 1, 2) == ([], [])


@pytest.mark.parametrize(("last", "gone"), [(PAGE + 1, [1]), (PAGE, [1, PAGE + 50])])
async def test_beyond_a_full_page_nothing_is_known(last: int, gone: list[int]) -> None:
    assert await looked(Channel(*range(2, last + 1)), 1, PAGE + 50) == (gone, [])


def test_only_what_stands_in_a_history_and_was_not_seen_to_go_is_in_doubt() -> None:
    before = (turn(999, FOX, "hi"),)
    assert list(in_doubt(file_of(SAID, before))) == [999, 1001]
    assert list(in_doubt(file_of(SAID, before, text_state=TextState.AUTHOR_DELETED))) == [999]
    assert in_doubt(file_of(NICKNAME)) == {}
