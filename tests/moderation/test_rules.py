from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ids import UserId
from moderation.model import Context, Label, Message, Reason, RuleHit
from moderation.reasons import Why
from moderation.rules import RULES
from moderation.rules.links import Links, suspicious
from moderation.rules.mentions import MentionBurst
from moderation.rules.repetition import RepetitionBurst
from moderation.rules.word_lists import ListedWords
from moderation.words import NO_WORDS, SEVERE, WATCH, Words
from tests.moderation.builders import FOX, HARE, OTTER, OWL, said, talk

NOTHING = talk()
COPY = "join my stream everybody"


def test_the_list_of_rules_is_in_order_and_names_each_once() -> None:
    names = [rule.name for rule in RULES]
    assert names == sorted(set(names))
    assert all(type(rule).__module__.startswith("moderation.rules.") for rule in RULES)


def test_a_listed_word_lays_a_message_before_a_human() -> None:
    words = Words([(SEVERE, "grobble"), (WATCH, "flumph")])
    rule = ListedWords()
    assert rule.check(said(1, "grobble"), NOTHING, words) == RuleHit(rule.name, Label.HARASSMENT, Reason(Why.LIST_SEVERE, SEVERE), True)
    assert rule.check(said(1, "flumph"), NOTHING, words) == RuleHit(rule.name, Label.UNSURE, Reason(Why.LIST_WATCH, WATCH), False)
    assert rule.check(said(1, "hello"), NOTHING, words) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[https://discord.com/x](https://evil.example/x)", "masked"),
        ("[www.bank.example](http://other.example)", "masked"),
        ("https://discord.com@evil.example/login", "disguised"),
        ("http://192.168.1.10:8080/x", "address"),
        ("http://[2001:db8::1]:8080/x", "address"),
        ("https://xn--dscord-q9a.example", "foreign-letters"),
        ("https://www.xn--a.example", "foreign-letters"),
        ("https://a.xn--b.example", "foreign-letters"),
        ("https://d\u0456scord.example/gift", "foreign-letters"),
        ("look https://bit.ly/abc", "shortened"),
        ("https://grabify.link/abc", "shortened"),
        ("https://dlscord-nitro.example/free", "posing"),
        ("https://disc0rd.example", "posing"),
        ("www.steamcomunity.example/trade", "posing"),
        ("https://free-nitro.example", "posing"),
        ("https://files.example/cheat.exe", "download"),
        ("https://files.example/cheat.apk?x=1", "download"),
        ("https://discord.com/channels/1/2", ""),
        ("https://cdn.discordapp.com/x.png", ""),
        ("https://steamcommunity.com/id/fox", ""),
        ("https://store.steampowered.com/app/1", ""),
        ("[my clip](https://clips.example/x)", ""),
        ("[https://clips.example](https://www.clips.example/x)", ""),
        ("https://example.org/cheat.executive", ""),
        ("https://example.org https://bit.ly/x", "shortened"),
        ("no link at all", ""),
    ],
)
def test_suspicious_links_are_told_by_their_kind(text: str, kind: str) -> None:
    assert suspicious(text) == kind
    found = Links().check(said(1, text), NOTHING, NO_WORDS)
    assert found == (RuleHit("links", Label.UNSURE, Reason(Why.SUSPICIOUS_LINK, kind), False) if kind else None)


@pytest.mark.parametrize(
    "text",
    [
        "discord.gg/abc123",
        "come: https://discord.com/invite/abc",
        "DISCORD.GG/abc",
        "https://dsc.gg/fox",
        "t.me/foxes",
        "https://chat.whatsapp.com/Abc",
        "t.me/+ab1",
    ],
)
def test_invitations_ask_for_a_look(text: str) -> None:
    assert Links().check(said(1, text), NOTHING, NO_WORDS) == RuleHit("links", Label.UNSURE, Reason(Why.INVITE), False)


@pytest.mark.parametrize("text", ["i love discord", "whatsapp me", "https://example.org/invite/x", "discord.gg", "at.me/xx"])
def test_talk_of_other_places_is_no_invitation(text: str) -> None:
    assert Links().check(said(1, text), NOTHING, NO_WORDS) is None


def people(*names: str) -> list[UserId]:
    return [UserId(f"discord:{name}") for name in names]


def mention_check(message: Message, *turns: Message) -> RuleHit | None:
    return MentionBurst(people=4, times=3, seconds=60).check(message, talk(*turns), NO_WORDS)


def burst(many: int) -> RuleHit:
    return RuleHit("mention-burst", Label.UNSURE, Reason(Why.MENTIONS, str(many)), False)


def test_many_people_called_at_once_ask_for_a_look() -> None:
    assert mention_check(said(1, mentions=people("a", "b", "c", "d"))) == burst(4)
    assert mention_check(said(1, mentions=people("a", "b", "c", "c"))) is None
    assert mention_check(said(1)) is None


def test_many_people_called_by_one_author_in_a_short_while_ask_for_one_look() -> None:
    first = said(1, mentions=people("a", "b"), after=0)
    assert mention_check(said(2, mentions=people("c", "d"), after=60), first) == burst(4)
    assert mention_check(said(2, mentions=people("c", "d"), after=61), first) is None
    assert mention_check(said(2, mentions=people("c", "d"), by=OTTER), first) is None
    crossed = said(2, mentions=people("c", "d"))
    assert mention_check(said(3, mentions=people("e")), first, crossed) is None


def test_one_person_called_again_and_again_asks_for_one_look() -> None:
    calls = [said(number, mentions=[OTTER, OTTER]) for number in range(4)]
    assert mention_check(calls[1], calls[0]) is None
    assert mention_check(calls[2], *calls[:2]) == burst(3)
    assert mention_check(calls[3], *calls[:3]) is None


def repeat_check(message: Message, *turns: Message) -> RuleHit | None:
    return RepetitionBurst(times=3, authors=3, seconds=60, letters=8).check(message, talk(*turns), NO_WORDS)


def copies(authors: Sequence[UserId], text: str = COPY, after: float = 0) -> list[Message]:
    return [said(number, text, by=author, after=after) for number, author in enumerate(authors)]


REPEATED = RuleHit("repetition-burst", Label.UNSURE, Reason(Why.REPEATED, "3"), False)
COPIED = RuleHit("repetition-burst", Label.UNSURE, Reason(Why.COPIED, "3"), False)


def test_the_same_words_again_and_again_ask_for_one_look() -> None:
    assert repeat_check(said(9, COPY), *copies([FOX])) is None
    assert repeat_check(said(9, COPY), *copies([FOX, FOX])) == REPEATED
    assert repeat_check(said(9, "  JOIN my  stream everybody"), *copies([FOX, FOX])) == REPEATED
    assert repeat_check(said(9, COPY), *copies([FOX, FOX, FOX])) is None
    assert repeat_check(said(9, COPY, after=60), *copies([FOX, FOX])) == REPEATED
    assert repeat_check(said(9, COPY, after=61), *copies([FOX, FOX])) is None


def test_words_copied_by_several_ask_for_one_look() -> None:
    assert repeat_check(said(9, COPY), *copies([OTTER, OTTER])) is None
    assert repeat_check(said(9, COPY), *copies([OTTER, HARE])) == COPIED
    assert repeat_check(said(9, COPY), *copies([OTTER, HARE, OWL])) is None
    assert repeat_check(said(9, COPY), *copies([OTTER, HARE, FOX])) is None


def test_cheering_and_different_words_are_no_burst() -> None:
    assert repeat_check(said(9, "gg ez"), *copies([FOX, FOX], "gg ez")) is None
    assert repeat_check(said(9, COPY), *copies([FOX, FOX], "leave my stream everybody")) is None
    assert repeat_check(said(9, COPY), *copies([FOX, FOX], COPY * 3)) is None
    assert repeat_check(said(9, "a" * 8), *copies([FOX, FOX], "A" * 8)) == REPEATED
    assert repeat_check(said(9, "a" * 7), *copies([FOX, FOX], "A" * 7)) is None


@given(
    st.text(max_size=300),
    st.lists(st.sampled_from([FOX, OTTER, HARE]), max_size=8),
    st.lists(st.text(max_size=20), max_size=5),
)
def test_no_text_breaks_a_rule_and_every_reason_has_a_known_key(text: str, mentions: list[UserId], turns: list[str]) -> None:
    message = said(99, text, mentions=mentions)
    context = Context(tuple(said(number, turn) for number, turn in enumerate(turns)))
    words = Words([(SEVERE, "grobble"), (WATCH, "flumph")])
    for rule in RULES:
        found = rule.check(message, context, words)
        assert found is None or (found.rule == rule.name and found.reason.key in set(Why))
