"""`./run`: sets up once, repeats for nothing, and says in one sentence what is wrong."""

import ast
import fcntl
import json
from pathlib import Path
from types import ModuleType

import pytest

from tests.house.tree import ROOT, Tree, make_tree, make_wheel, one_sentence

pytestmark = pytest.mark.xdist_group("run")  # they share one .venv, which takes seconds to make


def test_it_parses_on_an_old_python() -> None:
    assert ast.parse((ROOT / "run").read_text(), feature_version=(3, 7)).body


def test_an_old_python_is_told_so(tree: Tree) -> None:
    done = tree.run("demo", before="sys.version_info = (3, 9, 18, 'final', 0)")
    assert done.returncode == 1
    assert "3.11 or newer, and this is 3.9" in one_sentence(done.stderr)


def test_a_python_without_venv_is_told_what_to_install(tmp_path: Path) -> None:
    tree = make_tree(tmp_path)
    tree.lock(make_wheel(tree.index))
    done = tree.run("demo", before="sys.modules['ensurepip'] = None")
    assert done.returncode == 1
    assert "apt install python3-venv" in one_sentence(done.stderr)


def test_no_network_is_one_sentence_and_the_next_try_succeeds(tree: Tree) -> None:
    wheel = next(tree.index.iterdir())
    wheel.unlink()
    done = tree.run("demo")
    assert done.returncode == 1
    assert "could not be fetched: check the network" in one_sentence(done.stderr)
    assert tree.stamped() == set()
    make_wheel(tree.index)
    assert tree.run("demo").returncode == 0


def test_a_full_disk_is_named_even_where_the_installer_does_not(tree: Tree) -> None:
    next(tree.index.iterdir()).unlink()
    seeded = "import shutil, types\nshutil.disk_usage = lambda path: types.SimpleNamespace(free=0)"
    done = tree.run("demo", before=seeded)
    assert done.returncode == 1
    assert "The disk is full: free some space" in one_sentence(done.stderr)


def test_a_package_with_another_hash_is_refused(tree: Tree) -> None:
    tree.lock(next(tree.index.iterdir()), digest="0" * 64)
    done = tree.run("demo")
    assert done.returncode == 1
    assert "not the one that requirements/ names" in one_sentence(done.stderr)
    assert tree.stamped() == set()


def test_a_repeat_installs_nothing(tree: Tree) -> None:
    first = tree.run("bot", "check")
    assert "Setting up, once" in first.stdout
    next(tree.index.iterdir()).unlink()
    again = tree.run("bot", "check")
    assert again.returncode == 0
    assert "Setting up" not in again.stdout


def test_pytorch_comes_only_to_whoever_asks_for_models(tree: Tree) -> None:
    tree.run("bot", "check", "models")
    assert tree.stamped() == {"core"}
    tree.run("bot", "models", "verify")
    assert tree.stamped() == {"core", "models", "torch"}


def test_a_changed_lock_is_installed_again(tree: Tree) -> None:
    tree.run("bot")
    lock = tree.root / "requirements" / "core.txt"
    lock.write_text(lock.read_text() + "# changed\n")
    assert "Setting up, once" in tree.run("bot").stdout


def test_a_broken_venv_is_made_anew(tmp_path: Path) -> None:
    tree = make_tree(tmp_path)
    tree.lock(make_wheel(tree.index))
    (tree.root / ".venv" / "bin").mkdir(parents=True)
    (tree.root / ".venv" / "bin" / "python").write_text("half a file")
    done = tree.run("bot")
    assert done.returncode == 0, done.stderr
    assert tree.stamped() == {"core"}


def test_two_at_once_wait_for_each_other(tree: Tree) -> None:
    with (tree.root / "run").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        second = tree.start("bot")
        assert second.stdout is not None
        assert "Another ./run is setting Haven up" in second.stdout.readline()
        assert tree.stamped() == set()
    rest, _ = second.communicate(timeout=60)
    assert second.returncode == 0, rest
    assert tree.stamped() == {"core"}


def test_the_demo_starts_the_sandbox_with_the_real_bot(tree: Tree) -> None:
    done = tree.run("demo", "--tour")
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["arguments"][0] == "--tour"
    assert "HAVEN_DISCORD__TOKEN={token}" in told["arguments"]
    assert "HAVEN_DATA_DIR={data}" in told["arguments"]
    assert told["arguments"][-5:] == ["--open-with", "owner:/setup", "--", "bot", "run"]
    assert told["folder"] == str(tree.root)


def test_what_the_demo_tells_the_bot_are_settings_that_exist(run: ModuleType) -> None:
    from config.settings import Settings  # noqa: PLC0415 (needs the packages; the rest of this file tries the set-up without them)

    for name in run.DEMO:
        model: object = Settings
        for step in name.removeprefix("HAVEN_").lower().split("__"):
            fields = getattr(model, "model_fields", {})
            assert step in fields, name
            model = fields[step].annotation


def test_help_names_every_command_and_an_unknown_one_is_told_apart(tree: Tree) -> None:
    helped = tree.run("help").stdout
    assert [name for name in ("demo", "test", "check", "mutants", "bot", "lock") if f"./run {name} " not in helped] == []
    unknown = tree.run("dance")
    assert unknown.returncode == 2
    assert "no command 'dance'" in unknown.stderr


@pytest.mark.parametrize(
    ("printed", "sentence"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "The disk is full"),
        ("error: Failed to fetch\n  Caused by: dns error", "could not be fetched"),
        ("Failed to download\nHash mismatch for `tiny==1.0`", "not the one"),
        ("Error: [Errno 13] Permission denied: '.venv'", "can't be written"),
        ("Segmentation fault", "could not be installed"),
    ],
)
def test_the_cause_is_named(run: ModuleType, printed: str, sentence: str) -> None:
    assert sentence in run.cause(printed)
