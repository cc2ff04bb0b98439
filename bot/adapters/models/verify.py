"""Looking a model over before it judges anybody."""

from dataclasses import dataclass
from pathlib import Path

from bot.adapters.models.official import require_engine
from moderation.classifiers.base import ClassifierParts


@dataclass(frozen=True, slots=True)
class VerifiedModel:
    """A model that loads and predicts. ``sha256`` is what to pin."""

    folder: Path
    checkpoint: str
    sha256: str
    classes: tuple[str, ...]


def verify(folder: Path, sha256: str | None = None) -> VerifiedModel:
    """Loads the model as the bot would, in full; takes seconds. Raises ModelRefused with one sentence that says why not."""
    require_engine()
    from moderation.classifiers.checkpoint import find_checkpoint, sha256_of  # noqa: PLC0415 - heavy
    from moderation.classifiers.detoxify import open_detoxify  # noqa: PLC0415 - heavy

    classifier = open_detoxify(ClassifierParts(model=folder, sha256=sha256))
    path = find_checkpoint(folder)
    return VerifiedModel(folder, path.name, sha256_of(path), tuple(classifier.classes))
