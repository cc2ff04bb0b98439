"""Every text in every language, with the room that Discord gives it."""

import re
from pathlib import Path

import pytest

from config.texts import TextMissing, Texts
from tests.config.ftl import LANGUAGES, files, filled, messages

TEXTS = Texts.load(default="nl", strict=True)
KEYS = messages("en")

# What Discord allows, by the place where a text stands. The first pattern that fits counts.
LIMITS = [
    (r"button-.*|queue-note-again", 80),
    (r"modal-.*-(title|label)", 45),
    (r"modal-.*-placeholder", 100),
    (r"command-.*-name|option-.*-name", 32),
    (r"command-.*-description|option-.*-description", 100),
    (r"kind-.*|words-list-.*|language-.*|timeout-length", 100),
    (r".*-title", 256),
    (r"remind-.*|rule-.*", 1500),
    (r"notice-keep|notice-taken-back", 500),
    (r".*", 1000),
]


def said(language: str, key: str) -> str:
    return TEXTS(language, key, **filled(KEYS[key]))


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_every_language_has_the_same_texts_in_the_same_files_with_the_same_arguments(language: str) -> None:
    assert messages(language) == KEYS
    assert files(language) == files("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_said_and_fits_its_place(language: str) -> None:
    too_long = {}
    for key in KEYS:
        limit = next(limit for pattern, limit in LIMITS if re.fullmatch(pattern, key))
        text = said(language, key)
        assert text.strip() == text != ""
        if len(text) > limit:
            too_long[key] = (len(text), limit)
    assert too_long == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_commands_are_what_discord_takes(language: str) -> None:
    names = {key: said(language, key) for key in KEYS if re.fullmatch(r"(command|option)-.*-name", key) and "open-case" not in key}
    wrong = {key: name for key, name in names.items() if not re.fullmatch(r"[-_\w]{1,32}", name) or name != name.lower()}
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_sibling_commands_differ(language: str) -> None:
    for group in ("command", "command-watch", "command-words", "command-analysis"):
        siblings = [said(language, key) for key in KEYS if re.fullmatch(rf"{group}-[a-z]+-name", key)]
        assert len(set(siblings)) == len(siblings) > 1


def test_the_nearest_language_is_spoken() -> None:
    assert [TEXTS.closest(asked) for asked in ("en-GB", "nl", "fr_BE", "NL-be", "de", None, "")] == [
        "en",
        "nl",
        "fr",
        "nl",
        "nl",
        "nl",
        "nl",
    ]
    assert Texts.load().closest("de") == "en"
    assert Texts.load(default="xx").default == "en"


def folder(path: Path, **languages: str) -> Path:
    for language, text in languages.items():
        (path / language).mkdir()
        (path / language / "a.ftl").write_text(text, encoding="utf-8")
    return path


def test_a_missing_text_raises_in_tests_and_falls_back_in_front_of_people(tmp_path: Path) -> None:
    where = folder(tmp_path, en="hello = Hello { $who }\n", nl="other = Iets\n")
    lenient, strict = Texts.load(where), Texts.load(where, strict=True)
    assert lenient("nl", "hello", who="Fox") == "Hello Fox"
    assert lenient("nl", "nothing") == "nothing"
    assert "Hello" in lenient("en", "hello")
    for language, key, args in (("nl", "hello", {"who": "Fox"}), ("en", "hello", {}), ("en", "nothing", {})):
        with pytest.raises(TextMissing):
            strict(language, key, **args)


def test_a_text_of_attributes_only_counts_as_missing(tmp_path: Path) -> None:
    where = folder(tmp_path, en="hello =\n    .short = Hi\n")
    assert Texts.load(where)("en", "hello") == "hello"
    with pytest.raises(TextMissing):
        Texts.load(where, strict=True)("en", "hello")


def test_mentions_pass_through_unharmed() -> None:
    assert "<#123>" in TEXTS("fr", "watch-removed", what="<#123>")
    assert TEXTS.has("watch-removed")
    assert not TEXTS.has("nothing")
