"""The import rules hold, and each of them would notice its breach."""

import ast
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import ROOT

PACKAGES = ("bot", "cogs", "core", "moderation", "events", "config", "sandbox", "training")
BREACHES = [
    ("core/seeded.py", "import moderation.seeded", "core.seeded -> moderation.seeded"),
    ("core/leak.py", "import config.texts", "core.leak -> config.texts"),
    ("moderation/seeded.py", "import events.seeded", "moderation.seeded -> events.seeded"),
    ("events/seeded.py", "import moderation.leak", "events.seeded -> moderation.leak"),
    ("moderation/leak.py", "import discord", "moderation.leak -> discord"),
    ("moderation/classifiers/leak.py", "import pydantic", "moderation.classifiers.leak -> pydantic"),
    ("events/leak.py", "import sqlalchemy.orm", "events.leak -> sqlalchemy"),
    ("events/late.py", "import apscheduler", "events.late -> apscheduler"),
    ("events/stream.py", "import twitchio", "events.stream -> twitchio"),
    ("moderation/settled.py", "import config.settings", "moderation.settled -> config.settings"),
    ("cogs/seeded.py", "import bot.seeded", "cogs.seeded -> bot.seeded"),
    ("cogs/leak.py", "import config.settings", "cogs.leak -> config.settings"),
    ("config/texts.py", "import cogs.seeded", "config.texts -> cogs.seeded"),
    ("bot/seeded.py", "import sandbox.seeded", "bot.seeded -> sandbox.seeded"),
    ("bot/leak.py", "import training.seeded", "bot.leak -> training.seeded"),
    ("sandbox/seeded.py", "import bot.leak", "sandbox.seeded -> bot.leak"),
    ("sandbox/leak.py", "import cogs.leak", "sandbox.leak -> cogs.leak"),
    ("training/seeded.py", "import sandbox.leak", "training.seeded -> sandbox.leak"),
    ("config/settings.py", "import core.ids", ""),  # allowed, and so is all that follows
    ("core/ids.py", "import datetime", ""),
    ("cogs/fine.py", "import discord, config.texts, moderation.fine", ""),
    ("moderation/fine.py", "import core.ids", ""),
    ("bot/bench.py", "import sandbox.fine", ""),
    ("sandbox/fine.py", "import core.ids, aiohttp", ""),
    ("training/fine.py", "import moderation.fine, torch", ""),
]


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    code = "from importlinter.cli import lint_imports_command as lint; lint()"
    command = [sys.executable, "-c", code, "--no-cache", "--no-logo", "--config", str(ROOT / "pyproject.toml")]
    environment = {**os.environ, "PYTHONPATH": str(root), "COLUMNS": "200", "NO_COLOR": "1"}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture(scope="module")
def breached(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the linter says of a small house with a breach of every rule."""
    root = tmp_path_factory.mktemp("house")
    for name, line, _ in BREACHES:
        module = root / name
        module.parent.mkdir(parents=True, exist_ok=True)
        module.write_text(line + "\n")
    for folder in [folder for folder in root.rglob("*") if folder.is_dir()]:
        (folder / "__init__.py").touch()
    return lint(root).stdout


def test_the_house_keeps_its_rules() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout
    assert " 0 broken" in done.stdout


@pytest.mark.parametrize("arrow", [arrow for _, _, arrow in BREACHES if arrow])
def test_a_breach_is_noticed(breached: str, arrow: str) -> None:
    assert arrow in breached


def test_every_contract_has_a_breach_that_breaks_it(breached: str) -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert [contract["name"] for contract in contracts if f"{contract['name']} BROKEN" not in breached] == []


def test_what_is_allowed_is_not_held_against_anyone(breached: str) -> None:
    told = [line for line in breached.splitlines() if "->" in line]
    fine = ("cogs.fine", "moderation.fine", "bot.bench", "sandbox.fine", "training.fine", "config.settings -> ", "core.ids ->")
    assert [line for line in told if any(f"{name}" in line for name in fine)] == []


def imported(package: str) -> Iterator[tuple[str, str]]:
    """(module, top-level name that it imports), wherever the import stands."""
    for path in sorted((ROOT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                yield from ((str(path.relative_to(ROOT)), alias.name.split(".")[0]) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield str(path.relative_to(ROOT)), node.module.split(".")[0]


@pytest.mark.parametrize("package", ["core", "moderation", "events"])
def test_the_inner_house_stands_on_the_standard_library_alone(package: str) -> None:
    allowed = sys.stdlib_module_names | {package, "core"}
    strangers = [(module, name) for module, name in imported(package) if name not in allowed]
    assert [found for found in strangers if not found[0].startswith("moderation/classifiers/")] == []


def test_every_package_says_what_it_is() -> None:
    inits = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("__init__.py"))]
    assert len(inits) >= len(PACKAGES)
    silent = [str(path.relative_to(ROOT)) for path in inits if not ast.get_docstring(ast.parse(path.read_text()))]
    assert silent == []
