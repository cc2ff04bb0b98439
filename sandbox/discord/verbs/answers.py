"""The bot answers an interaction: at once, later, by a form, by suggestions, and with further messages."""

from collections.abc import Sequence

from sandbox.discord import views, wire
from sandbox.discord.errors import Refused, invalid, unknown
from sandbox.discord.ids import Json
from sandbox.discord.interactions import ANSWER_WITHIN, AUTOCOMPLETE, COMMAND, MODAL_SUBMIT, TOKEN_LIVES, Interaction, Outcome
from sandbox.discord.limits.commands import check_choices
from sandbox.discord.limits.components import check_modal, numbered
from sandbox.discord.limits.messages import File, check_message, check_not_empty
from sandbox.discord.verbs import compose, messages, posting
from sandbox.discord.verbs.interact import source_message
from sandbox.discord.world import World

PONG, MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 1, 4, 5, 6, 7, 8, 9


def acknowledge(world: World, interaction_id: str, token: str, body: Json, files: Sequence[File]) -> Json:
    """The first answer, within three seconds. Returns the callback's answer. Raises Refused."""
    interaction = world.interactions.get(interaction_id)
    late = interaction and not interaction.acknowledged and world.clock.now() - interaction.at > ANSWER_WITHIN
    if interaction is None or interaction.token != token or late:
        raise unknown("interaction")
    if interaction.acknowledged:
        raise Refused(400, 40060, "Interaction has already been acknowledged.")
    kind, data = body["type"], body.get("data") or {}
    _check_kind(interaction, kind)
    message = _answer(world, interaction, kind, data, files)
    interaction.acknowledged = kind
    return _callback(world, interaction, kind, message)


def _check_kind(interaction: Interaction, kind: int) -> None:
    suggests = interaction.kind == AUTOCOMPLETE
    fits = kind == CHOICES if suggests else kind in (PONG, MESSAGE, DEFER, DEFER_UPDATE, UPDATE, MODAL)
    if kind in (DEFER_UPDATE, UPDATE) and not interaction.source:
        fits = False
    if kind == MODAL and interaction.kind == MODAL_SUBMIT:
        fits = False
    if not fits:
        raise invalid("type", "INTERACTION_CALLBACK_TYPE", "This type of answer doesn't fit this interaction.")


def _answer(world: World, interaction: Interaction, kind: int, data: Json, files: Sequence[File]) -> Json | None:
    if kind == MESSAGE:
        message = _send(world, interaction, data, files)
        interaction.original = message["id"]
        shown(world, interaction, Outcome("message", message["id"]))
        return message
    if kind == DEFER:
        message = _send(world, interaction, {"flags": (data.get("flags") or 0) & wire.EPHEMERAL}, (), loading=True)
        interaction.original, interaction.loading = message["id"], True
        shown(world, interaction, Outcome("deferred", message["id"]))
        return message
    if kind == UPDATE:
        message = messages.change(world, source_message(world, interaction), data, files)
        interaction.original = message["id"]
        shown(world, interaction, Outcome("update", message["id"]))
        return message
    if kind == DEFER_UPDATE:
        interaction.original = interaction.source
        shown(world, interaction, Outcome("deferred"))
    elif kind == CHOICES:
        check_choices(data.get("choices") or [], "data.choices")
        shown(world, interaction, Outcome("choices", choices=tuple(data.get("choices") or [])))
    elif kind == MODAL:
        check_modal(data)
        interaction.modal = {**data, "components": numbered(data["components"]), "interaction_id": interaction.id}
        shown(world, interaction, Outcome("modal"))
    return None


def shown(world: World, interaction: Interaction, outcome: Outcome) -> None:
    """Remembers what the person was shown, and tells them."""
    interaction.outcomes.append(outcome)
    data: Json = {"interaction_id": interaction.id, "kind": outcome.kind, "channel_id": interaction.channel, "message_id": outcome.message}
    data |= {"modal": interaction.modal} if outcome.kind == "modal" else {}
    world.emit("SANDBOX_OUTCOME", data | {"choices": list(outcome.choices)}, {interaction.user})


def _callback(world: World, interaction: Interaction, kind: int, message: Json | None) -> Json:
    told: Json = {"id": interaction.id, "type": interaction.kind}
    if message:
        told |= {"response_message_id": message["id"], "response_message_loading": kind == DEFER}
        told["response_message_ephemeral"] = bool(message["flags"] & wire.EPHEMERAL)
    answer: Json = {"interaction": told}
    if message and kind in (MESSAGE, UPDATE):
        answer["resource"] = {"type": kind, "message": views.message(world, message, world.application_id)}
    return answer


def _send(world: World, interaction: Interaction, data: Json, files: Sequence[File], *, loading: bool = False) -> Json:
    check_message(data, files)
    message = compose.compose(world, world.application_id, world.channel(interaction.channel), data, files)
    if not loading:
        check_not_empty(message)
    message["flags"] |= wire.LOADING if loading else 0
    message |= {"application_id": world.application_id, "webhook_id": world.application_id}
    message["interaction_metadata"] = _metadata(world, interaction)
    _place(world, interaction, message)
    interaction.messages.append(message["id"])
    if message["flags"] & wire.EPHEMERAL:
        world.ephemerals[interaction.user][message["id"]] = message
        world.emit("MESSAGE_CREATE", message, {interaction.user})
        return message
    return posting.post(world, message)


def _place(world: World, interaction: Interaction, message: Json) -> None:
    """The message's type: a command's first answer, or an answer to the message that it belongs to."""
    if interaction.kind == COMMAND and not interaction.messages:
        message["type"] = 20 if interaction.command_type == 1 else 23
        return
    target = interaction.original or interaction.source
    if target in world.messages[interaction.channel]:
        message["type"] = compose.REPLY
        message["message_reference"] = {"type": 0, "channel_id": interaction.channel, "message_id": target}
        message["message_reference"] |= posting.in_guild(world, interaction.channel)


def _metadata(world: World, interaction: Interaction) -> Json:
    owners = {"0": "0" if interaction.channel in world.dms else world.guild_id}
    user = world.users[interaction.user]
    metadata: Json = {"id": interaction.id, "type": interaction.kind, "user": user, "authorizing_integration_owners": owners}
    if interaction.original:
        metadata["original_response_message_id"] = interaction.original
    if interaction.kind == COMMAND and interaction.target:
        on_person = interaction.command_type == 2  # noqa: PLR2004 - a user command
        metadata |= {"target_user": world.users[interaction.target]} if on_person else {"target_message_id": interaction.target}
    elif interaction.kind == MODAL_SUBMIT and interaction.trigger:
        metadata["triggering_interaction_metadata"] = _metadata(world, world.interactions[interaction.trigger])
    elif interaction.source:
        metadata["interacted_message_id"] = interaction.source
    return metadata


def by_token(world: World, application_id: str, token: str) -> Interaction:
    """The interaction that a webhook's token stands for, while it lives. Raises Refused."""
    for interaction in reversed(world.interactions.values()):
        if interaction.token == token and application_id == world.application_id:
            if world.clock.now() - interaction.at > TOKEN_LIVES:
                raise Refused(401, 50027, "Invalid Webhook Token")
            return interaction
    raise unknown("Webhook")


def follow_up(world: World, interaction: Interaction, data: Json, files: Sequence[File]) -> Json:
    """A further message; the first after a deferral fills the promised one. Raises Refused."""
    if not interaction.acknowledged:
        raise unknown("Webhook")
    if interaction.loading:
        return fill(world, interaction, data, files)
    message = _send(world, interaction, data, files)
    shown(world, interaction, Outcome("message", message["id"]))
    return message


def fill(world: World, interaction: Interaction, data: Json, files: Sequence[File]) -> Json:
    """Puts words where "is thinking…" stood."""
    message = own_message(world, interaction, "@original")
    flags = (data.get("flags") or 0) & (wire.SUPPRESS_EMBEDS | wire.COMPONENTS_V2)
    messages.change(world, message, {**data, "flags": flags}, files, quietly=True)
    interaction.loading = False
    shown(world, interaction, Outcome("message", message["id"]))
    return message


def own_message(world: World, interaction: Interaction, message_id: str) -> Json:
    """A message of this interaction, "@original" being the first. Raises Refused."""
    wanted = interaction.original if message_id == "@original" else message_id
    if wanted is None or wanted not in (*interaction.messages, interaction.original):
        raise unknown("Message")
    if private := world.ephemerals[interaction.user].get(wanted):
        return private
    return world.message(interaction.channel, wanted)


def edit(world: World, interaction: Interaction, message_id: str, data: Json, files: Sequence[File]) -> Json:
    """Changes one of the interaction's messages. Raises Refused."""
    message = own_message(world, interaction, message_id)
    if interaction.loading and message["id"] == interaction.original:
        return fill(world, interaction, data, files)
    messages.change(world, message, data, files)
    shown(world, interaction, Outcome("update", message["id"]))
    return message


def delete(world: World, interaction: Interaction, message_id: str) -> None:
    """Takes one of the interaction's messages away. Raises Refused."""
    message = own_message(world, interaction, message_id)
    if world.ephemerals[interaction.user].pop(message["id"], None):
        world.emit("MESSAGE_DELETE", {"id": message["id"], "channel_id": interaction.channel}, {interaction.user})
    else:
        messages.remove(world, interaction.channel, message["id"])
