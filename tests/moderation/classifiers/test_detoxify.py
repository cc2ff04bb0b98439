import os
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
import transformers
from detoxify import Detoxify  # type: ignore[import-untyped]  # the library has no types
from hypothesis import given
from hypothesis import strategies as st

from moderation.classifiers import CLASSIFIERS
from moderation.classifiers.base import Classifier, ClassifierParts, ModelRefused
from moderation.classifiers.checkpoint import read_checkpoint, sha256_of
from tests.moderation.classifiers import tiny
from tests.moderation.classifiers.messages import said


def opened(folder: Path | None, sha256: str | None = None, languages: frozenset[str] | None = None) -> Classifier:
    return CLASSIFIERS["detoxify"](ClassifierParts(model=folder, sha256=sha256, languages=languages))


def refused(folder: Path | None, sha256: str | None = None) -> ModelRefused:
    with pytest.raises(ModelRefused) as caught:
        opened(folder, sha256)
    assert caught.value.sentence.endswith(".")
    assert str(caught.value) == caught.value.sentence
    return caught.value


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.save(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="module")
def classifier(folder: Path) -> Classifier:
    return opened(folder)


def test_it_predicts_what_detoxify_itself_predicts(folder: Path, classifier: Classifier) -> None:
    local = tiny.checkpoint()
    local["config"]["arch"]["args"]["model_type"] = str(folder)
    torch.save(local, folder.parent / "direct.ckpt")
    expected = Detoxify(checkpoint=str(folder.parent / "direct.ckpt")).predict("the cat is on the table")
    (scores,) = classifier.classify([said("the cat is on the table")])
    assert scores.values == pytest.approx(expected, abs=1e-6)
    assert list(scores.values) == ["toxicity", "severe_toxicity", "identity_attack", "insult"]


def test_nothing_in_gives_nothing_out(classifier: Classifier) -> None:
    assert classifier.classify([]) == []


def test_many_come_back_in_order_as_each_alone_would(classifier: Classifier) -> None:
    texts = ["the cat", "la table est sur le chat " * 3, "x", "", "de kat zit", *(f"cat {letter}" for letter in "abcdefgh")]
    together = classifier.classify([said(text) for text in texts])
    for text, scores in zip(texts, together, strict=True):
        (alone,) = classifier.classify([said(text)])
        assert scores.values == pytest.approx(alone.values, abs=1e-5)


def test_a_text_far_beyond_the_models_length_is_read_as_far_as_it_goes(classifier: Classifier) -> None:
    (scores,) = classifier.classify([said("the cat is on the table " * 400)])
    assert all(0 <= value <= 1 for value in scores.values.values())


def test_half_precision_weights_are_widened(tmp_path: Path, classifier: Classifier) -> None:
    half = tiny.checkpoint()
    half["state_dict"] = {name: tensor.half() if tensor.is_floating_point() else tensor for name, tensor in half["state_dict"].items()}
    (wide,) = classifier.classify([said("the cat")])
    (narrow,) = opened(tiny.save(tmp_path / "half", half)).classify([said("the cat")])
    assert narrow.values == pytest.approx(wide.values, abs=1e-2)


def test_a_buffer_of_older_libraries_is_no_reason_to_refuse(tmp_path: Path) -> None:
    old = tiny.checkpoint()
    old["state_dict"]["bert.embeddings.position_ids"] = torch.arange(tiny.LONGEST).unsqueeze(0)
    assert opened(tiny.save(tmp_path / "old", old)).classify([said("the cat")])


def test_what_the_model_was_not_trained_on_is_not_covered(folder: Path) -> None:
    english = opened(folder, languages=frozenset({"en"}))
    spoken, foreign = english.classify([said("I think that you should come with us"), said("ik denk dat gij met ons moet meegaan")])
    assert spoken.covered
    assert not foreign.covered
    assert foreign.language == "nl"


def _change(**architecture: object) -> dict[str, Any]:
    changed = tiny.checkpoint()
    changed["config"]["arch"]["args"].update(architecture)
    return changed


def _weights(change: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    changed = tiny.checkpoint()
    changed["state_dict"] = change(changed["state_dict"])
    return changed


@pytest.mark.parametrize(
    ("reason", "what"),
    [
        ("prefixed-keys", lambda: _weights(lambda weights: {f"model.{name}": tensor for name, tensor in weights.items()})),
        ("wrong-keys", lambda: _weights(lambda weights: dict(list(weights.items())[:-1]))),
        ("wrong-keys", lambda: _weights(lambda weights: {**weights, "head.extra": torch.zeros(1)})),
        ("wrong-sizes", lambda: _weights(lambda weights: {**weights, "classifier.bias": torch.zeros(2)})),
        ("broken-weights", lambda: _weights(lambda weights: {**weights, "classifier.bias": torch.full((4,), float("nan"))})),
        ("wrong-shape", lambda: _weights(lambda _: {"a": 1})),
        ("wrong-shape", lambda: {"state_dict": {}}),
        ("wrong-shape", lambda: [1, 2]),
        ("wrong-shape", lambda: _change(num_classes=3)),
        ("wrong-shape", lambda: _change(more=1)),
        ("unknown-architecture", lambda: _change(model_name="AutoModel")),
        ("unknown-architecture", lambda: _change(tokenizer_name="os")),
        ("wrong-keys", lambda: _change(model_name="AlbertForSequenceClassification", tokenizer_name="AlbertTokenizer")),
    ],
)
def test_a_checkpoint_that_detoxify_would_misread_is_refused(tmp_path: Path, reason: str, what: Callable[[], object]) -> None:
    assert refused(tiny.save(tmp_path / "wrong", what())).reason == reason


def test_a_file_that_would_run_code_is_refused_and_does_not_run(tmp_path: Path) -> None:
    folder = tiny.save(tmp_path / "bad")
    trace = tmp_path / "it-ran"
    with (folder / "tiny.ckpt").open("wb") as file:
        pickle.dump(_Mischief(trace), file, protocol=2)
    assert refused(folder).reason in {"unsafe", "damaged"}
    torch.save({"config": _Mischief(trace), "state_dict": {}}, folder / "tiny.ckpt")
    assert refused(folder).reason == "unsafe"
    assert not trace.exists()


class _Mischief:
    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, (str(self.trace),)


class Extra:
    """What an old training script left in a checkpoint's configuration."""


def test_a_pinned_file_may_hold_more_than_weights(tmp_path: Path) -> None:
    more = tiny.checkpoint()
    more["config"]["extra"] = Extra()
    folder = tiny.save(tmp_path / "more", more)
    assert refused(folder).reason == "unsafe"
    assert opened(folder, sha256=sha256_of(folder / "tiny.ckpt").upper()).classify([said("the cat")])


def test_a_tokenizer_that_cannot_be_loaded_is_refused(tmp_path: Path) -> None:
    folder = tiny.save(tmp_path / "torn")
    (folder / "tokenizer.json").write_text("{", encoding="utf-8")
    assert refused(folder).reason == "no-vocabulary"


def test_a_pinned_file_that_is_nothing_is_damaged(tmp_path: Path) -> None:
    folder = tiny.save(tmp_path / "nothing")
    for nothing in (b"this is no checkpoint at all", b"\x80\x02cnowhere\nNothing\n."):
        (folder / "tiny.ckpt").write_bytes(nothing)
        assert refused(folder, sha256_of(folder / "tiny.ckpt")).reason == "damaged"


@given(st.binary(max_size=60), st.sampled_from([b"", b"\x80\x02", b"\x80\x02cos\nmkdir\n", b"PK\x03\x04"]))
def test_any_bytes_are_refused_whatever_they_are(tmp_path_factory: pytest.TempPathFactory, rest: bytes, start: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.ckpt"
    path.write_bytes(start + rest)
    with pytest.raises(ModelRefused):
        read_checkpoint(path)


def test_a_tokenizer_that_knows_its_length_keeps_it(tmp_path: Path) -> None:
    folder = tiny.save(tmp_path / "short")
    (folder / "tokenizer_config.json").write_text('{"model_max_length": 5}', encoding="utf-8")
    short, long = opened(folder).classify([said("the cat is"), said("the cat is on the table")])
    assert short.values == pytest.approx(long.values, abs=1e-6)


def test_weights_that_a_library_drops_in_silence_are_noticed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def untrained(*_: object, config: transformers.BertConfig, **__: object) -> transformers.BertForSequenceClassification:
        return transformers.BertForSequenceClassification(config)

    monkeypatch.setattr(transformers.BertForSequenceClassification, "from_pretrained", untrained)
    assert refused(folder).reason == "wrong-keys"


def test_without_the_library_it_says_what_is_missing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "moderation.classifiers.detoxify")
    monkeypatch.setitem(sys.modules, "detoxify", None)
    assert refused(folder).reason == "not-installed"


def test_another_file_than_the_pinned_one_is_refused(folder: Path) -> None:
    assert refused(folder, sha256="0" * 64).reason == "wrong-hash"


@pytest.mark.parametrize("kept", [0, 10, 0.5, 0.98])
def test_a_file_cut_short_is_refused(tmp_path: Path, folder: Path, kept: float) -> None:
    whole = (folder / "tiny.ckpt").read_bytes()
    cut = tiny.save(tmp_path / "cut")
    (cut / "tiny.ckpt").write_bytes(whole[: int(kept * len(whole)) if kept < 1 else int(kept)])
    assert refused(cut).reason in {"damaged", "unsafe"}
    pinned = refused(cut, sha256=sha256_of(cut / "tiny.ckpt"))
    assert pinned.reason == "damaged"


def test_a_folder_without_what_is_needed_is_refused(tmp_path: Path) -> None:
    assert refused(None).reason == "no-folder"
    assert refused(tmp_path / "nowhere").reason == "no-folder"
    folder = tiny.save_base(tmp_path / "base")
    assert refused(folder).reason == "no-checkpoint"
    tiny.save(folder)
    (folder / "config.json").unlink()
    assert refused(folder).reason == "no-config"
    (folder / "config.json").write_text("{", encoding="utf-8")
    assert refused(folder).reason == "no-config"
    tiny.save(folder)
    (folder / "vocab.txt").unlink()
    assert refused(folder).reason == "no-vocabulary"
    tiny.save(folder)
    (folder / "second.ckpt").write_bytes(b"")
    assert refused(folder).reason == "no-checkpoint"


@pytest.mark.parametrize("vocabulary", [tiny.WORDS[:5], [*tiny.WORDS, *(f"word{number}" for number in range(9)), "cats", "kater"]])
def test_a_vocabulary_of_another_model_is_refused_where_it_shows(tmp_path: Path, vocabulary: list[str]) -> None:
    folder = tiny.save(tmp_path / "other")
    shown = [*vocabulary[:5], *(f"x{number}" for number in range(90)), *vocabulary[5:]]
    (folder / "vocab.txt").write_text("\n".join(shown), encoding="utf-8")
    assert refused(folder).reason == "no-vocabulary"
