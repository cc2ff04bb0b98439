"""Other people's words on a card: safe whatever they are."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.discord.views.plain import ELLIPSIS, shown

NASTY = st.text(alphabet=st.sampled_from("|`*_~<>[]\\#-+:/@!& \nabשל\u202e\u0301\u2066😀1234567890"), max_size=400)
ANY = st.text(max_size=400) | NASTY


def bare(text: str) -> str:
    """What is left as markup once escapes and whole mentions are taken out."""
    return re.sub(r"<(?:@[!&]?|#)\d{15,20}>|<a?:\w{2,32}:\d{15,20}>", "", re.sub(r"\\.", "", text))


@given(ANY, st.integers(8, 300), st.integers(1, 6))
def test_nothing_in_it_is_markup_and_it_fits(text: str, limit: int, lines: int) -> None:
    out = shown(text, limit, lines=lines)
    assert len(out) <= limit
    assert out.count("\n") < lines
    assert not set(bare(out)) & set("|`*_~<>[]\\")
    assert "://" not in bare(out)


@given(ANY)
def test_no_line_begins_a_heading_or_a_list(text: str) -> None:
    assert not [line for line in shown(text, 4000, lines=9).split("\n") if line[:1] in {"#", "-", "+", ">"}]


@given(st.text(alphabet=st.characters(categories=("L", "N", "Zs")), max_size=300))
def test_letters_come_through_in_order(text: str) -> None:
    def letters(words: str) -> str:
        return re.sub(r"[\s\u2068\u2069]", "", words)

    assert letters(shown(text, 10_000)) == letters(text)


@given(NASTY)
def test_directions_are_closed_again(text: str) -> None:
    for line in shown(text, 200, lines=4).removesuffix(ELLIPSIS).split("\n"):
        assert line.count("\u2068") == line.count("\u2069")
        assert not set(line) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("\n \n", ""),
        ("it's over || boo", "it's over \\|\\| boo"),
        ("<@123456789012345678> gg <:pog:123456789012345678>", "<@123456789012345678> gg <:pog:123456789012345678>"),
        ("see https://bad.example", "see https\\://bad.example"),
        ("[free skins](https://bad.example)", "\\[free skins\\](https\\://bad.example)"),
        ("z" + "\u0301" * 40, "z" + "\u0301" * 3),
        ("שב", "\u2068שב\u2069"),
        ("a\u202eb", "ab"),
    ],
)
def test_examples(text: str, expected: str) -> None:
    assert shown(text, 200) == expected


def test_too_many_lines_become_one() -> None:
    assert shown("a\n\nb\nc\nd", 200, lines=2) == "a\nb ⏎ c ⏎ d"


def test_what_is_cut_says_so() -> None:
    assert shown("a" * 50, 10) == "a" * 9 + ELLIPSIS
