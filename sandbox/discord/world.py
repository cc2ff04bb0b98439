"""Everything there is on the loopback platform: one server, its people and one bot, in memory, as wire-format objects."""

import base64
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from core.clock import Clock
from sandbox.discord import permissions as perms
from sandbox.discord import snapshot, wire
from sandbox.discord.ids import Json
from sandbox.discord.state import State


class World(State):
    """The state, seeded. Verbs (sandbox.discord.verbs) change it with the permissions of who asks; the methods here don't ask.

    ``seed`` makes tokens repeatable; ``name`` is the server's, ``bot`` the bot's.
    """

    def __init__(
        self, clock: Clock | None = None, *, seed: int | None = None, name: str = "Sandbox", bot: str = "haven", locale: str = "en-US"
    ) -> None:
        super().__init__(clock, seed)
        self.application_id = self.ids.next()
        # Strict clients read the application's id from the token's first part.
        self.token = base64.b64encode(self.application_id.encode()).decode().rstrip("=") + ".sandbox." + self.secret(12)
        self.guild_id = self.ids.next()
        self.owner_id = self._user("owner", "Owner")
        self.guild = wire.guild(self.guild_id, name, self.owner_id, locale)
        self.roles[self.guild_id] = wire.role(self.guild_id, "@everyone", perms.EVERYONE, 0)
        self.bot_role = self.add_role(bot, permissions=perms.INVITED)
        self.roles[self.bot_role] |= {"managed": True, "tags": {"bot_id": self.application_id}}
        self.users[self.application_id] = wire.user(self.application_id, bot, None, bot=True)
        self.locales[self.application_id] = "en-US"
        self.members[self.owner_id] = wire.member(self.users[self.owner_id], self.clock.now(), [])
        self.members[self.application_id] = wire.member(self.users[self.application_id], self.clock.now(), [self.bot_role])

    def add_user(self, name: str, *, display: str | None = None, locale: str = "en-US", joined: bool = True, bot: bool = False) -> str:
        """A new person; a member of the server unless ``joined`` is False. Returns the id."""
        user_id = self._user(name, display or name.title(), locale, bot=bot)
        if joined:
            self.join(user_id)
        return user_id

    def _user(self, name: str, display: str, locale: str = "en-US", *, bot: bool = False) -> str:
        user_id = self.ids.next()
        self.users[user_id] = wire.user(user_id, name, display, bot=bot)
        self.locales[user_id] = locale
        return user_id

    def join(self, user_id: str, roles: Iterable[str] = ()) -> Json:
        """Makes a known person a member; nothing changes where they are one."""
        if user_id not in self.members:
            self.members[user_id] = wire.member(self.users[user_id], self.clock.now(), list(roles))
            self.emit("GUILD_MEMBER_ADD", {**self.members[user_id], "guild_id": self.guild_id})
        return self.members[user_id]

    def add_role(self, name: str, *, permissions: int = 0, position: int = 1, **fields: Any) -> str:  # noqa: ANN401 - any wire field of a role
        """A new role at ``position``, pushing up what stood there: like the platform, new roles go to the bottom. Returns the id."""
        for other in self.roles.values():
            if other["position"] >= position:
                other["position"] += 1
        role_id = self.ids.next()
        self.roles[role_id] = wire.role(role_id, name, int(permissions), position) | fields
        self.emit("GUILD_ROLE_CREATE", {"guild_id": self.guild_id, "role": self.roles[role_id]})
        return role_id

    def give_role(self, user_id: str, role_id: str) -> None:
        """Gives a role without asking."""
        member = self.member(user_id)
        if role_id not in member["roles"]:
            member["roles"] = [*member["roles"], role_id]
            self.member_changed(user_id)

    def add_channel(
        self,
        name: str,
        *,
        type: int = wire.TEXT,  # noqa: A002 - the wire's own word
        parent: str | None = None,
        overwrites: Iterable[Mapping[str, Any]] = (),
        topic: str | None = None,
    ) -> str:
        """A new channel. ``overwrites`` are wire-format; bits may be numbers. Returns the id."""
        channel = wire.channel(self.ids.next(), self.guild_id, name, type, len(self.channels))
        channel["parent_id"] = parent
        channel["permission_overwrites"] = [overwrite(entry) for entry in overwrites]
        if type != wire.CATEGORY:
            channel["topic"] = topic
        self.channels[channel["id"]] = channel
        self.emit("CHANNEL_CREATE", channel)
        return str(channel["id"])

    def set_bot_permissions(self, bits: int) -> None:
        """What the bot's own role allows from now on."""
        role = self.roles[self.bot_role]
        role["permissions"] = str(int(bits))
        self.emit("GUILD_ROLE_UPDATE", {"guild_id": self.guild_id, "role": role})

    def close_dms(self, user_id: str, *, closed: bool = True) -> None:
        """Whether a person's private messages are closed to the bot."""
        (self.closed_dms.add if closed else self.closed_dms.discard)(user_id)

    def move_cdn(self, url: str) -> None:
        """Files are served from ``url`` from now on; messages of before follow."""
        self.cdn_url = url
        for message in [one for held in (*self.messages.values(), *self.ephemerals.values()) for one in held.values()]:
            for attachment in message["attachments"]:
                path = f"attachments/{message['channel_id']}/{attachment['id']}/{attachment['filename']}"
                attachment |= {"url": f"{url}/{path}", "proxy_url": f"{url}/{path}"}

    @classmethod
    def restore(cls, path: Path | str, clock: Clock | None = None) -> "World":
        """The world that was saved in a file."""
        world = cls(clock)
        snapshot.load(world, Path(path))
        return world


def overwrite(entry: Mapping[str, Any]) -> Json:
    """A permission overwrite as the wire carries it: bits as text."""
    return {
        "id": str(entry["id"]),
        "type": int(entry["type"]),
        "allow": str(int(entry.get("allow") or 0)),
        "deny": str(int(entry.get("deny") or 0)),
    }
