"""The workers' own lists: "severe" lays a message in the queue, "watch" asks for a look."""

from dataclasses import dataclass

from moderation.model import Context, Label, Message, Reason, RuleHit
from moderation.reasons import Why
from moderation.words import SEVERE, Words


@dataclass(frozen=True, slots=True)
class ListedWords:
    """Whole words and phrases, read through the usual disguises. The reason names the list, never the word."""

    name: str = "word-lists"

    def check(self, message: Message, context: Context, words: Words) -> RuleHit | None:  # noqa: ARG002 one signature for all rules
        """A certain hit for a severe word, an uncertain one for a watched word."""
        found = words.found(message.text)
        if found is None:
            return None
        if found == SEVERE:
            return RuleHit(self.name, Label.HARASSMENT, Reason(Why.LIST_SEVERE, found))
        return RuleHit(self.name, Label.UNSURE, Reason(Why.LIST_WATCH, found), certain=False)
