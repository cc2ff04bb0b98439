"""The lines to call: complete, danger first, and asked about again when nobody has checked them for long."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from config.crisis_lines import RECHECK_DAYS, CrisisLines, load_lines
from config.settings import SettingsProblem

LINE = '[[line]]\nnumber = "112"\nname = "112"\nspeaks = ["nl"]\nwhat.nl = "a"\nwhat.fr = "b"\nwhat.en = "c"\n'


def test_belgiums_list_begins_with_danger_and_serves_both_languages() -> None:
    lines = load_lines("be").line
    assert lines[0].number == "112"
    assert [line.danger for line in lines] == sorted((line.danger for line in lines), reverse=True)
    for language in ("nl", "fr"):
        assert {"always"} < {line.hours for line in lines if language in line.speaks}
    assert {"1813", "102", "103", "107", "106", "0800 32 123", "1712", "116 000"} <= {line.number for line in lines}


def test_lines_are_due_where_nobody_checked_them_for_half_a_year_or_ever() -> None:
    day = date(2026, 3, 1)
    assert CrisisLines(line=load_lines("be").line).is_due(day)
    checked = CrisisLines(line=load_lines("be").line, verified_on=day)
    assert not checked.is_due(day + timedelta(days=RECHECK_DAYS))
    assert checked.is_due(day + timedelta(days=RECHECK_DAYS + 1))


@pytest.mark.parametrize(
    ("written", "named"),
    [
        (None, "xx.toml"),
        ("", "line"),
        (LINE.replace('number = "112"', 'number = "call me"'), "number"),
        (LINE.replace('what.fr = "b"\n', ""), "what"),
        (LINE + 'colour = "red"\n', "colour"),
        ("[[line", "xx.toml"),
    ],
)
def test_a_wrong_list_is_told_in_one_sentence(tmp_path: Path, written: str | None, named: str) -> None:
    if written is not None:
        (tmp_path / "xx.toml").write_text(written)
    with pytest.raises(SettingsProblem, match=named):
        load_lines("xx", tmp_path)


def test_a_day_of_checking_is_read(tmp_path: Path) -> None:
    (tmp_path / "xx.toml").write_text("verified_on = 2026-02-01\n" + LINE)
    assert load_lines("xx", tmp_path).verified_on == date(2026, 2, 1)
