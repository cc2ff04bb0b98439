"""Who the bot is, and where its gateway stands."""

from sandbox.discord.errors import unknown
from sandbox.discord.ids import Json
from sandbox.discord.intents import GUILD_MEMBERS, GUILD_PRESENCES, MESSAGE_CONTENT
from sandbox.discord.routes.table import Call, Routes
from sandbox.discord.world import World

routes = Routes()
_LIMITED_FLAGS = {GUILD_PRESENCES: 1 << 13, GUILD_MEMBERS: 1 << 15, MESSAGE_CONTENT: 1 << 19}  # for bots in fewer than 100 servers


def application_flags(world: World) -> int:
    """Which privileged intents the portal granted, as the application object shows it."""
    return sum(flag for intent, flag in _LIMITED_FLAGS.items() if world.privileged & intent)


@routes.on("GET /users/@me")
def me(call: Call) -> Json:
    """The bot's own account."""
    return {**call.world.users[call.actor], "mfa_enabled": False, "locale": "en-US", "verified": True, "email": None}


@routes.on("GET /oauth2/applications/@me", "GET /applications/@me")
def application(call: Call) -> Json:
    """The bot's application."""
    world = call.world
    return {
        "id": world.application_id,
        "name": world.users[world.application_id]["username"],
        "icon": None,
        "description": "",
        "type": None,
        "bot": world.users[world.application_id],
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": world.users[world.owner_id],
        "team": None,
        "verify_key": "0" * 64,
        "flags": application_flags(world),
        "flags_new": str(application_flags(world)),
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "approximate_guild_count": 1,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "eligible_oauth2_scopes": [],
    }


@routes.on("GET /gateway", public=True)
def gateway(call: Call) -> Json:
    """Where the gateway stands."""
    return {"url": call.gateway_url}


@routes.on("GET /gateway/bot")
def gateway_bot(call: Call) -> Json:
    """The same for bots, with the quota of starts."""
    left = {"total": 1000, "remaining": 1000, "reset_after": 86_400_000, "max_concurrency": 1}
    return {"url": call.gateway_url, "shards": 1, "session_start_limit": left}


@routes.on("GET /users/{user_id}")
def user(call: Call) -> Json:
    """Anyone."""
    if found := call.world.users.get(call.path["user_id"]):
        return found
    raise unknown("User")


@routes.on("GET /users/@me/guilds")
def guilds(call: Call) -> list[Json]:
    """The one server."""
    world = call.world
    kept = {key: world.guild[key] for key in ("id", "name", "icon", "banner", "features")}
    return [{**kept, "owner": False, "permissions": str(world.permissions(call.actor))}]
