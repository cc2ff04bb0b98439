"""Channels, their overwrites, and private conversations."""

from sandbox.discord import views, wire
from sandbox.discord.errors import required, unknown
from sandbox.discord.ids import Json
from sandbox.discord.routes.table import Call, Routes
from sandbox.discord.verbs import channels

routes = Routes()


def check_guild(call: Call) -> None:
    """Raises Refused where the path names another server."""
    if call.path["guild_id"] != call.world.guild_id:
        raise unknown("Guild")


@routes.on("GET /channels/{channel_id}")
def one_channel(call: Call) -> Json:
    """One channel."""
    return views.channel(call.world, call.world.require(call.actor, call.channel), call.actor)


@routes.on("PATCH /channels/{channel_id}")
def edit(call: Call) -> Json:
    """Changes a channel or thread."""
    return views.channel(call.world, channels.edit(call.world, call.actor, call.channel, call.body), call.actor)


@routes.on("DELETE /channels/{channel_id}")
def delete(call: Call) -> Json:
    """Takes a channel away."""
    return channels.delete(call.world, call.actor, call.channel)


@routes.on("GET /guilds/{guild_id}/channels")
def all_channels(call: Call) -> list[Json]:
    """Every channel of the server, threads not among them."""
    check_guild(call)
    return [one for one in call.world.channels.values() if one["type"] not in wire.THREADS | {wire.DM}]


@routes.on("POST /guilds/{guild_id}/channels", status=201)
def create(call: Call) -> Json:
    """A new channel."""
    check_guild(call)
    return channels.create(call.world, call.actor, call.body)


@routes.on("PATCH /guilds/{guild_id}/channels")
def reorder(call: Call) -> None:
    """Moves channels."""
    check_guild(call)
    channels.reorder(call.world, call.actor, call.body)


@routes.on("PUT /channels/{channel_id}/permissions/{overwrite_id}")
def set_overwrite(call: Call) -> None:
    """Sets one overwrite."""
    if call.body.get("type") not in (0, 1):
        raise required("type")
    channels.set_overwrite(call.world, call.actor, call.channel, call.path["overwrite_id"], call.body)


@routes.on("DELETE /channels/{channel_id}/permissions/{overwrite_id}")
def delete_overwrite(call: Call) -> None:
    """Takes one overwrite away."""
    channels.set_overwrite(call.world, call.actor, call.channel, call.path["overwrite_id"], None)


@routes.on("POST /users/@me/channels")
def open_dm(call: Call) -> Json:
    """The private conversation with one person."""
    if "recipient_id" not in call.body:
        raise required("recipient_id")
    return channels.open_dm(call.world, str(call.body["recipient_id"]))
