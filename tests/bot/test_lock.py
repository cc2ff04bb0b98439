"""One live Haven per data folder, whatever became of the one before."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from bot.lock import alone
from config.settings import SettingsProblem

HOLD = "import sys, pathlib, bot.lock\nwith bot.lock.alone(pathlib.Path(sys.argv[1])):\n    print('held', flush=True)\n    sys.stdin.read()"
ROOT = Path(__file__).parents[2]


def test_a_second_one_is_told_in_one_sentence_which_folder_is_taken(tmp_path: Path) -> None:
    with alone(tmp_path / "data"), pytest.raises(SettingsProblem) as problem, alone(tmp_path / "data"):
        pytest.fail("two at once")
    sentence = str(problem.value)
    assert str(tmp_path / "data") in sentence
    assert "\n" not in sentence


def test_folders_do_not_know_of_each_other_and_are_free_afterwards(tmp_path: Path) -> None:
    for _ in range(2):
        with alone(tmp_path / "one"), alone(tmp_path / "two"):
            assert {path.name for path in tmp_path.iterdir()} == {"one", "two"}


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
async def test_the_kernel_lets_go_when_the_holder_is_killed(tmp_path: Path, how: signal.Signals) -> None:
    holder = await asyncio.create_subprocess_exec(sys.executable, "-c", HOLD, str(tmp_path), cwd=ROOT, stdin=PIPE, stdout=PIPE)
    assert holder.stdout is not None
    assert await holder.stdout.readline() == b"held\n"
    with pytest.raises(SettingsProblem), alone(tmp_path):
        pytest.fail("two at once")
    holder.send_signal(how)
    await holder.communicate()
    with alone(tmp_path):
        assert (tmp_path / "lock").stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_made_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(SettingsProblem, match="HAVEN_DATA_DIR"), alone(tmp_path / "file" / "data"):
        pytest.fail("there is no folder")
