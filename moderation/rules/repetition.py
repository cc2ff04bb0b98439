"""Repetition burst: the same words again and again by one author, or copied by several."""

from dataclasses import dataclass
from datetime import timedelta

from moderation.model import Context, Label, Message, Reason, RuleHit
from moderation.normalise import fold
from moderation.reasons import Why
from moderation.words import Words


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
        near = length // 4  # texts of very different length are not copies
        close = [turn for turn in context.turns if turn.at >= since and -near <= len(turn.text) - length <= near]
        if len(close) < min(self.times, self.authors) - 1:
            return None
        mine = _same(message.text)
        copies = [turn.author for turn in close if _may_begin(turn.text, mine[:1]) and _same(turn.text) == mine]
        if copies.count(message.author) == self.times - 1:
            return RuleHit(self.name, Label.UNSURE, Reason(Why.REPEATED, str(self.times)), certain=False)
        if message.author not in copies and len(set(copies)) == self.authors - 1:
            return RuleHit(self.name, Label.UNSURE, Reason(Why.COPIED, str(self.authors)), certain=False)
        return None


def _may_begin(text: str, letter: str) -> bool:
    """False where folding ``text`` can't make it begin with ``letter``. Folding is the costly part, and most texts begin otherwise."""
    first = text[:1]
    return first.lower() == letter or first.isspace() or not first.isascii()


def _same(text: str) -> str:
    return " ".join(fold(text).split())
