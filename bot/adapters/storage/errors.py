"""How storage says no, in words that the rest of the bot can act on."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from moderation.ports import StoreFailed

_BY_CODE = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_READONLY: "read-only",
    sqlite3.SQLITE_IOERR: "io",
    sqlite3.SQLITE_CORRUPT: "corrupt",
    sqlite3.SQLITE_NOTADB: "corrupt",
}
_PRIMARY = 0xFF  # SQLite's extended codes carry the primary one in their low byte


class StorageFailed(StoreFailed):
    """What the port promises, with ``reason`` one of: full, busy, read-only, io, corrupt, broken."""


class MigrationFailed(Exception):
    """The database could not be brought up to date. Its text is one sentence for the operator."""


def reason_of(problem: BaseException | None) -> str:
    """The key for what a driver raised."""
    code = getattr(problem, "sqlite_errorcode", None)
    return "broken" if code is None else _BY_CODE.get(code & _PRIMARY, "broken")


@contextmanager
def translated() -> Iterator[None]:
    """Turns what the database can't do into StorageFailed, without the statement's parameters.

    A broken constraint stays what it is: that is a mistake in Haven, not trouble with a disk.
    """
    try:
        yield
    except DBAPIError as problem:
        if isinstance(problem.orig, sqlite3.IntegrityError):
            raise
        raise StorageFailed(reason_of(problem.orig)) from problem
    except sqlite3.Error as problem:  # while a connection was made
        raise StorageFailed(reason_of(problem)) from problem
    except PoolTimeout as problem:
        raise StorageFailed("busy") from problem
