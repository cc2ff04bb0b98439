"""Other people's words, made safe to show: nothing in them can end a spoiler, ping, link, or turn the rest of a card around."""

import re
import unicodedata
from typing import Final

ELLIPSIS: Final = "…"
MARKS_PER_LETTER: Final = 3  # enough for any language's accents; zalgo piles up dozens
FSI, PDI = "\u2068", "\u2069"  # first-strong isolate: right-to-left words keep their order to themselves

_TOKEN: Final = re.compile(r"<(?:@[!&]?|\#)\d{15,20}>|<a?:\w{2,32}:\d{15,20}>|://|.", re.DOTALL)
_MARKUP: Final = frozenset("\\`*_~|<>[]")
_LINE_START: Final = frozenset("#-+")
_BIDI_CONTROLS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINE_BREAKS: Final = re.compile(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def shown(text: str, limit: int, *, lines: int = 1) -> str:
    """``text`` with Discord's markup escaped, at most ``limit`` characters long and ``lines`` lines high.

    Mentions and server emoji stay what they are: inside an embed they notify nobody and tell a worker who is meant. What is cut off
    ends in "…"; a cut never splits an escape.
    """
    budget = limit - len(ELLIPSIS)
    out: list[str] = []
    used = 0
    for line in _lines(_clean(text), lines):
        isolated = _runs_right_to_left(line)
        extra = bool(out) + 2 * isolated
        piece, whole = _escape(line, budget - used - extra)
        if not whole and not piece:
            return "\n".join(out) + ELLIPSIS
        if isolated:
            piece = f"{FSI}{piece}{PDI}"
        used += len(piece) + bool(out)
        out.append(piece)
        if not whole:
            return "\n".join(out) + ELLIPSIS
    return "\n".join(out)


def _clean(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in _LINE_BREAKS.sub("\n", text):
        category = unicodedata.category(char)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks > MARKS_PER_LETTER or char in _BIDI_CONTROLS or category == "Cs" or (category == "Cc" and char != "\n"):
            continue
        kept.append(char)
    return "".join(kept)


def _lines(text: str, most: int) -> list[str]:
    lines = [line.strip() for line in text.split("\n")]
    lines = [line for line in lines if line]
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], " ⏎ ".join(lines[most - 1 :])]


def _runs_right_to_left(line: str) -> bool:
    return any(unicodedata.bidirectional(char) in {"R", "AL"} for char in line)


def _escape(line: str, room: int) -> tuple[str, bool]:
    out: list[str] = []
    used = 0
    for match in _TOKEN.finditer(line):
        token = match[0]
        if token == "://":  # noqa: S105 - a link's middle, which must not become one that can be clicked by mistake
            token = "\\://"  # noqa: S105 - the same, escaped
        elif len(token) == 1 and (token in _MARKUP or (match.start() == 0 and token in _LINE_START)):
            token = f"\\{token}"
        if used + len(token) > room:
            return "".join(out), False
        out.append(token)
        used += len(token)
    return "".join(out), True
