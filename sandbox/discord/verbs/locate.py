"""Finds a button or menu by what a person reads on it. Raises KeyError with what there is."""

from sandbox.discord.ids import Json
from sandbox.discord.limits.components import BUTTON, MENUS, walk


def component_id(message: Json, wanted: str) -> str:
    """The custom id of the button with this label or custom id."""
    buttons = [one for one in walk(message["components"]) if one["type"] == BUTTON and one.get("custom_id")]
    for one in buttons:
        if wanted in (one["custom_id"], one.get("label"), (one.get("emoji") or {}).get("name")):
            return str(one["custom_id"])
    raise KeyError(f"no button {wanted!r} among {[one.get('label') or one['custom_id'] for one in buttons]}")


def menu_id(message: Json, wanted: str, values: list[str]) -> tuple[str, list[str]]:
    """The custom id of the menu with this placeholder or custom id, and the values behind what was read."""
    menus = [one for one in walk(message["components"]) if one["type"] in MENUS]
    for one in menus:
        if wanted in (one["custom_id"], one.get("placeholder")):
            by_label = {option["label"]: option["value"] for option in one.get("options") or []}
            return str(one["custom_id"]), [by_label.get(value, value) for value in values]
    raise KeyError(f"no menu {wanted!r} among {[one.get('placeholder') or one['custom_id'] for one in menus]}")
