"""Application commands: the whole scope at once, or one by one."""

from sandbox.discord.errors import missing_access, unknown
from sandbox.discord.ids import Json
from sandbox.discord.limits.commands import check_command, check_commands
from sandbox.discord.routes.table import Call, Routes

routes = Routes()
_ALL = "/applications/{application_id}/commands"
_ALL_HERE = "/applications/{application_id}/guilds/{guild_id}/commands"


def _scope(call: Call) -> str:
    guild = call.path.get("guild_id")
    if call.path["application_id"] != call.actor or guild not in (None, call.world.guild_id):
        raise missing_access()
    return guild or "global"


@routes.on(f"PUT {_ALL}", f"PUT {_ALL_HERE}")
def replace(call: Call) -> list[Json]:
    """All commands of a scope; those that keep their name and type keep their id."""
    scope = _scope(call)
    check_commands(call.body)
    before = {(one["type"], one["name"]): one["id"] for one in call.world.commands[scope]}
    call.world.commands[scope] = [_stored(call, scope, one, before.get((one.get("type", 1), one["name"]))) for one in call.body]
    call.world.emit("SANDBOX_COMMANDS", {"scope": scope})
    return call.world.commands[scope]


@routes.on(f"GET {_ALL}", f"GET {_ALL_HERE}")
def listed(call: Call) -> list[Json]:
    """All commands of a scope; translations only if asked for."""
    stored = call.world.commands[_scope(call)]
    if call.asks("with_localizations"):
        return stored
    return [{key: value for key, value in one.items() if not key.endswith("_localizations")} for one in stored]


@routes.on(f"POST {_ALL}", f"POST {_ALL_HERE}", status=201)
def create(call: Call) -> Json:
    """One command; one of the same name and type is replaced."""
    scope = _scope(call)
    check_command(call.body)
    key = call.body.get("type", 1), call.body["name"]
    others = [one for one in call.world.commands[scope] if (one["type"], one["name"]) != key]
    check_commands([*others, call.body])
    made = _stored(call, scope, call.body, None)
    call.world.commands[scope] = [*others, made]
    call.world.emit("SANDBOX_COMMANDS", {"scope": scope})
    return made


@routes.on(f"GET {_ALL}/{{command_id}}", f"GET {_ALL_HERE}/{{command_id}}")
def one_command(call: Call) -> Json:
    """One command."""
    return _found(call)


def _found(call: Call) -> Json:
    for one in call.world.commands[_scope(call)]:
        if one["id"] == call.path["command_id"]:
            return one
    raise unknown("application command")


@routes.on(f"DELETE {_ALL}/{{command_id}}", f"DELETE {_ALL_HERE}/{{command_id}}")
def delete(call: Call) -> None:
    """Takes one command away."""
    call.world.commands[_scope(call)].remove(_found(call))


def _stored(call: Call, scope: str, body: Json, known: str | None) -> Json:
    kept = {key: value for key, value in body.items() if value is not None}
    bits = kept.pop("default_member_permissions", None)
    return {
        "type": 1,
        "description": "",
        "dm_permission": True,
        "contexts": None,
        "integration_types": [0],
        "nsfw": False,
        **kept,
        "id": known or call.world.ids.next(),
        "application_id": call.actor,
        "version": call.world.ids.next(),
        "default_member_permissions": None if bits is None else str(bits),
        **({"guild_id": scope} if scope != "global" else {}),
    }
