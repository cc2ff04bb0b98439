"""A new key in place of the old one, whatever happens on the way."""

import asyncio
from pathlib import Path

import pytest

from bot.adapters.crypto import KeyProblem, KeyRing, key_lines, load_keys, new_key
from bot.adapters.storage import rotation
from bot.adapters.storage.rotation import rotate_key
from bot.adapters.storage.store import Storage, open_storage
from core.clock import ManualClock
from core.ids import CaseId
from moderation.case import CaseFile, Evidence, Note
from tests.storage.builders import HERON, START, bytes_on_disk, content, open_case, said


@pytest.fixture
def key_file(path: Path) -> Path:
    return path.with_name("key")


async def fill(storage: Storage, cases: int) -> list[CaseId]:
    opened = []
    for number in range(cases):
        message = said(f"words {number}")
        case = await open_case(storage, message, Evidence(message, (said("before"),), (said("after"),)))
        async with storage.work() as work:
            await work.cases.add_note(case.id, Note(HERON, f"note {number}", START, case.text_until))
        opened.append(case.id)
    return opened


async def files(storage: Storage, cases: list[CaseId]) -> list[CaseFile | None]:
    async with storage.work() as work:
        return [await work.cases.file(case) for case in cases]


async def test_every_word_is_sealed_anew_and_the_old_key_leaves(path: Path, keys: KeyRing, clock: ManualClock, key_file: Path) -> None:
    async with open_storage(path, keys, clock) as storage:
        cases = await fill(storage, 3)
        before = await files(storage, cases)
    old = bytes.fromhex(keys.first.id)
    assert await rotate_key(path, None, key_file, clock) == 12
    assert len(key_lines(key_file)) == 1
    assert old not in bytes_on_disk(path.parent)  # every ciphertext starts with its key's id
    renewed = load_keys(None, key_file, database=path)
    assert renewed.first.id != keys.first.id
    async with open_storage(path, renewed, clock) as storage:
        assert await files(storage, cases) == before


async def test_a_running_bot_reads_and_writes_on(path: Path, keys: KeyRing, clock: ManualClock, key_file: Path) -> None:
    async with open_storage(path, keys, clock) as running:
        cases = await fill(running, 2)
        async with running.engine.begin() as connection:
            old = [row.sealed for row in await connection.exec_driver_sql("SELECT sealed FROM evidence")]
        await rotate_key(path, None, key_file, clock)
        disk = bytes_on_disk(path.parent)
        assert [row for row in old if row in disk] == []
        cases += await fill(running, 1)
        in_the_bot = await files(running, cases)
    async with open_storage(path, load_keys(None, key_file, database=path), clock) as storage:
        assert await files(storage, cases) == in_the_bot


@pytest.mark.parametrize(("cut_at", "left"), [(0, 8), (1, 6), (2, 4), (3, 2), (4, 2), (5, 0)])
async def test_a_rotation_that_was_cut_off_is_finished_by_the_next(
    path: Path, keys: KeyRing, clock: ManualClock, monkeypatch: pytest.MonkeyPatch, *, cut_at: int, left: int
) -> None:
    key_file = path.with_name("key")
    monkeypatch.setattr(rotation, "_BATCH", 2)
    async with open_storage(path, keys, clock) as storage:
        cases = await fill(storage, 2)
        before = await files(storage, cases)
    reseal, batches = rotation._reseal_batch, 0

    async def cut_off(*args: object) -> tuple[int, int | None]:
        nonlocal batches
        batches += 1
        if batches > cut_at:
            raise asyncio.CancelledError
        return await reseal(*args)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(rotation, "_reseal_batch", cut_off)
    with pytest.raises(asyncio.CancelledError):
        await rotate_key(path, None, key_file, clock)
    half = load_keys(None, key_file, database=path)
    assert len(half) == 2
    async with open_storage(path, half, clock) as storage:
        assert await files(storage, cases) == before
    monkeypatch.setattr(rotation, "_reseal_batch", reseal)
    assert await rotate_key(path, None, key_file, clock) == left
    assert len(key_lines(key_file)) == 1
    async with open_storage(path, load_keys(None, key_file, database=path), clock) as storage:
        assert await files(storage, cases) == before


async def test_keys_from_the_setting_are_rotated_by_putting_a_new_one_first(path: Path, clock: ManualClock, key_file: Path) -> None:
    old, new = new_key(), new_key()
    async with open_storage(path, load_keys(old, key_file, database=path), clock) as storage:
        cases = await fill(storage, 1)
        before = await files(storage, cases)
    with pytest.raises(KeyProblem, match="before the old one"):
        await rotate_key(path, old, key_file, clock)
    assert await rotate_key(path, f"{new},{old}", key_file, clock) == 4
    async with open_storage(path, load_keys(new, key_file, database=path), clock) as storage:
        assert await files(storage, cases) == before
    with pytest.raises(KeyProblem):
        async with open_storage(path, load_keys(old, key_file, database=path), clock):
            pass
    assert content(key_file) == b""


async def test_a_new_key_in_the_setting_seals_nothing_before_the_rotation(path: Path, clock: ManualClock, key_file: Path) -> None:
    old, new = new_key(), new_key()
    async with open_storage(path, load_keys(old, key_file, database=path), clock):
        pass
    async with open_storage(path, load_keys(f"{new},{old}", key_file, database=path), clock) as storage:
        cases = await fill(storage, 1)
    async with open_storage(path, load_keys(old, key_file, database=path), clock) as storage:
        assert None not in await files(storage, cases)


async def test_without_a_database_there_is_nothing_to_rotate(path: Path, clock: ManualClock, key_file: Path) -> None:
    with pytest.raises(KeyProblem, match="no database"):
        await rotate_key(path, None, key_file, clock)
    assert content(key_file) == b""
