"""One rule, one small file, and RULES: the obvious list."""

from moderation.rules.base import Rule
from moderation.rules.links import Links
from moderation.rules.mentions import MentionBurst
from moderation.rules.repetition import RepetitionBurst
from moderation.rules.word_lists import ListedWords

RULES: tuple[Rule, ...] = (Links(), MentionBurst(), RepetitionBurst(), ListedWords())
"""Every rule with its usual limits, by name."""
