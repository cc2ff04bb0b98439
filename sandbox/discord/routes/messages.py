"""Messages: send, read, change, take away."""

from sandbox.discord import views
from sandbox.discord.errors import required
from sandbox.discord.ids import Json
from sandbox.discord.permissions import Permission
from sandbox.discord.routes.table import Call, Routes
from sandbox.discord.verbs import channels, messages

routes = Routes()
_ALL = "/channels/{channel_id}/messages"


@routes.on(f"POST {_ALL}")
def send(call: Call) -> Json:
    """A new message."""
    return views.for_bot(call.world, messages.send(call.world, call.actor, call.channel, call.body, call.files))


@routes.on(f"GET {_ALL}")
def history(call: Call) -> list[Json]:
    """What was said."""
    return [views.for_bot(call.world, one) for one in messages.history(call.world, call.actor, call.channel, call.query)]


@routes.on(f"GET {_ALL}/{{message_id}}")
def one_message(call: Call) -> Json:
    """One message."""
    call.world.require(call.actor, call.channel, Permission.READ_MESSAGE_HISTORY)
    return views.for_bot(call.world, call.world.message(call.channel, call.message))


@routes.on(f"PATCH {_ALL}/{{message_id}}")
def edit(call: Call) -> Json:
    """Changes a message."""
    return views.for_bot(call.world, messages.edit(call.world, call.actor, call.channel, call.message, call.body, files=call.files))


@routes.on(f"DELETE {_ALL}/{{message_id}}")
def delete(call: Call) -> None:
    """Takes a message away."""
    messages.delete(call.world, call.actor, call.channel, call.message)


@routes.on(f"POST {_ALL}/bulk-delete")
def bulk_delete(call: Call) -> None:
    """Takes several away."""
    if "messages" not in call.body:
        raise required("messages")
    messages.bulk_delete(call.world, call.actor, call.channel, call.body["messages"])


@routes.on("POST /channels/{channel_id}/typing")
def typing(call: Call) -> None:
    """Shows that the bot is writing."""
    channels.start_typing(call.world, call.actor, call.channel)
