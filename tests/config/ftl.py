"""What the Fluent files hold, read as syntax: keys and the arguments that each text asks for."""

from collections.abc import Iterator
from typing import Any

from fluent.syntax import FluentParser, ast

from config.texts import LOCALES

LANGUAGES = ("en", "fr", "nl")


def messages(language: str) -> dict[str, set[str]]:
    """Key → the arguments that its text names."""
    found: dict[str, set[str]] = {}
    for path in sorted((LOCALES / language).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ast.Junk), f"{path.name}: {entry.content}"
            if isinstance(entry, ast.Message):
                assert entry.id.name not in found, f"{entry.id.name} stands twice in {language}"
                found[entry.id.name] = set(_arguments(entry))
    return found


def files(language: str) -> dict[str, list[str]]:
    """File name → its keys, in order."""
    return {
        path.name: [
            entry.id.name for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body if isinstance(entry, ast.Message)
        ]
        for path in sorted((LOCALES / language).glob("*.ftl"))
    }


def filled(arguments: set[str]) -> dict[str, Any]:
    """Arguments as long as they get in life: numbers for what is counted, words for the rest."""
    counted = {"count": 5000, "minutes": 10080, "days": 30}
    return {name: counted.get(name, "x" * 12) for name in arguments}


def _arguments(node: Any) -> Iterator[str]:  # noqa: ANN401 - any node of the syntax tree
    if isinstance(node, ast.VariableReference):
        yield node.id.name
    elif isinstance(node, ast.BaseNode):
        for child in vars(node).values():
            yield from _arguments(child)
    elif isinstance(node, list):
        for child in node:
            yield from _arguments(child)
