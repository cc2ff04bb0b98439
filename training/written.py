"""Reads the written conversations: a plain form that people can write and review by hand (training/authored/README.md)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

FUNCTIONALITIES: Mapping[str, str] = {
    "game-words": "clean",
    "neutral-identity": "clean",
    "positive-identity": "clean",
    "counter-speech": "clean",
    "grievance": "clean",
    "own-discrimination": "clean",
    "news-history": "clean",
    "supporting-someone": "clean",
    "logistics": "clean",
    "quoted-lyric-film": "clean",
    "negated-hate": "clean",
    "harmless-plan": "clean",
    "mild-feelings": "clean",
    "curious-question": "clean",
    "trash-talk-mutual": "banter",
    "self-mockery": "banter",
    "loss-hyperbole": "banter",
    "profanity-at-things": "banter",
    "friendly-sarcasm": "banter",
    "reclaimed-words": "banter",
    "meme-copypasta": "banter",
    "mock-threat": "banter",
    "skill-teasing": "banter",
    "friendly-insult": "banter",
    "pile-on": "harassment",
    "humiliation-stop-asked": "harassment",
    "target-goes-silent": "harassment",
    "excluding-one": "harassment",
    "doxxing-hint": "harassment",
    "serious-kys": "harassment",
    "sexual-harassment": "harassment",
    "repeated-after-no": "harassment",
    "mocking-a-trait": "harassment",
    "blackmail": "harassment",
    "dehumanising": "hate",
    "excluding-a-group": "hate",
    "stereotype-as-fact": "hate",
    "dog-whistle": "hate",
    "hate-as-joke": "hate",
    "slur-as-insult": "hate",
    "supporting-violence": "hate",
    "us-versus-them": "hate",
    "conspiracy": "hate",
    "evasive-spelling": "hate",
    "threat-time-place": "threat",
    "leakage": "threat",
    "revenge": "threat",
    "admiring-attack": "threat",
    "threat-means": "threat",
    "veiled-threat": "threat",
    "meet-to-fight": "threat",
    "hopelessness": "distress",
    "self-harm": "distress",
    "goodbye": "distress",
    "isolation": "distress",
    "fear-at-home": "distress",
    "half-joked": "distress",
    "bullied-worn-out": "distress",
    "panic-exhaustion": "distress",
}
"""Each functionality and the label it belongs to. A counter-case may carry another label: same words, other conversation."""

LABELS = frozenset(FUNCTIONALITIES.values())
LANGUAGES = frozenset({"nl", "fr", "en"})
CHANNELS = frozenset({"match", "lobby", "discussion", "twitch"})
_TURN = re.compile(
    r"(?P<who>[a-z])(?:>(?P<to>[a-z]))? (?P<text>.*?)(?: ## (?P<label>\w+) (?P<function>[\w-]+)(?: pair=(?P<pair>[\w-]+))?)?$"
)


class FormError(ValueError):
    """A line that is not of the form; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One line of a conversation. ``reply_to`` is None where it answers nobody in particular."""

    author: str
    text: str
    reply_to: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One judged turn: the line, the turns before it, what it is."""

    id: str
    language: str
    channel: str
    scenario: str
    hand: str
    context: tuple[Turn, ...]
    turn: Turn
    label: str
    functionality: str
    pair: str = ""


def read(path: Path) -> Iterator[Item]:
    """Every judged turn of one file. Raises FormError."""
    head: dict[str, str] | None = None
    turns: list[Turn] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        place = f"{path.name}:{number}"
        if not line.strip():
            head, turns = None, []
        elif line.startswith("@ "):
            head, turns = _head(line, place), []
        elif head is None:
            raise FormError(f"{place}: a turn outside of a conversation")
        else:
            match = _TURN.match(line)
            if match is None or not match["text"].strip() or " ## " in match["text"]:
                raise FormError(f"{place}: not a turn: {line!r}")
            turn = Turn(match["who"], match["text"], match["to"])
            if match["label"]:
                yield _item(head, turns, turn, match, place)
            turns.append(turn)


def _head(line: str, place: str) -> dict[str, str]:
    parts = line.split()
    if len(parts) != 5 or parts[1] not in LANGUAGES or parts[2] not in CHANNELS or not parts[4].startswith("hand="):  # noqa: PLR2004 - the form
        raise FormError(f"{place}: not a head: {line!r}")
    return {"language": parts[1], "channel": parts[2], "scenario": parts[3], "hand": parts[4].removeprefix("hand=")}


def _item(head: Mapping[str, str], turns: Iterable[Turn], turn: Turn, match: re.Match[str], place: str) -> Item:
    label, function = match["label"], match["function"]
    if label not in LABELS or function not in FUNCTIONALITIES:
        raise FormError(f"{place}: unknown label or functionality: {label} {function}")
    context = tuple(turns)
    if turn.reply_to and turn.reply_to not in {earlier.author for earlier in context}:
        raise FormError(f"{place}: a reply to nobody: {turn.reply_to}")
    return Item(place, **head, context=context, turn=turn, label=label, functionality=function, pair=match["pair"] or "")


def main(paths: Iterable[str]) -> int:
    """Checks files and prints their counts; returns 1 where one is not of the form."""
    from collections import Counter  # noqa: PLC0415 - only this command counts

    failed, labels, functions, count = 0, Counter[str](), Counter[str](), 0
    for path in paths:
        try:
            for item in read(Path(path)):
                labels[item.label] += 1
                functions[item.functionality] += 1
                count += 1
        except FormError as problem:
            failed = 1
            print(problem)  # noqa: T201 - a command
    print(f"{count} items", dict(labels), dict(functions), sep="\n")  # noqa: T201
    return failed


if __name__ == "__main__":
    import sys

    raise SystemExit(main(sys.argv[1:]))
