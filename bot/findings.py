"""What `./run bot check` finds: keys of config.texts with their arguments, each with its mend in the sentence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import discord

from cogs.discord.setup_parts import TALK, WRITE
from config.texts import Texts


class Weight(StrEnum):
    """How bad a finding is: a problem keeps Haven from its work, a warning asks for a thought."""

    FINE = "fine"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ``permissions`` are discord.py's names."""

    key: str
    weight: Weight = Weight.PROBLEM
    args: Mapping[str, str] = field(default_factory=dict)
    permissions: tuple[str, ...] = ()

    def text(self, texts: Texts, locale: str) -> str:
        """The finding in ``locale``, with its mend."""
        names = ", ".join(texts(locale, f"permission-{name}") for name in (one.replace("_", "-") for one in self.permissions))
        return texts(locale, self.key, **self.args, **({"permissions": names} if names else {}))


WORK: Final = discord.Permissions(
    TALK
    | WRITE
    | discord.Permissions(manage_channels=True, manage_roles=True, manage_messages=True, pin_messages=True).value
    | discord.Permissions(manage_nicknames=True, manage_threads=True).value  # "remove" on a nickname and on a thread's title
)
"""What Haven's role must allow in the server: to build the house, to keep it, and to do what a worker decides."""


def needed(*, timeouts: bool) -> discord.Permissions:
    """All that Haven asks for in an invite, and not a bit more."""
    return discord.Permissions(WORK.value | discord.Permissions(moderate_members=timeouts).value)


def missing(have: discord.Permissions, want: discord.Permissions) -> tuple[str, ...]:
    """The names of what ``want`` has and ``have`` lacks."""
    return () if have.administrator else tuple(name for name, is_on in discord.Permissions(want.value & ~have.value) if is_on)


def worst(findings: Iterable[Finding]) -> Weight:
    """The weight of the worst finding."""
    order = list(Weight)
    return max((finding.weight for finding in findings), key=order.index, default=Weight.FINE)


MARKS: Final = {Weight.FINE: "ok     ", Weight.WARNING: "warning", Weight.PROBLEM: "PROBLEM"}


def told(findings: Iterable[Finding], texts: Texts, locale: str) -> list[str]:
    """The findings for a terminal, a line each, the worst last, where the eye is."""
    order = list(Weight)
    return [f"{MARKS[one.weight]}  {one.text(texts, locale)}" for one in sorted(findings, key=lambda one: order.index(one.weight))]
