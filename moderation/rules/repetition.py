"""Repetition burst: the same words again and again by one author, or copied by several."""

from dataclasses import dataclass
from datetime import timedelta

from moderation.model import Context, Label, Message, Reason, RuleHit
from moderation.normalise import fold
from moderation.reasons import Why
from moderation.words import Words

_PLAIN = [chr(point) for point in range(ord("!"), ord("~") + 1)]
_OTHERS = {letter: frozenset(other for other in _PLAIN if other.lower() != letter.lower()) for letter in _PLAIN}
"""By the plain letter or sign that a text begins with: those that no copy of it can begin with."""


@dataclass(frozen=True, slots=True)
class RepetitionBurst:
    """Limits: ``times`` by one author, or by ``authors`` different ones, within ``seconds``; shorter texts ("gg") are cheering.

    Fires once, at the message that reaches the limit. ``letters`` is the shortest text that counts.
    """

    name: str = "repetition-burst"
    times: int = 5
    authors: int = 4
    seconds: int = 120
    letters: int = 12

    def check(self, message: Message, context: Context, words: Words) -> RuleHit | None:  # noqa: ARG002 one signature for all rules
        """An uncertain hit; the detail is how many."""
        if len(message.text) < self.letters:
            return None
        since, length = message.at - timedelta(seconds=self.seconds), len(message.text)
        near, others = length // 4, _OTHERS.get(message.text[:1], frozenset())
        # folding is the costly part; what is much longer or shorter, or begins with another letter, is no copy
        close = [
            turn for turn in context.turns if turn.at >= since and -near <= len(turn.text) - length <= near and turn.text[:1] not in others
        ]
        if len(close) < min(self.times, self.authors) - 1:
            return None
        mine = _same(message.text)
        copies = [turn.author for turn in close if _same(turn.text) == mine]
        if copies.count(message.author) == self.times - 1:
            return RuleHit(self.name, Label.UNSURE, Reason(Why.REPEATED, str(self.times)), certain=False)
        if message.author not in copies and len(set(copies)) == self.authors - 1:
            return RuleHit(self.name, Label.UNSURE, Reason(Why.COPIED, str(self.authors)), certain=False)
        return None


def _same(text: str) -> str:
    return " ".join(fold(text).split())
