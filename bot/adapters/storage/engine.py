"""The database engine: all that is true of SQLite alone stands here."""

import asyncio
import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiosqlite
from sqlalchemy import AsyncAdaptedQueuePool, Connection, Engine, NullPool, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

_PRAGMAS = (
    "busy_timeout=10000",  # ms; first, since the next one may have to wait for another process
    "journal_mode=WAL",
    "synchronous=FULL",  # an act follows the record at once, so the record has to survive a loss of power too
    "secure_delete=ON",  # deleted words are overwritten in the file (R2)
    "temp_store=MEMORY",
)


def sqlite_engine(path: Path) -> AsyncEngine:
    """An engine with one connection: SQLite has one writer anyway, and waiting for it here is fair and does not poll."""
    # hide_parameters: an exception must not carry a statement's values into a log (R1).
    engine = create_async_engine(
        "sqlite+aiosqlite://",
        hide_parameters=True,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=1,
        max_overflow=0,
        async_creator=lambda: _connect(path),
    )
    _prepare(engine.sync_engine, foreign_keys=True)
    return engine


def migration_engine(path: Path) -> Engine:
    """A plain engine for a migration, which may have to rebuild tables: foreign keys are checked when it is done, not row by row."""
    engine = create_engine(
        "sqlite://", hide_parameters=True, poolclass=NullPool, creator=lambda: sqlite3.connect(path, isolation_level=None)
    )
    _prepare(engine, foreign_keys=False)
    return engine


def create_private(path: Path) -> None:
    """Makes an empty file that only its owner reads; SQLite gives the files beside it the same mode."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))


def insert(connection: AsyncConnection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """INSERT as this database knows it, with its ON CONFLICT."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


async def empty_wal(engine: AsyncEngine) -> bool:
    """Moves the write-ahead log into the file and empties it, so that deleted words are in neither. False while somebody else reads."""
    if engine.dialect.name != "sqlite":
        return True
    async with engine.connect() as connection:
        # Past SQLAlchemy's own transaction: SQLite can't empty the log inside one.
        sqlite_connection: Any = (await connection.get_raw_connection()).driver_connection
        [(busy, _in_log, _moved)] = await sqlite_connection.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
    return bool(busy == 0)


class _Sqlite(sqlite3.Connection):
    """SQLite's own connection, which after ``close`` stays open, its lock included, for as long as somebody holds one of its cursors.

    A task that is cancelled in a transaction leaves such a cursor to the garbage collector, and the next transaction would wait for it.
    """

    def close(self) -> None:
        """Ends the transaction too."""
        with suppress(sqlite3.ProgrammingError):  # closed before
            self.rollback()
        super().close()


class _Connection(aiosqlite.Connection):
    """aiosqlite's connection, which waits for ever where it is stopped twice: as when a task is cancelled again while it tidies up."""

    _stopped = False

    def stop(self) -> asyncio.Future[Any] | None:
        """Ends the connection's thread, once."""
        if self._stopped:
            return None
        self._stopped = True
        return super().stop()


async def _connect(path: Path) -> aiosqlite.Connection:
    # No isolation level: BEGIN is the listener's below. Python's sqlite3 would begin late, as a reader, and leave DDL outside.
    connection = _Connection(lambda: sqlite3.connect(path, isolation_level=None, factory=_Sqlite), iter_chunk_size=64)
    connection._thread.daemon = True  # noqa: SLF001 (as SQLAlchemy does for its own: a forgotten connection must not keep the process)
    return await connection


def _prepare(engine: Engine, *, foreign_keys: bool) -> None:
    """Sets the pragmas of each new connection, and begins its transactions as a writer's: none has to become one half-way."""
    pragmas = (*_PRAGMAS, f"foreign_keys={int(foreign_keys)}")

    def set_pragmas(connection: Any, _record: object) -> None:  # noqa: ANN401 (each driver has its own class)
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    event.listen(engine, "connect", set_pragmas)
    event.listen(engine, "begin", _begin)


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
