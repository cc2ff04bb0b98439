"""What every test shares: how long properties are tried, and where the browser is."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

FULL = os.environ.get("HAVEN_TEST_FULL") == "1"
CHROMIUM = os.environ.get("HAVEN_CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)

# No deadline: two shared cores stall now and then, and a stall is no finding. No database: a test must not depend on an earlier run.
settings.register_profile("haven", deadline=None, database=None, print_blob=True)
settings.register_profile("full", parent=settings.get_profile("haven"), max_examples=2000)
settings.load_profile("full" if FULL else "haven")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's executable; only tests marked ``browser`` may ask for it."""
    assert CHROMIUM is not None
    return CHROMIUM


@pytest.hookimpl(tryfirst=True)  # pytest-xdist reads the groups in the same hook
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what this machine or this run is not meant for, and keeps the browser on one worker."""
    left_out = set()
    for item in items:
        browser = item.get_closest_marker("browser") is not None
        if (browser and CHROMIUM is None) or (item.get_closest_marker("full") is not None and not FULL):
            left_out.add(item)
        elif browser:
            item.add_marker(pytest.mark.xdist_group("browser"))
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says in one line each what did not run, and how to get it."""
    if CHROMIUM is None:
        terminalreporter.write_line("Browser tests left out: no Chromium found. `apt install chromium`, or name one in HAVEN_CHROMIUM.")
    openapi = os.environ.get("DISCORD_OPENAPI")
    if not openapi or not Path(openapi).is_file():
        terminalreporter.write_line("Not compared with Discord's OpenAPI document: name its file in DISCORD_OPENAPI.")
