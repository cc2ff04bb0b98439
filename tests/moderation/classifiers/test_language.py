import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.classifiers.language import MIXED, Evidence, covers, evidence

OURS = frozenset({"nl", "fr", "en"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ik denk dat gij morgen ook komt", Evidence("nl")),
        ("je pense que tu viens aussi demain", Evidence("fr")),
        ("I think that you are coming too", Evidence("en")),
        ("kan ik mee doen? I have no team", Evidence(MIXED)),
        ("gg", Evidence(None)),
        ("noob team gg ez", Evidence(None)),
        ("👍 42", Evidence(None)),
        ("", Evidence(None)),
        ("привет как дела", Evidence(None, foreign=True)),
        ("merhaba sen yok ama çok", Evidence(None, foreign=True)),
        ("jestem bardzo zmęczony dzisiaj", Evidence(None, foreign=True)),
        ("minä olen suomalainen poika", Evidence(None, foreign=True)),
    ],
)
def test_a_message_speaks_for_its_language(text: str, expected: Evidence) -> None:
    assert evidence(text) == expected


def test_a_hint_decides_between_equals_only() -> None:
    assert evidence("taxi restaurant") == Evidence(None)
    assert evidence("de taxi de bus", hint="nl").language == "nl"
    assert evidence("de taxi de bus", hint="fr").language == "fr"
    assert evidence("I think that you are coming too", hint="nl").language == "en"


def test_what_is_covered() -> None:
    assert covers(None, Evidence(None, foreign=True))
    assert covers(OURS, Evidence(None))
    assert covers(OURS, Evidence(MIXED))
    assert covers(OURS, Evidence("nl"))
    assert not covers(OURS, Evidence(None, foreign=True))
    assert not covers(frozenset({"en", "fr"}), Evidence("nl"))
    assert not covers(frozenset({"en", "fr"}), Evidence(MIXED))


@given(st.text())
def test_any_text_has_evidence_of_one_kind(text: str) -> None:
    found = evidence(text)
    assert found.language in {"nl", "fr", "en", MIXED, None}
    assert found.language is None or not found.foreign
