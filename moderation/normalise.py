"""Undoes disguises: other alphabets' look-alikes, invisible characters, leet, s p e l l e d words, stretched letters.

Folding also mangles innocent text, so every reading stands beside the original and never replaces it.
"""

import re
import unicodedata
from functools import cache

LIMIT = 4_000
"""Characters of any text that are read; Discord's longest message has 4,000."""

_LOOKALIKES = {
    # Latin letters that no decomposition reaches
    **dict(zip("æœøđðłıħŧŋʼ", ("ae", "oe", "o", "d", "d", "l", "i", "h", "t", "n", "'"), strict=True)),
    **dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯǫʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqqrstuvwyz", strict=True)),
    **dict(zip("ɐɔəǝɟƃɥɯɹʇʌʍʎɑɡɩʋƅɓɗƒɠɦƙɱɲƥƭʈƴƶ", "aceefghmrtvwyagivbbdfghkmnpttyz", strict=True)),
    # Cyrillic and Greek, by shape and not by sound
    **dict(zip("абвгезикмнорстухьѕіјһԁԛԝӏєґ", "abbresukmhopctyxbsijhdqwler", strict=True)),
    **dict(zip("αβγεηικνορστυχωϲ", "abyenikvopotuxwc", strict=True)),
    # typography
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032`\u00b4\u2039\u203a", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043", "-"),
    "€": "e",
    "£": "l",
    "¥": "y",
    "¢": "c",
}
_RANGES_OF_LETTERS = (0x1F1E6, 0x1F150, 0x1F170)  # regional indicators, negative circled, negative squared: A to Z each
_INVISIBLE = frozenset({"Cf", "Mn", "Me", "Cs"})
_JAMO_FILLERS = frozenset({0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800})  # draw nothing, yet count as letters or symbols


class _Folding(dict[int, str]):
    """What each character becomes, worked out at first sight; at most one entry per code point."""

    def __missing__(self, point: int) -> str:
        self[point] = folded = _fold_character(point)
        return folded


def _fold_character(point: int) -> str:
    character = chr(point)
    for start in _RANGES_OF_LETTERS:
        if start <= point < start + 26:
            return chr(ord("a") + point - start)
    if unicodedata.category(character) in _INVISIBLE or point in _JAMO_FILLERS:
        return ""
    return _LOOKALIKES.get(character, character)


@cache
def _folding() -> _Folding:
    return _Folding()


def fold(text: str) -> str:
    """The text in plain lower-case letters: NFKD, case folded, marks and invisible characters gone, look-alikes made Latin.

    Idempotent, at most LIMIT characters, never raises. ASCII text is only lowered.
    """
    text = text[:LIMIT]
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKD", text)[:LIMIT]  # one character may become eighteen
    text = unicodedata.normalize("NFKD", text.casefold())
    return text.translate(_folding())[:LIMIT]


_LEET = str.maketrans("013456789@$!|+", "oieasbtbgasiit")
_LEET_L = str.maketrans("01!|3456789@$+", "olll" + "easbtbgast")
_MIXED = re.compile(  # the rarer sign is looked for first, and a word is left at its first look
    r"(?<!\S)(?=[^\s0-9@$!|+]*[0-9@$!|+])(?:(?=\S*[a-z])[a-z0-9@$!|+']+[a-z0-9@$]|[0-9@$!|+]+[a-z]+(?!\S))"
)
_SPELLED = re.compile(r"(?<![a-z0-9@$])[a-z0-9@$](?:[ ._\-*~/\\,]{1,3}[a-z0-9@$](?![a-z0-9@$])){2,}")
_BETWEEN = re.compile(r"[ ._\-*~/\\,]+")
_STRETCHED = re.compile(r"([a-z])\1{2,}")


def unleet(text: str, *, one: str = "i") -> str:
    """Digits and signs read as letters, only in tokens that also hold a letter ("h4te", not "2024" or "stop!").

    ``one`` is what 1, ! and | stand for: "i" or "l".
    """
    table = _LEET_L if one == "l" else _LEET
    return _MIXED.sub(lambda token: token[0].translate(table), text)


def join_spelled(text: str) -> str:
    """Words written letter by letter, three letters or more, put together: "l o s e r" becomes "loser"."""
    return _SPELLED.sub(lambda run: _BETWEEN.sub("", run[0]), text)


def squeeze(text: str, keep: int) -> str:
    """Letters that stand three times or more in a row are kept ``keep`` times: "haaaat" becomes "haat" (2) or "hat" (1)."""
    return _STRETCHED.sub(lambda run: run[1] * keep, text)


def undisguised(text: str) -> tuple[str, str, str, str]:
    """A folded text with its digits and signs as letters, 1 as i and then as l, and the former with stretched letters twice and once.

    What stands between two spaces is read for itself, so that the text may also be any such piece.
    """
    plain = unleet(text)
    twice = squeeze(plain, 2)
    return plain, unleet(text, one="l") if plain != text else plain, twice, squeeze(plain, 1) if twice != plain else plain


def readings(text: str) -> tuple[str, ...]:
    """Ways to read a text, without repeats: the original in lower case first, then ever more undisguised ones.

    At most seven, each at most LIMIT characters. Never empty, never raises.
    """
    folded = fold(text)
    joined = join_spelled(folded)
    return tuple(dict.fromkeys((text[:LIMIT].lower()[:LIMIT], folded, joined, *undisguised(joined))))
