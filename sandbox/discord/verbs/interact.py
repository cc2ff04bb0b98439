"""A person presses, commands or fills in; the bot gets INTERACTION_CREATE."""

from sandbox.discord import views
from sandbox.discord.errors import Refused, invalid, missing_access, required
from sandbox.discord.ids import Json
from sandbox.discord.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL_SUBMIT, Interaction
from sandbox.discord.limits.components import MENU, MENUS, TEXT_INPUT, numbered, walk
from sandbox.discord.permissions import Permission
from sandbox.discord.verbs import options
from sandbox.discord.world import World

ATTACHMENT_LIMIT = 10 * 1024 * 1024
_RESOLVES = {5: ("users",), 6: ("roles",), 7: ("users", "roles"), 8: ("channels",)}


def usable_commands(world: World, user_id: str, channel_id: str) -> list[Json]:
    """The commands that a person is offered in a channel."""
    private = channel_id in world.dms
    bits = world.permissions(user_id, channel_id)
    if not bits & Permission.VIEW_CHANNEL or not bits & Permission.USE_APPLICATION_COMMANDS:
        return []
    scopes = ("global",) if private else (world.guild_id, "global")
    return [one for scope in scopes for one in world.commands[scope] if _offered(one, bits, private=private)]


def _offered(command: Json, bits: int, *, private: bool) -> bool:
    contexts = command.get("contexts")
    if contexts is not None and (1 if private else 0) not in contexts:
        return False
    if private:
        return bool(command.get("dm_permission", True)) or contexts is not None
    needed = command.get("default_member_permissions")
    if needed is None or bits & Permission.ADMINISTRATOR:
        return True
    return int(needed) != 0 and bits & int(needed) == int(needed)


def slash(world: World, user_id: str, channel_id: str, path: str, values: Json, *, focused: str | None = None) -> Interaction:
    """A slash command by its words ("words add"); with ``focused``, a question for suggestions. Raises Refused."""
    name, *below = path.split()
    command = _command(world, user_id, channel_id, name, 1)
    data: Json = {"id": command["id"], "name": name, "type": 1}
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    data |= options.fill(world, command, below, values, focused)
    kind = AUTOCOMPLETE if focused else COMMAND
    return _start(world, Interaction("", "", kind, user_id, channel_id, world.clock.now(), name=path), data)


def context(world: World, user_id: str, channel_id: str, name: str, target: Json) -> Interaction:
    """A context-menu command on a message or a person. Raises Refused."""
    on_message = "channel_id" in target
    kind = 3 if on_message else 2
    command = _command(world, user_id, channel_id, name, kind)
    data: Json = {"id": command["id"], "name": name, "type": kind, "target_id": target["id"]}
    if on_message:
        message = find_message(world, user_id, target)
        data["resolved"] = {"messages": {target["id"]: views.message(world, message, world.application_id)}}
    else:
        data["resolved"] = options.resolved(world, "users", target["id"])
    start = Interaction("", "", COMMAND, user_id, channel_id, world.clock.now(), name=name, command_type=kind, target=target["id"])
    return _start(world, start, data)


def _command(world: World, user_id: str, channel_id: str, name: str, kind: int) -> Json:
    for command in usable_commands(world, user_id, channel_id):
        if command["type"] == kind and command["name"] == name:
            return command
    raise Refused(404, 10063, f"Unknown application command: {name!r} is not offered to this person here")


def press(world: World, user_id: str, message: Json, custom_id: str, values: list[str] | None = None) -> Interaction:
    """A button, or a menu with ``values``. Raises Refused."""
    stored = find_message(world, user_id, message)
    component = next((one for one in walk(stored["components"]) if one.get("custom_id") == custom_id), None)
    if component is None:
        raise Refused(400, 50035, f"The message has no component {custom_id!r}")
    if component.get("disabled"):
        raise Refused(400, 50035, f"The component {custom_id!r} is disabled")
    data: Json = {"custom_id": custom_id, "component_type": component["type"], "id": component["id"]}
    if component["type"] in MENUS:
        data |= _chosen(world, component, values or [])
    start = Interaction("", "", COMPONENT, user_id, stored["channel_id"], world.clock.now(), source=stored["id"])
    return _start(world, start, data)


def _chosen(world: World, menu: Json, values: list[str]) -> Json:
    known = {option["value"] for option in menu.get("options") or []}
    if menu["type"] == MENU and set(values) - known:
        raise invalid("values", "BASE_TYPE_CHOICES", f"Value must be one of {sorted(known)}.")
    if not menu["min_values"] <= len(values) <= menu["max_values"]:
        raise invalid("values", "BASE_TYPE_BAD_LENGTH", f"Must choose {menu['min_values']} to {menu['max_values']}.")
    chosen: Json = {"values": values}
    found: Json = {}
    for value in values:
        for kind in _RESOLVES.get(menu["type"], ()):
            for key, entry in options.resolved(world, kind, value).items():
                found.setdefault(key, {}).update(entry)
    return chosen | ({"resolved": found} if found else {})


def submit(world: World, user_id: str, modal: Json, values: Json) -> Interaction:
    """Sends a form in: ``values`` by custom id or label. Raises Refused where an answer is missing or too long."""
    opened = world.interactions.get(str(modal.get("interaction_id")))
    if opened is None or opened.user != user_id or opened.modal is None:
        raise Refused(404, 10062, "Unknown interaction")
    components = numbered(modal["components"])
    data = {"custom_id": modal["custom_id"], "components": [_answered(one, values) for one in components]}
    start = Interaction("", "", MODAL_SUBMIT, user_id, opened.channel, world.clock.now(), source=opened.source, trigger=opened.id)
    interaction = _start(world, start, data)
    opened.modal = None
    return interaction


def _answered(component: Json, values: Json, label: str = "") -> Json:
    base: Json = {"type": component["type"], "id": component["id"]}
    if "components" in component:
        return base | {"components": [_answered(one, values) for one in component["components"]]}
    if "component" in component:
        return base | {"component": _answered(component["component"], values, component["label"])}
    if "custom_id" not in component:
        return base
    given = values.get(component["custom_id"], values.get(component.get("label") or label))
    if component["type"] != TEXT_INPUT:
        return base | {"custom_id": component["custom_id"], "values": list(given or [])}
    text = str(component.get("value") or "") if given is None else str(given)
    if not text and component.get("required", True):
        raise required(f"components.{component['custom_id']}")
    if text and not (component.get("min_length") or 0) <= len(text) <= (component.get("max_length") or 4000):
        raise invalid(f"components.{component['custom_id']}", "BASE_TYPE_BAD_LENGTH", "The answer is too short or too long.")
    return base | {"custom_id": component["custom_id"], "value": text}


def find_message(world: World, user_id: str, message: Json) -> Json:
    """The message as it stands now, shown to all or only to this person. Raises Refused."""
    if private := world.ephemerals[user_id].get(message["id"]):
        return private
    world.require(user_id, message["channel_id"])
    return world.message(message["channel_id"], message["id"])


def _start(world: World, interaction: Interaction, data: Json) -> Interaction:
    user_id, channel_id = interaction.user, interaction.channel
    member = world.members.get(user_id)
    if not world.can_see(user_id, channel_id):
        raise missing_access()
    if channel_id not in world.dms and member and world.timed_out(member) and not world.permissions(user_id) & Permission.ADMINISTRATOR:
        raise Refused(403, 50013, "Missing Permissions")  # whoever is timed out can only read
    interaction.id, interaction.token = world.ids.next(), world.secret(32)
    world.interactions[interaction.id] = interaction
    world.emit("INTERACTION_CREATE", _payload(world, interaction, data), {world.application_id})
    return interaction


def _payload(world: World, interaction: Interaction, data: Json) -> Json:
    user_id, channel_id = interaction.user, interaction.channel
    private = channel_id in world.dms
    bits = str(world.permissions(user_id, channel_id))
    payload: Json = {
        "id": interaction.id,
        "application_id": world.application_id,
        "type": interaction.kind,
        "token": interaction.token,
        "version": 1,
        "data": data,
        "channel_id": channel_id,
        "channel": {**views.channel(world, world.channels[channel_id], world.application_id), "permissions": bits},
        "locale": world.locales[user_id],
        "entitlements": [],
        "authorizing_integration_owners": {"0": "0" if private else world.guild_id},
        "context": 1 if private else 0,
        "attachment_size_limit": ATTACHMENT_LIMIT,
        "app_permissions": str(world.permissions(world.application_id, channel_id)),
    }
    if private:
        payload["user"] = world.users[user_id]
    else:
        locale = world.guild["preferred_locale"]
        payload |= {"guild_id": world.guild_id, "guild_locale": locale, "guild": {"id": world.guild_id, "features": [], "locale": locale}}
        payload["member"] = {**world.members[user_id], "permissions": bits}
    if interaction.source:
        payload["message"] = views.message(world, source_message(world, interaction), world.application_id)
    return payload


def source_message(world: World, interaction: Interaction) -> Json:
    """The message whose component started this. Raises Refused where it is gone."""
    return find_message(world, interaction.user, {"id": interaction.source, "channel_id": interaction.channel})
