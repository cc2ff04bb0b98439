"""What a person gets back from a press, a command or a form."""

from dataclasses import dataclass, field
from datetime import timedelta

from sandbox.discord import views, wire
from sandbox.discord.ids import Json
from sandbox.discord.interactions import ANSWER_WITHIN, Interaction, Outcome
from sandbox.discord.waiting import within
from sandbox.discord.world import World


@dataclass(slots=True)
class Reply:
    """``kind`` is "message", "update", "deferred", "modal", "choices", or "none": "The application did not respond"."""

    kind: str
    message: Json | None = None
    modal: Json | None = None
    choices: list[Json] = field(default_factory=list)
    ephemeral: bool = False
    _world: World | None = field(default=None, repr=False)
    _interaction: Interaction | None = field(default=None, repr=False)
    _seen: int = field(default=0, repr=False)

    async def settled(self, timeout: float = 10) -> "Reply":
        """After "deferred": what came in the end, or kind "none" where nothing did within ``timeout`` seconds of the sandbox's clock."""
        if self._world is None or self._interaction is None or self.kind != "deferred":
            return self
        return await _next(self._world, self._interaction, self._seen, timedelta(seconds=timeout))

    @property
    def text(self) -> str:
        """What the message says, embeds included; "" for no message."""
        if not self.message:
            return ""
        parts = [self.message["content"]]
        for embed in self.message["embeds"]:
            parts += [embed.get("title", ""), embed.get("description", "")]
            parts += [part for entry in embed.get("fields", []) for part in (entry["name"], entry["value"])]
        return "\n".join(part for part in parts if part)


async def answer(world: World, interaction: Interaction) -> Reply:
    """The first answer, or kind "none" after three seconds of the sandbox's clock."""
    return await _next(world, interaction, 0, ANSWER_WITHIN)


async def _next(world: World, interaction: Interaction, seen: int, limit: timedelta) -> Reply:
    if not await within(world, lambda: len(interaction.outcomes) > seen, limit):
        nothing = {"interaction_id": interaction.id, "kind": "none", "channel_id": interaction.channel, "message_id": None}
        world.emit("SANDBOX_OUTCOME", nothing, {interaction.user})
        return Reply("none")
    return _reply(world, interaction, interaction.outcomes[seen], seen + 1)


def _reply(world: World, interaction: Interaction, outcome: Outcome, seen: int) -> Reply:
    message = _find(world, interaction, outcome.message)
    return Reply(
        outcome.kind,
        message and views.message(world, message, interaction.user),
        dict(interaction.modal) if outcome.kind == "modal" and interaction.modal else None,
        [dict(one) for one in outcome.choices],
        bool(message and message["flags"] & wire.EPHEMERAL),
        world,
        interaction,
        seen,
    )


def _find(world: World, interaction: Interaction, message_id: str | None) -> Json | None:
    if message_id is None:
        return None
    return world.ephemerals[interaction.user].get(message_id) or world.messages[interaction.channel].get(message_id)
