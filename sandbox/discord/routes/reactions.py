"""Reactions, pins and polls."""

from sandbox.discord import views
from sandbox.discord.errors import Refused
from sandbox.discord.ids import Json
from sandbox.discord.permissions import Permission
from sandbox.discord.routes.table import Call, Routes
from sandbox.discord.verbs import reactions

routes = Routes()
_ONE = "/channels/{channel_id}/messages/{message_id}/reactions"
_PINS = "/channels/{channel_id}/messages/pins"
_POLL = "/channels/{channel_id}/polls/{message_id}"


@routes.on(f"PUT {_ONE}/{{emoji_name}}/@me")
def react(call: Call) -> None:
    """Adds the bot's reaction."""
    reactions.react(call.world, call.actor, call.channel, call.message, call.path["emoji_name"])


@routes.on(f"DELETE {_ONE}/{{emoji_name}}/@me")
def unreact(call: Call) -> None:
    """Takes the bot's reaction back."""
    reactions.unreact(call.world, call.actor, call.channel, call.message, call.path["emoji_name"])


@routes.on(f"DELETE {_ONE}/{{emoji_name}}/{{user_id}}")
def unreact_other(call: Call) -> None:
    """Takes somebody's reaction away."""
    reactions.unreact(call.world, call.actor, call.channel, call.message, call.path["emoji_name"], whose=call.path["user_id"])


@routes.on(f"DELETE {_ONE}", f"DELETE {_ONE}/{{emoji_name}}")
def clear(call: Call) -> None:
    """Takes all reactions away, or all of one emoji."""
    reactions.clear(call.world, call.actor, call.channel, call.message, call.path.get("emoji_name"))


@routes.on(f"GET {_ONE}/{{emoji_name}}")
def who_reacted(call: Call) -> list[Json]:
    """Who reacted with one emoji."""
    call.world.require(call.actor, call.channel, Permission.READ_MESSAGE_HISTORY)
    call.world.message(call.channel, call.message)
    people = call.world.reactions[call.message].get(call.path["emoji_name"], [])
    after = int(call.query.get("after", 0))
    return [call.world.users[one] for one in sorted(people, key=int) if int(one) > after][: int(call.query.get("limit", 25))]


@routes.on(f"GET {_PINS}")
def pins(call: Call) -> Json:
    """What is pinned, newest first."""
    before, limit = call.query.get("before", "9"), int(call.query.get("limit", 50))
    found = [(at, one) for at, one in reactions.pinned(call.world, call.actor, call.channel) if at < before]
    items = [{"pinned_at": at, "message": views.for_bot(call.world, one)} for at, one in found[:limit]]
    return {"items": items, "has_more": len(found) > limit}


@routes.on(f"PUT {_PINS}/{{message_id}}", "PUT /channels/{channel_id}/pins/{message_id}")
def pin(call: Call) -> None:
    """Pins a message."""
    reactions.pin(call.world, call.actor, call.channel, call.message)


@routes.on(f"DELETE {_PINS}/{{message_id}}", "DELETE /channels/{channel_id}/pins/{message_id}")
def unpin(call: Call) -> None:
    """Takes a pin away."""
    reactions.unpin(call.world, call.actor, call.channel, call.message)


@routes.on("GET /channels/{channel_id}/pins")
def old_pins(call: Call) -> list[Json]:
    """What is pinned, by the older route that some clients still use."""
    return [views.for_bot(call.world, one) for _, one in reactions.pinned(call.world, call.actor, call.channel)[:50]]


@routes.on(f"POST {_POLL}/expire")
def end_poll(call: Call) -> Json:
    """Closes the bot's own poll."""
    return views.for_bot(call.world, reactions.end_poll(call.world, call.actor, call.channel, call.message))


@routes.on(f"GET {_POLL}/answers/{{answer_id}}")
def voters(call: Call) -> Json:
    """Who chose one answer."""
    call.world.require(call.actor, call.channel, Permission.READ_MESSAGE_HISTORY)
    message = call.world.message(call.channel, call.message)
    if call.path["answer_id"] not in {str(one["answer_id"]) for one in message.get("poll", {}).get("answers", [])}:
        raise Refused(404, 10102, "Unknown Poll Answer")
    people = call.world.votes[call.message].get(call.path["answer_id"], [])
    after = int(call.query.get("after", 0))
    chosen = [one for one in sorted(people, key=int) if int(one) > after][: int(call.query.get("limit", 25))]
    return {"users": [call.world.users[one] for one in chosen]}
