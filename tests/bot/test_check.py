"""`./run bot check` against a loopback Discord on which things are right, and then wrong one by one."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from discord import Permissions

from bot.check import check
from bot.findings import Finding, Weight, missing, needed, told, worst
from config.settings import DiscordSettings, Settings
from config.texts import Texts
from core.clock import ManualClock
from sandbox.discord import Permission, Sandbox, World
from sandbox.launch import redirect
from tests.cogs.house.conftest import Scene, scene

__all__ = ["scene"]  # the fixture: a server with the house's cogs
TEXTS = Texts.load(strict=True)


def settings(folder: Path, token: str | None, **changed: object) -> Settings:
    return Settings.model_validate(
        {"data_dir": folder, "key_file": folder / "key", "discord": DiscordSettings.model_validate({"token": token}), **changed}
    )


def keys(findings: Iterable[Finding], weight: Weight = Weight.PROBLEM) -> set[str]:
    said = {locale: [finding.text(TEXTS, locale) for finding in findings] for locale in TEXTS.locales}
    assert all(all(sentences) for sentences in said.values())
    return {finding.key for finding in findings if finding.weight is weight}


async def found(scene: Scene) -> list[Finding]:
    return await check(settings(scene.folder, scene.world.token))


async def test_without_a_token_the_rest_is_still_looked_at(tmp_path: Path) -> None:
    findings = await check(settings(tmp_path, None))
    assert keys(findings) == {"check-token-missing"}
    assert "check-data-fine" in keys(findings, Weight.FINE)
    assert worst(findings) is Weight.PROBLEM


async def test_a_house_that_stands_has_no_problem(scene: Scene) -> None:
    await scene.setup()
    findings = await found(scene)
    assert keys(findings) == set()
    assert {"check-server-fine", "check-key-fine", "check-token-fine"} <= keys(findings, Weight.FINE)


async def test_a_server_without_setup_is_told_to_type_it(scene: Scene) -> None:
    assert keys(await found(scene)) == {"check-not-set-up"}


async def test_a_missing_permission_is_named(scene: Scene) -> None:
    await scene.setup()
    everything = int(scene.world.roles[scene.world.bot_role]["permissions"])
    scene.world.set_bot_permissions(everything & ~int(Permission.MANAGE_MESSAGES))
    findings = await found(scene)
    assert {"check-permissions", "check-channel"} <= keys(findings)
    assert "Manage Messages" in "\n".join(finding.text(TEXTS, "en") for finding in findings)


async def test_an_open_queue_and_an_administrator_are_told_apart(scene: Scene) -> None:
    await scene.setup()
    scene.world.add_role("Mayor", permissions=int(Permission.ADMINISTRATOR))
    assert "check-administrator" in keys(await found(scene), Weight.WARNING)
    queue = scene.channel("haven-queue")
    queue["permission_overwrites"] = [one for one in queue["permission_overwrites"] if one["id"] != scene.world.guild_id]
    assert "check-queue-open" in keys(await found(scene))


async def test_a_lost_pin_role_channel_and_order_are_each_told(scene: Scene) -> None:
    await scene.setup()
    scene.world.pins[scene.channel("welcome")["id"]].clear()
    for message in scene.notices():
        scene.world.messages[message["channel_id"]][message["id"]]["pinned"] = False
    assert keys(await found(scene)) == {"check-notice"}
    scene.role("Haven lead")["position"] = 90
    del scene.world.roles[scene.role("Haven organiser")["id"]]
    del scene.world.channels[scene.lobby]
    assert keys(await found(scene)) == {"check-notice", "check-hierarchy", "check-role-gone", "check-channel-gone"}


async def test_intents_that_are_off_are_each_told(scene: Scene) -> None:
    scene.world.privileged = 0
    assert {"check-intent-content", "check-intent-members"} <= keys(await found(scene))


async def test_a_wrong_token_and_a_discord_that_is_away_are_told_apart(tmp_path: Path) -> None:
    async with Sandbox(World(seed=3)) as sandbox:
        redirect(sandbox.url)
        assert "check-token-refused" in keys(await check(settings(tmp_path, "wrong")))
    assert "check-unreachable" in keys(await check(settings(tmp_path, "wrong")))


async def test_a_key_that_others_can_read_and_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("x")
    (tmp_path / "key").chmod(0o644)
    (tmp_path / "file").write_text("x")
    assert "check-key-open" in keys(await check(settings(tmp_path, None)))
    assert "check-data-unwritable" in keys(await check(settings(tmp_path / "file" / "data", None)))


@pytest.mark.parametrize(
    ("changed", "key", "weight"),
    [
        ({"timeouts_enabled": True}, "check-timeouts-live", Weight.WARNING),
        ({"consequences": "dry-run"}, "check-dry-run", Weight.WARNING),
        ({"analysis": False}, "check-analysis-off", Weight.WARNING),
        ({"classifier": {"name": "detoxify"}}, "check-no-model", Weight.PROBLEM),
        ({"lines": "atlantis"}, "check-sentence", Weight.PROBLEM),
        ({}, "check-lines-never", Weight.WARNING),
    ],
)
async def test_settings_that_deserve_a_word(tmp_path: Path, changed: dict[str, object], key: str, weight: Weight) -> None:
    findings = await check(settings(tmp_path, None, **changed), ManualClock(datetime(2026, 3, 1, tzinfo=UTC)))
    assert key in keys(findings, weight)


async def test_a_misspelt_setting_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAVEN_LOG_LEVLE", "debug")
    assert "check-unknown-setting" in keys(await check(settings(tmp_path, None)), Weight.WARNING)


def test_an_invite_asks_for_time_outs_only_where_they_are_in_use() -> None:
    assert not needed(timeouts=False).moderate_members
    assert missing(needed(timeouts=False), needed(timeouts=True)) == ("moderate_members",)
    assert not needed(timeouts=True).administrator


@pytest.mark.parametrize("locale", TEXTS.locales)
def test_every_permission_has_the_name_that_discord_shows(locale: str) -> None:
    names = missing(Permissions.none(), needed(timeouts=True))
    assert len(names) > 10
    said = Finding("check-permissions", args={"server": "Haven"}, permissions=names).text(TEXTS, locale)
    assert said.count(", ") >= len(names) - 1


def test_the_terminal_shows_the_worst_last() -> None:
    findings = [
        Finding("check-token-missing"),
        Finding("check-data-fine", Weight.FINE, {"path": "data"}),
        Finding("check-dry-run", Weight.WARNING),
    ]
    assert [line.split()[0] for line in told(findings, TEXTS, "nl")] == ["ok", "warning", "PROBLEM"]
