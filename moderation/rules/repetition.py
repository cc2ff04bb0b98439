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
        since = message.at - timedelta(seconds=self.seconds)
        length, mine = len(message.text), None
        copies = []
        for turn in context.turns:
            # folding is the costly part, and texts of very different length are not copies
            if turn.at >= since and abs(len(turn.text) - length) <= length // 4:
                mine = mine or _same(message.text)
                if _same(turn.text) == mine:
                    copies.append(turn.author)
        if copies.count(message.author) == self.times - 1:
            return RuleHit(self.name, Label.UNSURE, Reason(Why.REPEATED, str(self.times)), certain=False)
        if message.author not in copies and len(set(copies)) == self.authors - 1:
            return RuleHit(self.name, Label.UNSURE, Reason(Why.COPIED, str(self.authors)), certain=False)
        return None


def _same(text: str) -> str:
    return " ".join(fold(text).split())
