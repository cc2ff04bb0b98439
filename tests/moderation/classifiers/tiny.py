"""A real, tiny Detoxify checkpoint: a BERT of two layers with random weights and a small vocabulary, made in a second."""

from pathlib import Path
from typing import Any

import torch
import transformers

CLASSES = ["toxic", "severe_toxic", "identity_hate", "insult"]
WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    *"abcdefghijklmnopqrstuvwxyz",
    *(f"##{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"),
]
WORDS += ["the", "cat", "is", "on", "table", "de", "kat", "zit", "op", "tafel", "le", "chat", "est", "sur", "la"]
LONGEST = 64


def config() -> transformers.BertConfig:
    bert = transformers.BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=LONGEST,
    )
    bert.num_labels = len(CLASSES)
    return bert


def checkpoint() -> dict[str, Any]:
    torch.manual_seed(7)
    model = transformers.BertForSequenceClassification(config())
    return {
        "config": {
            "arch": {
                "args": {
                    "model_type": "a-name-on-some-hub",
                    "model_name": "BertForSequenceClassification",
                    "tokenizer_name": "BertTokenizer",
                    "num_classes": len(CLASSES),
                }
            },
            "dataset": {"args": {"classes": list(CLASSES)}},
        },
        "state_dict": {name: tensor.clone() for name, tensor in model.state_dict().items()},
    }


def save_base(folder: Path) -> Path:
    """The configuration and the tokenizer, without a checkpoint."""
    folder.mkdir(parents=True, exist_ok=True)
    config().save_pretrained(folder)
    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    return folder


def save(folder: Path, what: object = None) -> Path:
    """A whole model folder; ``what`` stands in for the checkpoint."""
    save_base(folder)
    torch.save(checkpoint() if what is None else what, folder / "tiny.ckpt")
    return folder
