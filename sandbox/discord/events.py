"""Who gets which gateway event: by intent, by what they may see, and with or without the words."""

from sandbox.discord.ids import Json
from sandbox.discord.world import World

_GUILDS, _MEMBERS, _TYPING, _DM_TYPING, _DMS, _EVENTS = 1 << 0, 1 << 1, 1 << 11, 1 << 14, 1 << 12, 1 << 16
_PREFIXES = (  # first match; in the server, in private
    ("GUILD_MEMBER_", _MEMBERS, _MEMBERS),
    ("GUILD_SCHEDULED", _EVENTS, _EVENTS),
    ("MESSAGE_REACTION", 1 << 10, 1 << 13),
    ("MESSAGE_POLL", 1 << 24, 1 << 25),
    ("MESSAGE_", 1 << 9, _DMS),
    ("TYPING", _TYPING, _DM_TYPING),
    ("CHANNEL_PINS", _GUILDS, _DMS),
    ("GUILD_", _GUILDS, _GUILDS),
    ("CHANNEL_", _GUILDS, _GUILDS),
    ("THREAD_", _GUILDS, _GUILDS),
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
