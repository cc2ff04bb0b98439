from collections.abc import Mapping
from pathlib import Path

import pytest

from config.lexicons import load_lexicons
from moderation.classifiers.lexicon.classifier import LexiconClassifier
from moderation.classifiers.lexicon.lists import LexiconProblem, Score, Why
from tests.moderation.classifiers.messages import said


def one_list(*patterns: str, **more: object) -> dict[str, object]:
    return {"name": "trial", "score": "insult", "weight": 0.8, "reason": "lexicon-insult", "patterns": list(patterns), **more}


def lexicon(
    *patterns: str, classes: Mapping[str, object] | None = None, local: Mapping[str, object] | None = None, **more: object
) -> LexiconClassifier:
    file = {"language": "en", "classes": classes or {}, "local": local or {}, "lists": [one_list(*patterns, **more)]}
    return LexiconClassifier({"trial.toml": file})


def insult(classifier: LexiconClassifier, text: str) -> float:
    (scores,) = classifier.classify([said(text)])
    return scores.values[Score.INSULT]


@pytest.mark.parametrize(
    ("pattern", "met", "not_met"),
    [
        ("turnip", ["turnip", "you TURNIP!", "a túrnip", "t u r n i p", "turn1p", "t*rnip", "tuuuurnip"], ["turnips", "parsnip"]),
        ("turnip*", ["turnips", "turnipface"], ["turn"]),
        ("old turnip|parsnip", ["old parsnip", "you old turnip you"], ["old. turnip", "parsnip old", "old grey turnip"]),
        ("old .. turnip", ["old turnip", "old and very grey turnip"], ["old . grey turnip", "old one two three four turnip"]),
        (
            "old ... turnip",
            ["old one two three four turnip"],
            ["old one two three four five six seven eight nine turnip", "old! and a turnip"],
        ),
        ("old grey? turnip", ["old turnip", "old grey turnip"], ["old big turnip"]),
        ("turnip <> soup", ["turnip in my soup", "soup with turnip"], ["turnip. Soup"]),
        ("< turnip", ["turnip you are", "no. turnip"], ["you turnip"]),
        ("turnip >", ["you turnip", "you turnip! yes"], ["turnip you"]),
        ("turnip . they smell", ["I know a turnip. They smell"], ["turnip they smell"]),
        ("turnip , soup", ["turnip, soup"], ["turnip soup"]),
        ("@root soup", ["beet soup", "Carrots soup"], ["soup beet", "tea soup"]),
        ("$mine soup", ["my soup", "our soup"], ["your soup"]),
        ("🥕", ["have a 🥕"], ["have a 🍎"]),
        ("es nul", ["t'es nul"], ["tes nul"]),
        ("youre soup", ["you're soup"], ["you are soup"]),
        ("someone soup", ["<@12345> soup"], ["https://someone/x soup"]),
        ("wave soup", ["<a:wave:123> soup"], ["<@!5> soup"]),
    ],
)
def test_the_grammar_of_patterns(pattern: str, met: list[str], not_met: list[str]) -> None:
    classifier = lexicon(pattern, classes={"root": ["beet", "carrot*"]}, local={"mine": ["my", "our"]})
    assert {text: insult(classifier, text) > 0 for text in met} == dict.fromkeys(met, True)
    assert {text: insult(classifier, text) for text in not_met} == dict.fromkeys(not_met, 0.0)


@pytest.mark.parametrize("text", ["carrotsoup is hot", "iatecarrotsoup", "carrrots soup", "CARROTSOUP"])
def test_glued_words_are_cut_where_all_pieces_are_known(text: str) -> None:
    assert insult(lexicon("@root soup", "@root .. soup", classes={"root": ["carrot", "carrots"], "verb": ["ate"]}), text) > 0


def test_words_that_only_hold_others_are_left_whole() -> None:
    classifier = lexicon("@root soup", classes={"root": ["carrot"], "plain": ["carrotsoup"]})
    assert insult(classifier, "carrotsoup") == 0
    assert insult(classifier, "carrotsoupy") == 0


def test_groups_are_found_with_one_letter_wrong() -> None:
    classifier = lexicon("@group soup", classes={"group": ["carrot"]})
    found = {
        text: insult(classifier, f"{text} soup") > 0 for text in ("carot", "carrott", "acrrot", "carrto", "caarrt", "parrot", "karrot")
    }
    assert found == {"carot": True, "carrott": True, "acrrot": False, "carrto": True, "caarrt": False, "parrot": False, "karrot": False}


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("turnip", 1),
        ("you are not a turnip", 0.3),
        ("turnip not", 0.3),
        ("not today, turnip", 1),
        ("not. turnip", 1),
        ("turnip haha", 0.6),
        ("turnip not haha", 0.18),
    ],
)
def test_what_stands_around_softens(text: str, factor: float) -> None:
    cues = {"negation": ["not"], "laughter": ["haha*"]}
    assert insult(lexicon("turnip", classes=cues, softened_by=["negation", "laughter"]), text) == pytest.approx(0.8 * factor)
    assert insult(lexicon("turnip", classes=cues), text) == pytest.approx(0.8)


def test_a_pattern_with_its_own_negation_is_not_turned_by_it() -> None:
    classifier = lexicon("not human", classes={"negation": ["not"]}, softened_by=["negation"])
    assert insult(classifier, "you are not human") == pytest.approx(0.8)


def test_a_disguise_costs_a_little_and_is_told() -> None:
    classifier = lexicon("turnip")
    (scores,) = classifier.classify([said("t u r n i p")])
    assert scores.values[Score.INSULT] == pytest.approx(0.8 * 0.95)
    assert [reason.key for reason in scores.reasons] == [Why.INSULT, Why.DISGUISED]
    assert scores.reasons[0].detail == "trial"


def test_a_second_list_adds_a_part_of_what_is_left() -> None:
    lists = [one_list("turnip"), one_list("soup", name="other", weight=0.5)]
    (scores,) = LexiconClassifier({"a.toml": {"lists": lists}}).classify([said("turnip soup")])
    assert scores.values[Score.INSULT] == pytest.approx(0.8 + 0.2 * 0.2 * 0.5)


@pytest.mark.parametrize(
    ("file", "wrong"),
    [
        ({"lists": [one_list("..")]}, "begin or end"),
        ({"lists": [one_list("a ..")]}, "begin or end"),
        ({"lists": [one_list("a? b")]}, "begin or end"),
        ({"lists": [one_list("< >")]}, "must be there"),
        ({"lists": [one_list("@nobody")]}, "not in [classes]"),
        ({"lists": [one_list("$nobody")]}, "not in [local]"),
        ({"lists": [one_list("a||b")]}, "not one word"),
        ({"lists": [one_list("zo'n")]}, "not one word"),
        ({"lists": [one_list("a", weight=2)]}, "weight"),
        ({"lists": [one_list("a", weight="much")]}, "weight"),
        ({"lists": [one_list("a", score="rude")]}, "rude"),
        ({"lists": [one_list("a", reason="because")]}, "because"),
        ({"lists": [one_list("a", softened_by=["tea"])]}, "tea"),
        ({"lists": [{"name": "trial"}]}, "weight is missing"),
        ({"lists": [one_list("a"), one_list("b")]}, "two lists"),
        ({"lists": [one_list("a", patterns="a")]}, "list of words"),
        ({"lists": [one_list(" ")]}, "list of words"),
        ({"lists": {"a": 1}}, "[[lists]]"),
        ({"classes": ["a"]}, "must be a table"),
        ({"classes": {f"c{number}": ["a"] for number in range(53)}}, "52 classes"),
    ],
)
def test_a_list_that_cannot_be_used_is_named(file: dict[str, object], wrong: str) -> None:
    with pytest.raises(LexiconProblem, match=wrong.replace("[", r"\[").replace("]", r"\]")):
        LexiconClassifier({"trial.toml": file})


def test_lists_that_are_not_toml_are_named(tmp_path: Path) -> None:
    (tmp_path / "nl.toml").write_text("[[lists", encoding="utf-8")
    with pytest.raises(ValueError, match=r"nl\.toml"):
        load_lexicons(tmp_path)
