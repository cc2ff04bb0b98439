"""Fills in a slash command's options as the client does: the right type, within limits, with the things they name beside them."""

from sandbox.discord import wire
from sandbox.discord.errors import Refused, invalid, required
from sandbox.discord.ids import Json
from sandbox.discord.limits import commands as limits
from sandbox.discord.verbs.compose import store_files
from sandbox.discord.world import World

_NAMES = {limits.USER_OPTION: ("users",), limits.CHANNEL: ("channels",), limits.ROLE: ("roles",), limits.MENTIONABLE: ("users", "roles")}
_SUBS = (limits.SUB_COMMAND, limits.SUB_COMMAND_GROUP)


def fill(world: World, command: Json, below: list[str], values: Json, focused: str | None) -> Json:
    """``options`` and ``resolved`` of an interaction. Raises Refused where an answer is missing or doesn't fit."""
    holder, steps = command, []
    for word in below:
        holder = _named(holder, word)
        steps.append(holder)
    known = holder.get("options") or []
    if any(option["type"] in _SUBS for option in known):
        raise Refused(400, 50035, f"Choose one of {[option['name'] for option in known]}")
    if strangers := set(values) - {option["name"] for option in known}:
        raise Refused(400, 50035, f"No such options: {sorted(strangers)}")
    found: Json = {}
    filled = [_answer(world, option, values[option["name"]], focused, found) for option in known if option["name"] in values]
    if not focused and (missing := [option["name"] for option in known if option.get("required") and option["name"] not in values]):
        raise required(missing[0])
    for step in reversed(steps):
        filled = [{"name": step["name"], "type": step["type"], "options": filled}]
    return {"options": filled, **({"resolved": found} if found else {})}


def _named(holder: Json, word: str) -> Json:
    for option in holder.get("options") or []:
        if option["name"] == word and option["type"] in _SUBS:
            named: Json = option
            return named
    raise Refused(400, 50035, f"No such subcommand: {word!r}")


def _answer(world: World, option: Json, value: object, focused: str | None, found: Json) -> Json:
    name, kind = option["name"], option["type"]
    if name == focused:
        return {"name": name, "type": kind, "value": value, "focused": True}
    if kind == limits.ATTACHMENT:
        value = _upload(world, value, found)
    elif kind in _NAMES:
        value = str(value)
        _resolve(world, option, value, found)
    else:
        value = _plain(option, value)
    return {"name": name, "type": kind, "value": value}


def _plain(option: Json, value: object) -> object:
    name, kind = option["name"], option["type"]
    if kind == limits.STRING:
        text = str(value)
        if not option.get("min_length", 0) <= len(text) <= option.get("max_length", 6000):
            raise invalid(name, "BASE_TYPE_BAD_LENGTH", "The text is too short or too long.")
        value = text
    elif kind == limits.BOOLEAN:
        value = value in (True, "true", "True")
    else:
        value = _number(option, value)
    if (choices := option.get("choices")) and value not in [one["value"] for one in choices]:
        raise invalid(name, "BASE_TYPE_CHOICES", f"Value must be one of {[one['name'] for one in choices]}.")
    return value


def _number(option: Json, value: object) -> int | float:
    try:
        number = int(str(value)) if option["type"] == limits.INTEGER else float(str(value))
    except ValueError:
        raise invalid(option["name"], "NUMBER_TYPE_COERCE", f'Value "{value}" is not a number.') from None
    if not option.get("min_value", -(2**53)) <= number <= option.get("max_value", 2**53):
        raise invalid(option["name"], "NUMBER_TYPE_MAX", "The number is too small or too great.")
    return number


def _resolve(world: World, option: Json, value: str, found: Json) -> None:
    entries: Json = {}
    for kind in _NAMES[option["type"]]:
        entries |= resolved(world, kind, value)
    if not entries:
        raise invalid(option["name"], "BASE_TYPE_CHOICES", "There is no such person, role or channel.")
    wanted = option.get("channel_types")
    if wanted and world.channels[value]["type"] not in wanted:
        raise invalid(option["name"], "BASE_TYPE_CHOICES", "This kind of channel can't be chosen here.")
    for key, entry in entries.items():
        found.setdefault(key, {}).update(entry)


def resolved(world: World, kind: str, thing: str) -> Json:
    """The ``resolved`` entries of one person, role or channel; empty where there is none."""
    if kind == "users" and thing in world.users:
        entry: Json = {"users": {thing: world.users[thing]}}
        if member := world.members.get(thing):
            partial = {key: value for key, value in member.items() if key not in ("user", "deaf", "mute")}
            entry["members"] = {thing: partial | {"permissions": str(world.permissions(thing))}}
        return entry
    if kind == "roles" and thing in world.roles:
        return {"roles": {thing: world.roles[thing]}}
    if kind == "channels" and thing in world.channels and world.channels[thing]["type"] != wire.DM:
        bits = str(world.permissions(world.application_id, thing))
        return {"channels": {thing: {**world.channels[thing], "permissions": bits}}}
    return {}


def _upload(world: World, value: object, found: Json) -> str:
    if not isinstance(value, tuple):
        raise Refused(400, 50035, "An attachment is given as (name, bytes)")
    stored = store_files(world, "ephemeral", [value], [])[0] | {"ephemeral": True}
    found.setdefault("attachments", {})[stored["id"]] = stored
    return str(stored["id"])
