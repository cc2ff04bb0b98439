"""What a lexicon is made of, and how it is read from parsed files. The grammar of a pattern stands in config/lexicons/README.md."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from moderation.normalise import fold


class LexiconProblem(Exception):
    """A list that cannot be used. The text names the file, the list and what is wrong."""


class Score(StrEnum):
    """The classes that the lexicon gives, Detoxify's names where it has them."""

    TOXICITY = "toxicity"
    INSULT = "insult"
    IDENTITY_ATTACK = "identity_attack"
    THREAT = "threat"
    DISTRESS = "distress"


class Cue(StrEnum):
    """What may stand around a match and make it mean less."""

    NEGATION = "negation"
    COUNTER = "counter"
    QUOTE = "quote"
    GAME = "game"
    LAUGHTER = "laughter"


class Why(StrEnum):
    """The keys of the lexicon's reasons; the detail is the list's name."""

    PROFANITY = "lexicon-profanity"
    INSULT = "lexicon-insult"
    EXCLUSION = "lexicon-exclusion"
    SELF_HARM_TOLD = "lexicon-self-harm-told"
    EXPOSURE = "lexicon-exposure"
    SLUR = "lexicon-slur"
    HATE = "lexicon-hate"
    DEHUMANISING = "lexicon-dehumanising"
    EXTREMISM = "lexicon-extremism"
    THREAT = "lexicon-threat"
    LEAKAGE = "lexicon-leakage"
    DISTRESS = "lexicon-distress"
    SELF_HARM = "lexicon-self-harm"
    FEAR_AT_HOME = "lexicon-fear-at-home"
    DISGUISED = "lexicon-disguised"
    SOFTENED = "lexicon-softened"


@dataclass(frozen=True, slots=True)
class WordList:
    """Patterns that mean the same. ``weight`` in [0, 1] is what one match gives to ``score`` before ``softened_by`` lowers it."""

    name: str
    score: Score
    weight: float
    reason: Why
    softened_by: frozenset[Cue]
    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All lists of all languages. ``classes`` are named sets of words ("group", "violence") that patterns call by @name."""

    languages: frozenset[str] = frozenset()
    classes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    lists: tuple[WordList, ...] = ()


def read_lexicon(files: Mapping[str, Mapping[str, object]]) -> Lexicon:
    """One lexicon out of parsed files, by file name. Raises LexiconProblem."""
    classes: dict[str, set[str]] = {}
    for name, file in files.items():
        for key, words in _table(file, "classes", name).items():
            classes.setdefault(key, set()).update(fold(word) for word in _strings(words, f"{name}: class {key}"))
    lists = tuple(_read_list(entry, name, _macros(file, name)) for name, file in files.items() for entry in _entries(file, name))
    names = [one.name for one in lists]
    if twice := sorted({one for one in names if names.count(one) > 1}):
        raise LexiconProblem(f"two lists are called {twice[0]!r}")
    languages = frozenset(str(file["language"]) for file in files.values() if "language" in file)
    return Lexicon(languages, {key: frozenset(words) for key, words in classes.items()}, lists)


def _read_list(entry: Mapping[str, object], file: str, macros: Mapping[str, str]) -> WordList:
    where = f"{file}: list {entry.get('name', '?')}"
    try:
        weight = entry["weight"]
        if not isinstance(weight, int | float) or not 0 <= weight <= 1:
            raise LexiconProblem(f"{where}: weight must be a number from 0 to 1")
        return WordList(
            name=str(entry["name"]),
            score=Score(str(entry["score"])),
            weight=float(weight),
            reason=Why(str(entry["reason"])),
            softened_by=frozenset(Cue(cue) for cue in _strings(entry.get("softened_by", []), where)),
            patterns=tuple(_expand(pattern, macros) for pattern in _strings(entry["patterns"], where)),
        )
    except KeyError as missing:
        raise LexiconProblem(f"{where}: {missing.args[0]} is missing") from missing
    except ValueError as wrong:
        raise LexiconProblem(f"{where}: {wrong}") from wrong


def _macros(file: Mapping[str, object], name: str) -> dict[str, str]:
    return {f"${key}": "|".join(_strings(words, f"{name}: ${key}")) for key, words in _table(file, "local", name).items()}


def _expand(pattern: str, macros: Mapping[str, str]) -> str:
    def alternative(word: str) -> str:
        return macros[word] if word.startswith("$") else word

    try:
        elements = []
        for element in pattern.split():
            body, optional = (element[:-1], "?") if element.endswith("?") else (element, "")
            elements.append("|".join(alternative(word) for word in body.split("|")) + optional)
        return " ".join(elements)
    except KeyError as unknown:
        raise ValueError(f"{unknown.args[0]} is not in [local]") from unknown


def _entries(file: Mapping[str, object], name: str) -> Sequence[Mapping[str, object]]:
    entries = file.get("lists", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise LexiconProblem(f"{name}: lists must be written as [[lists]]")
    return entries


def _table(file: Mapping[str, object], key: str, name: str) -> Mapping[str, object]:
    table = file.get(key, {})
    if not isinstance(table, dict):
        raise LexiconProblem(f"{name}: [{key}] must be a table")
    return table


def _strings(value: object, where: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
        raise LexiconProblem(f"{where}: expected a list of words")
    return value
