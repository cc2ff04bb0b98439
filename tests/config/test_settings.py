"""What a city can choose, from where, and what it is told when that is wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import BaseModel

from config.describe import settings_markdown
from config.settings import Settings, SettingsProblem, load_settings

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder and an environment that says nothing of Haven."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"HAVEN_{name.upper()}", raising=False)
    monkeypatch.delenv("HAVEN_CONFIG", raising=False)
    monkeypatch.delenv("HAVEN_DISCORD__TOKEN", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(make: Callable[[], object]) -> str:
    with pytest.raises(SettingsProblem) as problem:
        make()
    sentence = str(problem.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def test_everything_but_the_token_has_a_default() -> None:
    settings = load_settings()
    assert settings.default_language == "nl"
    assert settings.retention.days == 14
    assert settings.key_path == Path("data/key")
    assert not settings.timeouts_enabled


def test_a_missing_or_empty_token_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "HAVEN_DISCORD__TOKEN" in refused(load_settings().token)
    monkeypatch.setenv("HAVEN_DISCORD__TOKEN", "  ")
    assert "HAVEN_DISCORD__TOKEN" in refused(load_settings().token)


def test_the_environment_weighs_more_than_dotenv_and_that_more_than_the_file(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (bare / "haven.toml").write_text('log_level = "debug"\ntime_zone = "Europe/Paris"\n[window]\nturns = 9\nchannels = 3\n')
    (bare / ".env").write_text("HAVEN_WINDOW__TURNS=10\nHAVEN_LOG_LEVEL=error\nOTHER_PROGRAM=1\n")
    monkeypatch.setenv("HAVEN_WINDOW__TURNS", "11")
    settings = load_settings()
    assert (settings.time_zone, settings.log_level, settings.window.turns, settings.window.channels) == ("Europe/Paris", "error", 11, 3)


def test_another_file_can_be_named_and_must_then_be_there(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAVEN_CONFIG", str(bare / "city.toml"))
    assert "city.toml" in refused(load_settings)
    (bare / "city.toml").write_text('[house]\nqueue = "team"\n[watch]\nmatch = ["game-*"]\n')
    settings = load_settings()
    assert settings.house.queue == "team"
    assert settings.watch.match == ("game-*",)


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("colour = 1", "colour"),
        ("[window]\nturn = 1", "window.turn"),
        ("[retention]\ndays = 31", "retention.days"),
        ("[retention]\ndays = 0", "retention.days"),
        ("[retention]\nundo_minutes = 0", "retention.undo_minutes"),
        ('time_zone = "Europe/Atlantis"', "Europe/Atlantis"),
        ('default_language = "de"', "default_language"),
        ('[classifier]\nsha256 = "abc"', "classifier.sha256"),
        ("[window", "can't be read"),
    ],
)
def test_a_wrong_file_is_told_in_one_sentence(bare: Path, written: str, named: str) -> None:
    (bare / "haven.toml").write_text(written)
    assert named in refused(load_settings)


def test_a_wrong_value_is_never_repeated_since_it_may_be_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAVEN_WINDOW__TURNS", "canary-secret")
    sentence = refused(load_settings)
    assert "HAVEN_WINDOW__TURNS" in sentence
    assert "canary" not in sentence


def test_secrets_never_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAVEN_DISCORD__TOKEN", "canary-token")
    monkeypatch.setenv("HAVEN_KEY", "canary-key")
    settings = load_settings()
    assert "canary" not in f"{settings!r} {settings}"
    assert settings.token() == "canary-token"


def every_field(model: type[BaseModel]) -> list[tuple[str, str | None]]:
    found = []
    for name, field in model.model_fields.items():
        nested = type(field.default)
        found += every_field(nested) if issubclass(nested, BaseModel) else [(name, field.description)]
    return found


def test_every_setting_is_described() -> None:
    fields = every_field(Settings)
    assert len(fields) > 30
    assert [name for name, description in fields if not description] == []


def test_the_page_about_settings_is_current() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert page == settings_markdown(), "run: python -m config.describe > docs/settings.md"
