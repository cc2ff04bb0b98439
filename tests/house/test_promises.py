"""Promises that no single module can keep: what the whole program has no place for."""

import ast
from collections.abc import Iterator

from sqlalchemy import Float, Integer, Numeric

from bot.adapters.discord.client import needed_intents
from bot.adapters.storage.tables import metadata
from moderation.model import Route, Verdict
from tests.house.tree import ROOT

PROGRAM = ("bot", "cogs", "config", "core", "events", "moderation")
PERSON = {"author", "actor", "by", "claimed_by", "decided_by", "ref", "user"}
NUMBERS_BESIDE_PEOPLE = {
    "audit": {"id", "case_id"},
    "cases": {"id", "version", "timeout_minutes"},
    "notes": {"id", "case_id"},
    "outbox": {"id", "case_id", "attempts"},
    "person_refs": set(),
    "preferences": set(),
}
CALLS_OUT = {"urllib.request", "http.client", "requests", "httpx", "huggingface_hub", "smtplib", "ftplib", "websockets"}


def trees(*packages: str) -> Iterator[tuple[str, ast.Module]]:
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text())


def test_no_table_has_room_for_a_score_of_a_person() -> None:
    """Somebody looked at each number that stands beside a person: an id, a version, attempts, a length. None of them adds up."""
    beside = {table.name: table for table in metadata.tables.values() if PERSON & set(table.columns.keys())}
    numbers = {
        name: {column.name for column in table.columns if isinstance(column.type, (Integer, Numeric, Float)) or column.foreign_keys}
        for name, table in beside.items()
    }
    assert numbers == NUMBERS_BESIDE_PEOPLE


def test_only_a_chosen_language_and_a_random_reference_are_kept_by_person() -> None:
    keyed = {table.name for table in metadata.tables.values() if PERSON & {column.name for column in table.primary_key}}
    assert keyed == {"preferences", "person_refs"}


def test_a_verdict_says_where_a_message_goes_and_there_is_no_third_way() -> None:
    assert set(Route) == {Route.NONE, Route.QUEUE}
    assert not set(Verdict.__dataclass_fields__) & {"action", "act", "author", "user", "person"}


def test_acts_on_messages_and_people_follow_from_a_workers_decision_alone() -> None:
    users = {
        name for name, tree in trees(*PROGRAM) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "of_decision"
    }
    assert users == {"moderation/desk.py"}
    kinds = {
        name: {first.value for first in made(tree) if isinstance(first, ast.Constant)} - {"card.post", "card.edit", "health.post"}
        for name, tree in trees(*PROGRAM)
    }
    assert {name: found for name, found in kinds.items() if found} == {
        "moderation/acts.py": {"message.delete", "member.remind", "member.timeout"}
    }


def made(tree: ast.Module) -> Iterator[ast.expr]:
    """The kind of each act that a module makes."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "Act")
    return (call.args[0] for call in calls if call.args)


def test_the_program_has_no_client_but_discords() -> None:
    """The one exception fetches an official model, when asked, by the library's own hand."""
    callers = {
        name
        for name, tree in trees(*PROGRAM)
        for node in ast.walk(tree)
        if (isinstance(node, ast.Import) and any(alias.name in CALLS_OUT for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module in CALLS_OUT)
        or (isinstance(node, ast.Attribute) and node.attr in {"ClientSession", "urlopen", "create_connection", "open_connection"})
    }
    assert {name for name in callers if not name.startswith("bot/bench/")} == set()


def test_it_hears_neither_voice_nor_private_messages_nor_typing() -> None:
    heard = {name for name, on in needed_intents() if on}
    assert heard == {"guilds", "members", "guild_messages", "message_content"}
