"""The sizes and shapes of what is sent: each wrong one is told by the platform's own code."""

import pytest

from sandbox.discord.ids import Json
from sandbox.discord.limits.commands import check_commands
from sandbox.discord.limits.components import check_modal
from sandbox.discord.limits.messages import check_message
from tests.sandbox.wire.asking import code_of

ROW = {"type": 1, "components": [{"type": 2, "style": 1, "label": "a", "custom_id": "a"}]}
OPTION = {"label": "a", "value": "a"}


def menu(options: list[Json], **more: object) -> Json:
    return {"components": [{"type": 1, "components": [{"type": 3, "custom_id": "m", "options": options, **more}]}]}


def button(**more: object) -> Json:
    return {"components": [{"type": 1, "components": [{"type": 2, "style": 1, "label": "a", "custom_id": "a"} | more]}]}


WRONG_MESSAGES: dict[str, Json] = {
    "content of another kind": {"content": 5},
    "eleven embeds": {"embeds": [{"title": "x"}] * 11},
    "a long title": {"embeds": [{"title": "x" * 257}]},
    "a long footer": {"embeds": [{"footer": {"text": "x" * 2049}}]},
    "26 fields": {"embeds": [{"fields": [{"name": "x", "value": "x"}] * 26}]},
    "an empty field": {"embeds": [{"fields": [{"name": "x", "value": " "}]}]},
    "a long field": {"embeds": [{"fields": [{"name": "x", "value": "x" * 1025}]}]},
    "six rows": {"components": [ROW] * 6},
    "a bare button": {"components": [{"type": 2, "style": 1, "label": "a", "custom_id": "a"}]},
    "six buttons": {
        "components": [{"type": 1, "components": [{"type": 2, "style": 1, "label": "a", "custom_id": str(n)} for n in range(6)]}]
    },
    "an empty row": {"components": [{"type": 1, "components": []}]},
    "a button with nothing on it": button(label=""),
    "a button without an id": button(custom_id=None),
    "a link without an address": button(style=5, custom_id=None),
    "an unknown style": button(style=9),
    "a long label": button(label="x" * 81),
    "a long id": button(custom_id="x" * 101),
    "no options": menu([]),
    "26 options": menu([{"label": "a", "value": str(n)} for n in range(26)]),
    "the same option twice": menu([OPTION, OPTION]),
    "a long option": menu([{"label": "x" * 101, "value": "a"}]),
    "more to choose than there is": menu([OPTION], max_values=2),
    "a long placeholder": menu([OPTION], placeholder="x" * 151),
    "old content in the new layout": {"content": "x", "flags": 1 << 15, "components": [{"type": 10, "content": "x"}]},
    "an unknown component": {"flags": 1 << 15, "components": [{"type": 99}]},
    "mentions both ways": {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
    "a poll without a question": {"poll": {"question": {}, "answers": [{"poll_media": {"text": "a"}}]}},
    "a poll without answers": {"poll": {"question": {"text": "q"}, "answers": []}},
    "a long answer": {"poll": {"question": {"text": "q"}, "answers": [{"poll_media": {"text": "x" * 56}}]}},
    "a poll of 33 days": {"poll": {"question": {"text": "q"}, "answers": [{"poll_media": {"text": "a"}}], "duration": 33 * 24}},
}


@pytest.mark.parametrize("body", WRONG_MESSAGES.values(), ids=WRONG_MESSAGES.keys())
def test_wrong_messages(body: Json) -> None:
    assert code_of(lambda: check_message(body)) == (400, 50035)


def test_right_messages_at_the_edge() -> None:
    check_message({"content": "x" * 2000, "embeds": [{"description": "x" * 4096}, {"description": "x" * 1904}]})
    check_message({"components": [ROW, *menu([{"label": "a", "value": str(n)} for n in range(25)], max_values=25)["components"]]})
    check_message({"flags": 1 << 15, "components": [{"type": 17, "components": [{"type": 10, "content": "x" * 4000}]}]})


def test_big_files() -> None:
    assert code_of(lambda: check_message({}, [("a", b"x" * (10 * 2**20 + 1))])) == (413, 40005)
    assert code_of(lambda: check_message({}, [("a", b"")] * 11)) == (400, 50035)


SLASH = {"name": "a", "description": "d"}
WRONG_COMMANDS: dict[str, list[Json]] = {
    "101": [{"name": f"a{n}", "description": "d"} for n in range(101)],
    "the same name twice": [SLASH, SLASH],
    "capitals": [{"name": "A", "description": "d"}],
    "spaces": [{"name": "a b", "description": "d"}],
    "no description": [{"name": "a"}],
    "a long description": [{"name": "a", "description": "d" * 101}],
    "26 options": [SLASH | {"options": [{"name": f"o{n}", "description": "d", "type": 3} for n in range(26)]}],
    "required after optional": [
        SLASH | {"options": [{"name": "a", "description": "d", "type": 3}, {"name": "b", "description": "d", "type": 3, "required": True}]}
    ],
    "26 choices": [
        SLASH
        | {"options": [{"name": "a", "description": "d", "type": 3, "choices": [{"name": str(n), "value": str(n)} for n in range(26)]}]}
    ],
    "a language that isn't there": [SLASH | {"name_localizations": {"nl-BE": "a"}}],
    "a translated name with capitals": [SLASH | {"name_localizations": {"nl": "Aa"}}],
    "a described context menu": [{"name": "A b", "type": 3, "description": "d"}],
    "too much in all": [
        SLASH
        | {
            "options": [
                {"name": f"o{n}", "description": "d" * 100, "type": 3, "choices": [{"name": "x" * 100, "value": "y" * 100}] * 2}
                for n in range(25)
            ]
        }
    ],
}


@pytest.mark.parametrize("commands", WRONG_COMMANDS.values(), ids=WRONG_COMMANDS.keys())
def test_wrong_commands(commands: list[Json]) -> None:
    assert code_of(lambda: check_commands(commands)) == (400, 50035)


def test_right_commands() -> None:
    check_commands([*({"name": f"é-{n}_x", "description": "d"} for n in range(100)), {"name": "Open a case", "type": 3}])


def text_input(**more: object) -> Json:
    row = {"type": 1, "components": [{"type": 4, "style": 1, "custom_id": "a", "label": "l"} | more]}
    return {"title": "t", "custom_id": "c", "components": [row]}


WRONG_MODALS: dict[str, Json] = {
    "a long title": text_input() | {"title": "x" * 46},
    "nothing in it": text_input() | {"components": []},
    "six rows": text_input() | {"components": text_input()["components"] * 6},
    "a long label": text_input(label="x" * 46),
    "no label": text_input(label=None),
    "a long wish": text_input(max_length=4001),
    "a button": text_input() | {"components": [{"type": 2}]},
}


@pytest.mark.parametrize("data", WRONG_MODALS.values(), ids=WRONG_MODALS.keys())
def test_wrong_modals(data: Json) -> None:
    assert code_of(lambda: check_modal(data)) == (400, 50035)
