"""Detoxify's official models: where they lie, and fetching one when asked, so that everything after that is a local folder."""

import importlib.util
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit

from moderation.classifiers.base import ModelRefused

_ENGLISH = frozenset({"en"})
OFFICIAL: Mapping[str, frozenset[str]] = {
    "multilingual": frozenset({"en", "es", "fr", "it", "pt", "ru", "tr"}),
    "original": _ENGLISH,
    "original-small": _ENGLISH,
    "unbiased": _ENGLISH,
    "unbiased-small": _ENGLISH,
}
"""Each model's languages, as its makers state them. None of them was trained on Dutch."""


@dataclass(frozen=True, slots=True)
class ModelPlace:
    """Where a model is. ``languages`` is None where only its maker knows."""

    folder: Path
    languages: frozenset[str] | None


def require_engine() -> None:
    """Raises ModelRefused where Detoxify is not installed."""
    if importlib.util.find_spec("detoxify") is None:
        raise ModelRefused("not-installed", "Models need Detoxify and torch, which are not installed here.")


def find_model(model: str, models: Path) -> ModelPlace:
    """The folder of ``model``: an official name (fetched before into ``models``) or a path. Raises ModelRefused."""
    if model in OFFICIAL:
        folder = models / model
        if not folder.is_dir():
            raise ModelRefused("not-fetched", f"The official model {model} is not here yet; fetch it once, with a network.")
        return ModelPlace(folder, OFFICIAL[model])
    folder = Path(model)
    if not model or not folder.is_dir():
        raise ModelRefused("no-folder", f"{model!r} is neither a folder nor one of {', '.join(OFFICIAL)}.")
    return ModelPlace(folder, None)


def fetch_official(model: str, models: Path) -> ModelPlace:
    """Downloads an official checkpoint from Detoxify's own address, with its tokenizer and configuration; blocks for minutes.

    Nothing is left behind where it fails. Raises ModelRefused: unknown name, no network, damaged file.
    """
    if model not in OFFICIAL:
        raise ModelRefused("unknown-model", f"{model!r} is not one of {', '.join(OFFICIAL)}.")
    require_engine()
    models.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=models, prefix=f".{model}-") as scratch:
        folder = Path(scratch) / model
        folder.mkdir()
        _fetch_into(folder, model)
        target = models / model
        shutil.rmtree(target, ignore_errors=True)
        folder.rename(target)
    return ModelPlace(target, OFFICIAL[model])


def _fetch_into(folder: Path, model: str) -> None:
    import torch  # noqa: PLC0415 - heavy, and only needed where somebody fetches or verifies
    from detoxify import detoxify  # type: ignore[import-untyped]  # noqa: PLC0415 - the same; the library has no types

    from moderation.classifiers.checkpoint import read_checkpoint  # noqa: PLC0415 - the same

    address = detoxify.MODEL_URLS[model]
    name = Path(urlsplit(address).path).name
    prefix = Path(name).stem.rpartition("-")[2]  # the publisher puts the first digits of the SHA-256 into the name
    try:
        torch.hub.download_url_to_file(address, str(folder / name), hash_prefix=prefix, progress=False)
    except RuntimeError as differs:
        raise ModelRefused("damaged", f"What came as {name} is not what its publisher announced; try again.") from differs
    except (URLError, OSError) as unreachable:
        raise ModelRefused("no-network", f"{model} can't be fetched: no connection to the publisher of Detoxify's models.") from unreachable
    _save_base(read_checkpoint(folder / name)["config"]["arch"]["args"], folder)


def _save_base(architecture: Mapping[str, Any], folder: Path) -> None:
    """The base model's configuration and tokenizer, beside the checkpoint."""
    import transformers  # noqa: PLC0415 - heavy

    base = architecture["model_type"]
    try:
        config_class = getattr(transformers, architecture["model_name"]).config_class
        config_class.from_pretrained(base, num_labels=architecture["num_classes"]).save_pretrained(folder)
        getattr(transformers, architecture["tokenizer_name"]).from_pretrained(base).save_pretrained(folder)
    except (OSError, ValueError) as unreachable:
        raise ModelRefused("no-network", f"The tokenizer of {base} can't be fetched: no connection to its publisher.") from unreachable
