"""What buttons, menus, layouts and forms may hold. Raises Refused as the platform would."""

from collections.abc import Iterator
from copy import deepcopy

from sandbox.discord.errors import bad_length, check_length, choice, invalid, required
from sandbox.discord.ids import Json

ROW, BUTTON, MENU, TEXT_INPUT, USER_MENU, ROLE_MENU, MENTIONABLE_MENU, CHANNEL_MENU = range(1, 9)
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER, LABEL = 9, 10, 11, 12, 13, 14, 17, 18
MENUS = frozenset({MENU, USER_MENU, ROLE_MENU, MENTIONABLE_MENU, CHANNEL_MENU})
LAYOUT = frozenset({SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER})
LINK, PREMIUM = 5, 6
MENU_MOST, INPUT_MOST, SHOWN_MOST = 25, 4000, 4000
_TEXTS = (("label", 80), ("custom_id", 100), ("placeholder", 150))
_OPTION_TEXTS = (("label", 100), ("value", 100), ("description", 100))
_MENU = {"min_values": 1, "max_values": 1, "disabled": False}
_FILLED: dict[int, Json] = {CONTAINER: {"accent_color": None, "spoiler": False}, SEPARATOR: {"spacing": 1, "divider": True}}
_MODAL_INPUTS = frozenset({ROW, LABEL, TEXT})


def walk(components: list[Json]) -> Iterator[Json]:
    """Every component, outside in."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        yield from walk([component[key] for key in ("accessory", "component") if component.get(key)])


def numbered(components: list[Json]) -> list[Json]:
    """A copy as the platform stores it: without nulls, and each component with its own number."""
    copied = _bare(deepcopy(components))
    taken = {one["id"] for one in walk(copied) if one.get("id")}
    number = 0
    for one in walk(copied):
        if not one.get("id"):
            number += 1
            while number in taken:
                number += 1
            one["id"] = number
        for key, value in (_MENU if one["type"] in MENUS else _FILLED.get(one["type"], {})).items():
            one.setdefault(key, value)
    return copied


def _bare(components: list[Json]) -> list[Json]:
    return [{key: _clean(value) for key, value in one.items() if value is not None} for one in components]


def _clean(value: object) -> object:
    if isinstance(value, dict):
        return {key: _clean(inner) for key, inner in value.items() if inner is not None}
    return [_clean(inner) for inner in value] if isinstance(value, list) else value


def check_components(components: list[Json], *, v2: bool) -> None:
    """Counts, lengths, and no custom id twice."""
    most = 40 if v2 else 5
    if len(list(walk(components)) if v2 else components) > most:
        raise bad_length("components", 1, most)
    if v2 and sum(len(one.get("content") or "") for one in walk(components) if one["type"] == TEXT) > SHOWN_MOST:
        raise invalid("components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", "The total text size exceeds 4000.")
    for index, one in enumerate(components):
        if not v2 and one.get("type") != ROW:
            raise choice(f"components.{index}.type")
    _check_ids(components)
    for index, one in enumerate(components):
        _check_tree(one, f"components.{index}")


def _check_ids(components: list[Json]) -> None:
    seen: set[str] = set()
    for index, outer in enumerate(components):
        for inner in walk([outer]):
            custom_id = inner.get("custom_id")
            if custom_id and custom_id in seen:
                raise invalid(f"components.{index}", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
            seen.add(custom_id or "")


def _check_tree(component: Json, path: str) -> None:
    kind = component.get("type")
    for key, most in _TEXTS:
        check_length(f"{path}.{key}", component.get(key), 0, most)
    if kind == ROW:
        _check_row(component, path)
    elif kind == BUTTON:
        _check_button(component, path)
    elif kind in MENUS:
        _check_menu(component, path)
    elif kind not in LAYOUT:
        raise choice(f"{path}.type")
    for index, inner in enumerate(component.get("components") or []):
        _check_tree(inner, f"{path}.components.{index}")


def _check_row(row: Json, path: str) -> None:
    inner = row.get("components") or []
    check_length(f"{path}.components", inner, 1, 5)
    if any(one.get("type") in MENUS for one in inner) and len(inner) > 1:
        raise invalid(f"{path}.components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width")


def _check_button(button: Json, path: str) -> None:
    style = button.get("style")
    if style not in range(1, 7):
        raise choice(f"{path}.style")
    if style == LINK:
        if not button.get("url"):
            raise required(f"{path}.url")
    elif style != PREMIUM and not button.get("custom_id"):
        raise required(f"{path}.custom_id")
    if style != PREMIUM and not (button.get("label") or button.get("emoji")):
        raise invalid(path, "BUTTON_COMPONENT_INVALID_LABEL", "A button needs a label or an emoji.")


def _check_menu(menu: Json, path: str) -> None:
    if not menu.get("custom_id"):
        raise required(f"{path}.custom_id")
    options = menu.get("options") or []
    if menu["type"] == MENU:
        check_length(f"{path}.options", options, 1, MENU_MOST)
    for index, option in enumerate(options):
        for key, most in _OPTION_TEXTS:
            check_length(f"{path}.options.{index}.{key}", option.get(key), 0 if key == "description" else 1, most)
    values = [option["value"] for option in options]
    if len(set(values)) < len(values):
        raise invalid(f"{path}.options", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used")
    least, most = menu.get("min_values", 1), menu.get("max_values", 1)
    if not (0 <= least <= most <= MENU_MOST) or (options and most > len(options)):
        raise invalid(f"{path}.max_values", "SELECT_COMPONENT_MAX_VALUES_INVALID", "min and max values don't fit the options")


def check_modal(data: Json) -> None:
    """A title, a custom id, and one to five rows or labels."""
    check_length("data.title", data.get("title"), 1, 45)
    check_length("data.custom_id", data.get("custom_id"), 1, 100)
    rows = data.get("components") or []
    check_length("data.components", rows, 1, 5)
    _check_ids(rows)
    for index, row in enumerate(rows):
        if row.get("type") not in _MODAL_INPUTS:
            raise choice(f"data.components.{index}.type")
        for one in walk([row]):
            if one["type"] == TEXT_INPUT:
                _check_input(one, f"data.components.{index}", labelled=row["type"] == LABEL)
            if one["type"] == LABEL:
                check_length(f"data.components.{index}.label", one.get("label"), 1, 45)


def _check_input(text: Json, path: str, *, labelled: bool) -> None:
    if not labelled:
        check_length(f"{path}.label", text.get("label"), 1, 45)
    check_length(f"{path}.custom_id", text.get("custom_id"), 1, 100)
    check_length(f"{path}.placeholder", text.get("placeholder"), 0, 100)
    check_length(f"{path}.value", text.get("value"), 0, INPUT_MOST)
    if not 0 <= (text.get("min_length") or 0) <= (text.get("max_length") or INPUT_MOST) <= INPUT_MOST:
        raise invalid(f"{path}.max_length", "NUMBER_TYPE_MAX", "int value should be less than or equal to 4000.")
