"""The card: reasons first, words under a spoiler, never a label before a human decided, and it always fits."""

from dataclasses import replace
from typing import Any

import discord
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cogs.discord.views.buttons import case_buttons
from cogs.discord.views.card import BUTS, card, marker
from cogs.discord.views.health import health_card
from config.texts import Texts
from moderation.case import ActView, CaseFile, CaseState, Note, Origin, TextState
from moderation.model import Label, Reason, Surface
from moderation.ports import Unjudged
from tests.cogs.queue.files import AT, FOX, HERON, NICKNAME, OTTER, SAID, decided, file_of, turn
from tests.config.ftl import messages

TEXTS = Texts.load(strict=True)
LOCALES = ("en", "fr", "nl")
WORDS = st.text(max_size=4000) | st.text(alphabet="|`*\\\u202e\u0301 \n", max_size=4000)


def everything(embed: discord.Embed) -> str:
    return "\n".join([embed.title or "", embed.description or "", *(f"{field.name}\n{field.value}" for field in embed.fields)])


def buttons(file: CaseFile, *, timeouts: bool = False) -> list[str]:
    view = case_buttons(file.case, TEXTS, "en", timeouts=timeouts)
    return [str(item["custom_id"]) for row in view.to_components() for item in row["components"]]


@example("|" * 4000, ["*" * 2000] * 8, ["`" * 2000] * 3, "_" * 500, "fr")
@example("ש" * 4000, ["\n" * 2000] * 8, ["😀" * 2000] * 3, "e\u0301" * 250, "nl")
@given(WORDS, st.lists(WORDS, max_size=8), st.lists(WORDS, max_size=3), WORDS, st.sampled_from(LOCALES))
def test_any_words_fit(text: str, before: list[str], after: list[str], note: str, locale: str) -> None:
    file = file_of(
        replace(SAID, text=text, attachments=2),
        tuple(turn(2000 + n, OTTER, words) for n, words in enumerate(before)),
        tuple(turn(3000 + n, FOX, words) for n, words in enumerate(after)),
        reasons=tuple(Reason(key, "severe") for key in ("asked-to-stop", "several-against-one", "target-silent", "keeps-at-it")),
        **decided(),
    )
    embed = card(replace(file, notes=(Note(HERON, note, AT, AT),) * 4, acts=(ActView("message.delete", "failed", "gone"),)), TEXTS, locale)
    assert len(embed) <= 6000
    assert len(embed.description or "") <= 4096
    assert all(0 < len(field.value or "") <= 1024 and len(field.name or "") <= 256 for field in embed.fields)


@given(WORDS)
def test_nobody_can_end_the_spoiler(text: str) -> None:
    description = card(file_of(replace(SAID, text=text)), TEXTS, "en").description or ""
    assert description.replace("\\\\", "").replace("\\|", "").count("||") in {0, 2}


def test_why_comes_before_the_words() -> None:
    description = card(file_of(), TEXTS, "en").description or ""
    assert 0 <= description.index(TEXTS("en", "reason-asked-to-stop", detail="")) < description.index("||nobody wants you here||")


def test_what_speaks_against_a_finding_is_read_last() -> None:
    file = file_of(reasons=(Reason("reads-as-rude"), Reason("target-laughs"), Reason("lexicon-insult")))
    description = card(file, TEXTS, "en").description or ""
    order = [description.index(TEXTS("en", f"reason-{key}", detail="")) for key in ("reads-as-rude", "lexicon-insult", "target-laughs")]
    assert order == sorted(order)


def test_every_reason_worded_as_a_but_is_known_as_one() -> None:
    but = {"en": "But", "fr": "Mais", "nl": "Maar"}
    keys = [key.removeprefix("reason-") for key in messages("en") if key.startswith("reason-")]
    for locale in LOCALES:
        assert {key for key in keys if TEXTS(locale, f"reason-{key}", detail="").startswith(but[locale])} == {str(key) for key in BUTS}


@pytest.mark.parametrize("locale", LOCALES)
def test_no_label_and_no_score_before_a_decision(locale: str) -> None:
    shown = everything(card(file_of(label=Label.HATE), TEXTS, locale)).lower()
    assert TEXTS(locale, "card-label", label=TEXTS(locale, "label-hate")).lower() not in shown
    after = everything(card(file_of(label=Label.HATE, **decided()), TEXTS, locale)).lower()
    assert TEXTS(locale, "card-label", label=TEXTS(locale, "label-hate")).lower() in after


def test_the_conversation_keeps_what_is_nearest() -> None:
    before = tuple(turn(2000 + n, OTTER, f"turn {n} " + "x" * 200) for n in range(8))
    fields = {field.name: field.value or "" for field in card(file_of(before=before), TEXTS, "en").fields}
    shown = fields[TEXTS("en", "card-before")]
    assert "turn 7 " in shown
    assert "turn 0 " not in shown
    assert shown.startswith("||")
    assert shown.endswith("||")


@pytest.mark.parametrize("state", [TextState.WITHDRAWN, TextState.EXPIRED])
def test_once_the_words_are_gone_so_is_who_wrote_them(state: TextState) -> None:
    file = file_of(before=(turn(2000, OTTER, "hm"),), text_state=state, **decided())
    shown = everything(card(replace(file, evidence=replace(file.evidence, message=None)), TEXTS, "en"))
    assert "<@11>" not in shown
    assert "<@12>" not in shown
    assert "asked" not in shown
    assert "<@13>" in shown  # who decided stays
    assert buttons(replace(file, case=replace(file.case, text_state=state))) == []


def test_what_a_worker_wrote_to_colleagues_is_there() -> None:
    file = replace(file_of(), notes=(Note(HERON, "spoke with **Fox**", AT, AT),))
    assert "<@13>: spoke with \\*\\*Fox\\*\\*" in everything(card(file, TEXTS, "en"))


def test_files_are_named_in_words() -> None:
    shown = everything(card(file_of(replace(SAID, text="", attachments=1)), TEXTS, "en"))
    assert TEXTS("en", "card-no-text") in shown
    assert TEXTS("en", "card-attachments", count=1) in shown


def test_a_nickname_has_no_link_and_no_channel() -> None:
    embed = card(file_of(NICKNAME, surface=Surface.NICKNAME), TEXTS, "en")
    assert "https://" not in everything(embed)
    assert TEXTS("en", "surface-nickname") in (embed.title or "")


def test_a_message_has_its_link() -> None:
    assert "https://discord.com/channels/1/2/1001" in everything(card(file_of(), TEXTS, "en"))


@pytest.mark.parametrize("state", [TextState.AUTHOR_EDITED, TextState.AUTHOR_DELETED])
def test_kept_words_say_that_their_author_took_them_back(state: TextState) -> None:
    shown = everything(card(file_of(text_state=state), TEXTS, "en"))
    assert TEXTS("en", f"card-text-{state}") in shown
    assert "||nobody wants you here||" in shown


def test_outcomes_of_acts_stand_on_the_card() -> None:
    file = replace(file_of(**decided()), acts=(ActView("member.remind", "failed", "dm-closed"), ActView("message.delete", "done")))
    shown = everything(card(file, TEXTS, "en"))
    assert TEXTS("en", "problem-dm-closed") in shown
    assert TEXTS("en", "act-message-delete-done") in shown


def test_the_footer_is_the_same_in_every_language() -> None:
    assert {card(file_of(), TEXTS, locale).footer.text for locale in LOCALES} == {marker(12)}


@pytest.mark.parametrize(
    ("changes", "verbs"),
    [
        ({}, ["claim", "dismiss", "remove", "remind", "note"]),
        ({"state": CaseState.CLAIMED, "claimed_by": HERON, "claimed_at": AT}, ["release", "dismiss", "remove", "remind", "note"]),
        (decided(), ["note"]),
        ({"state": CaseState.WITHDRAWN}, []),
    ],
)
def test_buttons_follow_the_state(changes: dict[str, Any], verbs: list[str]) -> None:
    assert buttons(file_of(**changes)) == [f"case:{verb}:12" for verb in verbs]


def test_timeouts_are_offered_only_where_they_are_on() -> None:
    assert "case:timeout:12" in buttons(file_of(), timeouts=True)
    assert "case:timeout:12" not in buttons(file_of(**decided()), timeouts=True)


@pytest.mark.parametrize("origin", list(Origin))
@pytest.mark.parametrize("state", list(CaseState))
@pytest.mark.parametrize("locale", LOCALES)
def test_every_state_has_its_words(origin: Origin, state: CaseState, locale: str) -> None:
    times = {**decided(), "state": state} if state is CaseState.DECIDED else {"state": state, "claimed_by": HERON, "claimed_at": AT}
    assert "card-" not in everything(card(file_of(origin=origin, reasons=(), **times), TEXTS, locale))


@pytest.mark.parametrize("locale", LOCALES)
def test_the_health_card_counts_and_links(locale: str) -> None:
    tally = Unjudged(SAID.space, SAID.channel, 3, SAID.id, turn(1009, FOX, "").id, AT, ("late", "gap", "late"))
    shown = everything(health_card(tally, TEXTS, locale))
    assert "https://discord.com/channels/1/2/1001" in shown
    assert "https://discord.com/channels/1/2/1009" in shown
    assert shown.count(TEXTS(locale, "health-reason-late")) == 1
