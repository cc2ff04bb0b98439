"""What an application command may hold. Raises Refused as the platform would."""

import re

from sandbox.discord.errors import check_length, choice, invalid, required
from sandbox.discord.ids import Json

SLASH, USER, MESSAGE = 1, 2, 3
SUB_COMMAND, SUB_COMMAND_GROUP, STRING, INTEGER, BOOLEAN, USER_OPTION, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(1, 12)
LIST_MOST, SIZE_MOST = 25, 8000
MOST = {SLASH: 100, USER: 15, MESSAGE: 15}
LOCALES = frozenset(
    "id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko".split(),  # noqa: SIM905 - a list of 32 strings reads worse
)
_SLASH_NAME = re.compile(r"^[-_'\w]{1,32}$")


def check_commands(commands: list[Json]) -> None:
    """A whole scope's commands at once: counts, and no name twice."""
    for kind, most in MOST.items():
        if sum(command.get("type", SLASH) == kind for command in commands) > most:
            raise invalid("_", "APPLICATION_COMMANDS_MAX", f"Maximum number of application commands reached ({most}).")
    seen = set()
    for index, command in enumerate(commands):
        check_command(command, f"{index}.")
        key = command["name"], command.get("type", SLASH)
        if key in seen:
            raise invalid(f"{index}.name", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
        seen.add(key)


def check_command(command: Json, path: str = "") -> None:
    """One command."""
    kind = command.get("type", SLASH)
    if kind not in MOST:
        raise choice(f"{path}type")
    _check_name(command, path, slash=kind == SLASH)
    if kind == SLASH:
        _check_description(command, path)
        _check_options(command.get("options") or [], f"{path}options")
        if _size(command) > SIZE_MOST:
            raise invalid(f"{path}_", "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)")
    elif command.get("description") or command.get("options"):
        raise invalid(
            f"{path}description",
            "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION",
            "Context menu commands cannot have a description or options",
        )
    bits = command.get("default_member_permissions")
    if bits is not None and not str(bits).isdigit():
        raise invalid(f"{path}default_member_permissions", "BITFIELD_TYPE_CONVERT", "Not a bit field.")


def _check_name(holder: Json, path: str, *, slash: bool) -> None:
    names = {"name": holder.get("name"), **{f"name_localizations.{k}": v for k, v in (holder.get("name_localizations") or {}).items()}}
    for field, name in names.items():
        check_length(f"{path}{field}", name, 1, 32)
        if slash and (not _SLASH_NAME.match(str(name)) or name != name.lower()):
            raise invalid(f"{path}{field}", "STRING_TYPE_REGEX", "String value did not match validation regex.")
    _check_locales(holder, "name_localizations", path)


def _check_description(holder: Json, path: str) -> None:
    texts = {
        "description": holder.get("description"),
        **{f"description_localizations.{k}": v for k, v in (holder.get("description_localizations") or {}).items()},
    }
    for field, text in texts.items():
        check_length(f"{path}{field}", text, 1, 100)
    _check_locales(holder, "description_localizations", path)


def _check_locales(holder: Json, key: str, path: str) -> None:
    for locale in holder.get(key) or {}:
        if locale not in LOCALES:
            raise choice(f"{path}{key}.{locale}")


def _check_options(options: list[Json], path: str, depth: int = 0) -> None:
    check_length(path, options, 0, LIST_MOST)
    optional_seen, names = False, set()
    for index, option in enumerate(options):
        here = f"{path}.{index}."
        _check_name(option, here, slash=True)
        _check_description(option, here)
        if option["name"] in names:
            raise invalid(f"{here}name", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option names must be unique")
        names.add(option["name"])
        kind = option.get("type")
        if kind not in range(1, 12):
            raise choice(f"{here}type")
        if kind in (SUB_COMMAND, SUB_COMMAND_GROUP):
            if depth > (1 if kind == SUB_COMMAND else 0):
                raise invalid(f"{here}type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-commands can't be nested this deep")
            _check_options(option.get("options") or [], f"{here}options", depth + 1)
            continue
        if option.get("required") and optional_seen:
            raise invalid(
                here.rstrip("."),
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            )
        optional_seen = optional_seen or not option.get("required")
        _check_choices(option, here)


def _check_choices(option: Json, path: str) -> None:
    choices = option.get("choices") or []
    if choices and option.get("autocomplete"):
        raise invalid(f"{path}autocomplete", "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES", "Choices and autocomplete exclude each other")
    check_choices(choices, f"{path}choices")


def check_choices(choices: list[Json], path: str) -> None:
    """Up to 25 choices, each with a name and a value of at most 100 characters."""
    check_length(path, choices, 0, LIST_MOST)
    for index, one in enumerate(choices):
        if "value" not in one:
            raise required(f"{path}.{index}.value")
        check_length(f"{path}.{index}.name", one.get("name"), 1, 100)
        if isinstance(one["value"], str):
            check_length(f"{path}.{index}.value", one["value"], 1, 100)


def _size(holder: Json) -> int:
    """Characters of names, descriptions and choice values, the longest locale counted."""
    own = sum(
        max([len(holder.get(key) or ""), *(len(text) for text in (holder.get(f"{key}_localizations") or {}).values())])
        for key in ("name", "description")
    )
    own += sum(len(str(one["name"])) + len(str(one["value"])) for one in holder.get("choices") or [])
    return own + sum(_size(option) for option in holder.get("options") or [])
