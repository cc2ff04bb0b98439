"""The real Detoxify over a checkpoint in a local folder; no network, and no weights that were not compared name by name."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import detoxify  # type: ignore[import-untyped]  # the library has no types
import torch
import transformers

from moderation.classifiers.base import ClassifierParts, ModelRefused
from moderation.classifiers.checkpoint import check_weights, find_checkpoint, read_checkpoint
from moderation.classifiers.language import covers, evidence
from moderation.model import Message, Scores
from moderation.normalise import LIMIT

BATCH = 8
"""Texts predicted together; larger batches are slower on a CPU."""
_NO_LIMIT = 1_000_000  # tokenizers without a length say 1e30
_POSITIONS_KEPT = 2  # RoBERTa-like models start counting at 2
_SAMPLES = ("the cat is on the table", "de kat zit op de tafel", "le chat est sur la table")


class DetoxifyClassifier:
    """Scores by Detoxify's class names. ``languages`` are those that the model was trained on, None where it claims all."""

    name = "detoxify"
    heavy = True

    def __init__(self, model: detoxify.Detoxify, languages: frozenset[str] | None) -> None:
        self._model = model
        self.languages = languages

    @property
    def classes(self) -> list[str]:
        """Detoxify's names: toxic is toxicity, identity_hate is identity_attack."""
        return list(self._model.class_names)

    def classify(self, messages: Sequence[Message]) -> list[Scores]:
        """One Scores per message, in order; predicted in batches of like length."""
        values: list[dict[str, float]] = [{} for _ in messages]
        order = sorted(range(len(messages)), key=lambda at: len(messages[at].text))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            for at, scores in zip(batch, self._predict([messages[at].text[:LIMIT] for at in batch]), strict=True):
                values[at] = scores
        return [self._scores(message, scores) for message, scores in zip(messages, values, strict=True)]

    def _predict(self, texts: list[str]) -> list[dict[str, float]]:
        with torch.inference_mode():
            predicted = self._model.predict(texts)
        columns = {name: column if isinstance(column, list) else [column] for name, column in predicted.items()}
        return [{name: float(column[row]) for name, column in columns.items()} for row in range(len(texts))]

    def _scores(self, message: Message, values: dict[str, float]) -> Scores:
        found = evidence(message.text, message.language)
        return Scores(values, self.name, (), found.language, covers(self.languages, found))


def open_detoxify(parts: ClassifierParts) -> DetoxifyClassifier:
    """Loads ``parts.model``, checked from the file to the loaded weights. Raises ModelRefused."""
    if parts.model is None:
        raise ModelRefused("no-folder", "No model is named; set classifier.model to a folder with a checkpoint or to an official name.")
    checkpoint = read_checkpoint(find_checkpoint(parts.model), parts.sha256)
    check_weights(checkpoint, parts.model)
    model = _load(checkpoint, parts.model)
    _check_loaded(model, checkpoint)
    _check_tokenizer(model.tokenizer, model.model.config, parts.model)
    return DetoxifyClassifier(model, parts.languages)


def _load(checkpoint: dict[str, Any], folder: Path) -> detoxify.Detoxify:
    """What Detoxify unpickles is what was checked, from memory, with the base model's folder in place of its name on a hub."""
    config = checkpoint["config"]
    local = {**config, "arch": {**config["arch"], "args": {**config["arch"]["args"], "model_type": str(folder)}}}
    memory = io.BytesIO()
    torch.save({"config": local, "state_dict": checkpoint["state_dict"]}, memory)
    memory.seek(0)
    verbosity = transformers.logging.get_verbosity()
    transformers.logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # the library is half typed
    try:
        return detoxify.Detoxify(checkpoint=memory)
    except (OSError, ValueError, RuntimeError, TypeError, KeyError) as wrong:
        raise ModelRefused(
            "no-vocabulary", f"Detoxify can't load {folder}: its tokenizer or configuration doesn't fit the checkpoint."
        ) from wrong
    finally:
        transformers.logging.set_verbosity(verbosity)


def _check_loaded(model: detoxify.Detoxify, checkpoint: dict[str, Any]) -> None:
    """The libraries only print a report where they fill weights with random numbers; so look."""
    loaded = model.model.state_dict()
    if not all(torch.equal(loaded[name], tensor) for name, tensor in checkpoint["state_dict"].items()):
        raise ModelRefused("wrong-keys", "The loaded weights are not the checkpoint's.")


def _check_tokenizer(tokenizer: Any, config: Any, folder: Path) -> None:  # noqa: ANN401 - transformers' classes are untyped
    """Refuses one that knows no words, and bounds one that knows no length: a long text would crash it."""
    tokens = [token for sample in _SAMPLES for token in tokenizer(sample, add_special_tokens=False)["input_ids"]]
    if not tokens or all(token == tokenizer.unk_token_id for token in tokens):
        raise ModelRefused(
            "no-vocabulary", f"The tokenizer in {folder} reads every word as unknown; its vocabulary is missing or of another model."
        )
    if max(tokens) >= config.vocab_size:
        raise ModelRefused("no-vocabulary", f"The vocabulary in {folder} is larger than the model's; it belongs to another model.")
    if tokenizer.model_max_length > _NO_LIMIT:
        tokenizer.model_max_length = config.max_position_embeddings - _POSITIONS_KEPT
