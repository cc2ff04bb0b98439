"""Brings the database up to date at start, in one transaction, with a copy beside it that holds no words."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from bot.adapters.storage.engine import create_private, migration_engine
from bot.adapters.storage.errors import MigrationFailed, translated
from bot.adapters.storage.tables import SEALED

SCRIPTS = Path(__file__).with_name("migrations")
COPY_KEPT = timedelta(days=14)
"""How long the copy from before the last migration lies beside the database."""


def migrate(path: Path) -> None:
    """Creates the database or brings it up to date. Blocks: run it in a thread.

    All steps run in one transaction: a failed one leaves the file as it was. Raises MigrationFailed or StorageFailed.
    """
    try:
        create_private(path)
    except OSError as problem:
        raise MigrationFailed(f"The database {path} can't be written ({type(problem).__name__}).") from problem
    with translated():
        before = current(path)
    scripts = ScriptDirectory(str(SCRIPTS))
    head = str(scripts.get_current_head())
    if before is not None and before not in {script.revision for script in scripts.walk_revisions()}:
        raise MigrationFailed(f"The database {path} was written by a newer Haven ({before}): install that one, or put an older copy back.")
    if before != head:
        if before is not None:
            _copy(path, before)
        _upgrade(path)
    for copy in copies(path):
        _strip(copy)


def current(path: Path) -> str | None:
    """The revision that a database is at, or None where it is empty."""
    engine = migration_engine(path)
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def copies(path: Path) -> list[Path]:
    """The copies that earlier migrations left."""
    return sorted(path.parent.glob(f"{path.name}.before-*"))


def drop_old_copies(path: Path, now: datetime) -> None:
    """Deletes copies older than COPY_KEPT: they hold no words, but ids of people."""
    for copy in copies(path):
        if datetime.fromtimestamp(copy.stat().st_mtime, UTC) < now - COPY_KEPT:
            copy.unlink(missing_ok=True)


def alembic_config(connection: Connection) -> Config:
    """What Alembic's commands need to work on one open connection."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _upgrade(path: Path) -> None:
    engine = migration_engine(path)
    try:
        with translated(), engine.begin() as connection:
            command.upgrade(alembic_config(connection), "head")
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise MigrationFailed(f"Bringing {path} up to date would have torn rows apart; nothing was changed.")
    except CommandError as problem:
        raise MigrationFailed(f"The database {path} can't be brought up to date; nothing was changed: {problem}.") from problem


def _copy(path: Path, revision: str) -> None:
    for older in copies(path):
        older.unlink()
    copy = path.with_name(f"{path.name}.before-{revision}")
    create_private(copy)
    with translated(), closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def _strip(copy: Path) -> None:
    # The migration is through, so the words in the copy serve nobody, and no retention would reach them there (R2).
    with translated(), closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("PRAGMA secure_delete=ON")
        there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for name in sorted(there & {table.name for table in SEALED}):
            connection.execute(f"DELETE FROM {name}")  # noqa: S608 (our own names)
