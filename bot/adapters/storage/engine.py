"""The database engine: all that is true of SQLite alone stands here."""

import os
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

_PRAGMAS = (
    "busy_timeout=10000",  # ms; first, since the next one may have to wait for another process
    "journal_mode=WAL",
    "synchronous=FULL",  # an act follows the record at once, so the record has to survive a loss of power too
    "secure_delete=ON",  # deleted words are overwritten in the file (R2)
    "temp_store=MEMORY",
)


def make_engine(url: str) -> AsyncEngine:
    """An engine with one connection on SQLite: there is one writer anyway, and waiting for it here is fair and does not poll."""
    # hide_parameters: an exception must not carry a statement's values into a log (R1).
    engine = create_async_engine(url, hide_parameters=True, pool_size=1, max_overflow=0, connect_args=_connect_args(url))
    if engine.dialect.name == "sqlite":
        _prepare(engine.sync_engine, foreign_keys=True)
    return engine


def migration_engine(path: Path) -> Engine:
    """A plain engine for a migration, which may have to rebuild tables: foreign keys are checked when it is done, not row by row."""
    engine = create_engine(sqlite_url(path, "pysqlite"), hide_parameters=True, poolclass=NullPool, connect_args={"isolation_level": None})
    _prepare(engine, foreign_keys=False)
    return engine


def sqlite_url(path: Path, driver: str = "aiosqlite") -> str:
    """The address of a SQLite file."""
    return f"sqlite+{driver}:///{path.absolute()}"


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


def _connect_args(url: str) -> dict[str, Any]:
    # None leaves BEGIN to the listener below: Python's sqlite3 would begin late, as a reader, and leave DDL outside.
    return {"isolation_level": None} if url.startswith("sqlite") else {}


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
