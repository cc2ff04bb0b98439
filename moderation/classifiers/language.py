"""Which of Dutch, French and English a short message speaks for; cheap evidence from common words and letter groups, never a guess.

Chat is short and mixed, so "no evidence" and "another language" are told apart: "gg" may be anything, "hola que tal" is not one of ours.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from moderation.classifiers.common_words import CHAT, ELSEWHERE, OURS
from moderation.normalise import fold, join_spelled

MIXED = "mixed"
"""At least two of the three, both with words of their own."""

_TRAITS: Mapping[str, re.Pattern[str]] = {
    "nl": re.compile(r"ij|aa|uu|oe|sch|cht|ieuw|heid\b|lijk|tje\b|\bge[a-z]{4,}|\bver[a-z]{3,}|[a-z]{3,}en\b|kk"),
    "fr": re.compile(r"eau|eux|oi[rt]|qu[eio]|aie?nt|ez\b|elle|eur|tion|ique|ment\b|ouill|\b[jtcdlmns]'|gn|ais\b"),
    "en": re.compile(r"th|wh|ing\b|igh|ould|tion|ck\b|sh|ee|ed\b|y\b|n't\b|'re\b|'s\b"),
}
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_READ = 60
_WORD_WEIGHT, _TRAIT_WEIGHT = 3.0, 1.0
_OTHER_LANGUAGE = "elsewhere"
_ENOUGH, _LEAD = 2.0, 1.0  # points that name a language, and that it must be ahead
_OWN_WORDS, _SECOND = 2, 0.5  # words of its own and share of the first's points that make a second language count
_MANY, _STRANGE = 4, 0.3  # from so many words on, fewer points a word than this is a language unknown here


@dataclass(frozen=True, slots=True)
class Evidence:
    """``language`` is "nl", "fr", "en", MIXED or None (too little to tell). ``foreign`` is True where the words are another language's."""

    language: str | None
    foreign: bool = False


def evidence(text: str, hint: str | None = None) -> Evidence:
    """Reads the first words of a text. ``hint`` decides only between languages that the text leaves equal."""
    return evidence_in(join_spelled(fold(text)), hint)


def evidence_in(plain: str, hint: str | None = None) -> Evidence:
    """The same for a text that is folded, its spelled words put together."""
    words = [word for word in _WORD.findall(plain)[:_READ] if word not in CHAT]
    if not words:
        return Evidence(None)
    points, own = _count(words)
    if _foreign(words, points):
        return Evidence(None, foreign=True)
    first, second = sorted(OURS, key=lambda language: (points[language], language == hint), reverse=True)[:2]
    if min(own[first], own[second]) >= _OWN_WORDS and points[second] >= _SECOND * points[first]:
        return Evidence(MIXED)
    if points[first] < _ENOUGH or (points[first] - points[second] < _LEAD and first != hint):
        return Evidence(None)
    return Evidence(first)


def covers(languages: frozenset[str] | None, found: Evidence) -> bool:
    """True where a classifier that reads ``languages`` (None: all) reads such a message; nothing speaks against an unknown one."""
    if languages is None:
        return True
    if found.language is None:
        return not found.foreign
    return len(languages & OURS.keys()) == len(OURS) if found.language == MIXED else found.language in languages


def _count(words: Sequence[str]) -> tuple[Mapping[str, float], Mapping[str, int]]:
    """Points by language, and how many words are that language's alone."""
    points, own = dict.fromkeys((*OURS, _OTHER_LANGUAGE), 0.0), dict.fromkeys((*OURS, _OTHER_LANGUAGE), 0)
    for word in words:
        for language, weight in _speaks_for(word):
            points[language] += weight
            own[language] += weight == _WORD_WEIGHT
    return points, own


def _foreign(words: Sequence[str], points: Mapping[str, float]) -> bool:
    if 2 * sum(map(str.isascii, words)) < len(words):
        return True
    best = max(points[language] for language in OURS)
    return points[_OTHER_LANGUAGE] > best or (len(words) >= _MANY and best < _STRANGE * len(words))


@lru_cache(maxsize=20_000)
def _speaks_for(word: str) -> tuple[tuple[str, float], ...]:
    known = [language for language, words in OURS.items() if word in words]
    if word in ELSEWHERE:
        known.append(_OTHER_LANGUAGE)
    if known:
        return tuple((language, _WORD_WEIGHT / len(known)) for language in known)
    traits = [language for language, trait in _TRAITS.items() if trait.search(word)]
    return tuple((language, _TRAIT_WEIGHT / len(traits)) for language in traits)
