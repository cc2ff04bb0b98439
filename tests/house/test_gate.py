"""`./run check`: the gate stops at its first failing step, and ends with how many tests passed."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.house.tree import Tree, one_sentence

pytestmark = pytest.mark.xdist_group("run")  # the tests of ./run share one .venv

PYTEST = """
import pathlib
pathlib.Path("build/coverage.json").write_text({!r})
pathlib.Path("build/junit.xml").write_text({!r})
"""
MUTMUT = """
import json, pathlib
assert not pathlib.Path("mutants/old").exists()
pathlib.Path("mutants").mkdir(exist_ok=True)
pathlib.Path("mutants/mutmut-cicd-stats.json").write_text(json.dumps({"killed": 7, "timeout": 1, "total": 8}))
"""


@pytest.fixture
def tools(tree: Tree) -> Iterator[Tree]:
    """A tree whose tools are stand-ins at its root, where `python -m` finds them first."""
    covered = {"files": {"core/ids.py": {"summary": {"num_branches": 100, "covered_branches": 95}}}}
    suite = '<testsuites><testsuite tests="9" failures="0" errors="0" skipped="2"/></testsuites>'
    stand_ins = {
        "ruff.py": "",
        "mypy.py": "",
        "importlinter/__init__.py": "",
        "importlinter/cli.py": "def lint_imports_command():\n    pass\n",
        "mutmut.py": MUTMUT,
        "pytest.py": PYTEST.format(json.dumps(covered), suite),
    }
    for name, text in stand_ins.items():
        (tree.root / name).parent.mkdir(exist_ok=True)
        (tree.root / name).write_text(text)
    yield tree
    for name in stand_ins:
        (tree.root / name).unlink()


def test_the_gate_ends_with_the_count_of_tests(tools: Tree) -> None:
    (tools.root / "mutants" / "old").mkdir(parents=True)
    done = tools.run("check")
    assert done.returncode == 0, done.stderr
    steps = ["formatting", "style", "types", "import rules", "mutants", "tests", "coverage"]
    assert [line for line in done.stdout.splitlines() if line.startswith("[")] == [f"[{n}/7] {step}" for n, step in enumerate(steps, 1)]
    assert done.stdout.splitlines()[-1] == "7 passed, 0 failed, 2 skipped"


def test_a_mutant_that_no_test_notices_stops_the_gate(tools: Tree) -> None:
    (tools.root / "mutmut.py").write_text(MUTMUT.replace('"total": 8', '"total": 9'))
    done = tools.run("check")
    assert done.returncode == 1
    assert "mutants noticed by the tests: 8 of 9" in done.stdout
    assert done.stderr.splitlines()[-1] == "The gate stops here: mutants."


def test_the_gate_stops_at_its_first_failing_step(tree: Tree) -> None:
    done = tree.run("check")
    assert done.returncode == 1
    assert one_sentence(done.stderr.splitlines()[-1] + "\n") == "The gate stops here: formatting."
    assert "[2/" not in done.stdout
    assert tree.stamped() == {"core", "dev", "models", "torch"}


@pytest.mark.parametrize(("covered", "low"), [(19, 0), (18, 1)])
def test_each_package_must_be_covered_by_itself(
    run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, covered: int, low: int
) -> None:
    full = {"summary": {"num_branches": 1000, "covered_branches": 1000}}
    files = {"moderation/policy.py": full, "core/ids.py": {"summary": {"num_branches": 20, "covered_branches": covered}}}
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "coverage.json").write_text(json.dumps({"files": files}))
    monkeypatch.setattr(run, "ROOT", tmp_path)
    assert run.coverage() == low
