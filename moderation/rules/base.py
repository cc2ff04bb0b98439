"""What a rule is: a name, its own few limits, and one pure question about a message."""

from typing import Protocol

from moderation.model import Context, Message, RuleHit
from moderation.words import Words


class Rule(Protocol):
    """Sees one message, the turns before it and the workers' lists. A rule never acts: it only says what it found."""

    @property
    def name(self) -> str:
        """The rule's key."""
        ...

    def check(self, message: Message, context: Context, words: Words) -> RuleHit | None:
        """What was found, or None. Never raises."""
        ...
