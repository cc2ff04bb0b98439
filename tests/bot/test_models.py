import hashlib
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import torch
from detoxify import detoxify  # type: ignore[import-untyped]  # the library has no types

from bot.adapters.models.official import OFFICIAL, fetch_official, find_model
from bot.adapters.models.verify import verify
from moderation.classifiers.base import ModelRefused
from tests.moderation.classifiers import tiny


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Tests say enough."""


@pytest.fixture
def publisher(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder, and the loopback address that serves it."""
    folder = tmp_path / "publisher"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield folder, f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def publish(publisher: tuple[Path, str], base: str, monkeypatch: pytest.MonkeyPatch, *, announced: str | None = None) -> None:
    """Puts a checkpoint there as Detoxify's makers do: the first digits of its SHA-256 in its name."""
    folder, address = publisher
    whole = tiny.checkpoint()
    whole["config"]["arch"]["args"]["model_type"] = base
    torch.save(whole, folder / "made.ckpt")
    digest = announced or hashlib.sha256((folder / "made.ckpt").read_bytes()).hexdigest()[:8]
    (folder / "made.ckpt").rename(folder / f"toxic-{digest}.ckpt")
    monkeypatch.setitem(detoxify.MODEL_URLS, "original", f"{address}toxic-{digest}.ckpt")


def refusal(model: str, models: Path) -> ModelRefused:
    with pytest.raises(ModelRefused) as caught:
        fetch_official(model, models)
    return caught.value


def test_an_official_model_is_fetched_once_and_then_is_a_local_folder(
    publisher: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(publisher, str(tiny.save_base(tmp_path / "base")), monkeypatch)
    models = tmp_path / "models"
    place = fetch_official("original", models)
    assert find_model("original", models) == place
    assert place.languages == frozenset({"en"})
    for file in publisher[0].iterdir():
        file.unlink()
    found = verify(place.folder)
    assert found.classes == ("toxicity", "severe_toxicity", "identity_attack", "insult")
    assert verify(place.folder, found.sha256).checkpoint == found.checkpoint
    assert [path.name for path in models.iterdir()] == ["original"]


def test_another_file_than_announced_is_refused_and_leaves_nothing(
    publisher: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(publisher, str(tiny.save_base(tmp_path / "base")), monkeypatch, announced="00000000")
    assert refusal("original", tmp_path / "models").reason == "damaged"
    assert list((tmp_path / "models").iterdir()) == []


def test_without_a_network_it_says_so_in_one_sentence(publisher: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(detoxify.MODEL_URLS, "original", f"{publisher[1]}not-there-00000000.ckpt")
    refused = refusal("original", tmp_path / "models")
    assert refused.reason == "no-network"
    assert refused.sentence.count(".") == 1
    publish(publisher, str(tmp_path / "no-such-base"), monkeypatch)
    assert refusal("original", tmp_path / "models").reason == "no-network"
    assert list((tmp_path / "models").iterdir()) == []


def test_without_the_library_it_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "detoxify", None)
    assert refusal("original", tmp_path).reason == "not-installed"


def test_names_that_are_nothing_are_refused(tmp_path: Path) -> None:
    assert refusal("gigantic", tmp_path).reason == "unknown-model"
    for model, reason in (("multilingual", "not-fetched"), ("", "no-folder"), (str(tmp_path / "nowhere"), "no-folder")):
        with pytest.raises(ModelRefused) as caught:
            find_model(model, tmp_path)
        assert caught.value.reason == reason


def test_a_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    place = find_model(str(tmp_path), tmp_path / "models")
    assert (place.folder, place.languages) == (tmp_path, None)


def test_the_official_names_are_those_of_the_library_and_none_reads_dutch() -> None:
    assert OFFICIAL.keys() == detoxify.MODEL_URLS.keys()
    assert not [name for name, languages in OFFICIAL.items() if "nl" in languages]
