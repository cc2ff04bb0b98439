"""What every classifier is: a name, the languages it reads, and one synchronous method that turns messages into scores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from moderation.model import Message, Scores


class Classifier(Protocol):
    """Scores messages; knows nothing of cases, people or platforms.

    ``languages`` are the codes it reads ("nl", "fr", "en"), None where it claims all. ``heavy`` is True where a call may take longer than
    a millisecond, so that it must run off the event loop. Only a message's ``text``, ``kind`` and ``language`` may change its scores: equal
    ones are judged once.
    """

    name: str
    languages: frozenset[str] | None
    heavy: bool

    def classify(self, messages: Sequence[Message]) -> list[Scores]:
        """One Scores per message, in order; an empty list for no messages. May raise anything: whoever calls guards it."""
        ...


@dataclass(frozen=True, slots=True)
class ClassifierParts:
    """What a factory may need; each takes what it uses.

    ``lexicons`` are the parsed lists of config/lexicons by file name. ``model`` is the directory of a Detoxify-format checkpoint.
    ``sha256`` pins the checkpoint file (64 hex digits). ``languages`` says what the model reads, None for all.
    """

    lexicons: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    model: Path | None = None
    sha256: str | None = None
    languages: frozenset[str] | None = None


class ModelRefused(Exception):
    """A model that must not be used. ``reason`` is a key ("wrong-keys", "no-vocabulary", …), the text one sentence for the operator."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.sentence = sentence
