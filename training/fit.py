"""The training loop: length-sorted batches, bf16 where the processor has it, a masked loss, one seed for everything."""

import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from training.labels import Example


@dataclass(frozen=True, slots=True)
class Plan:
    """How one stage is trained. ``rate`` is where the rate of learning starts to fall; ``length`` counts tokens; ``warmup`` is a share."""

    epochs: float = 2.0
    rate: float = 1e-4
    batch: int = 32
    length: int = 64
    warmup: float = 0.06
    decay: float = 0.01
    smoothing: float = 0.02
    seed: int = 20


def batches(lengths: Sequence[int], size: int, dice: random.Random) -> list[list[int]]:
    """Indices in batches of texts of like length, the batches in random order: little padding, still mixed."""
    noisy = sorted(range(len(lengths)), key=lambda index: lengths[index] + dice.random() * 4)
    groups = [noisy[start : start + size] for start in range(0, len(noisy), size)]
    dice.shuffle(groups)
    return groups


def masked_loss(logits: Any, targets: Any, weights: Any, smoothing: float) -> Any:  # noqa: ANN401 - torch is untyped here
    """Mean binary cross-entropy over the targets that are known, each example with its weight."""
    known = (targets >= 0).float() * weights.unsqueeze(1)
    soft = targets.clamp(min=0) * (1 - 2 * smoothing) + smoothing
    loss = binary_cross_entropy_with_logits(logits, soft, reduction="none")
    return (loss * known).sum() / known.sum().clamp(min=1)


def fit(model: Any, tokenizer: Any, examples: Sequence[Example], plan: Plan, say: Callable[[str], None] = print) -> None:  # noqa: ANN401
    """Trains ``model`` in place."""
    torch.manual_seed(plan.seed)
    dice = random.Random(plan.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model.to(device).train()
    encoded = tokenizer([example.text for example in examples], truncation=True, max_length=plan.length)["input_ids"]
    lengths = [len(ids) for ids in encoded]
    optimiser = torch.optim.AdamW(_groups(model, plan.decay), lr=plan.rate)
    total = math.ceil(len(examples) / plan.batch * plan.epochs)
    warm = max(1, int(total * plan.warmup))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm, max(0.0, (total - step) / (total - warm + 1)))
    )
    started, step, running = time.monotonic(), 0, 0.0
    while step < total:
        for group in batches(lengths, plan.batch, dice):
            if step >= total:
                break
            padded = tokenizer.pad({"input_ids": [encoded[index] for index in group]}, return_tensors="pt").to(device)
            targets = torch.tensor([examples[index].targets for index in group], device=device)
            weights = torch.tensor([examples[index].weight for index in group], device=device)
            with torch.autocast(device.type, dtype=torch.bfloat16):
                logits = model(**padded).logits
            loss = masked_loss(logits.float(), targets, weights, plan.smoothing)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            running += float(loss.detach())
            if step % 200 == 0 or step == total:
                rate = step * plan.batch / (time.monotonic() - started)
                say(f"step {step}/{total} loss {running / min(step, 200 if step % 200 == 0 else step % 200):.4f} {rate:.0f} examples/s")
                running = 0.0
    model.eval()


def _groups(model: Any, decay: float) -> list[dict[str, Any]]:  # noqa: ANN401
    """Biases and norms are not decayed."""
    named = [(name, parameter) for name, parameter in model.named_parameters() if parameter.requires_grad]
    plain = [parameter for name, parameter in named if name.endswith("bias") or "LayerNorm" in name]
    rest = [parameter for name, parameter in named if not (name.endswith("bias") or "LayerNorm" in name)]
    return [{"params": rest, "weight_decay": decay}, {"params": plain, "weight_decay": 0.0}]
