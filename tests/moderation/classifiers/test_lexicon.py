"""The bundled lists, held against sentences that were written apart from them."""

import time
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.lexicons import load_lexicons
from moderation.classifiers import CLASSIFIERS
from moderation.classifiers.base import Classifier, ClassifierParts
from moderation.classifiers.lexicon.lists import Score, Why
from moderation.features import features_of
from moderation.model import ChannelKind, Context, Label, Route
from moderation.policy import DEFAULT_POLICY, decide
from tests.moderation.classifiers.messages import said

LANGUAGES = ("nl", "fr", "en")
QUIET = ("clean", "banter")
LOUD = ("harassment", "hate", "threat", "distress")
LEXICON = CLASSIFIERS["lexicon"](ClassifierParts(lexicons=load_lexicons()))


def sentences(name: str) -> dict[str, list[str]]:
    return tomllib.loads((Path(__file__).parent / "sentences" / f"{name}.toml").read_text(encoding="utf-8"))


def confusion(name: str) -> dict[str, Counter[str]]:
    """Label as written to label as judged, without a conversation; banter is said in a match, the rest in a discussion."""
    found: dict[str, Counter[str]] = {}
    for label, texts in sentences(name).items():
        kind = ChannelKind.MATCH if label == "banter" else ChannelKind.DISCUSSION
        found[label] = Counter(judged(text, kind) for text in texts)
    return found


def judged(text: str, kind: ChannelKind = ChannelKind.DISCUSSION) -> Label:
    message = said(text, kind)
    (scores,) = LEXICON.classify([message])
    return decide(scores, features_of(message, Context(), scores.language), (), kind, DEFAULT_POLICY).label


def routed(found: dict[str, Counter[str]], labels: tuple[str, ...]) -> float:
    """The share of what was written under ``labels`` that would reach a human."""
    total = sum(found[label].total() for label in labels)
    return sum(count for label in labels for judged_as, count in found[label].items() if judged_as not in QUIET) / total


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_the_sentences_it_was_tuned_on(language: str) -> None:
    found = confusion(language)
    assert routed(found, LOUD) >= 0.95
    assert routed(found, QUIET) <= 0.03
    for label in ("hate", "threat", "distress"):
        assert found[label][label] >= 0.8 * found[label].total()


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_sentences_that_it_never_saw(language: str) -> None:
    """A lexicon finds what it knows: about a third of what is written in unusual words, at few false alarms."""
    found = confusion(f"{language}_held")
    assert routed(found, LOUD) >= 0.25
    assert routed(found, QUIET) <= 0.1


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("alle moslims should disappear", Label.HATE),
        ("je déteste die homo's", Label.HATE),
        ("kys", Label.HARASSMENT),
        ("kms", Label.DISTRESS),
        ("go k y s", Label.UNSURE),
        ("Mus1ims are v3rmin", Label.HATE),
        ("ihatewomen", Label.HATE),
        ("moslims zijn geen ongedierte", Label.CLEAN),
        ("I don't hate gay people", Label.CLEAN),
        ("les musulmans ne sont pas des terroristes", Label.CLEAN),
        ("I'm not racist but Moroccans are all criminals", Label.HATE),
        ("it's racist to say that Moroccans are all criminals", Label.CLEAN),
        ("we bombed their base and killed the boss", Label.CLEAN),
    ],
)
def test_mixtures_disguises_negation_and_counter_speech(text: str, label: Label) -> None:
    assert judged(text) is label


def test_telling_others_to_hurt_themselves_is_told_apart_from_saying_it_of_oneself() -> None:
    (told,), (own,) = LEXICON.classify([said("kys")]), LEXICON.classify([said("kms")])
    assert told.values[Score.INSULT] > 0.9
    assert told.values[Score.DISTRESS] == 0
    assert own.values[Score.DISTRESS] > 0.6
    assert own.values[Score.INSULT] == 0


def test_the_same_threat_weighs_less_in_a_match() -> None:
    there, here = (
        LEXICON.classify([said("I will kill you", kind)])[0].values[Score.THREAT] for kind in (ChannelKind.MATCH, ChannelKind.DISCUSSION)
    )
    assert there < 0.4 < here


def test_reasons_name_lists_and_never_words() -> None:
    names = {str(entry["name"]) for file in load_lexicons().values() for entry in file["lists"]}  # type: ignore[attr-defined]  # as parsed
    for language in LANGUAGES:
        for text in (text for texts in sentences(language).values() for text in texts):
            (scores,) = LEXICON.classify([said(text)])
            assert all(reason.key in set(Why) and reason.detail in names | {""} for reason in scores.reasons)


def test_every_reason_is_given_by_some_list_or_by_the_classifier() -> None:
    given_by_lists = {entry["reason"] for file in load_lexicons().values() for entry in file["lists"]}  # type: ignore[attr-defined]  # as parsed
    assert given_by_lists | {Why.DISGUISED, Why.SOFTENED} == set(Why)


def test_a_language_it_does_not_read_is_said_and_routes_nothing() -> None:
    (scores,) = LEXICON.classify([said("jestem bardzo zmęczony dzisiaj")])
    assert not scores.covered
    assert set(scores.values.values()) == {0.0}


def test_empty_in_empty_out() -> None:
    assert LEXICON.classify([]) == []
    assert LEXICON.languages == frozenset(LANGUAGES)
    assert not LEXICON.heavy


@given(st.lists(st.text(), max_size=5))
def test_any_text_is_scored_in_order_within_bounds(texts: list[str]) -> None:
    found = LEXICON.classify([said(text) for text in texts])
    assert len(found) == len(texts)
    for text, scores in zip(texts, found, strict=True):
        assert set(scores.values) == {score.value for score in Score}
        assert all(0 <= value <= 1 for value in scores.values.values())
        assert LEXICON.classify([said(text)]) == [scores]


@given(st.text(max_size=40), st.sampled_from(["moslims zijn ongedierte", "kys", "ik wil dood", "je vais te tuer", "go k i l l yourself"]))
def test_what_follows_in_another_sentence_takes_no_list_away(after: str, before: str) -> None:
    """More text may soften a list but never hide it."""
    (alone,), (longer,) = LEXICON.classify([said(before)]), LEXICON.classify([said(f"{before}. \n{after}")])
    named = {reason.detail for reason in alone.reasons if reason.detail}
    assert named <= {reason.detail for reason in longer.reasons}


@pytest.mark.parametrize(
    "piece", ["a ", "ik ga die moslims ", "i will kill you ", "moslimsvrouwenjoden ", "k*t f**k ", "é1!", "women . they ", "h" * 4000]
)
def test_the_work_grows_with_the_length_and_not_faster(piece: str) -> None:
    """Eight times the text takes less than forty times the time; quadratic work would take sixty-four times."""
    long = (piece * 4000)[:4000]
    seconds(LEXICON, long)
    assert seconds(LEXICON, long[:500]) * 40 > seconds(LEXICON, long)


def seconds(classifier: Classifier, text: str) -> float:
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        classifier.classify([said(text)])
        best = min(best, time.process_time() - start)
    return best


def test_route_and_label_agree_for_the_sentences() -> None:
    message = said("alle moslims moeten het land uit")
    (scores,) = LEXICON.classify([message])
    verdict = decide(scores, features_of(message, Context(), scores.language), (), ChannelKind.DISCUSSION, DEFAULT_POLICY)
    assert (verdict.label, verdict.route) == (Label.HATE, Route.QUEUE)


CRIES = ("ik wil niet meer leven", "je veux plus vivre", "i dont want to live anymore")
TAILS = (
    "oké",
    "is niet oké",
    "ok gg",
    "haha",
    "😂",
    "wie healt er",
    "next map please",
    "on refait une partie",
    "c'est pas normal",
    "stop",
    "xd",
)


@pytest.mark.parametrize("cry", CRIES)
@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("kind", list(ChannelKind))
def test_a_cry_is_heard_whatever_is_typed_behind_it(cry: str, tail: str, kind: ChannelKind) -> None:
    assert judged(f"{cry} {tail}", kind) in {Label.DISTRESS, Label.UNSURE}


@pytest.mark.parametrize(
    "text",
    [
        "ik zie het niet meer zitten",
        "kzie het nie meer zitten",
        "ik heb geen zin meer om te leven",
        "à quoi bon continuer",
        "j'en ai marre de vivre",
        "nobody would miss me",
    ],
)
def test_the_everyday_words_of_despair_are_known(text: str) -> None:
    assert judged(text) is Label.DISTRESS


@pytest.mark.parametrize("text", ["ik zie het niet zitten om 6u op te staan", "geen zin meer om te spelen", "no point in playing ranked"])
def test_their_harmless_neighbours_are_not_despair(text: str) -> None:
    assert judged(text) is Label.CLEAN
