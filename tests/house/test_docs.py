"""The documents point at things that exist."""

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT

PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
DECISIONS = ROOT / "docs" / "decisions"
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")


def targets(page: Path) -> list[Path]:
    """The files of ours that a page links to or shows."""
    return [(page.parent / target).resolve() for target in LINK.findall(page.read_text()) if "://" not in target]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    assert [str(target.relative_to(ROOT)) for target in targets(page) if not target.exists()] == []


def test_the_readme_leads_to_every_page_within_two_clicks() -> None:
    first = set(targets(ROOT / "README.md"))
    second = {target for page in first if page.suffix == ".md" for target in targets(page)}
    assert [str(page.relative_to(ROOT)) for page in PAGES if page not in first | second | {ROOT / "README.md"}] == []


def test_every_decision_is_numbered_once_and_listed() -> None:
    files = sorted(path.name for path in DECISIONS.glob("[0-9]*.md"))
    listed = [target.name for target in targets(DECISIONS / "README.md")]
    assert listed == files
    assert [name[:4] for name in files] == [f"{number:04}" for number in range(1, len(files) + 1)]


def test_the_readme_names_the_commands_that_run_offers() -> None:
    named = set(re.findall(r"\./run ([a-z]+)", "".join(page.read_text() for page in PAGES)))
    offered = set(re.findall(r"^\./run ([a-z]+)", (ROOT / "run").read_text(), re.MULTILINE))
    assert named <= offered


def test_ci_runs_a_command_that_the_readme_names() -> None:
    called = re.findall(r"\./run [a-z]+", (ROOT / ".ci" / "run").read_text())
    assert called == ["./run check"]
    assert called[0] in (ROOT / "README.md").read_text()
