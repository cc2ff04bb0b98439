"""Starting, stopping, and what is left behind."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import Mapping
from pathlib import Path

import aiohttp
import pytest

from sandbox.discord import Fault
from tests.e2e.haven import ROOT, Haven

CRY = "ik wil niet meer leven, niemand zou me missen"
CANARY = "canary 5d1e gg wp"


async def bot(*arguments: str, **settings: str) -> tuple[int | None, str]:
    """Runs the command line to its end."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HAVEN_")} | settings
    command = (sys.executable, "-m", "sandbox.launch", "bot", *arguments)
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env={"SANDBOX_URL": "http://127.0.0.1:9", **environment}, stdout=PIPE, stderr=STDOUT
    )
    out, _ = await asyncio.wait_for(process.communicate(), 60)
    return process.returncode, out.decode()


def written(folder: Path) -> Mapping[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def test_a_missing_token_is_one_sentence(tmp_path: Path) -> None:
    code, out = await bot("run", HAVEN_DATA_DIR=str(tmp_path))
    assert code == 2
    assert out.count("\n") == 1
    assert "HAVEN_DISCORD__TOKEN" in out


async def test_a_refused_token_is_one_sentence(bare_haven: Haven) -> None:
    settings = {"HAVEN_DATA_DIR": str(bare_haven.data), "HAVEN_DISCORD__TOKEN": "wrong", "HAVEN_HTTP__PORT": "0"}
    code, out = await bot("run", SANDBOX_URL=bare_haven.sandbox.url, HAVEN_LOG_LEVEL="error", **settings)
    assert code == 2
    assert out.strip().endswith("make a new one in the developer portal and set HAVEN_DISCORD__TOKEN.")


async def test_it_waits_for_a_discord_that_is_away_at_first(bare_haven: Haven) -> None:
    bare_haven.sandbox.faults.add(Fault(match=r"GET /users/@me", drop=True, times=1))
    await bare_haven.start()
    assert bare_haven.running


async def test_it_stops_cleanly_and_leaves_no_words_behind(haven: Haven) -> None:
    await haven.say("otter", CANARY, "match-1")
    await haven.say("otter", f"{CANARY} again", "off-topic")
    await haven.card_for(await haven.say("fox", CRY))
    assert await haven.stop() == 0
    assert haven.log[-1]["event"] == "bot.stopped"
    files = written(haven.data)
    assert files
    assert not [name for name, content in files.items() if b"canary" in content or b"niemand" in content]
    assert "canary" not in haven.raw
    assert "niemand" not in haven.raw
    assert haven.world.token not in haven.raw


async def test_it_says_when_it_is_ready(haven: Haven) -> None:
    served = await haven.logged("health.served")
    async with aiohttp.ClientSession(f"http://127.0.0.1:{served['port']}") as session:
        async with session.get("/readyz") as answer:
            assert answer.status == 200, await answer.text()
        await haven.card_for(await haven.say("fox", CRY))
        async with session.get("/metrics") as answer:
            assert "haven_queued_total 1.0" in await answer.text()


async def test_cards_can_be_read_after_the_key_was_changed(haven: Haven) -> None:
    cry = await haven.say("fox", CRY)
    card = await haven.card_for(cry)
    await haven.stop()
    code, out = await bot("key", "rotate", HAVEN_DATA_DIR=str(haven.data))
    assert code == 0, out
    await haven.start()
    await haven.press("heron", card, "claim")
    await haven.becomes(card, lambda words: haven.person("heron").id in words and CRY in words)


@pytest.mark.parametrize("name", ["run", "check", "key", "models"])
async def test_every_command_explains_itself(name: str) -> None:
    code, out = await bot(name, "--help")
    assert code == 0
    assert "Usage" in out
