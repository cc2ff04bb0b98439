import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.words import ALLOWED, NO_WORDS, SEVERE, WATCH, Words

LISTS = Words([(SEVERE, "grobble"), (SEVERE, "go back home"), (WATCH, "Fléau"), (WATCH, "🐀"), ("other", "zip"), (WATCH, "  ")])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("you grobble", SEVERE),
        ("GROBBLE!!", SEVERE),
        ("gr0bble", SEVERE),
        ("g r o b b l e", SEVERE),
        ("gro\u200bbble", SEVERE),
        ("just go  back\nhome then", SEVERE),
        ("quel fléau", WATCH),
        ("quel FLEAU", WATCH),
        ("a 🐀🐀 here", WATCH),
        ("fléau de grobble", SEVERE),
        ("grobbles", None),
        ("agrobble", None),
        ("go back to home", None),
        ("zip", None),
        ("", None),
    ],
)
def test_whole_words_are_found_however_they_are_spelled(text: str, found: str | None) -> None:
    assert LISTS.found(text) == found


def test_without_lists_nothing_is_found_or_taken_out() -> None:
    assert NO_WORDS.found("grobble") is None
    assert NO_WORDS.without_allowed("grobble") == "grobble"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Flénder you", " you"),
        ("you flender, FLENDER.", "you , ."),
        ("red hot chili is red hot", " chili is "),
        ("reddish flenders", "reddish flenders"),
        ("red", "red"),
    ],
)
def test_allowed_words_are_taken_out(text: str, left: str) -> None:
    assert Words([(ALLOWED, "flender"), (ALLOWED, "red hot")]).without_allowed(text) == left


def test_the_longest_phrase_counts() -> None:
    assert Words([(ALLOWED, "red"), (ALLOWED, "red hot")]).without_allowed("red hot red x") == "  x"
    assert Words([(ALLOWED, "red"), (ALLOWED, "red hot")]).without_allowed("red hot red") == " "


def test_an_allowed_word_is_not_found() -> None:
    assert Words([(ALLOWED, "flender")]).found("flender") is None


WORD = st.text(max_size=12)


@given(st.lists(st.tuples(st.sampled_from([SEVERE, WATCH, ALLOWED]), WORD), max_size=5), st.text(max_size=80))
def test_no_list_and_no_text_break_the_reading(entries: list[tuple[str, str]], text: str) -> None:
    words = Words(entries)
    assert words.found(text) in {SEVERE, WATCH, None}
    left = words.without_allowed(text)
    assert len(left) <= len(text)


@given(st.from_regex(r"[a-z]{3,8}( [a-z]{3,8}){0,2}", fullmatch=True), st.from_regex(r"[ .,!?]{1,3}", fullmatch=True))
def test_every_listed_phrase_is_found_between_other_words(phrase: str, gap: str) -> None:
    assert Words([(SEVERE, phrase)]).found(f"so{gap}{phrase}{gap}then") == SEVERE
