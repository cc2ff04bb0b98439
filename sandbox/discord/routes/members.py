"""The server, its members and its roles."""

from sandbox.discord.errors import missing_access, required, unknown
from sandbox.discord.ids import Json
from sandbox.discord.intents import GUILD_MEMBERS
from sandbox.discord.routes.channels import check_guild
from sandbox.discord.routes.table import Call, Routes
from sandbox.discord.verbs import members

routes = Routes()
_ROLE = "/guilds/{guild_id}/members/{user_id}/roles/{role_id}"


@routes.on("GET /guilds/{guild_id}")
def guild(call: Call) -> Json:
    """The server."""
    check_guild(call)
    counts = {"approximate_member_count": len(call.world.members), "approximate_presence_count": len(call.world.members)}
    return {**call.world.guild, "roles": list(call.world.roles.values()), **(counts if call.asks("with_counts") else {})}


@routes.on("GET /guilds/{guild_id}/members/{user_id}")
def one_member(call: Call) -> Json:
    """One member."""
    check_guild(call)
    return call.world.member(call.path["user_id"])


@routes.on("GET /guilds/{guild_id}/members")
def all_members(call: Call) -> list[Json]:
    """Members by id: needs the privileged intent."""
    check_guild(call)
    if not call.world.privileged & GUILD_MEMBERS:
        raise missing_access()
    after = int(call.query.get("after", 0))
    ids = sorted(int(one) for one in call.world.members if int(one) > after)[: int(call.query.get("limit", 1))]
    return [call.world.members[str(one)] for one in ids]


@routes.on("GET /guilds/{guild_id}/members/search")
def search(call: Call) -> list[Json]:
    """Members whose name or nick begins so."""
    check_guild(call)
    if not (words := call.query.get("query", "").lower()):
        raise required("query")
    found = [one for one in call.world.members.values() if any((name or "").lower().startswith(words) for name in _names(one))]
    return found[: int(call.query.get("limit", 1))]


def _names(member: Json) -> tuple[str | None, ...]:
    return member["user"]["username"], member["user"]["global_name"], member["nick"]


@routes.on("PATCH /guilds/{guild_id}/members/{user_id}")
def edit(call: Call) -> Json:
    """Changes a member."""
    check_guild(call)
    return members.edit(call.world, call.actor, call.path["user_id"], call.body)


@routes.on("PATCH /guilds/{guild_id}/members/@me")
def edit_self(call: Call) -> Json:
    """Changes the bot's own nick."""
    check_guild(call)
    return members.edit(call.world, call.actor, call.actor, {key: call.body[key] for key in ("nick",) if key in call.body})


@routes.on(f"PUT {_ROLE}")
def give_role(call: Call) -> None:
    """Gives a role."""
    check_guild(call)
    members.set_role(call.world, call.actor, call.path["user_id"], call.path["role_id"], given=True)


@routes.on(f"DELETE {_ROLE}")
def take_role(call: Call) -> None:
    """Takes a role back."""
    check_guild(call)
    members.set_role(call.world, call.actor, call.path["user_id"], call.path["role_id"], given=False)


@routes.on("GET /guilds/{guild_id}/roles")
def roles(call: Call) -> list[Json]:
    """Every role."""
    check_guild(call)
    return list(call.world.roles.values())


@routes.on("GET /guilds/{guild_id}/roles/{role_id}")
def one_role(call: Call) -> Json:
    """One role."""
    check_guild(call)
    if found := call.world.roles.get(call.path["role_id"]):
        return found
    raise unknown("Role")


@routes.on("POST /guilds/{guild_id}/roles")
def create_role(call: Call) -> Json:
    """A new role."""
    check_guild(call)
    return members.create_role(call.world, call.actor, call.body)


@routes.on("PATCH /guilds/{guild_id}/roles")
def move_roles(call: Call) -> list[Json]:
    """Moves roles."""
    check_guild(call)
    return members.move_roles(call.world, call.actor, call.body)


@routes.on("PATCH /guilds/{guild_id}/roles/{role_id}")
def edit_role(call: Call) -> Json:
    """Changes a role."""
    check_guild(call)
    return members.edit_role(call.world, call.actor, call.path["role_id"], call.body)


@routes.on("DELETE /guilds/{guild_id}/roles/{role_id}")
def delete_role(call: Call) -> None:
    """Takes a role away."""
    check_guild(call)
    members.delete_role(call.world, call.actor, call.path["role_id"])
