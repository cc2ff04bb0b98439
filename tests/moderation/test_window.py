from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ids import ChannelId, MessageId, SpaceId
from moderation.model import Message
from moderation.window import ContextWindow, in_history
from tests.moderation.builders import HOUSE, ROOM, START, said

HALL = ChannelId("discord:20")


def ids(turns: Sequence[Message]) -> list[str]:
    return [turn.id.removeprefix("discord:") for turn in turns]


def window(*messages: Message, turns: int = 3, channels: int = 2, minutes: int = 10) -> ContextWindow:
    filled = ContextWindow(turns=turns, channels=channels, minutes=minutes)
    for message in messages:
        filled.add(message)
    return filled


def before(known: ContextWindow, message: Message) -> list[str]:
    return ids(known.context_before(message).turns)


@pytest.mark.parametrize("limits", [{"turns": 0}, {"channels": 0}, {"minutes": 0}])
def test_a_window_without_room_is_refused(limits: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="at least one turn of one channel for one minute"):
        ContextWindow(**limits)


def test_context_is_what_came_before_oldest_first() -> None:
    known = window(said(1), said(2), said(3, channel=HALL))
    assert before(known, said(4)) == ["1", "2"]
    assert before(known, said(2)) == ["1"]
    assert before(known, said(5, channel=ChannelId("discord:30"))) == []


def test_only_the_last_turns_are_known() -> None:
    known = window(said(1), said(2), said(3), said(4))
    assert before(known, said(5)) == ["2", "3", "4"]
    assert len(known) == 3


def test_the_channel_that_was_quiet_longest_is_forgotten() -> None:
    known = window(said(1), said(2, channel=HALL), said(3), said(4, channel=ChannelId("discord:30")))
    assert before(known, said(9, channel=HALL)) == []
    assert before(known, said(9)) == ["1", "3"]


def test_old_turns_are_no_context_and_are_forgotten_in_time() -> None:
    known = window(said(1, after=0), said(2, after=60))
    assert before(known, said(3, after=600)) == ["1", "2"]
    assert before(known, said(3, after=601)) == ["2"]
    known.expire(START + timedelta(seconds=600))
    assert len(known) == 2
    known.expire(START + timedelta(seconds=601))
    assert len(known) == 1
    known.expire(START + timedelta(seconds=661))
    assert len(known) == 0


def test_an_edit_takes_the_old_ones_place_and_brings_nothing_back() -> None:
    known = window(said(1, "old"), said(2))
    known.edit(said(1, "new", edited=5))
    known.edit(said(7, "unknown"))
    known.edit(said(8, "unknown", channel=HALL))
    assert [turn.text for turn in known.context_before(said(3)).turns] == ["new", "hello"]
    assert len(known) == 2


def test_what_is_deleted_is_forgotten() -> None:
    known = window(said(1), said(2))
    known.delete(ROOM, [MessageId("discord:1"), MessageId("discord:99")])
    known.delete(HALL, [MessageId("discord:2")])
    assert before(known, said(3)) == ["2"]


def test_what_came_after_is_known_while_the_message_is() -> None:
    known = window(said(1), said(2), said(3))
    assert ids(known.after(said(1), 1)) == ["2"]
    assert ids(known.after(said(1), 9)) == ["2", "3"]
    assert ids(known.after(said(3), 9)) == []
    assert ids(known.after(said(8), 9)) == []
    assert ids(known.after(said(8, channel=HALL), 9)) == []


def test_a_space_can_be_forgotten_whole() -> None:
    known = window(said(1), said(2, channel=HALL))
    known.forget(SpaceId("discord:other"))
    assert len(known) == 2
    known.forget(HOUSE)
    assert len(known) == 0


def test_nicknames_and_titles_are_nobodys_turn() -> None:
    nickname = Message(MessageId("discord:nickname/5/17"), HOUSE, ROOM, said(1).kind, said(1).author, "name", START)
    assert not in_history(nickname)
    assert in_history(said(1))
    assert len(window(nickname)) == 0


@given(st.lists(st.tuples(st.integers(1, 40), st.sampled_from([ROOM, HALL, ChannelId("discord:30")]), st.integers(0, 2000)), max_size=80))
def test_no_stream_makes_it_grow_over_its_limits(stream: list[tuple[int, ChannelId, int]]) -> None:
    known = window(turns=4, channels=2, minutes=5)
    for number, channel, after in stream:
        message = said(number, channel=channel, after=after)
        known.add(message)
        turns = known.context_before(message).turns
        assert len(turns) < 4
        assert all(turn.channel == channel and turn.id != message.id for turn in turns)
        assert all(turn.at >= message.at - timedelta(minutes=5) for turn in turns)
        assert len(known) <= 8
    known.expire(START + timedelta(days=1))
    assert len(known) == 0
