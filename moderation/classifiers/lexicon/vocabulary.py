"""Every word of the lexicon, with ways to find it misspelt, starred out or glued to its neighbours."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from moderation.classifiers.lexicon.patterns import Pattern
from moderation.classifiers.lexicon.tokens import tokenise
from moderation.normalise import undisguised

REMEMBERED = 20_000
"""Short pieces of text, and words, whose meaning is kept in memory; others are looked up again."""

_LONGEST = 40
_GLUED_FROM = 7
_GLUED_PIECES = 5
_MISSPELT_FROM = 6


@dataclass(frozen=True, slots=True)
class Known:
    """A piece of text as the patterns read it, word by word, its tags, and which patterns it makes worth trying."""

    written: str
    tags: str = ""
    patterns: tuple[int, ...] = ()


_SIGNS = {sign: Known(f" {sign}/") for sign in ".,"}
_STRANGE = Known(" _/")  # a word that stands in no pattern: which one it is makes no difference


class Vocabulary:
    """Looks up what stands between two spaces; what it finds depends on that piece alone and is remembered."""

    def __init__(
        self,
        classes: Mapping[str, Iterable[str]],
        letters: Mapping[str, str],
        patterns: Sequence[Pattern],
        *,
        common: frozenset[str],
        misspelt: frozenset[str],
    ) -> None:
        self._tags: defaultdict[str, str] = defaultdict(str)
        for name, words in classes.items():
            for word in words:
                self._tags[word] += letters[name]
        self._gates: defaultdict[str, list[int]] = defaultdict(list)
        self._class_gates: defaultdict[str, list[int]] = defaultdict(list)
        for number, pattern in enumerate(patterns):
            for word in pattern.gate:
                (self._class_gates[letters[word[1:]]] if word.startswith("@") else self._gates[word]).append(number)
        self._known_words = common.union(self._tags, *(pattern.words for pattern in patterns))
        self._beginnings = _beginnings(self._known_words)
        self._misspellings = _misspellings(word for name in misspelt for word in classes.get(name, ()))
        self._by_ends = _by_ends({*self._tags, *self._gates})
        self._read = lru_cache(maxsize=REMEMBERED)(self._read_piece)
        self._word = lru_cache(maxsize=REMEMBERED)(self._look_up)

    def read(self, piece: str) -> Sequence[Known]:
        """What a piece of folded text means: as it stands, then as each of ``undisguised`` reads it, where any of them finds more."""
        return self._read(piece) if len(piece) <= _LONGEST else self._read_piece(piece)

    def _read_piece(self, piece: str) -> Sequence[Known]:
        known = self._meaning(piece)
        others = [known if reading == piece else self._meaning(reading) for reading in undisguised(piece)]
        return (known, *others) if others.count(known) < len(others) else (known,)

    def _meaning(self, piece: str) -> Known:
        if piece.isascii() and piece.isalnum():  # one plain word, as most pieces are
            return self._look_up(piece)
        return _together([self._word(token) for token in tokenise(piece)])

    def _look_up(self, token: str) -> Known:
        if token in _SIGNS:
            return _SIGNS[token]
        if len(token) > _LONGEST:
            return Known(f" {token[:_LONGEST]}/")
        word = self._without_stars(token) if "*" in token else token
        if self._is_known(word):
            return self._known(word)
        pieces = self._pieces(word)
        if pieces:
            return _together([self._known(piece) for piece in pieces])
        meant = self._misspellings.get(word) or next(self._respelt(word), None)
        return self._known(meant) if meant else _STRANGE

    def _is_known(self, word: str) -> bool:
        return word in self._known_words or word.startswith(self._beginnings.get(word[:1], ()))

    def _known(self, word: str) -> Known:
        forms = list(self._forms(word))
        tags = "".join(sorted({tag for form in forms for tag in self._tags.get(form, "")}))
        numbers = {number for form in forms for number in self._gates.get(form, ())}
        numbers.update(number for tag in tags for number in self._class_gates.get(tag, ()))
        return Known(f" {word}/{tags}", tags, tuple(numbers))

    def _forms(self, word: str) -> Iterator[str]:
        yield word
        yield from (f"{beginning}*" for beginning in self._beginnings.get(word[:1], ()) if word.startswith(beginning))

    def _without_stars(self, token: str) -> str:
        hidden = re.compile(re.sub(r"\*+", "[a-z]{1,4}", re.sub(r"[^a-z0-9*]", "", token)))
        return next((word for word in self._by_ends.get((token[0], token[-1]), ()) if hidden.fullmatch(word)), token)

    def _pieces(self, word: str) -> list[str] | None:
        """The fewest known words that make up ``word``, one of them of a class; None where it can't be cut so."""
        if len(word) < _GLUED_FROM or not word.isalpha():
            return None
        best: list[list[str] | None] = [[], *[None] * len(word)]
        for end in range(1, len(word) + 1):
            for start in range(end if end == 1 else end - 1):  # a single letter only in front ("ihate…")
                before, piece = best[start], word[start:end]
                if before is not None and len(before) < _GLUED_PIECES and piece in self._known_words:
                    best[end] = min(best[end] or [*before, piece], [*before, piece], key=len)
        cut = best[-1]
        return cut if cut and any(piece in self._tags for piece in cut) else None

    def _respelt(self, word: str) -> Iterator[str]:
        if len(word) >= _MISSPELT_FROM:
            for shorter in _shorter(word):
                if (meant := self._misspellings.get(shorter)) and meant[0] == word[0] and _one_off(word, meant):
                    yield meant


def _together(parts: Sequence[Known]) -> Known:
    numbers = {number for part in parts for number in part.patterns}
    return Known("".join(part.written for part in parts), "".join(part.tags for part in parts), tuple(numbers))


def _beginnings(words: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The words that end in "*", without it, by their first letter."""
    index: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for word in sorted(words):
        if word.endswith("*"):
            index[word[0]] += (word[:-1],)
    return index


def _one_off(word: str, meant: str) -> bool:
    """True where one letter was added, or one changed, or two neighbours swapped."""
    if len(word) != len(meant):
        return True
    wrong = [at for at in range(len(word)) if word[at] != meant[at]]
    return len(wrong) == 1 or (wrong[1] - wrong[0] == 1 and sorted(word) == sorted(meant))


def _shorter(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


def _misspellings(words: Iterable[str]) -> Mapping[str, str]:
    """Each word with one letter left out, to the word: one letter missing, added, changed or swapped is found by it."""
    long = [word for word in sorted(words) if len(word) >= _MISSPELT_FROM and not word.endswith("*")]
    return {**{shorter: word for word in long for shorter in _shorter(word)}, **{word: word for word in long}}


def _by_ends(words: Iterable[str]) -> Mapping[tuple[str, str], list[str]]:
    index: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for word in sorted(words):
        if not word.endswith("*"):
            index[word[0], word[-1]].append(word)
    return index
