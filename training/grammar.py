"""Templates with slots: breadth of function and of the words it can be about. One template's lines stay together in one split."""

import random
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Line:
    """One filled template. ``template`` is the same for all its fillings and phrasings."""

    text: str
    label: str
    function: str
    language: str
    template: str


def lines(path: Path, per_template: int, dice: random.Random) -> Iterator[Line]:
    """Up to ``per_template`` distinct fillings of each template of one language's file. Raises KeyError for a slot that isn't there."""
    grammar = tomllib.loads(path.read_text(encoding="utf-8"))
    slots: Mapping[str, Sequence[str]] = grammar["slots"]
    for number, template in enumerate(grammar["template"]):
        seen: set[str] = set()
        for _ in range(per_template * 2):
            if len(seen) == per_template:
                break
            text = filled(dice.choice(template["text"]), slots, dice)
            if text not in seen:
                seen.add(text)
                yield Line(text, template["label"], template["function"], path.stem, f"{path.stem}-{number:03}")


def filled(text: str, slots: Mapping[str, Sequence[str]], dice: random.Random) -> str:
    """``text`` with every slot filled, fillings that hold slots too."""
    while _SLOT.search(text):
        text = _SLOT.sub(lambda match: dice.choice(slots[match[1]]), text)
    return text
