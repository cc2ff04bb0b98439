"""The command line: reads settings, starts what was asked for, and turns what only a person can mend into one sentence."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from bot.adapters.crypto import KeyProblem, new_key
from bot.adapters.storage.errors import MigrationFailed, StorageFailed
from bot.adapters.storage.rotation import rotate_key
from bot.app import run as run_bot
from config.settings import SettingsProblem, load_settings
from core.clock import SystemClock

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Haven, a safe-space bot.")
key = typer.Typer(no_args_is_help=True, help="The key that flagged words are encrypted with.")
app.add_typer(key, name="key")


@app.command()
def run() -> None:
    """Run the bot until it is stopped."""
    with _in_one_sentence():
        asyncio.run(run_bot(load_settings()))


@key.command("new")
def key_new() -> None:
    """Print a fresh key for HAVEN_KEY."""
    typer.echo(new_key())


@key.command("rotate")
def key_rotate() -> None:
    """Encrypt all flagged words anew with a fresh key."""
    with _in_one_sentence():
        settings = load_settings()
        setting = settings.key.get_secret_value() if settings.key else None
        count = asyncio.run(rotate_key(settings.database_path, setting, settings.key_path, SystemClock()))
        typer.echo(f"{count} fields are encrypted with the new key.")


@contextmanager
def _in_one_sentence() -> Iterator[None]:
    try:
        yield
    except (SettingsProblem, KeyProblem, MigrationFailed) as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(2) from None
    except StorageFailed as failed:
        typer.echo(f"The database can't be used ({failed.reason}): see docs/install.md.", err=True)
        raise typer.Exit(2) from None
