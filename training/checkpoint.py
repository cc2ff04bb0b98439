"""Writes a trained classifier as a Detoxify checkpoint in half precision, with the tokenizer and configuration that it needs offline."""

import hashlib
from pathlib import Path
from typing import Any

from training.labels import CLASSES

FILE = "checkpoint.ckpt"


def write(model: Any, tokenizer: Any, folder: Path, *, known_as: str, length: int) -> str:  # noqa: ANN401 - torch is untyped here
    """Fills ``folder`` and returns the checkpoint's SHA-256.

    ``known_as`` is the path under which Detoxify will find the folder, seen from where programs run: it stands in the checkpoint itself.
    ``length`` is the most tokens that a text may have.
    """
    import torch  # noqa: PLC0415 - heavy

    folder.mkdir(parents=True, exist_ok=True)
    model.config.save_pretrained(folder)
    tokenizer.model_max_length = length
    tokenizer.save_pretrained(folder)
    arguments = {
        "model_type": known_as,
        "model_name": "BertForSequenceClassification",
        "tokenizer_name": "BertTokenizer",
        "num_classes": len(CLASSES),
    }
    state = {key: value.detach().cpu().half() if value.is_floating_point() else value.cpu() for key, value in model.state_dict().items()}
    torch.save(
        {"config": {"arch": {"args": arguments}, "dataset": {"args": {"classes": list(CLASSES)}}}, "state_dict": state}, folder / FILE
    )
    return hashlib.sha256((folder / FILE).read_bytes()).hexdigest()
