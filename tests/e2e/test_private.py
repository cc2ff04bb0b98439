"""R1: what nobody flagged is nowhere afterwards: not in a file, a log, a metric or a dump, however Haven ended."""

import resource
import signal
from pathlib import Path

import pytest

from sandbox.discord.ids import Json
from sandbox.discord.verbs import messages
from tests.e2e.haven import Haven

CRY = "ik wil niet meer leven, niemand zou me missen"
CANARY = "kanarie7f3a"


async def chatter(haven: Haven) -> Json:
    """An ordinary evening on every surface, each with the canary in it."""
    fox, lobby = haven.person("fox"), haven.channel("lobby")
    for number in range(60):
        said = await haven.say("otter", f"{CANARY} bien joué {number}", ("lobby", "match-1", "discussion", "off-topic")[number % 4])
        if number % 3 == 0:
            await haven.person("otter").edit(said, f"{CANARY} très bien joué {number}")
        elif number % 3 == 1:
            await haven.person("otter").delete(said)
    await haven.say("otter", f"{CANARY} " * 160)
    await fox.rename(f"{CANARY} vosje")
    await haven.say("fox", poll={"question": f"{CANARY}?", "answers": [CANARY, "nee"]}, text="")
    await haven.say("fox", "", forward=await haven.say("fox", CANARY), files=[(f"{CANARY}.png", CANARY.encode())])
    thread = await fox.thread(lobby, f"{CANARY} ronde 2")
    await fox.say(thread, f"{CANARY} in een draad")
    linked = await haven.say("fox", f"https://example.org/{CANARY}")
    messages.change(haven.world, haven.world.message(lobby, linked["id"]), {"embeds": [{"title": CANARY}]}, quietly=True)
    talk = await fox.open_dm()
    await fox.say(talk, f"{CANARY} in vertrouwen")
    await haven.person("heron").click(await haven.card_for(cry := await haven.say("lynx", CRY, "match-1")), "Claim")
    return cry


def leaks(haven: Haven, word: str) -> list[str]:
    """Where a word can be found: in files of the data folder, or in anything that the process ever wrote to its terminal."""
    files = [str(path) for path in sorted(Path(haven.data).rglob("*")) if path.is_file() and word.encode() in path.read_bytes()]
    return files + [line for line in haven.raw.splitlines() if word in line]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL, signal.SIGABRT])
async def test_no_word_is_left_behind(bare_haven: Haven, how: signal.Signals) -> None:
    await bare_haven.start(HAVEN_LOG_LEVEL="debug")
    await bare_haven.set_up()
    await chatter(bare_haven)
    assert CANARY not in (await bare_haven.asks("/metrics"))[1]
    await bare_haven.sandbox.gateway.drop()
    await bare_haven.card_for(await bare_haven.say("fox", f"{CRY} 2"))
    await bare_haven.stop(how)
    assert leaks(bare_haven, CANARY) == []
    assert leaks(bare_haven, "niemand zou") == []  # of flagged words there is the ciphertext only
    await bare_haven.start()
    await bare_haven.stop()
    assert leaks(bare_haven, CANARY) == []


async def test_a_crash_writes_no_memory_to_the_disk(haven: Haven) -> None:
    assert resource.prlimit(haven.pid, resource.RLIMIT_CORE) == (0, 0)


async def test_trouble_while_words_are_judged_shows_none_of_them(bare_haven: Haven, tmp_path: Path) -> None:
    model = tmp_path / "model"
    model.mkdir()
    (model / "broken.ckpt").write_bytes(b"no checkpoint at all")
    await bare_haven.start(HAVEN_CLASSIFIER__NAME="detoxify", HAVEN_CLASSIFIER__MODEL=str(model), HAVEN_LOG_LEVEL="debug")
    await bare_haven.set_up()
    for number in range(5):
        await bare_haven.say("fox", f"{CANARY} hallo {number}")
    await bare_haven.card(lambda words: "5" in words and bare_haven.channel("lobby") in words)
    await bare_haven.stop()
    assert leaks(bare_haven, CANARY) == []
