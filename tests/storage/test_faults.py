"""A disk that is full or fails: a typed error, nothing half-written, and health says so."""

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.adapters.crypto import KeyProblem, KeyRing
from bot.adapters.storage.engine import _connect
from bot.adapters.storage.errors import MigrationFailed, StorageFailed, reason_of
from bot.adapters.storage.migrate import migrate
from bot.adapters.storage.store import Storage, open_storage
from core.clock import ManualClock
from core.outbox import Act
from moderation.case import Evidence
from tests.storage.builders import content, laid, open_case, said


async def limit_pages(storage: Storage, pages: int) -> None:
    async with storage.engine.begin() as connection:
        await connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")


@contextmanager
def no_file_may_grow_beyond(size: int) -> Iterator[None]:
    """The operating system itself refuses to write more: what a full quota looks like."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def open_large_case(storage: Storage) -> None:
    message = said("x" * 2000)
    turns = tuple(said("y" * 2000) for _ in range(10))
    async with storage.work() as work:
        case = await work.cases.open(laid(message), Evidence(message, turns))
        assert case is not None
        await work.outbox.put(Act("card.post", f"card.post:{case.id}", case.id))


async def open_large_cases(storage: Storage) -> None:
    for _ in range(50):
        await open_large_case(storage)


async def test_a_full_disk_is_said_and_leaves_nothing_half_written(storage: Storage) -> None:
    kept = await open_case(storage)
    await limit_pages(storage, 1)  # SQLite takes the present size instead: full from here on
    with pytest.raises(StorageFailed, match="full"):
        await open_large_cases(storage)
    assert storage.problem == "full"
    async with storage.engine.begin() as connection:
        torn = await connection.exec_driver_sql(
            "SELECT id FROM cases c WHERE id > ? AND (SELECT count(*) FROM evidence e WHERE e.case_id = c.id) <> 11", (kept.id,)
        )
        assert torn.all() == []
        counts = await connection.exec_driver_sql(
            "SELECT (SELECT count(*) FROM outbox), (SELECT count(*) FROM cases WHERE id > ?)", (kept.id,)
        )
        [(acts, cases)] = counts.all()
        assert acts == cases
    await limit_pages(storage, 100_000)
    await open_large_case(storage)
    assert storage.problem == ""


async def test_a_write_that_the_system_refuses_is_noticed_by_health(storage: Storage, path: Path) -> None:
    await open_case(storage)
    assert await storage.writable()
    with no_file_may_grow_beyond(len(content(path.with_name(f"{path.name}-wal")))):
        with pytest.raises(StorageFailed):
            await open_large_case(storage)
        assert not await storage.writable()
        assert storage.problem in {"io", "full"}
    assert await storage.writable()
    assert storage.problem == ""


async def test_another_writer_who_never_ends_is_named_busy(storage: Storage, path: Path) -> None:
    async with storage.engine.begin() as connection:
        await connection.exec_driver_sql("PRAGMA busy_timeout=1")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageFailed, match="busy"):
            await open_case(storage)
    await open_case(storage)


async def test_words_that_somebody_changed_in_the_file_are_not_shown(path: Path, keys: KeyRing, clock: ManualClock) -> None:
    async with open_storage(path, keys, clock) as storage:
        case = await open_case(storage)
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("UPDATE evidence SET message = 'discord:1'")
        with pytest.raises(KeyProblem, match="changed outside Haven"):
            async with storage.work() as work:
                await work.cases.file(case.id)


def test_a_place_that_takes_no_file_is_said_at_the_start(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(MigrationFailed, match="can't be written"):
        migrate(path)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (sqlite3.SQLITE_FULL, "full"),
        (sqlite3.SQLITE_IOERR_WRITE, "io"),
        (sqlite3.SQLITE_READONLY, "read-only"),
        (sqlite3.SQLITE_MISUSE, "broken"),
    ],
)
def test_each_code_has_its_reason(code: int, reason: str) -> None:
    problem = sqlite3.OperationalError()
    problem.sqlite_errorcode = code
    assert reason_of(problem) == reason


async def test_a_closed_connection_holds_no_lock_whoever_still_has_its_cursor(tmp_path: Path) -> None:
    first = await _connect(tmp_path / "a.sqlite3")
    await first.execute("CREATE TABLE t (a)")
    await first.execute("INSERT INTO t VALUES (1), (2)")
    await first.execute("BEGIN IMMEDIATE")
    cursor = await first.execute("SELECT a FROM t")  # as a cancelled task leaves it, half read
    assert await cursor.fetchone() == (1,)
    await first.close()
    second = await _connect(tmp_path / "a.sqlite3")
    await second.execute("PRAGMA busy_timeout=0")
    await second.execute("BEGIN IMMEDIATE")
    await second.close()
    del cursor
