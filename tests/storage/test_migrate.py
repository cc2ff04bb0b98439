"""Migrations on a real file: up, down, failing half-way, and what the copy beside it holds."""

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.adapters.crypto import KeyProblem, KeyRing, load_keys
from bot.adapters.storage import migrate as migrate_module
from bot.adapters.storage.engine import migration_engine
from bot.adapters.storage.errors import MigrationFailed, StorageFailed
from bot.adapters.storage.migrate import COPY_KEPT, SCRIPTS, alembic_config, copies, current, drop_old_copies, migrate
from bot.adapters.storage.store import open_storage
from bot.adapters.storage.tables import metadata
from core.clock import ManualClock
from tests.storage.builders import START, content, open_case

REVISIONS = [script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions()]
STEP = """
from alembic import op
revision = "9999"
down_revision = "{head}"
def upgrade():
    op.execute("CREATE TABLE later (id INTEGER PRIMARY KEY)")
    {last}
def downgrade():
    op.execute("DROP TABLE later")
"""


def schema(path: Path) -> set[tuple[str, str, str]]:
    """Every table and index, as SQLite wrote it down, whatever the order of columns' constraints."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'")
        return {(kind, name, "".join(sorted(sql.replace("\n", "").replace("\t", "")))) for kind, name, sql in rows}


def run_alembic(path: Path, what: str, revision: str) -> None:
    with migration_engine(path).begin() as connection:
        getattr(command, what)(alembic_config(connection), revision)


@contextmanager
def with_another_step(tmp_path: Path, last: str) -> Iterator[None]:
    """A Haven that is one version ahead, its newest step ending with ``last``."""
    ahead = tmp_path / "migrations"
    (ahead / "versions").mkdir(parents=True)
    for script in (*SCRIPTS.glob("*.py"), *SCRIPTS.glob("versions/v*.py")):
        (ahead / script.relative_to(SCRIPTS)).write_text(script.read_text())
    (ahead / "versions" / "v9999_later.py").write_text(STEP.format(head=REVISIONS[0], last=last))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrate_module, "SCRIPTS", ahead)
        yield


def test_the_tables_are_those_of_the_migrations(tmp_path: Path) -> None:
    migrated, created = tmp_path / "migrated", tmp_path / "created"
    migrate(migrated)
    with migration_engine(created).begin() as connection:
        metadata.create_all(connection)
    assert schema(migrated) == schema(created)
    with migration_engine(migrated).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


@pytest.mark.parametrize("revision", REVISIONS)
def test_each_step_goes_up_and_down_again(tmp_path: Path, revision: str) -> None:
    path = tmp_path / "db"
    run_alembic(path, "upgrade", revision)
    there = schema(path)
    run_alembic(path, "downgrade", "-1")
    assert schema(path) != there
    run_alembic(path, "upgrade", revision)
    assert schema(path) == there


def test_a_second_start_changes_nothing_and_leaves_no_copy(path: Path) -> None:
    migrate(path)
    before = path.read_bytes()
    migrate(path)
    assert path.read_bytes() == before
    assert copies(path) == []
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_a_migration_keeps_a_copy_without_words(path: Path, keys: KeyRing, clock: ManualClock, tmp_path: Path) -> None:
    async with open_storage(path, keys, clock) as storage:
        case = await open_case(storage)
    with closing(sqlite3.connect(path)) as connection:
        [(sealed,)] = connection.execute("SELECT sealed FROM evidence")
    stale = path.with_name(f"{path.name}.before-0000")
    stale.touch()
    with with_another_step(tmp_path, "pass"):
        migrate(path)
        [copy] = copies(path)
        assert (current(copy), current(path)) == (REVISIONS[0], "9999")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT id FROM cases").fetchall() == [(case.id,)]
    assert sealed in content(path)
    assert sealed not in content(copy)


def test_a_step_that_fails_changes_nothing(path: Path, tmp_path: Path) -> None:
    migrate(path)
    before = schema(path)
    with with_another_step(tmp_path, 'op.execute("INSERT INTO nowhere VALUES (1)")'), pytest.raises(StorageFailed):
        migrate(path)
    assert schema(path) == before
    migrate(path)


def test_a_step_that_tears_rows_apart_changes_nothing(path: Path, tmp_path: Path) -> None:
    migrate(path)
    before = schema(path)
    orphan = "op.execute(\"INSERT INTO evidence (case_id, place, message, sealed) VALUES (7, 'message', 'discord:1', x'00')\")"
    with with_another_step(tmp_path, orphan), pytest.raises(MigrationFailed, match="nothing was changed"):
        migrate(path)
    assert schema(path) == before


def test_a_database_of_a_newer_haven_is_left_alone(path: Path, tmp_path: Path) -> None:
    with with_another_step(tmp_path, "pass"):
        migrate(path)
    before = path.read_bytes()
    with pytest.raises(MigrationFailed, match="newer Haven"):
        migrate(path)
    assert path.read_bytes() == before


def test_what_is_no_database_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"a diary, not a database, and long enough for a header" * 30)
    before = path.read_bytes()
    with pytest.raises(StorageFailed, match="corrupt"):
        migrate(path)
    assert path.read_bytes() == before


async def test_another_key_is_refused_at_the_start(path: Path, keys: KeyRing, clock: ManualClock, tmp_path: Path) -> None:
    async with open_storage(path, keys, clock):
        pass
    other = load_keys(None, tmp_path / "other", database=tmp_path / "none")
    with pytest.raises(KeyProblem, match=f"written with the key {keys.first.id}"):
        async with open_storage(path, other, clock):
            pass


def test_a_copy_goes_after_two_weeks(path: Path, tmp_path: Path) -> None:
    migrate(path)
    with with_another_step(tmp_path, "pass"):
        migrate(path)
    [copy] = copies(path)
    made = START.fromtimestamp(copy.stat().st_mtime, START.tzinfo)
    drop_old_copies(path, made + COPY_KEPT)
    assert copies(path) == [copy]
    drop_old_copies(path, made + COPY_KEPT + timedelta(seconds=1))
    assert copies(path) == []
