"""Turns patterns into regular expressions over tagged tokens, each behind a gate: words without which it need not be tried.

A text is written as " word/tags" per token, where each tag is one letter for one class, and "./" ends a sentence.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_letters

from moderation.classifiers.lexicon.lists import Cue, Lexicon, LexiconProblem, WordList
from moderation.normalise import fold

SHORT_GAP, LONG_GAP = 3, 8
_GAPS = {"..": SHORT_GAP, "...": LONG_GAP}
_SIGNS = frozenset({*_GAPS, "<", ">", ".", ","})
_EITHER_ORDER = " <> "
_TAGS = "[A-Za-z]*"
_PICTURES = 0x2600  # emoji and signs begin here


@dataclass(frozen=True, slots=True)
class Pattern:
    """One compiled pattern.

    ``words`` are its words and prefixes ("kill*"). Every match contains one of ``gate``: words or classes ("@group"), and every one of
    ``tags``: letters of the classes that it can't do without.

    ``negates`` is True where the pattern has a negation of its own ("not human"), so that one in the text doesn't turn its meaning.
    """

    source: WordList
    regex: re.Pattern[str]
    words: frozenset[str]
    gate: frozenset[str]
    tags: frozenset[str]
    negates: bool


def tag_letters(lexicon: Lexicon) -> Mapping[str, str]:
    """One letter for each class. Raises LexiconProblem where there are more than 52."""
    if len(lexicon.classes) > len(ascii_letters):
        raise LexiconProblem(f"at most {len(ascii_letters)} classes")
    return dict(zip(sorted(lexicon.classes), ascii_letters, strict=False))


def compile_patterns(lexicon: Lexicon, letters: Mapping[str, str], common: frozenset[str]) -> list[Pattern]:
    """All patterns of all lists. ``common`` words make poor gates. Raises LexiconProblem naming the list."""
    negations = lexicon.classes.get(Cue.NEGATION, frozenset())
    compiled = []
    for source in lexicon.lists:
        for written in source.patterns:
            for elements in _orders(written):
                try:
                    compiled.append(_compile(source, elements, letters, common, negations))
                except ValueError as wrong:
                    raise LexiconProblem(f"list {source.name}: {written!r}: {wrong}") from wrong
    return compiled


def _orders(written: str) -> list[list[str]]:
    first, either, second = written.partition(_EITHER_ORDER)
    if not either:
        return [written.split()]
    return [[*first.split(), "...", *second.split()], [*second.split(), "...", *first.split()]]


def _compile(
    source: WordList, elements: Sequence[str], letters: Mapping[str, str], common: frozenset[str], negations: frozenset[str]
) -> Pattern:
    regex = re.compile("".join(_element(element, letters) for element in elements))
    words = frozenset(word for element in elements if element not in _SIGNS for word in _words(element))
    negates = bool(words & negations) or f"@{Cue.NEGATION}" in words
    tags = frozenset(letters[element[1:]] for element in elements if element.startswith("@") and element[1:] in letters)
    return Pattern(source, regex, frozenset(word for word in words if word[0] != "@"), _gate(elements, common), tags, negates=negates)


def _words(element: str) -> list[str]:
    return [word if word.startswith("@") else fold(word) for word in element.removesuffix("?").split("|")]


def _gate(elements: Sequence[str], common: frozenset[str]) -> frozenset[str]:
    """The element of which one word must stand in any match, the rarest."""
    if any(edge in _GAPS or edge.endswith("?") for edge in (elements[0], elements[-1])):
        raise ValueError("must not begin or end with a gap or a word that may be missing")
    needed = [_words(element) for element in elements if element not in _SIGNS and not element.endswith("?")]
    if not needed:
        raise ValueError("needs at least one word that must be there")
    return frozenset(min(needed, key=lambda words: sum(_commonness(word, common) for word in words)))


def _commonness(word: str, common: frozenset[str]) -> int:
    return 100 if word in common else 5 if word.startswith("@") else 1


def _element(element: str, letters: Mapping[str, str]) -> str:
    if element in _GAPS:
        return rf"(?: [^. ][^ ]*){{0,{_GAPS[element]}}}?"
    if element == "<":
        return r"(?<=\./)"
    if element == ">":
        return r"(?= \./)"
    if element == ".":
        return r" \./"
    body = element.removesuffix("?")
    alternatives = "|".join(_alternative(word, letters) for word in body.split("|"))
    return f"(?: (?:{alternatives}))" + ("?" if body != element else "")


def _alternative(word: str, letters: Mapping[str, str]) -> str:
    if word.startswith("@"):
        if word[1:] not in letters:
            raise ValueError(f"{word} is not in [classes]")
        return f"[^ /]+/{_TAGS}{letters[word[1:]]}{_TAGS}"
    folded = fold(word)
    stem = folded.removesuffix("*")
    if not stem or not all(character.isalnum() or character == "," or ord(character) >= _PICTURES for character in stem):
        raise ValueError(f"{word!r} is not one word")
    return re.escape(stem) + ("[^ /]*" if stem != folded else "") + f"/{_TAGS}"
