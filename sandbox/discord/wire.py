"""The platform's objects in wire format, complete enough for strict clients: every field that one of them misses is here."""

from datetime import datetime

from sandbox.discord.ids import Json

TEXT, DM, VOICE, CATEGORY, ANNOUNCEMENT, FORUM = 0, 1, 2, 4, 5, 15
NEWS_THREAD, PUBLIC_THREAD, PRIVATE_THREAD = 10, 11, 12
THREADS = frozenset({NEWS_THREAD, PUBLIC_THREAD, PRIVATE_THREAD})
WRITABLE = frozenset({TEXT, DM, VOICE, ANNOUNCEMENT}) | THREADS

CROSSPOSTED, SUPPRESS_EMBEDS, EPHEMERAL, LOADING = 1 << 0, 1 << 2, 1 << 6, 1 << 7
HAS_THREAD, SUPPRESS_NOTIFICATIONS, HAS_SNAPSHOT, COMPONENTS_V2 = 1 << 5, 1 << 12, 1 << 14, 1 << 15


def iso(moment: datetime) -> str:
    """A moment as the wire writes it: ISO 8601 with the offset, to the microsecond."""
    return moment.isoformat(timespec="microseconds")


def user(user_id: str, name: str, display: str | None, *, bot: bool = False) -> Json:
    """A user object."""
    return {
        "id": user_id,
        "username": name,
        "discriminator": "0",
        "global_name": display,
        "avatar": None,
        "avatar_decoration_data": None,
        "banner": None,
        "accent_color": None,
        "primary_guild": None,
        "collectibles": None,
        "bot": bot,
        "public_flags": 0,
        "flags": 0,
    }


def member(of: Json, joined: datetime, roles: list[str]) -> Json:
    """A member of the server."""
    return {
        "user": of,
        "nick": None,
        "avatar": None,
        "banner": None,
        "roles": roles,
        "joined_at": iso(joined),
        "premium_since": None,
        "communication_disabled_until": None,
        "flags": 0,
        "deaf": False,
        "mute": False,
        "pending": False,
    }


def role(role_id: str, name: str, permissions: int, position: int) -> Json:
    """A role."""
    return {
        "id": role_id,
        "name": name,
        "permissions": str(permissions),
        "position": position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def channel(channel_id: str, guild_id: str, name: str, kind: int, position: int) -> Json:
    """A channel of the server; a thread adds its own fields."""
    return {
        "id": channel_id,
        "type": kind,
        "guild_id": guild_id,
        "name": name,
        "position": position,
        "permission_overwrites": [],
        "parent_id": None,
        "nsfw": False,
        "flags": 0,
        **({} if kind == CATEGORY else {"topic": None, "last_message_id": None, "rate_limit_per_user": 0}),
    }


def thread(thread_id: str, parent: Json, name: str, kind: int, *, owner: str, created: datetime, archive_after: int) -> Json:
    """A thread under ``parent``; ``archive_after`` is in minutes."""
    meta: Json = {"archived": False, "archive_timestamp": iso(created), "auto_archive_duration": archive_after, "locked": False}
    meta["create_timestamp"] = iso(created)
    if kind == PRIVATE_THREAD:
        meta["invitable"] = True
    return {
        "id": thread_id,
        "type": kind,
        "guild_id": parent["guild_id"],
        "parent_id": parent["id"],
        "name": name,
        "owner_id": owner,
        "last_message_id": None,
        "rate_limit_per_user": 0,
        "message_count": 0,
        "member_count": 0,
        "total_message_sent": 0,
        "thread_metadata": meta,
        "flags": 0,
    }


def dm(channel_id: str, recipients: list[Json]) -> Json:
    """A private conversation."""
    return {"id": channel_id, "type": DM, "last_message_id": None, "flags": 0, "recipients": recipients}


def guild(guild_id: str, name: str, owner: str, locale: str) -> Json:
    """The server, without roles, channels and members."""
    return {
        "id": guild_id,
        "name": name,
        "owner_id": owner,
        "preferred_locale": locale,
        "verification_level": 0,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "nsfw": False,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "system_channel_flags": 0,
        "afk_timeout": 300,
        "region": "deprecated",
        "widget_enabled": False,
        "max_presences": None,
        "max_members": 500000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "features": [],
        "emojis": [],
        "stickers": [],
        **dict.fromkeys(_GUILD_EMPTY),
    }


_GUILD_EMPTY = (
    "icon",
    "description",
    "home_header",
    "splash",
    "discovery_splash",
    "banner",
    "application_id",
    "afk_channel_id",
    "system_channel_id",
    "widget_channel_id",
    "vanity_url_code",
    "rules_channel_id",
    "safety_alerts_channel_id",
    "public_updates_channel_id",
    "incidents_data",
)
