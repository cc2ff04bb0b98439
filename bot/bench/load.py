"""What people say while we measure: varied game chat that no rule minds, and a line that must reach a human."""

import random
from collections.abc import Iterator

_OPENINGS = (
    "gg",
    "wp",
    "nice",
    "haha",
    "lol",
    "ok",
    "wacht",
    "allez",
    "komaan",
    "attends",
    "bien joué",
    "oké",
    "goeie",
    "super",
    "let's go",
    "nog eens",
)
_MIDDLES = (
    "die ronde was zot",
    "on refait une partie",
    "who is healing",
    "ik neem mid",
    "je prends le sniper",
    "push B together",
    "mijn ping is weer hoog",
    "il reste deux minutes",
    "that save was clean",
    "ik ben er om acht uur",
    "quelqu'un a vu le score",
    "next map please",
    "mijn team is klaar",
    "on attend encore un joueur",
    "this lobby is full",
    "de server lagt precies",
)
_ENDINGS = ("", "haha", "😂", "xd", "mdr", "gg", "!!", "?", ":)", "bro", "man", "svp", "please", "precies")
CRY = "ik wil niet meer leven, niemand zou me missen"
"""A line that the lexicon lays before a worker."""


def chatter(seed: int) -> Iterator[str]:
    """An endless, repeatable stream of lines; a number makes each differ, so that no repetition rule is met by accident."""
    dice = random.Random(seed)
    number = 0
    while True:
        number += 1
        yield f"{dice.choice(_OPENINGS)} {dice.choice(_MIDDLES)} {dice.choice(_ENDINGS)} r{number}"
