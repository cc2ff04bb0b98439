"""The command line: reads settings, starts what was asked for, and turns what only a person can mend into one sentence."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from bot.adapters.crypto import KeyProblem, new_key
from bot.adapters.models.official import fetch_official, find_model
from bot.adapters.models.verify import verify
from bot.adapters.storage.errors import MigrationFailed, StorageFailed
from bot.adapters.storage.rotation import rotate_key
from bot.app import run as run_bot
from bot.check import check as check_all
from bot.findings import Weight, told, worst
from config.settings import SettingsProblem, load_settings
from config.texts import Texts
from core.clock import SystemClock
from moderation.classifiers.base import ModelRefused

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Haven, a safe-space bot.")
key = typer.Typer(no_args_is_help=True, help="The key that flagged words are encrypted with.")
models = typer.Typer(no_args_is_help=True, help="Models for the detoxify classifier.")
app.add_typer(key, name="key")
app.add_typer(models, name="models")


@app.command()
def run() -> None:
    """Run the bot until it is stopped."""
    with _in_one_sentence():
        asyncio.run(run_bot(load_settings()))


@app.command()
def check() -> None:
    """Look over settings, token, permissions and files, and name the mend of whatever is wrong."""
    with _in_one_sentence():
        settings = load_settings()
    texts = Texts.load(default=settings.default_language)
    findings = asyncio.run(check_all(settings))
    for line in told(findings, texts, texts.default):
        typer.echo(line)
    raise typer.Exit(1 if worst(findings) is Weight.PROBLEM else 0)


@app.command()
def bench(
    path: Annotated[bool, typer.Option("--path", help="The whole path: gateway event, verdict, card.")] = True,  # noqa: FBT002 - a flag
    messages: Annotated[int, typer.Option(help="Messages in a burst, in whole hundreds.")] = 5000,
    rounds: Annotated[int, typer.Option(help="Bursts of each contender, in turn.")] = 3,
    cards: Annotated[int, typer.Option(help="Messages that must reach a human, one by one.")] = 100,
) -> None:
    """Measure Haven beside bare discord.py clients on a local Discord, in one run; ratios first."""
    if path:
        from bot.bench import path as whole_path  # noqa: PLC0415 - the sandbox comes along only here

        typer.echo(whole_path.report(asyncio.run(whole_path.measure(messages, rounds, cards)), messages))


@models.command("fetch")
def models_fetch(name: str) -> None:
    """Download one of Detoxify's official models into the data folder."""
    with _in_one_sentence():
        place = fetch_official(name, load_settings().data_dir / "models")
        typer.echo(f"{name} lies in {place.folder}.")


@models.command("verify")
def models_verify(model: str) -> None:
    """Load a model as the bot would, and print the SHA-256 to pin."""
    with _in_one_sentence():
        settings = load_settings()
        verified = verify(find_model(model, settings.data_dir / "models").folder, settings.classifier.sha256 or None)
        typer.echo(f"{verified.checkpoint} is fine. Classes: {', '.join(verified.classes)}. SHA-256: {verified.sha256}")


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
    except (SettingsProblem, KeyProblem, MigrationFailed, ModelRefused) as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(2) from None
    except StorageFailed as failed:
        typer.echo(f"The database can't be used ({failed.reason}): see docs/install.md.", err=True)
        raise typer.Exit(2) from None
