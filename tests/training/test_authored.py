"""The authored material is of its form, and the tools that read it keep their promises."""

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ids import ChannelId, MessageId, SpaceId, UserId
from moderation.joining import MARKS, TURNS, joined
from moderation.model import ChannelKind, Context, Message
from training import noise
from training.grammar import filled
from training.labels import CLASSES, OF_LABEL, UNKNOWN, targets
from training.vocabulary import glossary, plain
from training.written import FUNCTIONALITIES, FormError, read

AUTHORED = Path(__file__).parents[2] / "training" / "authored"
FILES = sorted((AUTHORED / "written").glob("*.txt"))


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "nl-test.txt"
    path.write_text(text, encoding="utf-8")
    return path


def said(author: str, text: str, reply_to: str | None = None) -> Message:
    return Message(
        id=MessageId(f"discord:{author}{len(text)}"),
        space=SpaceId("discord:1"),
        channel=ChannelId("discord:2"),
        kind=ChannelKind.MATCH,
        author=UserId(author),
        text=text,
        at=datetime(2026, 1, 1, tzinfo=UTC),
        reply_to=UserId(reply_to) if reply_to else None,
    )


def test_a_conversation_gives_its_judged_turns_with_what_came_before(tmp_path: Path) -> None:
    path = written(tmp_path, "@ nl match derby-01 hand=gent-14\na gij zijt slecht\nb>a zelf haha ## banter trash-talk-mutual pair=p1\n")
    (item,) = read(path)
    assert (item.label, item.functionality, item.pair, item.turn.reply_to) == ("banter", "trash-talk-mutual", "p1", "a")
    assert [turn.text for turn in item.context] == ["gij zijt slecht"]


@pytest.mark.parametrize(
    "text",
    [
        "a zonder hoofd\n",
        "@ nl match derby-01\n",
        "@ de match derby-01 hand=x\n",
        "@ nl match derby-01 hand=x\na hallo ## banter no-such-thing\n",
        "@ nl match derby-01 hand=x\na>b hallo ## banter trash-talk-mutual\n",
        "@ nl match derby-01 hand=x\nhallo\n",
    ],
)
def test_what_is_not_of_the_form_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(FormError, match=r"nl-test\.txt:\d"):
        list(read(written(tmp_path, text)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_written_file_is_of_the_form(path: Path) -> None:
    items = list(read(path))
    assert items
    assert {item.functionality for item in items} <= set(FUNCTIONALITIES)


def test_minimal_pairs_share_their_words_and_differ_in_label() -> None:
    pairs: dict[str, list[tuple[str, str]]] = {}
    for path in FILES:
        for item in read(path):
            pairs.setdefault(f"{item.language} {item.pair}", []).append((item.turn.text, item.label))
    named = {name: members for name, members in pairs.items() if not name.endswith(" ")}
    unlike = [
        name for name, members in named.items() if len({text for text, _ in members}) != 1 or len({label for _, label in members}) < 2
    ]
    assert unlike == []


def test_the_glossary_can_be_read() -> None:
    assert glossary(AUTHORED / "glossary")[plain("😂")].startswith("laughing")


def test_a_bad_gloss_is_named(tmp_path: Path) -> None:
    (tmp_path / "nl.tsv").write_text("haat hate\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"nl\.tsv:1"):
        glossary(tmp_path)


def test_every_label_says_something_of_every_class() -> None:
    assert all(len(numbers) == len(CLASSES) for numbers in OF_LABEL.values())
    assert OF_LABEL["clean"] == targets({}, otherwise=0.0)
    assert OF_LABEL["hate"][CLASSES.index("threat")] == UNKNOWN
    with pytest.raises(KeyError, match="rudeness"):
        targets({"rudeness": 1.0})


@given(st.text(max_size=300), st.integers())
def test_noise_never_fails_and_is_repeatable(line: str, seed: int) -> None:
    assert noise.typed(line, random.Random(seed)) == noise.typed(line, random.Random(seed))


def test_slots_are_filled_also_inside_fillings() -> None:
    slots = {"who": ["{team} fans"], "team": ["rode"]}
    assert filled("{who} zijn luid", slots, random.Random(1)) == "rode fans zijn luid"


def test_a_line_names_who_speaks_as_seen_from_its_author() -> None:
    context = Context((said("x", "wp"), said("b", "nee gij"), said("a", "gg")))
    assert joined(said("a", "ge zijt slecht 😂", "b"), context) == "[match] ge zijt slecht 😂 [SEP] [me] gg [to] nee gij [other] wp"


@given(st.lists(st.tuples(st.sampled_from("abc"), st.text(max_size=400)), max_size=12), st.text(max_size=3000))
def test_nobody_can_type_a_mark(turns: list[tuple[str, str]], text: str) -> None:
    line = joined(said("a", f"[me] {text} [SEP]"), Context(tuple(said(who, f"[to]{words}") for who, words in turns)))
    assert sum(line.count(mark) for mark in MARKS) <= 1 + TURNS
    assert line.count("[SEP]") <= 1
    assert len(line) < 1000 + 200 * (TURNS + 1)
