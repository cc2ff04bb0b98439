"""Reads a Detoxify-format checkpoint and refuses whatever Detoxify itself would load in silence: wrong keys, code, missing vocabulary."""

import hashlib
import json
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
import transformers

from moderation.classifiers.base import ModelRefused

ARCHITECTURE = frozenset({"model_type", "model_name", "tokenizer_name", "num_classes"})
VOCABULARIES = ("tokenizer.json", "vocab.txt", "vocab.json", "spiece.model", "sentencepiece.bpe.model")
_BUFFER = ".position_ids"  # a buffer that older libraries saved with the weights and newer ones work out
_PREFIX = "model."
_CHUNK = 1 << 20


def find_checkpoint(folder: Path) -> Path:
    """The one .ckpt file of ``folder``, beside config.json and a vocabulary. Raises ModelRefused."""
    if not folder.is_dir():
        raise ModelRefused("no-folder", f"There is no folder {folder}.")
    found = sorted(folder.glob("*.ckpt"))
    if len(found) != 1:
        raise ModelRefused("no-checkpoint", f"{folder} must hold exactly one .ckpt file; it holds {len(found)}.")
    if not (folder / "config.json").is_file():
        raise ModelRefused("no-config", f"{folder} has no config.json; save the base model's configuration there.")
    if not any((folder / name).is_file() for name in VOCABULARIES):
        raise ModelRefused("no-vocabulary", f"{folder} has no vocabulary ({', '.join(VOCABULARIES)}); every word would read as unknown.")
    return found[0]


def sha256_of(path: Path) -> str:
    """The file's SHA-256 in 64 lower-case hex digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def read_checkpoint(path: Path, sha256: str | None = None) -> dict[str, Any]:
    """The checkpoint, its weights as float32 and its shape checked.

    Only plain weights are unpickled; a file that holds more is opened only where ``sha256`` pins it. Raises ModelRefused.
    """
    if sha256 and sha256_of(path) != sha256.lower():
        raise ModelRefused("wrong-hash", f"{path.name} is not the pinned file: its SHA-256 differs. Download it again or correct the pin.")
    loaded = _unpickle(path, trusted=bool(sha256))
    _check_shape(loaded, path.name)
    weights = {name: _as_float(tensor) for name, tensor in loaded["state_dict"].items() if not name.endswith(_BUFFER)}
    return {"config": loaded["config"], "state_dict": weights}


def check_weights(checkpoint: Mapping[str, Any], folder: Path) -> None:
    """Compares names and sizes of the weights with those that the architecture wants, and looks for NaN. Raises ModelRefused."""
    architecture = checkpoint["config"]["arch"]["args"]
    model_class = getattr(transformers, architecture["model_name"])
    try:
        config = model_class.config_class.from_pretrained(str(folder), num_labels=architecture["num_classes"])
        with torch.device("meta"):
            wanted = {name: tuple(tensor.shape) for name, tensor in model_class(config).state_dict().items() if not name.endswith(_BUFFER)}
    except (OSError, ValueError, TypeError, json.JSONDecodeError) as wrong:
        raise ModelRefused("no-config", f"{folder / 'config.json'} can't be used for {architecture['model_name']}.") from wrong
    given = {name: tuple(tensor.shape) for name, tensor in checkpoint["state_dict"].items()}
    if given and all(name.startswith(_PREFIX) for name in given):
        raise ModelRefused("prefixed-keys", f"All weights are named {_PREFIX}…; save the checkpoint without that prefix.")
    missing, unexpected = wanted.keys() - given.keys(), given.keys() - wanted.keys()
    if missing or unexpected:
        example = min(missing or unexpected)
        raise ModelRefused("wrong-keys", f"{len(missing)} weights are missing and {len(unexpected)} unexpected, such as {example}.")
    if broken := sorted(name for name, tensor in checkpoint["state_dict"].items() if not torch.isfinite(tensor).all()):
        raise ModelRefused("broken-weights", f"{len(broken)} weights hold no numbers, such as {broken[0]}.")
    if sizes := sorted(name for name in wanted if wanted[name] != given[name]):
        raise ModelRefused("wrong-sizes", f"{len(sizes)} weights have another size than config.json says, such as {sizes[0]}.")


def _unpickle(path: Path, *, trusted: bool) -> Any:  # noqa: ANN401 - anything may be in a file until it was checked
    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as refused:
        if not trusted:
            raise ModelRefused(
                "unsafe",
                f"{path.name} holds more than weights and could run code; pin its SHA-256 in the settings if you trust its source.",
            ) from refused
    except Exception as broken:
        raise ModelRefused("damaged", f"{path.name} is damaged or cut short; fetch it again.") from broken
    try:
        return torch.load(path, map_location="cpu", weights_only=False)
    except Exception as broken:
        raise ModelRefused("damaged", f"{path.name} is damaged or cut short; fetch it again.") from broken


def _check_shape(loaded: object, name: str) -> None:
    try:
        architecture, classes = loaded["config"]["arch"]["args"], loaded["config"]["dataset"]["args"]["classes"]  # type: ignore[index]  # that is the question
        weights = loaded["state_dict"]  # type: ignore[index]  # the same
    except (TypeError, KeyError, IndexError) as missing:
        raise ModelRefused("wrong-shape", f"{name} is no Detoxify checkpoint: it lacks config or state_dict.") from missing
    if not isinstance(architecture, dict) or architecture.keys() != ARCHITECTURE:
        raise ModelRefused("wrong-shape", f"{name}: arch.args must hold exactly {', '.join(sorted(ARCHITECTURE))}.")
    if (
        not isinstance(classes, list)
        or not classes
        or not all(isinstance(one, str) for one in classes)
        or architecture["num_classes"] != len(classes)
    ):
        raise ModelRefused("wrong-shape", f"{name}: num_classes must be the number of dataset classes.")
    if not isinstance(weights, dict) or not weights or not all(isinstance(tensor, torch.Tensor) for tensor in weights.values()):
        raise ModelRefused("wrong-shape", f"{name}: state_dict must hold tensors.")
    for key, endings in (("model_name", ("ForSequenceClassification",)), ("tokenizer_name", ("Tokenizer", "TokenizerFast"))):
        if not str(architecture[key]).endswith(endings) or not hasattr(transformers, str(architecture[key])):
            raise ModelRefused("unknown-architecture", f"{name}: {key} {architecture[key]!r} is not one that can be loaded.")


def _as_float(tensor: torch.Tensor) -> torch.Tensor:
    return tensor.float() if tensor.is_floating_point() else tensor
