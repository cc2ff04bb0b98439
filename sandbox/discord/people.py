"""Scripted people: they do what a person can do, are refused what a person is refused, and see what a person would see."""

from collections.abc import Sequence
from typing import Any

from sandbox.discord import views, wire
from sandbox.discord.ids import Json
from sandbox.discord.limits.messages import File
from sandbox.discord.permissions import Permission
from sandbox.discord.replies import Reply, answer
from sandbox.discord.verbs import channels, interact, members, messages, reactions, threads
from sandbox.discord.verbs.locate import component_id, menu_id
from sandbox.discord.world import World

Where = str | Json  # a channel's id, or the channel, thread or conversation itself


class Person:
    """One person. Every verb raises Refused where the platform would say no; messages come back as this person sees them."""

    def __init__(self, world: World, user_id: str) -> None:
        self.world = world
        self.id = user_id

    @property
    def name(self) -> str:
        """The account's name."""
        return str(self.world.users[self.id]["username"])

    # -- writing

    async def say(
        self,
        channel: Where,
        text: str = "",
        *,
        reply_to: Json | None = None,
        files: Sequence[File] = (),
        poll: Json | None = None,
        forward: Json | None = None,
    ) -> Json:
        """A message. ``poll`` is {"question", "answers": [texts], "hours"?, "multiple"?}; ``forward`` passes a message on."""
        body: Json = {"content": text}
        if reply_to:
            body["message_reference"] = {"message_id": reply_to["id"], "channel_id": reply_to["channel_id"]}
        if forward:
            body["message_reference"] = {"type": 1, "message_id": forward["id"], "channel_id": forward["channel_id"]}
        if poll:
            body["poll"] = _poll(poll)
        return self._seen(messages.send(self.world, self.id, _id(channel), body, files))

    async def edit(self, message: Json, text: str) -> Json:
        """Changes one's own words."""
        return self._seen(messages.edit(self.world, self.id, message["channel_id"], message["id"], {"content": text}))

    async def delete(self, message: Json) -> None:
        """Takes a message away."""
        messages.delete(self.world, self.id, message["channel_id"], message["id"])

    async def react(self, message: Json, emoji: str) -> None:
        """Adds a reaction."""
        reactions.react(self.world, self.id, message["channel_id"], message["id"], emoji)

    async def unreact(self, message: Json, emoji: str) -> None:
        """Takes one's reaction back."""
        reactions.unreact(self.world, self.id, message["channel_id"], message["id"], emoji)

    async def pin(self, message: Json) -> None:
        """Pins a message."""
        reactions.pin(self.world, self.id, message["channel_id"], message["id"])

    async def vote(self, message: Json, *choices: str) -> None:
        """Votes in a poll by the answers' texts; none takes the vote back."""
        answers = self.world.message(message["channel_id"], message["id"])["poll"]["answers"]
        chosen = [one["answer_id"] for one in answers if one["poll_media"]["text"] in choices]
        if len(chosen) != len(choices):
            raise KeyError(choices)
        reactions.vote(self.world, self.id, message["channel_id"], message["id"], chosen)

    async def typing(self, channel: Where) -> None:
        """Is seen to be writing."""
        channels.start_typing(self.world, self.id, _id(channel))

    # -- being there

    async def rename(self, nick: str | None) -> None:
        """Takes another name on the server."""
        members.edit(self.world, self.id, self.id, {"nick": nick})

    async def join(self) -> None:
        """Becomes a member."""
        self.world.join(self.id)

    async def leave(self) -> None:
        """Is no longer a member."""
        members.leave(self.world, self.id)

    async def thread(self, channel: Where, title: str, *, message: Json | None = None, private: bool = False) -> Json:
        """Opens a thread, on a message where one is given."""
        kind = wire.PRIVATE_THREAD if private else wire.PUBLIC_THREAD
        return threads.create(self.world, self.id, _id(channel), {"name": title, "type": kind}, message["id"] if message else None)

    async def retitle(self, thread: Where, title: str) -> Json:
        """Gives a thread another title."""
        return channels.edit(self.world, self.id, _id(thread), {"name": title})

    async def open_dm(self) -> Json:
        """The private conversation with the bot."""
        return views.channel(self.world, channels.open_dm(self.world, self.id), self.id)

    # -- the bot's buttons, commands and forms

    async def slash(self, channel: Where, command: str, options: Json | None = None) -> Reply:
        """A slash command by its words ("words add"). Waits for the answer, at most three seconds of the sandbox's clock."""
        return await answer(self.world, interact.slash(self.world, self.id, _id(channel), command, options or {}))

    async def autocomplete(self, channel: Where, command: str, options: Json, *, focused: str) -> list[Json]:
        """The suggestions for the option that is being typed; empty where none came."""
        asked = interact.slash(self.world, self.id, _id(channel), command, options, focused=focused)
        return (await answer(self.world, asked)).choices

    async def context(self, target: Where, command: str, *, channel: Where | None = None) -> Reply:
        """A context-menu command on a message, or on a person (their id) as seen in ``channel``: by default the first one that is seen."""
        on = target if isinstance(target, dict) else {"id": target}
        place = channel or on.get("channel_id") or next(one for one in self.channels() if one["type"] == wire.TEXT)
        return await answer(self.world, interact.context(self.world, self.id, _id(place), command, on))

    async def click(self, message: Json, button: str) -> Reply:
        """Presses a button by its label or custom id."""
        stored = interact.find_message(self.world, self.id, message)
        return await answer(self.world, interact.press(self.world, self.id, stored, component_id(stored, button)))

    async def select(self, message: Json, menu: str, values: list[str]) -> Reply:
        """Chooses in a menu, by its custom id or placeholder; values by their label or value."""
        stored = interact.find_message(self.world, self.id, message)
        custom_id, chosen = menu_id(stored, menu, values)
        return await answer(self.world, interact.press(self.world, self.id, stored, custom_id, chosen))

    async def submit(self, modal: Json | None, answers: Json) -> Reply:
        """Sends a form in; answers by label or custom id."""
        return await answer(self.world, interact.submit(self.world, self.id, modal or {}, answers))

    # -- seeing

    def sees(self, channel: Where) -> list[Json]:
        """The messages of a channel, oldest first, those that only this person sees among them; empty where it is hidden."""
        channel_id = _id(channel)
        bits = self.world.permissions(self.id, channel_id) if channel_id in self.world.channels else 0
        private = [one for one in self.world.ephemerals[self.id].values() if one["channel_id"] == channel_id]
        shared = list(self.world.messages[channel_id].values()) if bits & Permission.READ_MESSAGE_HISTORY else []
        return [self._seen(one) for one in sorted([*shared, *private], key=lambda one: int(one["id"]))]

    def dismiss(self, message: Json) -> None:
        """Puts away a message that only this person sees."""
        self.world.ephemerals[self.id].pop(message["id"], None)

    def channels(self) -> list[Json]:
        """Every channel, thread and private conversation that this person sees."""
        return views.visible_channels(self.world, self.id)

    def commands(self, channel: Where) -> list[Json]:
        """The commands that this person is offered in a channel."""
        return interact.usable_commands(self.world, self.id, _id(channel))

    def _seen(self, message: Json) -> Json:
        return views.message(self.world, message, self.id)


def _id(channel: Any) -> str:  # noqa: ANN401 - an id or the thing itself
    return str(channel["id"]) if isinstance(channel, dict) else str(channel)


def _poll(poll: Json) -> Json:
    answers = [{"poll_media": {"text": text}} for text in poll["answers"]]
    return {
        "question": {"text": poll["question"]},
        "answers": answers,
        "duration": poll.get("hours", 24),
        "allow_multiselect": poll.get("multiple", False),
    }
