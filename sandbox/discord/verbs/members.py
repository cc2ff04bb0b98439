"""Members and roles: names, time-outs, who has which role, and who stands above whom."""

from datetime import datetime, timedelta

from sandbox.discord import wire
from sandbox.discord.errors import Refused, check_length, invalid, missing_permissions, unknown
from sandbox.discord.ids import Json
from sandbox.discord.permissions import Permission
from sandbox.discord.world import World

TIMEOUT_MOST = timedelta(days=28)
NICK_MOST, ROLES_MOST, ROLE_NAME_MOST = 32, 250, 100
_ROLE_FIELDS = ("name", "hoist", "mentionable", "unicode_emoji", "icon")


def require(world: World, actor: str, bit: Permission) -> None:
    """Server-wide permission. Raises Refused."""
    if not world.permissions(actor) & bit:
        raise missing_permissions()


def edit(world: World, actor: str, user_id: str, body: Json) -> Json:
    """Changes a member: nick, roles, time-out, each with its own permission. Raises Refused."""
    member = world.member(user_id)
    if "nick" in body:
        if user_id == actor:
            require(world, actor, Permission.CHANGE_NICKNAME)
        else:
            require(world, actor, Permission.MANAGE_NICKNAMES)
            _below(world, actor, user_id)
    if "roles" in body:
        _check_roles(world, actor, member, {str(one) for one in body["roles"] or []})
    until = _timeout(world, actor, user_id, body)
    _rename(member, body)
    if "roles" in body:
        member["roles"] = list(dict.fromkeys(str(one) for one in body["roles"] or []))
    if "communication_disabled_until" in body:
        member["communication_disabled_until"] = until
    world.member_changed(user_id)
    return member


def _rename(member: Json, body: Json) -> None:
    if "nick" in body:
        check_length("nick", body["nick"], 0, NICK_MOST)
        member["nick"] = body["nick"] or None


def _below(world: World, actor: str, user_id: str) -> None:
    if user_id == world.owner_id or world.top_role(user_id) >= world.top_role(actor):
        raise missing_permissions()


def _timeout(world: World, actor: str, user_id: str, body: Json) -> str | None:
    if "communication_disabled_until" not in body:
        return None
    require(world, actor, Permission.MODERATE_MEMBERS)
    _below(world, actor, user_id)
    if (text := body["communication_disabled_until"]) is None:
        return None
    try:
        until = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise invalid("communication_disabled_until", "DATE_TIME_TYPE_PARSE", "Could not parse. Should be ISO8601.") from None
    if world.permissions(user_id) & Permission.ADMINISTRATOR:
        raise missing_permissions()
    if until > world.clock.now() + TIMEOUT_MOST:
        raise invalid(
            "communication_disabled_until",
            "COMMUNICATION_DISABLED_TOO_LONG",
            "Communication disabled duration cannot be more than 28 days.",
        )
    return wire.iso(until)


def _check_roles(world: World, actor: str, member: Json, wanted: set[str]) -> None:
    require(world, actor, Permission.MANAGE_ROLES)
    for role_id in wanted.symmetric_difference(member["roles"]):
        _may_hand_out(world, actor, role_id)


def _may_hand_out(world: World, actor: str, role_id: str) -> Json:
    if role_id not in world.roles:
        raise unknown("Role")
    role = world.roles[role_id]
    if role["managed"] or role_id == world.guild_id or role["position"] >= world.top_role(actor):
        raise missing_permissions()
    return role


def set_role(world: World, actor: str, user_id: str, role_id: str, *, given: bool) -> None:
    """Gives or takes one role. Raises Refused."""
    member = world.member(user_id)
    require(world, actor, Permission.MANAGE_ROLES)
    _may_hand_out(world, actor, role_id)
    if (role_id in member["roles"]) != given:
        member["roles"] = [*member["roles"], role_id] if given else [one for one in member["roles"] if one != role_id]
        world.member_changed(user_id)


def create_role(world: World, actor: str, body: Json) -> Json:
    """A new role at the bottom. Raises Refused."""
    require(world, actor, Permission.MANAGE_ROLES)
    if len(world.roles) >= ROLES_MOST:
        raise Refused(400, 30005, f"Maximum number of guild roles reached ({ROLES_MOST})")
    bits = _bits(world, actor, body, default=int(world.roles[world.guild_id]["permissions"]))
    _check_role(body)
    fields = {key: body[key] for key in _ROLE_FIELDS if body.get(key) is not None}
    fields |= _colours(body)
    name = fields.pop("name", "new role")
    return world.roles[world.add_role(name, permissions=bits, **fields)]


def edit_role(world: World, actor: str, role_id: str, body: Json) -> Json:
    """Changes a role below one's own. Raises Refused."""
    require(world, actor, Permission.MANAGE_ROLES)
    if role_id not in world.roles:
        raise unknown("Role")
    role = world.roles[role_id]
    if role["position"] >= world.top_role(actor):
        raise missing_permissions()
    _check_role(body)
    bits = _bits(world, actor, body, default=int(role["permissions"]))
    role |= {key: body[key] for key in _ROLE_FIELDS if body.get(key) is not None} | {"permissions": str(bits)} | _colours(body)
    world.emit("GUILD_ROLE_UPDATE", {"guild_id": world.guild_id, "role": role})
    return role


def delete_role(world: World, actor: str, role_id: str) -> None:
    """Takes a role away from everyone. Raises Refused."""
    require(world, actor, Permission.MANAGE_ROLES)
    _may_hand_out(world, actor, role_id)
    del world.roles[role_id]
    for user_id, member in world.members.items():
        if role_id in member["roles"]:
            member["roles"] = [one for one in member["roles"] if one != role_id]
            world.member_changed(user_id)
    for channel in world.channels.values():
        if any(one["id"] == role_id for one in channel.get("permission_overwrites", [])):
            channel["permission_overwrites"] = [one for one in channel["permission_overwrites"] if one["id"] != role_id]
            world.emit("CHANNEL_UPDATE", channel)
    world.emit("GUILD_ROLE_DELETE", {"guild_id": world.guild_id, "role_id": role_id})


def move_roles(world: World, actor: str, entries: list[Json]) -> list[Json]:
    """Moves roles below one's own. Raises Refused."""
    require(world, actor, Permission.MANAGE_ROLES)
    top = world.top_role(actor)
    for entry in entries:
        if str(entry["id"]) not in world.roles:
            raise unknown("Role")
        position = entry.get("position")
        if world.roles[str(entry["id"])]["position"] >= top or (position or 0) >= top:
            raise missing_permissions()
    for entry in entries:
        if entry.get("position") is not None:
            role = world.roles[str(entry["id"])]
            role["position"] = int(entry["position"])
            world.emit("GUILD_ROLE_UPDATE", {"guild_id": world.guild_id, "role": role})
    return list(world.roles.values())


def _colours(body: Json) -> Json:
    """The older single colour and the newer gradient say the same; either may be sent."""
    sent = body.get("colors") or ({"primary_color": body["color"]} if body.get("color") is not None else None)
    if sent is None:
        return {}
    return {"color": sent["primary_color"], "colors": {"secondary_color": None, "tertiary_color": None, **sent}}


def _check_role(body: Json) -> None:
    check_length("name", body.get("name"), 0, ROLE_NAME_MOST)


def _bits(world: World, actor: str, body: Json, default: int) -> int:
    """Nobody hands out what they don't have."""
    if body.get("permissions") is None:
        return default
    bits = int(body["permissions"])
    if (bits ^ default) & bits & ~world.permissions(actor):
        raise missing_permissions()
    return bits


def leave(world: World, user_id: str) -> None:
    """A member goes; their private conversation with the bot stays, but closed by the missing shared server."""
    world.member(user_id)
    del world.members[user_id]
    for people in world.thread_members.values():
        people.pop(user_id, None)
    world.emit("GUILD_MEMBER_REMOVE", {"guild_id": world.guild_id, "user": world.users[user_id]})
