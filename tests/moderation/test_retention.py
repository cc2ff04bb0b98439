from datetime import timedelta

import pytest

from moderation.retention import Retention, note_until, text_until, text_until_decided
from tests.moderation.builders import START

KEEPING = Retention(undo=timedelta(minutes=20), keep=timedelta(days=9), notes=timedelta(days=3))


def test_words_go_when_nobody_decides() -> None:
    assert text_until(START, KEEPING) == START + timedelta(days=9)


def test_a_decision_brings_their_end_nearer_and_never_further() -> None:
    end = text_until(START, KEEPING)
    assert text_until_decided(end, START, KEEPING) == START + timedelta(minutes=20)
    assert text_until_decided(end, end - timedelta(minutes=5), KEEPING) == end


def test_notes_go_too() -> None:
    assert note_until(START, KEEPING) == START + timedelta(days=3)


def test_the_usual_windows() -> None:
    assert Retention() == Retention(undo=timedelta(minutes=30), keep=timedelta(days=14), notes=timedelta(days=14))


@pytest.mark.parametrize("name", ["undo", "keep", "notes"])
@pytest.mark.parametrize("window", [timedelta(0), timedelta(days=-1), timedelta(days=30, seconds=1)])
def test_windows_that_are_empty_or_too_long_are_refused(name: str, window: timedelta) -> None:
    with pytest.raises(ValueError, match="at most 30 days"):
        Retention(**{name: window})
    assert Retention(**{name: timedelta(days=30)})
