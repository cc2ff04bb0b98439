"""The lexicon: which lists a message meets, softened by negation, counter-speech, quotation, game talk and laughter."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from moderation.classifiers.common_words import COMMON
from moderation.classifiers.language import covers, evidence_in
from moderation.classifiers.lexicon.lists import Cue, Score, Why, WordList, read_lexicon
from moderation.classifiers.lexicon.patterns import Pattern, compile_patterns, tag_letters
from moderation.classifiers.lexicon.vocabulary import Known, Vocabulary
from moderation.model import ChannelKind, Message, Reason, Scores
from moderation.normalise import fold, join_spelled

FACTORS: Mapping[Cue, float] = {Cue.NEGATION: 0.3, Cue.COUNTER: 0.3, Cue.QUOTE: 0.6, Cue.GAME: 0.4, Cue.LAUGHTER: 0.6}
"""What remains of a weight beside a cue."""
DISGUISED = 0.95
"""What remains where only an undisguised reading matched."""
SECOND_LIST = 0.2
"""How much of the way to 1 a second list's match goes, times its own weight."""
RUDE = 0.9
"""How rude an insult, an attack or a threat is, as a part of its own score."""
_AFTER = 1
_CLASSES = tuple(score.value for score in Score)
_STOP = " ./"
_CLAUSE = re.compile(r" (?:[.,]|but|maar|mais)/[A-Za-z]*")
_MISSPELT = frozenset({"group", "vermin"})


@dataclass(frozen=True, slots=True)
class Hit:
    """One list that a text met. ``weight`` is what is left of the list's own after softening."""

    source: WordList
    weight: float
    disguised: bool = False
    softened: bool = False


class LexiconClassifier:
    """Explainable scores for Dutch, French and English, mixtures too. Takes the parsed files of config/lexicons; raises LexiconProblem."""

    name = "lexicon"
    heavy = False

    def __init__(self, files: Mapping[str, Mapping[str, object]]) -> None:
        lexicon = read_lexicon(files)
        letters = tag_letters(lexicon)
        self.languages: frozenset[str] | None = lexicon.languages
        self._patterns = compile_patterns(lexicon, letters, COMMON)
        self._vocabulary = Vocabulary(lexicon.classes, letters, self._patterns, common=COMMON, misspelt=_MISSPELT)
        self._cues = {cue: re.compile(rf"/[A-Za-z]*{letters[cue]}") for cue in Cue if cue in letters}

    def classify(self, messages: Sequence[Message]) -> list[Scores]:
        """One Scores per message. Never raises for any text."""
        return [self._scores(message) for message in messages]

    def _scores(self, message: Message) -> Scores:
        folded = fold(message.text)
        joined = join_spelled(folded)
        hits: dict[str, Hit] = {}
        read: set[str] = set()
        for number, form in enumerate(self._forms(folded, joined)):
            for hit in self._hits(form, read, disguised=number > 0, match=message.kind is ChannelKind.MATCH):
                if hit.source.name not in hits or hits[hit.source.name].weight < hit.weight:
                    hits[hit.source.name] = hit
        found = evidence_in(joined, message.language)
        ranked = sorted(hits.values(), key=lambda hit: hit.weight, reverse=True)
        covered = bool(hits) or covers(self.languages, found)
        return Scores(_values(ranked), self.name, _reasons(ranked), found.language, covered)

    def _forms(self, folded: str, joined: str) -> Iterator[Sequence[Known]]:
        """The text as it stands and then ever more undisguised, piece by piece; without what can't say more than the forms before."""
        pieces = [self._vocabulary.read(piece) for piece in folded.split(" ")]
        yield [readings[0] for readings in pieces]
        if joined != folded:
            pieces = [self._vocabulary.read(piece) for piece in joined.split(" ")]
            yield [readings[0] for readings in pieces]
        for number in range(1, max(map(len, pieces))):
            yield [readings[number] if len(readings) > 1 else readings[0] for readings in pieces]

    def _hits(self, form: Sequence[Known], read: set[str], *, disguised: bool, match: bool) -> Iterator[Hit]:
        """What one form meets. ``read`` are the forms so far: a later one that comes to the same words can't weigh more."""
        worth_trying = {number for one in form if one.patterns for number in one.patterns}
        if not worth_trying:
            return
        text = _sentences(one.written for one in form)
        if text in read:
            return
        read.add(text)
        tags = {tag for one in form for tag in one.tags}
        around: set[Cue] | None = None  # looked for where something was found
        for number in sorted(worth_trying):
            pattern = self._patterns[number]
            if pattern.tags <= tags and (span := pattern.regex.search(text)):
                around = self._around(text, match=match) if around is None else around
                yield self._weigh(pattern, text, span, around, disguised=disguised)

    def _around(self, text: str, *, match: bool) -> set[Cue]:
        around = {cue for cue in (Cue.COUNTER, Cue.QUOTE, Cue.GAME, Cue.LAUGHTER) if self._has(cue, text)}
        return around | {Cue.GAME} if match else around

    def _weigh(self, pattern: Pattern, text: str, span: re.Match[str], around: set[Cue], *, disguised: bool) -> Hit:
        source = pattern.source
        cues = around & source.softened_by
        if Cue.NEGATION in source.softened_by and not pattern.negates and self._has(Cue.NEGATION, _clause(text, span)):
            cues.add(Cue.NEGATION)
        weight = source.weight * (DISGUISED if disguised else 1.0)
        for cue in cues:
            weight *= FACTORS[cue]
        return Hit(source, weight, disguised=disguised, softened=bool(cues))

    def _has(self, cue: Cue, text: str) -> bool:
        return cue in self._cues and bool(self._cues[cue].search(text))


def _sentences(written: Iterable[str]) -> str:
    """The pieces in a row, with one full stop at either edge and never two together."""
    text = f"{_STOP}{''.join(written)}{_STOP}"
    while _STOP + _STOP in text:
        text = text.replace(_STOP + _STOP, _STOP)
    return text


def _clause(text: str, span: re.Match[str]) -> str:
    """What a negation must stand in to turn a match: its clause from the start to the token after it."""
    start = max((found.end() for found in _CLAUSE.finditer(text, 0, span.start() + 1)), default=0)
    after = _CLAUSE.split(text[span.end() :], maxsplit=1)[0].split(" ", _AFTER + 1)[: _AFTER + 1]
    return text[start : span.end()] + " ".join(after)


def _values(hits: Sequence[Hit]) -> dict[str, float]:
    """Each class's best list, and a part of the second; what is worse than rude is rude too."""
    values = dict.fromkeys(_CLASSES, 0.0)
    if not hits:
        return values
    for hit in hits:
        held, given = values[hit.source.score], hit.weight
        values[hit.source.score] = held + (1 - held) * SECOND_LIST * given if held else given
    rude = max(values[Score.INSULT], values[Score.IDENTITY_ATTACK], values[Score.THREAT])
    values[Score.TOXICITY] = max(values[Score.TOXICITY], RUDE * rude)
    return {name: round(value, 4) for name, value in values.items()}


def _reasons(hits: Sequence[Hit]) -> tuple[Reason, ...]:
    """Every list met, the weightiest first, and whether a disguise or a softening cue played a part."""
    if not hits:
        return ()
    reasons = [Reason(hit.source.reason, hit.source.name) for hit in hits]
    if any(hit.disguised for hit in hits):
        reasons.append(Reason(Why.DISGUISED))
    if any(hit.softened for hit in hits):
        reasons.append(Reason(Why.SOFTENED))
    return tuple(dict.fromkeys(reasons))
