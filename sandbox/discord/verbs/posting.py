"""Puts messages into channels and tells those who may know; the platform's own notices too."""

from sandbox.discord import views, wire
from sandbox.discord.ids import Json
from sandbox.discord.world import World

PINNED, THREAD_CREATED, THREAD_STARTER = 6, 18, 21


def post(world: World, message: Json) -> Json:
    """Puts a composed message into its channel and tells everyone."""
    channel = world.channels[message["channel_id"]]
    world.messages[channel["id"]][message["id"]] = message
    channel["last_message_id"] = message["id"]
    if channel["type"] in wire.THREADS:
        channel["message_count"] += 1
        channel["total_message_sent"] += 1
    if message.get("nonce") is not None:
        key = f"{message['author']['id']}:{channel['id']}:{message['nonce']}"
        world.nonces[key] = (message["id"], message["timestamp"])
    tell(world, "MESSAGE_CREATE", message)
    return message


def notice(world: World, author: str, channel_id: str, kind: int, *, content: str = "", reference: Json | None = None) -> Json:
    """A message that the platform writes by itself: somebody pinned, somebody opened a thread."""
    message: Json = {
        "id": world.ids.next(),
        "channel_id": channel_id,
        "author": world.users[author],
        "content": content,
        "timestamp": wire.iso(world.clock.now()),
        "edited_timestamp": None,
        "tts": False,
        "pinned": False,
        "type": kind,
        "flags": 0,
        "mention_everyone": False,
        **{key: [] for key in ("mentions", "mention_roles", "attachments", "embeds", "components")},
    }
    if reference:
        message["message_reference"] = {"type": 0, "guild_id": world.guild_id, **reference}
    return post(world, message)


def tell(world: World, event: str, message: Json) -> None:
    """MESSAGE_CREATE or MESSAGE_UPDATE to those who may know."""
    world.emit(event, views.gateway_message(world, message), audience(world, message["channel_id"]))


def audience(world: World, channel_id: str) -> set[str] | None:
    """The two of a private conversation; None where the channel's permissions say it."""
    return {world.dms[channel_id], world.application_id} if channel_id in world.dms else None


def in_guild(world: World, channel_id: str) -> Json:
    """The server's id, where the channel is in the server."""
    return {} if channel_id in world.dms else {"guild_id": world.guild_id}
