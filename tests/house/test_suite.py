"""What the suite leaves out on a machine without a browser, it says; what it bounds, it bounds."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

TESTS = """
import pytest
from hypothesis import settings

@pytest.mark.browser
def test_page(chromium):
    assert chromium == "a-browser"

@pytest.mark.full
def test_soak():
    assert settings().max_examples == 2000

def test_plain():
    assert settings().deadline is None
"""


def outcome(folder: Path, **environment: str) -> str:
    """What pytest prints about three tests under our conftest, on a machine with nothing on its PATH."""
    shutil.copy2(ROOT / "tests" / "conftest.py", folder)
    (folder / "test_three.py").write_text(TESTS)
    base = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HAVEN_", "PYTEST_", "COV_")) and name != "DISCORD_OPENAPI"
    }
    options = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(folder)]
    command = [sys.executable, "-m", "pytest", *options, str(folder)]
    env = {**base, "PATH": "", **environment}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=60, check=False).stdout


def test_without_a_browser_one_line_says_so(tmp_path: Path) -> None:
    printed = outcome(tmp_path)
    assert printed.count("Browser tests left out: no Chromium found. `apt install chromium`") == 1
    assert "1 passed" in printed
    assert "failed" not in printed


@pytest.mark.parametrize(("environment", "passed"), [({}, "2 passed"), ({"HAVEN_TEST_FULL": "1"}, "3 passed")])
def test_with_a_browser_its_tests_run_and_the_long_ones_only_when_asked(tmp_path: Path, environment: dict[str, str], passed: str) -> None:
    printed = outcome(tmp_path, HAVEN_CHROMIUM="a-browser", DISCORD_OPENAPI=__file__, **environment)
    assert passed in printed
    assert "left out" not in printed
    assert "OpenAPI" not in printed


def test_a_missing_openapi_document_is_one_line(tmp_path: Path) -> None:
    assert outcome(tmp_path, DISCORD_OPENAPI="nowhere.json").count("name its file in DISCORD_OPENAPI") == 1
