"""Replaces the key that words are sealed with, row by row, beside a running bot and across a crash at any moment."""

from pathlib import Path

from sqlalchemy import Table, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.adapters.crypto import KeyProblem, KeyRing, key_lines, key_of, load_keys, new_key, write_key_file
from bot.adapters.storage.sealing import Sealer, evidence_place, note_place
from bot.adapters.storage.store import open_storage
from bot.adapters.storage.tables import SEALED, evidence, state
from core.clock import Clock

_BATCH = 200  # rows a transaction: a running bot waits for none of them long


async def rotate_key(database: Path, setting: str | None, file: Path, clock: Clock) -> int:
    """Seals every word anew with a fresh key; returns how many fields there were.

    With a key file: the new key is added to it first, and the old one leaves it when no field needs it. With a ``setting``
    (HAVEN_KEY) the operator puts the new key before the old one. After a crash, run it again. Raises KeyProblem, StorageFailed.
    """
    keys = _keys_to_rotate(database, setting, file)
    async with open_storage(database, keys, clock) as storage:
        count = await _reseal(storage.engine, keys)
        await storage.scrub()
    if not setting:
        write_key_file(file, key_lines(file)[:1])
    return count


def _keys_to_rotate(database: Path, setting: str | None, file: Path) -> KeyRing:
    if not database.exists():
        raise KeyProblem(f"There is no database at {database}, so there is nothing to encrypt anew.")
    keys = load_keys(setting, file, database=database)
    if len(keys) > 1:  # prepared by the operator, or by a rotation that was cut off
        return keys
    if setting:
        raise KeyProblem("Put a new key before the old one in HAVEN_KEY, separated by a comma, and run this again.")
    write_key_file(file, [new_key(), *key_lines(file)])
    return load_keys(None, file, database=database)


async def _reseal(engine: AsyncEngine, keys: KeyRing) -> int:
    async with engine.begin() as connection:
        await connection.execute(update(state).values(key_id=keys.first.id))
    count = 0
    for table in SEALED:
        last: int | None = 0
        while last is not None:
            async with engine.begin() as connection:
                done, last = await _reseal_batch(connection, keys, table, last)
            count += done
    return count


async def _reseal_batch(connection: AsyncConnection, keys: KeyRing, table: Table, after: int) -> tuple[int, int | None]:
    """How many rows were sealed anew, and the last row looked at; None where there are no more."""
    rows = (await connection.execute(select(table).where(table.c.id > after).order_by(table.c.id).limit(_BATCH))).all()
    old = [row for row in rows if key_of(row.sealed) != keys.first.id]
    sealer = Sealer(connection, keys)
    for row in old:
        place = evidence_place(row.case_id, row.message) if table is evidence else note_place(row.case_id, row.ref)
        sealed = await sealer.seal(sealer.open(row.sealed, place), place)
        await connection.execute(update(table).where(table.c.id == row.id).values(sealed=sealed))
    return len(old), rows[-1].id if rows else None
