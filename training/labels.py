"""The classes that the checkpoint answers, and what each label of the codebook says about them."""

from collections.abc import Mapping
from dataclasses import dataclass

CLASSES = ("toxicity", "insult", "identity_attack", "threat", "distress", "harassment", "banter")
"""In the checkpoint's order. The first four are Detoxify's own names; the others are Haven's."""

UNKNOWN = -1.0
"""A target that the source does not tell: it has no part in the loss."""


@dataclass(frozen=True, slots=True)
class Example:
    """One training text.

    ``targets`` holds one number per class in [0, 1], or UNKNOWN. ``group`` keeps texts of one scenario or template together.
    """

    text: str
    targets: tuple[float, ...]
    source: str
    language: str
    group: str = ""
    weight: float = 1.0


def targets(known: Mapping[str, float], *, otherwise: float = UNKNOWN) -> tuple[float, ...]:
    """One number per class; classes that ``known`` doesn't name get ``otherwise``. Raises KeyError for a name that is no class."""
    if stray := set(known) - set(CLASSES):
        raise KeyError(", ".join(sorted(stray)))
    return tuple(known.get(name, otherwise) for name in CLASSES)


OF_LABEL: Mapping[str, tuple[float, ...]] = {
    "clean": targets({}, otherwise=0.0),
    "banter": targets({"toxicity": 0.6, "insult": UNKNOWN, "banter": 1.0}, otherwise=0.0),
    "harassment": targets({"toxicity": 1.0, "insult": UNKNOWN, "harassment": 1.0}, otherwise=0.0),
    "hate": targets({"toxicity": 1.0, "insult": UNKNOWN, "identity_attack": 1.0, "harassment": UNKNOWN, "threat": UNKNOWN}, otherwise=0.0),
    "threat": targets(
        {"toxicity": 1.0, "insult": UNKNOWN, "threat": 1.0, "identity_attack": UNKNOWN, "harassment": UNKNOWN}, otherwise=0.0
    ),
    "distress": targets({"distress": 1.0, "toxicity": UNKNOWN}, otherwise=0.0),
}
"""What a label of the codebook means for each class. Banter counts as mildly toxic, since Detoxify's readers expect that of rude words."""
