import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.normalise import LIMIT, fold, join_spelled, readings, squeeze, unleet


@pytest.mark.parametrize(
    ("disguised", "plain"),
    [
        ("ꜰᴏᴏʟ", "fool"),
        ("ⓕⓞⓞⓛ", "fool"),
        ("🅵🅾🅾🅻", "fool"),
        ("🇫🇴🇴🇱", "fool"),
        ("\U0001d4ef\U0001d4f8\U0001d4f8\U0001d4f5", "fool"),  # mathematical script
        ("fo\u043el", "fool"),  # a Cyrillic o
        ("f\u200bo\u200do\u2060l", "fool"),
        ("f̸̢o̷o̵l̶", "fool"),
        ("élève à la forêt", "eleve a la foret"),
        ("Œuvre", "oeuvre"),
        ("C\u2019est \u201cça\u201d", 'c\'est "ca"'),
        ("LOSER", "loser"),
    ],
)
def test_fold_reads_what_the_eye_reads(disguised: str, plain: str) -> None:
    assert fold(disguised) == plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("y0u 4re a l0ser", "you are a loser"),
        ("1d10t", "idiot"),
        ("$tupid", "stupid"),
        ("stop! 2024 5-1 !!", "stop! 2024 5-1 !!"),
    ],
)
def test_leet_is_read_only_in_mixed_tokens(text: str, expected: str) -> None:
    assert unleet(text) == expected


def test_a_one_may_also_be_an_l() -> None:
    assert unleet("1oser", one="l") == "loser"
    assert "loser" in readings("1oser")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("you l o s e r go home", "you loser go home"),
        ("l.o.s.e.r", "loser"),
        ("l 0 $ e r", "l0$er"),
        ("l-o-s-e-r!", "loser!"),
        ("i a", "i a"),
        ("plan a or b", "plan a or b"),
    ],
)
def test_spelled_words_are_put_together(text: str, expected: str) -> None:
    assert join_spelled(text) == expected


def test_stretched_letters_are_squeezed_to_two_and_to_one() -> None:
    assert squeeze("haaaat", 2) == "haat"
    assert squeeze("haaaat", 1) == "hat"
    assert squeeze("haat", 1) == "haat"


def test_readings_start_with_the_original_and_undo_several_disguises_at_once() -> None:
    found = readings("L 0 s é r r r")
    assert found[0] == "l 0 s é r r r"
    assert "loser" in found


def test_plain_text_has_one_reading() -> None:
    assert readings("good game everyone") == ("good game everyone",)


@given(st.text())
def test_fold_is_idempotent_and_bounded(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert len(once) <= LIMIT


@given(st.text(alphabet="ﷺİΐẞ\u0301\u200b🇧é a1!"), st.integers(1, 900))
def test_repeated_oddities_stay_bounded(piece: str, times: int) -> None:
    found = readings(piece * times)
    assert 1 <= len(found) <= 7
    assert all(len(reading) <= LIMIT for reading in found)
    assert len(set(found)) == len(found)


@given(st.text())
def test_nothing_invisible_survives(text: str) -> None:
    assert not {unicodedata.category(character) for character in fold(text)} & {"Mn", "Me", "Cf", "Cs"}


@pytest.mark.parametrize("piece", ["a", "a!", "1!", "a ", "a.", "!", "ﷺ", "é", "aa1 ", "..a", "a1"])
def test_the_work_grows_with_the_length_and_not_faster(piece: str) -> None:
    """Eight times the text takes less than forty times the time; quadratic work would take sixty-four times."""
    long = (piece * LIMIT)[:LIMIT]
    readings(long)
    assert _seconds(long[: LIMIT // 8]) * 40 > _seconds(long)


def _seconds(text: str) -> float:
    best = float("inf")
    for _ in range(5):
        start = time.perf_counter()
        readings(text)
        best = min(best, time.perf_counter() - start)
    return best
