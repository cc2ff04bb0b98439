"""The audit: append-only in effect, since one changed byte is noticed; people by reference."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from bot.adapters.storage.store import Storage
from core.audit import AuditEntry
from core.ids import CaseId
from tests.storage.builders import HERON, OWL, START

ENTRIES = [
    AuditEntry(START, "case.open", None, CaseId(1)),
    AuditEntry(START, "case.claim", HERON, CaseId(1)),
    AuditEntry(START, "case.decide", HERON, CaseId(1), "remove"),
    AuditEntry(START, "analysis.off", OWL, None, "discord:1"),
]


async def record(storage: Storage) -> None:
    async with storage.work() as work:
        for entry in ENTRIES:
            await work.audit.record(entry)


async def run(storage: Storage, sql: str, **values: object) -> list[tuple[object, ...]]:
    async with storage.engine.begin() as connection:
        result = await connection.execute(text(sql), values)
        return [tuple(row) for row in result] if result.returns_rows else []


async def first_broken(storage: Storage) -> int | None:
    async with storage.work() as work:
        return await work.audit.first_broken()


async def test_lines_come_in_order_and_the_chain_holds(storage: Storage) -> None:
    assert await first_broken(storage) is None
    await record(storage)
    lines = await run(storage, "SELECT action, case_id, detail FROM audit ORDER BY id")
    assert lines == [(entry.action, entry.case, entry.detail) for entry in ENTRIES]
    assert await first_broken(storage) is None


async def test_a_person_has_one_reference_that_tells_nothing(storage: Storage) -> None:
    await record(storage)
    actors = [actor for (actor,) in await run(storage, "SELECT actor FROM audit ORDER BY id")]
    assert actors[0] is None
    assert actors[1] == actors[2] != actors[3]
    for person in (HERON, OWL):
        assert all(person not in str(value) for row in await run(storage, "SELECT * FROM audit") for value in row)


async def test_the_chain_holds_when_a_person_is_forgotten(storage: Storage) -> None:
    await record(storage)
    await run(storage, "DELETE FROM person_refs")
    assert await first_broken(storage) is None


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ("UPDATE audit SET action = 'case.open' WHERE id = 2", 2),
        ("UPDATE audit SET actor = NULL WHERE id = 3", 3),
        ("UPDATE audit SET case_id = 2 WHERE id = 1", 1),
        ("UPDATE audit SET detail = 'removE' WHERE id = 3", 3),
        ("UPDATE audit SET at = '2026-03-06 19:00:00.000001' WHERE id = 4", 4),
        ("UPDATE audit SET hash = replace(hash, substr(hash, 1, 1), 'x') WHERE id = 2", 2),
        ("DELETE FROM audit WHERE id = 1", 2),
        ("DELETE FROM audit WHERE id = 3", 4),
    ],
)
async def test_the_first_changed_line_is_named(storage: Storage, change: str, line: int) -> None:
    await record(storage)
    await run(storage, change)
    assert await first_broken(storage) == line


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=settings().max_examples // 5)
@given(st.sampled_from(["action", "detail", "prev_hash", "hash"]), st.integers(1, 4), st.text("abc01", min_size=1, max_size=3))
@example("detail", 1, "a")
async def test_any_other_value_breaks_the_chain(storage: Storage, column: str, line: int, value: str) -> None:
    await run(storage, "DELETE FROM audit")
    await run(storage, "DELETE FROM sqlite_sequence WHERE name = 'audit'")
    await record(storage)
    await run(storage, f"UPDATE audit SET {column} = {column} || :value WHERE id = :line", value=value, line=line)  # noqa: S608 (our own names)
    assert await first_broken(storage) == line


async def test_two_lines_cannot_follow_the_same_one(storage: Storage) -> None:
    await record(storage)
    with pytest.raises(Exception, match="UNIQUE"):
        await run(storage, "UPDATE audit SET prev_hash = (SELECT prev_hash FROM audit WHERE id = 2) WHERE id = 3")
