"""`./run bot check`: looks at settings, files, the token, intents, permissions and the house, and says how to mend what is wrong.

It asks Discord over HTTP only, so a running Haven isn't disturbed, and it changes nothing.
"""

import os
import stat
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final

import aiohttp
import discord

from bot.adapters.crypto import KeyProblem, load_keys
from bot.adapters.storage.errors import MigrationFailed, StorageFailed
from bot.adapters.storage.store import open_storage
from bot.check_server import check_server
from bot.classifier import open_lexicon
from bot.findings import Finding, Weight, needed
from cogs.discord.house import space_of
from config.crisis_lines import load_lines
from config.settings import Settings, SettingsProblem
from core.clock import Clock, SystemClock
from core.ids import number_of

OTHERS: Final = 0o077


async def check(settings: Settings, clock: Clock | None = None) -> list[Finding]:
    """Everything that was found, what is fine among it. Never raises for what it looks for."""
    clock = clock or SystemClock()
    findings = [*_settings(settings, clock.now().date()), *_files(settings)]
    try:
        token = settings.token()
    except SettingsProblem:
        return [*findings, Finding("check-token-missing")]
    async with discord.Client(intents=discord.Intents.none()) as client:
        try:
            await client.login(token)
            findings += await _discord(client, settings, clock)
        except discord.LoginFailure:
            findings.append(Finding("check-token-refused"))
        except (discord.HTTPException, aiohttp.ClientError, OSError) as away:
            findings.append(Finding("check-unreachable", args={"problem": type(away).__name__}))
    return findings


def _settings(settings: Settings, today: date) -> Iterator[Finding]:
    if settings.timeouts_enabled and settings.consequences == "live":
        yield Finding("check-timeouts-live", Weight.WARNING)
    if settings.consequences == "dry-run":
        yield Finding("check-dry-run", Weight.WARNING)
    if not settings.analysis:
        yield Finding("check-analysis-off", Weight.WARNING)
    if settings.classifier.name == "detoxify" and not settings.classifier.model:
        yield Finding("check-no-model")
    if settings.classifier.name == "lexicon":
        yield from _lexicon()
    yield from _misspelt()
    try:
        lines = load_lines(settings.lines)
    except SettingsProblem as problem:
        yield Finding("check-sentence", args={"sentence": str(problem)})
        return
    if lines.verified_on is None:
        yield Finding("check-lines-never", Weight.WARNING, {"file": f"config/lines/{settings.lines}.toml"})
    elif lines.is_due(today):
        args = {"file": f"config/lines/{settings.lines}.toml", "day": lines.verified_on.isoformat()}
        yield Finding("check-lines-due", Weight.WARNING, args)
    else:
        yield Finding("check-lines-fine", Weight.FINE, {"day": lines.verified_on.isoformat()})


def _misspelt() -> Iterator[Finding]:
    for name in sorted(os.environ):
        part = name.removeprefix("HAVEN_").partition("__")[0].lower()
        if name.startswith("HAVEN_") and part not in {*Settings.model_fields, "config"}:
            yield Finding("check-unknown-setting", Weight.WARNING, {"name": name})


def _lexicon() -> Iterator[Finding]:
    try:
        open_lexicon()
    except SettingsProblem as problem:
        yield Finding("check-sentence", args={"sentence": str(problem)})


def _files(settings: Settings) -> Iterator[Finding]:
    folder = settings.data_dir
    nearest = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        yield Finding("check-data-unwritable", args={"path": str(folder)})
    else:
        yield Finding("check-data-fine", Weight.FINE, {"path": str(folder)})
    if settings.key is None and settings.key_path.exists():
        yield _key_file(settings.key_path)


def _key_file(path: Path) -> Finding:
    if stat.S_IMODE(path.stat().st_mode) & OTHERS:
        return Finding("check-key-open", args={"path": str(path)})
    return Finding("check-key-fine", Weight.FINE, {"path": str(path)})


async def _discord(client: discord.Client, settings: Settings, clock: Clock) -> list[Finding]:
    application = await client.application_info()
    flags = application.flags
    findings = [Finding("check-token-fine", Weight.FINE, {"name": application.name})]
    if not (flags.gateway_message_content or flags.gateway_message_content_limited):
        findings.append(Finding("check-intent-content"))
    if not (flags.gateway_guild_members or flags.gateway_guild_members_limited):
        findings.append(Finding("check-intent-members"))
    guilds = [guild.id async for guild in client.fetch_guilds(limit=None)]
    if not guilds:
        permissions = needed(timeouts=settings.timeouts_enabled)
        link = discord.utils.oauth_url(application.id, permissions=permissions, scopes=("bot", "applications.commands"))
        return [*findings, Finding("check-no-server", args={"link": link})]
    for guild in guilds:
        places, problem = await _places(settings, guild, clock)
        findings += [*problem, *await check_server(client, guild, places, timeouts=settings.timeouts_enabled)]
    return findings


async def _places(settings: Settings, guild: int, clock: Clock) -> tuple[Mapping[str, int], list[Finding]]:
    if not settings.database_path.exists():
        return {}, []
    try:
        keys = load_keys(settings.key.get_secret_value() if settings.key else None, settings.key_path, database=settings.database_path)
        async with open_storage(settings.database_path, keys, clock) as storage, storage.work() as work:
            places = await work.places.all(space_of(guild))
    except (KeyProblem, MigrationFailed) as problem:
        return {}, [Finding("check-sentence", args={"sentence": str(problem)})]
    except StorageFailed as failed:
        return {}, [Finding("check-database", args={"problem": failed.reason})]
    return {key: number_of(place.target) for key, place in places.items()}, []
