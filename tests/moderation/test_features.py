import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ids import UserId
from moderation.features import NO_FEATURES, Features, addressee_of, features_of
from moderation.model import ChannelKind, Message
from tests.moderation.builders import FOX, HARE, OTTER, OWL, said, talk


def seen(text: str, *, language: str | None = None) -> Features:
    return features_of(said(1, text, language=language), talk())


def around(*turns: Message, text: str = "nobody likes you", to: UserId | None = OTTER) -> Features:
    return features_of(said(99, text, to=to), talk(*turns))


def test_a_plain_word_shows_nothing() -> None:
    assert seen("hello") == NO_FEATURES


@pytest.mark.parametrize(
    "text",
    [
        "haha", "hahahaha", "HAHAH", "ahahah", "hehe", "hihihi", "lol", "looool", "lmao",
        "lmfaooo", "rofl", "mdr", "mdrrr", "ptdr", "xptdr", "jpp",
        "xd", "XDDD", "kek", "kekw", "😂", "nee 🤣🤣", "gg 💀", ":D", ";p", ":-)d :d", "grapje",
    ],
)  # fmt: skip
def test_laughter_is_heard(text: str) -> None:
    assert seen(text).laughter


@pytest.mark.parametrize("text", ["ha", "hallo", "hahalala", "lola", "exd", "keks", "he", "ahead", "mdrx", "hey", "C:Docs"])
def test_what_is_no_laughter_is_not_heard_as_such(text: str) -> None:
    assert not seen(text).laughter


@pytest.mark.parametrize(
    ("text", "language", "aimed"),
    [
        ("you are trash", None, True),
        ("ur bad", None, True),
        ("gij zijt slecht", None, True),
        ("jullie zijn slecht", None, True),
        ("t'es nul", None, True),
        ("vous etes nuls", None, True),
        ("ge zijt slecht", "nl", True),
        ("je bent slecht", "nl", True),
        ("je suis nul", "fr", False),
        ("je suis nul", None, False),
        ("te laat", "nl", False),
        ("je te deteste", "fr", True),
        ("that was bad", "en", False),
        ("your turn", "xx", True),
        ("je suis nul", "xx", False),
    ],
)
def test_you_is_heard_in_three_languages(text: str, language: str | None, aimed: object) -> None:
    assert seen(text, language=language).aimed is aimed
    assert features_of(said(1, text), talk(), language).aimed is aimed


@pytest.mark.parametrize(
    ("message", "addressee"),
    [
        (said(1, to=OTTER, mentions=[HARE]), OTTER),
        (said(1, mentions=[FOX, HARE, OTTER]), HARE),
        (said(1, to=FOX, mentions=[OWL]), OWL),
        (said(1, to=FOX), None),
        (said(1, mentions=[FOX]), None),
        (said(1), None),
    ],
)
def test_who_is_spoken_to(message: Message, addressee: UserId | None) -> None:
    assert addressee_of(message) == addressee
    assert features_of(message, talk(said(0, by=OTTER))).aimed is (addressee is not None)


@pytest.mark.parametrize(
    "plea",
    [
        "stop", "Stop!", "please stop it", "pls stop", "leave me alone", "that's not funny", "this really hurts", "go away", "cut it out",
        "hou op", "hou er nu mee op", "stop ermee", "laat me met rust", "laat me gerust",
        "laat mij toch met rust", "niet grappig", "dat kwetst", "ga weg",
        "arrête", "arretez", "laisse-moi", "laisse moi tranquille", "c'est pas drôle", "ça suffit",
        "lâche-moi", "fous-moi la paix", "ça fait mal",
    ],
)  # fmt: skip
def test_a_target_that_asks_to_stop_is_heard(plea: str) -> None:
    assert around(said(1, plea, by=OTTER)).asked_to_stop
    assert not around(said(1, plea, by=HARE)).asked_to_stop
    assert not around(said(1, plea + " haha", by=OTTER)).asked_to_stop


@pytest.mark.parametrize(
    "text", ["can't stop winning", "next stop is ours", "hou van u", "laat maar", "arret de bus", "tranquille", "enough ammo"]
)
def test_what_is_no_plea_is_not_heard_as_one(text: str) -> None:
    assert not around(said(1, text, by=OTTER)).asked_to_stop


@pytest.mark.parametrize(
    "retort", ["no u", "no you", "rematch?", "skill issue", "gij ook", "jij zelf", "toi-même", "ta mère", "revanche", "on verra"]
)
def test_a_target_that_gives_back_in_kind_plays_along(retort: str) -> None:
    assert around(said(1, retort, by=OTTER)).plays_along
    assert not around(said(1, retort, by=HARE)).plays_along


def test_laughter_towards_the_speaker_is_playing_along_and_other_laughter_only_laughter() -> None:
    towards = around(said(1, "haha", by=OTTER, to=FOX))
    assert (towards.plays_along, towards.target_laughs) == (True, True)
    mentioned = around(said(1, "haha", by=OTTER, mentions=[HARE, FOX]))
    assert mentioned.plays_along
    anywhere = around(said(1, "haha", by=OTTER))
    assert (anywhere.plays_along, anywhere.target_laughs) == (False, True)
    others = around(said(1, "haha", by=HARE, to=FOX))
    assert (others.plays_along, others.target_laughs) == (False, False)


def test_a_plea_outweighs_earlier_laughter() -> None:
    turned = around(said(1, "haha no u", by=OTTER, to=FOX), said(2, "ok stop", by=OTTER), said(3, "please stop", by=OTTER))
    assert (turned.asked_to_stop, turned.plays_along, turned.target_laughs) == (True, False, False)


def test_silence_counts_after_two_calls_without_an_answer() -> None:
    calls = [said(1, by=FOX, to=OTTER), said(2, by=HARE, mentions=[OTTER])]
    assert around(*calls).target_silent
    assert not around(calls[0]).target_silent
    assert not around(*calls, said(3, "hm", by=OTTER)).target_silent
    assert not around(calls[0], said(3, "hm", by=OTTER), calls[1]).target_silent
    assert around(said(3, "hm", by=OTTER), *calls).target_silent


def test_several_are_three_people_who_turn_to_one() -> None:
    assert around(said(1, by=HARE, to=OTTER), said(2, by=OWL, to=OTTER)).several
    assert not around(said(1, by=HARE, to=OTTER), said(2, by=HARE, to=OTTER)).several
    assert not around(said(1, by=HARE, to=OTTER), said(2, by=OWL, to=HARE)).several
    assert not around(said(1, by=HARE, to=OTTER), said(2, by=OTTER, to=OTTER)).several


def test_keeping_on_is_a_third_turn_to_the_same_person() -> None:
    assert around(said(1, by=FOX, to=OTTER), said(2, by=FOX, mentions=[OTTER])).keeps_on
    assert not around(said(1, by=FOX, to=OTTER), said(2, by=HARE, to=OTTER)).keeps_on
    assert not around(said(1, by=FOX, to=OTTER), said(2, by=FOX, to=HARE)).keeps_on


def test_without_a_name_the_last_other_speaker_is_meant() -> None:
    turns = (said(1, "stop", by=HARE), said(2, "stop", by=OTTER), said(3, by=FOX))
    assert around(*turns, to=None).asked_to_stop
    assert not around(said(1, "stop", by=OTTER), said(2, "hm", by=HARE), to=None).asked_to_stop
    assert not around(said(1, "stop", by=FOX), to=None).asked_to_stop


@pytest.mark.parametrize(
    "text",
    [
        'he said "go home"',
        "> you lot\nno",
        "someone wrote that",
        "'all of them out'",
        "hij zei dat",
        "ze noemde mij zo",
        "il m'a traité de",
        "on a dit ça",
    ],
)
def test_quoting_is_heard(text: str) -> None:
    assert seen(text).quotes


@pytest.mark.parametrize("text", ["5 > 3", "it's what's his", '"a"', "i said so", "dat zei ik"])
def test_what_is_no_quote_is_not_heard_as_one(text: str) -> None:
    assert not seen(text).quotes


@pytest.mark.parametrize(
    "text",
    ["that's racist", "you can't say that", "nobody should hear this", "dat is racistisch",
        "da zegt ge niet, da zeg je niet", "dat mag je niet zeggen",
     "zoiets kan niet",
     "c'est raciste", "on dit pas ça", "arrête de traiter les gens"],
)  # fmt: skip
def test_speaking_against_it_is_heard(text: str) -> None:
    assert seen(text).counters


@pytest.mark.parametrize(
    ("text", "time", "place", "means"),
    [
        ("thursday at the gate", True, True, False),
        ("tomorrow after school with a knife", True, False, True),
        ("donderdag aan de schoolpoort", True, True, False),
        ("ik breng een mes mee", False, False, True),
        ("demain devant l'école", True, True, False),
        ("avec un couteau à 16h30", True, False, True),
        ("i know where you live", False, True, False),
        ("ik weet waar ge woont", False, True, False),
        ("je sais où tu habites", False, True, False),
        ("good school, message me", False, False, False),
        ("batman mesa samedis", False, False, False),
    ],
)
def test_time_place_and_means_are_heard(text: str, time: object, place: object, means: object) -> None:
    features = seen(text)
    assert (features.time, features.place, features.means) == (time, place, means)


def test_game_talk_colours_the_message_and_the_three_turns_before() -> None:
    assert seen("gg wp").game_talk
    assert seen("we hebben verloren").game_talk
    assert around(said(1, "lost this round"), said(2), said(3), text="kms").game_talk
    assert not around(said(1, "lost this round"), said(2), said(3), said(4), text="kms").game_talk


@given(st.text(max_size=200), st.lists(st.tuples(st.text(max_size=60), st.sampled_from([FOX, OTTER, HARE])), max_size=6))
def test_no_text_breaks_the_reading(text: str, turns: list[tuple[str, UserId]]) -> None:
    context = talk(*(said(number, words, by=by, to=OTTER) for number, (words, by) in enumerate(turns)))
    features = features_of(said(99, text, to=OTTER, kind=ChannelKind.MATCH), context)
    assert features.aimed
    assert not (features.asked_to_stop and features.plays_along)
