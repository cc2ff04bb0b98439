"""Answers to interactions, and the messages that follow."""

from sandbox.discord import views
from sandbox.discord.errors import required
from sandbox.discord.ids import Json
from sandbox.discord.interactions import Interaction
from sandbox.discord.routes.table import Call, Routes
from sandbox.discord.verbs import answers

routes = Routes()
_HOOK = "/webhooks/{webhook_id}/{webhook_token}"


@routes.on("POST /interactions/{interaction_id}/{interaction_token}/callback", public=True)
def callback(call: Call) -> Json | None:
    """The first answer."""
    if "type" not in call.body:
        raise required("type")
    answer = answers.acknowledge(call.world, call.path["interaction_id"], call.path["interaction_token"], call.body, call.files)
    return answer if call.asks("with_response") else None


def _interaction(call: Call) -> Interaction:
    return answers.by_token(call.world, call.path["webhook_id"], call.path["webhook_token"])


def _seen(call: Call, message: Json) -> Json:
    return views.message(call.world, message, call.actor)


@routes.on(f"POST {_HOOK}", public=True)
def follow_up(call: Call) -> Json:
    """A further message. Unlike other webhooks, these always answer with the message."""
    return _seen(call, answers.follow_up(call.world, _interaction(call), call.body, call.files))


@routes.on(f"GET {_HOOK}/messages/@original", f"GET {_HOOK}/messages/{{message_id}}", public=True)
def read(call: Call) -> Json:
    """One of the interaction's messages."""
    return _seen(call, answers.own_message(call.world, _interaction(call), _which(call)))


@routes.on(f"PATCH {_HOOK}/messages/@original", f"PATCH {_HOOK}/messages/{{message_id}}", public=True)
def edit(call: Call) -> Json:
    """Changes one of the interaction's messages."""
    return _seen(call, answers.edit(call.world, _interaction(call), _which(call), call.body, call.files))


@routes.on(f"DELETE {_HOOK}/messages/@original", f"DELETE {_HOOK}/messages/{{message_id}}", public=True)
def delete(call: Call) -> None:
    """Takes one of the interaction's messages away."""
    answers.delete(call.world, _interaction(call), _which(call))


def _which(call: Call) -> str:
    return call.path.get("message_id", "@original")
