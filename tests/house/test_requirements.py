"""The register of requirements is complete, and the tests that it names exist."""

import ast
import re
from dataclasses import dataclass
from functools import cache

import pytest

from tests.house.tree import ROOT

ROW = re.compile(r"^\| (R\d+) \| (.+?) \| (.+?) \|$", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
PLANNED = re.compile(r"planned \((?:[B-E]|later)\)")


@dataclass(frozen=True)
class Row:
    """One line of the register: what shows that it holds, entry by entry."""

    number: str
    words: str
    entries: tuple[str, ...]


def rows() -> list[Row]:
    text = (ROOT / "docs" / "requirements.md").read_text()
    return [Row(number, words, tuple(shown.split("<br>"))) for number, words, shown in ROW.findall(text)]


@cache
def names_in(path: str) -> frozenset[str]:
    """The names of a file's tests, found without importing it."""
    file = ROOT / path
    tree = ast.parse(file.read_text()) if file.is_file() else ast.Module([], [])
    names = (node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)))
    return frozenset(name for name in names if name.lower().startswith("test"))


def test_every_requirement_stands_there_once_and_in_order() -> None:
    assert [row.number for row in rows()] == [f"R{number}" for number in range(1, 27)]
    assert [row.number for row in rows() if len(row.words) < len("a promise in words")] == []


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.number)
def test_each_is_shown_by_tests_that_exist_or_says_when(row: Row) -> None:
    named = [TEST.fullmatch(entry) for entry in row.entries]
    strange = [entry for entry, match in zip(row.entries, named, strict=True) if not match and not PLANNED.match(entry)]
    assert strange == []
    assert [match[0] for match in named if match and match[2] not in names_in(match[1])] == []


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.number)
def test_nothing_is_named_twice(row: Row) -> None:
    assert len(set(row.entries)) == len(row.entries)
