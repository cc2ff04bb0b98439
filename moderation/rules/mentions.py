"""Mention burst: one message, or one author in a short while, calls very many people or one person again and again."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from moderation.model import Context, Label, Message, Reason, RuleHit
from moderation.reasons import Why
from moderation.words import Words


@dataclass(frozen=True, slots=True)
class MentionBurst:
    """Limits: different ``people`` in ``seconds``, or one person ``times`` in ``seconds``. Fires once, at the message that crosses."""

    name: str = "mention-burst"
    people: int = 6
    times: int = 5
    seconds: int = 60

    def check(self, message: Message, context: Context, words: Words) -> RuleHit | None:  # noqa: ARG002 one signature for all rules
        """An uncertain hit; the detail is how many."""
        if not message.mentions:
            return None
        since = message.at - timedelta(seconds=self.seconds)
        before = Counter(
            called for turn in context.turns if turn.author == message.author and turn.at >= since for called in set(turn.mentions)
        )
        now = before + Counter(set(message.mentions))
        if len(now) >= self.people > len(before):
            return self._hit(len(now))
        most = max(now.values())
        if most >= self.times > max(before.values(), default=0):
            return self._hit(most)
        return None

    def _hit(self, many: int) -> RuleHit:
        return RuleHit(self.name, Label.UNSURE, Reason(Why.MENTIONS, str(many)), certain=False)
