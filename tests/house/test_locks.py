"""The locks say what pyproject.toml asks for, agree with each other, and tie every package to its hash."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

from tests.house.tree import ROOT

LAYERS = ("core", "dev", "models")
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[\w+\])?==(\S+)")


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(layer: str) -> dict[str, set[str]]:
    """Package to its versions; more than one where the lock tells Pythons apart."""
    found: dict[str, set[str]] = {}
    for line in (ROOT / "requirements" / f"{layer}.txt").read_text().splitlines():
        if pin := PIN.match(line):
            found.setdefault(canonical(pin[1]), set()).add(pin[2])
    return found


def asked() -> dict[str, list[str]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return {"core": project["project"]["dependencies"], **project["dependency-groups"]}


@pytest.mark.parametrize("layer", LAYERS)
def test_each_lock_holds_what_is_asked_for(layer: str) -> None:
    pins = [PIN.match(line) for line in asked()[layer]]
    here = locked(layer)
    assert [pin[0] for pin in pins if pin and pin[2] not in here.get(canonical(pin[1]), ())] == []
    assert [line for line in asked()[layer] if canonical(re.split(r"[\[=]", line)[0]) not in here] == []


@pytest.mark.parametrize("layer", LAYERS)
def test_every_package_is_tied_to_its_hashes(layer: str) -> None:
    text = (ROOT / "requirements" / f"{layer}.txt").read_text()
    blocks = re.split(r"\n(?=\S)", text)
    assert [block.splitlines()[0] for block in blocks if PIN.match(block) and "--hash=sha256:" not in block] == []


def test_a_package_has_one_version_in_all_locks() -> None:
    every: dict[str, list[set[str]]] = {}
    for layer in LAYERS:
        for name, versions in locked(layer).items():
            every.setdefault(name, []).append(versions)
    assert {name: versions for name, versions in every.items() if any(other != versions[0] for other in versions)} == {}


@pytest.mark.parametrize("package", ["bot", "cogs", "config", "core", "events", "moderation", "sandbox"])
def test_what_the_program_and_the_demo_import_is_in_the_core_lock(package: str) -> None:
    nodes = [node for path in (ROOT / package).rglob("*.py") for node in ast.walk(ast.parse(path.read_text()))]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    ours = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    strangers = {name.split(".")[0] for name in names} - sys.stdlib_module_names - ours
    homes = {name: {canonical(home) for home in packages_distributions().get(name, [name])} for name in strangers}
    extra = {"moderation": {"torch", "transformers", "detoxify"}, "bot": {"torch", "transformers", "detoxify"}}.get(package, set())
    assert [name for name, home in homes.items() if not home & (set(locked("core")) | extra)] == []


def test_pytorch_stands_in_no_lock_and_once_beside_them() -> None:
    assert [layer for layer in LAYERS if "torch" in locked(layer)] == []
    assert re.fullmatch(r"torch==\d+\.\d+\.\d+\n", (ROOT / "requirements" / "torch.txt").read_text())


@pytest.mark.parametrize("name", ["run", "pyproject.toml", "Dockerfile", ".ci/run", *(f"requirements/{layer}.txt" for layer in LAYERS)])
def test_no_package_index_is_written_down(name: str) -> None:
    text = (ROOT / name).read_text()
    assert [line for line in text.splitlines() if "://" in line and "127.0.0.1" not in line] == []
