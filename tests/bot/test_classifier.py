"""A mistake in a city's word lists is told to whoever starts Haven, and named by the check."""

from pathlib import Path

import pytest

import bot.classifier
from bot.check import check
from bot.classifier import open_classifier
from config.lexicons import load_lexicons
from config.settings import Settings, SettingsProblem

LIST = '[[lists]]\nname = "ours"\nscore = "insult"\nreason = "lexicon-insult"\n'
BROKEN = {
    "[[lists]\n": "nl.toml",
    LIST + 'patterns = ["a"]\n': "weight",
    LIST + 'weight = 2\npatterns = ["a"]\n': "weight",
    LIST + 'weight = 0.5\npatterns = ["a @nowhere b"]\n': "@nowhere",
}


@pytest.mark.parametrize(("written", "named"), BROKEN.items())
async def test_a_broken_word_list_is_one_sentence_at_the_start_and_in_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, named: str
) -> None:
    (tmp_path / "nl.toml").write_text(written)
    monkeypatch.setattr(bot.classifier, "load_lexicons", lambda: load_lexicons(tmp_path))
    settings = Settings.model_validate({"data_dir": tmp_path})
    with pytest.raises(SettingsProblem) as problem:
        open_classifier(settings)
    sentence = str(problem.value)
    assert named in sentence
    assert "\n" not in sentence
    assert sentence in {finding.args.get("sentence") for finding in await check(settings)}


def test_the_lists_that_come_along_are_fine(tmp_path: Path) -> None:
    classifier = open_classifier(Settings.model_validate({"data_dir": tmp_path}))
    assert classifier is not None
    assert classifier.languages == frozenset({"nl", "fr", "en"})
