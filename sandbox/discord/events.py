"""Who gets which gateway event: by intent, by what they may see, and with or without the words."""

from sandbox.discord import intents
from sandbox.discord.ids import Json
from sandbox.discord.world import World

_PREFIXES = (  # first match: the intent in the server, the intent in private
    ("GUILD_MEMBER_", intents.GUILD_MEMBERS, intents.GUILD_MEMBERS),
    ("GUILD_SCHEDULED", intents.SCHEDULED_EVENTS, intents.SCHEDULED_EVENTS),
    ("MESSAGE_REACTION", intents.GUILD_REACTIONS, intents.DIRECT_REACTIONS),
    ("MESSAGE_POLL", intents.GUILD_POLLS, intents.DIRECT_POLLS),
    ("MESSAGE_", intents.GUILD_MESSAGES, intents.DIRECT_MESSAGES),
    ("TYPING", intents.GUILD_TYPING, intents.DIRECT_TYPING),
    ("CHANNEL_PINS", intents.GUILDS, intents.DIRECT_MESSAGES),
    ("GUILD_", intents.GUILDS, intents.GUILDS),
    ("CHANNEL_", intents.GUILDS, intents.GUILDS),
    ("THREAD_", intents.GUILDS, intents.GUILDS),
    ("INTERACTION_CREATE", 0, 0),
)
_IN_CHANNEL = ("MESSAGE_", "TYPING", "CHANNEL_PINS")


def intent_of(event: str, *, private: bool) -> int | None:
    """The intent bit that an event asks for; 0 for none; None for what never goes over the gateway."""
    for prefix, in_guild, in_dm in _PREFIXES:
        if event.startswith(prefix):
            return in_dm if private else in_guild
    return None


def place_of(event: str, data: Json) -> str | None:
    """The channel whose permissions decide who may know; None where the whole server may."""
    if event.startswith(_IN_CHANNEL):
        return str(data["channel_id"])
    if event.startswith(("THREAD_", "CHANNEL_")):
        return str(data["id"])
    return None


def may_know(world: World, event: str, data: Json, audience: set[str] | None, person: str) -> bool:
    """Whether an event is for a person: what the page and any other listener asks before it shows something."""
    if audience is not None:
        return person in audience
    if place := place_of(event, data):
        return world.can_see(person, place)
    return person in world.members


def bot_may_know(world: World, event: str, data: Json, audience: set[str] | None) -> bool:
    """The same for the bot, which hears of every channel, also of those that it can't see into."""
    if audience is None and event in ("CHANNEL_CREATE", "CHANNEL_UPDATE"):
        return True
    return may_know(world, event, data, audience, world.application_id)


def about_bot(world: World, event: str, data: Json) -> bool:
    """Changes of the bot's own membership are told without the members intent."""
    return event == "GUILD_MEMBER_UPDATE" and bool(data["user"]["id"] == world.application_id)


def members_update_for(world: World, data: Json) -> Json | None:
    """THREAD_MEMBERS_UPDATE without the members intent: only what concerns the bot itself; None for nothing."""
    bot = world.application_id
    added = [one for one in data["added_members"] if one["user_id"] == bot]
    removed = [one for one in data["removed_member_ids"] if one == bot]
    return {**data, "added_members": added, "removed_member_ids": removed} if added or removed else None
