"""A snapshot of the lists that workers edit, compiled for reading: whole words and phrases, however they are spelled."""

import re
from collections.abc import Iterable, Iterator, Sequence

from moderation.normalise import fold, readings

SEVERE, WATCH, ALLOWED = "severe", "watch", "allowed"

_TOKEN = re.compile(r"\w+|[^\w\s]")


class Words:
    """One space's lists at one moment; ``entries`` are (list, word or phrase) as workers wrote them. Unknown lists are ignored."""

    def __init__(self, entries: Iterable[tuple[str, str]] = ()) -> None:
        self._phrases: dict[str, frozenset[tuple[str, ...]]] = {}
        for name, word in entries:
            phrase = tuple(_TOKEN.findall(fold(word)))
            if phrase:
                self._phrases[name] = self._phrases.get(name, frozenset()) | {phrase}

    def found(self, text: str) -> str | None:
        """SEVERE or WATCH where ``text`` holds one of that list's words as whole words in any of its readings, the graver first."""
        lists = [name for name in (SEVERE, WATCH) if name in self._phrases]
        if not lists:
            return None
        tokens = [_TOKEN.findall(reading) for reading in readings(text)]
        return next((name for name in lists if any(_holds(reading, self._phrases[name]) for reading in tokens)), None)

    def without_allowed(self, text: str) -> str:
        """``text`` with each allowed word or phrase taken out, for a classifier that would trip over it."""
        phrases = self._phrases.get(ALLOWED)
        if not phrases:
            return text
        spans = list(_TOKEN.finditer(text))
        found = list(_places([fold(span[0]) for span in spans], phrases))
        for start, length in reversed(found):
            text = text[: spans[start].start()] + text[spans[start + length - 1].end() :]
        return text


def _holds(tokens: Sequence[str], phrases: frozenset[tuple[str, ...]]) -> bool:
    return next(_places(tokens, phrases), None) is not None


def _places(tokens: Sequence[str], phrases: frozenset[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Where phrases stand, as (first token, number of tokens), from left to right, the longest first, none overlapping."""
    lengths = sorted({len(phrase) for phrase in phrases}, reverse=True)
    start = 0
    while start < len(tokens):
        fitting = (size for size in lengths if start + size <= len(tokens))
        length = next((size for size in fitting if tuple(tokens[start : start + size]) in phrases), 0)
        if length:
            yield start, length
        start += length or 1


NO_WORDS = Words()
