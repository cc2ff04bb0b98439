"""The code speaks keys, the files speak languages: neither has one that the other doesn't know."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from config.texts import Texts
from tests.config.ftl import messages

ROOT = Path(__file__).parents[2]
KEYS = messages("en").keys()


def trees(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def strings(*folders: str) -> tuple[set[str], set[str]]:
    """Every whole string in the code, and every beginning of an f-string as a pattern of keys."""
    whole: set[str] = set()
    patterns: set[str] = set()
    for _, tree in trees(*folders):
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            if isinstance(node, ast.JoinedStr):
                patterns.add("".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in node.values))
    return whole, {pattern for pattern in patterns if re.match(r"[a-z]+\\?-", pattern)}


def enum_values(name: str, *folders: str) -> set[str]:
    values: set[str] = set()
    for _, tree in trees(*folders):
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and node.name == name:
                values |= {ast.literal_eval(line.value) for line in node.body if isinstance(line, ast.Assign)}
    return values


def under(prefix: str) -> set[str]:
    return {key.removeprefix(prefix) for key in KEYS if key.startswith(prefix)}


def test_every_reason_that_the_code_knows_is_worded_and_no_other() -> None:
    known = enum_values("Why", "moderation")
    assert {"asked-to-stop", "lexicon-threat"} <= known
    assert under("reason-") == known


def test_every_label_kind_surface_urgency_and_text_state_is_worded() -> None:
    for name, prefix in (
        ("Label", "label-"),
        ("ChannelKind", "kind-"),
        ("Surface", "surface-"),
        ("Urgency", "urgency-"),
        ("Origin", "card-origin-"),
    ):
        assert under(prefix) == enum_values(name, "moderation"), prefix


def test_every_problem_of_a_move_or_an_act_is_worded() -> None:
    known: set[str] = set()
    for _, tree in trees("moderation", "bot"):
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg == "problem" and isinstance(node.value, ast.Constant):
                known.add(str(node.value.value))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ActRefused":
                known |= {str(argument.value) for argument in node.args if isinstance(argument, ast.Constant)}
    known.discard("")
    assert {"not-found", "gone"} <= known
    assert known - under("problem-") == set()


def test_every_key_that_the_code_names_is_worded() -> None:
    missing = set()
    for path, tree in trees("cogs", "bot"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("texts", "_say")):
                for argument in node.args[1:2]:
                    if isinstance(argument, ast.Constant) and argument.value not in KEYS:
                        missing.add((path.name, argument.value))
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"Line", "Finding"}:
                key = node.args[0]
                if isinstance(key, ast.Constant) and key.value not in KEYS:
                    missing.add((path.name, key.value))
    assert missing == set()


def test_no_text_is_left_that_nobody_says() -> None:
    whole, patterns = strings("cogs", "bot")
    pattern = re.compile("|".join(sorted(patterns)))
    assert {key for key in KEYS if key not in whole and not pattern.fullmatch(key)} == set()


def test_what_stands_in_the_code_for_discord_is_the_english_text() -> None:
    texts = Texts.load(strict=True)
    said = 0
    for _, tree in trees("cogs"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("locale_str"):
                key = next(ast.literal_eval(keyword.value) for keyword in node.keywords if keyword.arg == "key")
                assert ast.literal_eval(node.args[0]) == texts("en", key)
                said += 1
    assert said > 20
