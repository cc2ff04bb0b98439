"""How young people type, as small seeded changes to a line: dropped letters, doubled letters, leet, missing spaces, no capitals."""

import random
from collections.abc import Callable, Sequence

_LEET = str.maketrans({"a": "4", "e": "3", "i": "1", "o": "0", "s": "5", "t": "7"})
_EXTRAS = ("haha", "lol", "xd", "bro", "man", "😂", "💀", "😭", "!!", "...", "??", "fr", "jwz", "tg", "mdr", "hè", "ofzo", "quoi", "tho")


def lower(line: str, dice: random.Random) -> str:
    """No capitals, no full stop."""
    del dice
    return line.lower().rstrip(".")


def dropped_letter(line: str, dice: random.Random) -> str:
    """One letter inside a longer word is gone."""
    return _in_a_word(line, dice, lambda word, at: word[:at] + word[at + 1 :])


def swapped_letters(line: str, dice: random.Random) -> str:
    """Two letters inside a longer word changed places."""
    return _in_a_word(line, dice, lambda word, at: word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :])


def doubled_letter(line: str, dice: random.Random) -> str:
    """One letter repeated, as in «noooo»."""
    return _in_a_word(line, dice, lambda word, at: word[:at] + word[at] * dice.randint(2, 4) + word[at + 1 :])


def leet(line: str, dice: random.Random) -> str:
    """Digits for letters in one longer word."""
    return _in_a_word(line, dice, lambda word, _: word.translate(_LEET))


def spelled_out(line: str, dice: random.Random) -> str:
    """One longer word l i k e t h i s."""
    return _in_a_word(line, dice, lambda word, _: " ".join(word))


def joined_words(line: str, dice: random.Random) -> str:
    """One space is missing."""
    words = line.split(" ")
    if len(words) < 3:  # noqa: PLR2004 - one word has to stay apart
        return line
    at = dice.randrange(len(words) - 1)
    return " ".join([*words[:at], words[at] + words[at + 1], *words[at + 2 :]])


def extra(line: str, dice: random.Random) -> str:
    """A filler before or after, the same ones whatever the line means."""
    filler = dice.choice(_EXTRAS)
    return f"{line} {filler}" if dice.random() < 0.75 else f"{filler} {line}"  # noqa: PLR2004 - mostly after


CHANGES: Sequence[tuple[float, Callable[[str, random.Random], str]]] = (
    (0.35, lower),
    (0.07, dropped_letter),
    (0.05, swapped_letters),
    (0.05, doubled_letter),
    (0.07, leet),
    (0.04, spelled_out),
    (0.05, joined_words),
    (0.10, extra),
)
"""Each change and how often it is made."""


def typed(line: str, dice: random.Random) -> str:
    """The line as somebody might type it."""
    for chance, change in CHANGES:
        if dice.random() < chance:
            line = change(line, dice)
    return line


def _in_a_word(line: str, dice: random.Random, change: Callable[[str, int], str]) -> str:
    words = line.split(" ")
    long = [index for index, word in enumerate(words) if len(word) > 3 and word.isalpha()]  # noqa: PLR2004 - short words would be lost
    if long:
        index = dice.choice(long)
        words[index] = change(words[index], dice.randrange(1, len(words[index]) - 1))
    return " ".join(words)
