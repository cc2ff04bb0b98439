"""What is left in the files when words have gone, and what a look at the disk never shows (R1, R2)."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.adapters.crypto import KeyRing
from bot.adapters.storage.store import Storage, open_storage
from core.clock import ManualClock
from moderation.case import Evidence, Note, TextState
from tests.storage.builders import HERON, START, bytes_on_disk, content, open_case, said

CANARY = "zeldzame kanarievogel"


def sealed_rows(path: Path) -> list[bytes]:
    with closing(sqlite3.connect(path)) as connection:
        return [row for (row,) in connection.execute("SELECT sealed FROM evidence UNION ALL SELECT sealed FROM notes")]


async def lay_canaries(storage: Storage) -> None:
    message = said(CANARY)
    case = await open_case(storage, message, Evidence(message, (said(CANARY + " before"),), (said(CANARY + " after"),)))
    async with storage.work() as work:
        await work.cases.add_note(case.id, Note(HERON, CANARY, START, START + timedelta(days=1)))


async def drop_all(storage: Storage, clock: ManualClock) -> None:
    async with storage.work() as work:
        for case in await work.cases.due(START + timedelta(days=15), 10):
            await work.cases.drop_text(case.id, TextState.EXPIRED)
        await work.cases.drop_notes(START + timedelta(days=15))
    clock.advance(timedelta(days=15))
    assert await storage.scrub()


async def test_words_lie_on_the_disk_only_sealed(storage: Storage, path: Path) -> None:
    await lay_canaries(storage)
    disk = bytes_on_disk(path.parent)
    assert CANARY.encode() not in disk
    rows = sealed_rows(path)
    assert len(rows) == 4
    assert all(row in disk for row in rows)  # so the next test can find what it looks for


async def test_of_words_that_went_not_even_the_ciphertext_is_left(storage: Storage, path: Path, clock: ManualClock) -> None:
    await lay_canaries(storage)
    rows = sealed_rows(path)
    await drop_all(storage, clock)
    assert sealed_rows(path) == []
    left = bytes_on_disk(path.parent)
    # Not even a part of one: what SQLite splits over pages is looked for by its beginning, middle and end.
    assert [part for row in rows for part in (row[:24], row[len(row) // 2 :][:16], row[-16:]) if part in left] == []


async def test_the_log_beside_the_file_is_emptied_also_after_a_crash(path: Path, keys: KeyRing, clock: ManualClock) -> None:
    async with open_storage(path, keys, clock) as crashed:
        await lay_canaries(crashed)
        rows = sealed_rows(path)
        saved = {file: file.read_bytes() for file in path.parent.iterdir()}
    for file, was in saved.items():  # as a kill at that moment would have left them
        file.write_bytes(was)
    assert any(row in content(path.with_name(f"{path.name}-wal")) for row in rows)
    async with open_storage(path, keys, clock) as storage:
        await drop_all(storage, clock)
        left = bytes_on_disk(path.parent)
    assert [row for row in rows if row in left] == []


async def test_a_reader_beside_us_puts_the_emptying_off(storage: Storage, path: Path) -> None:
    await lay_canaries(storage)
    async with storage.engine.begin() as connection:
        await connection.exec_driver_sql("PRAGMA busy_timeout=1")
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM evidence").fetchone()
        assert not await storage.scrub()
    assert await storage.scrub()


async def test_an_error_does_not_carry_what_was_being_written(storage: Storage) -> None:
    message = said(CANARY)
    await open_case(storage, message)
    with pytest.raises(Exception, match="UNIQUE") as caught:
        async with storage.work() as work:
            await work.cases._connection.exec_driver_sql(
                "INSERT INTO evidence (case_id, place, message, sealed) VALUES (1, 'message', ?, ?)", (message.id, CANARY.encode())
            )
    assert CANARY not in str(caught.value)
