"""The Discord client: the fewest intents, the smallest caches, and nothing that it does by itself."""

from collections.abc import Callable
from typing import Any

import discord
import structlog
from discord import app_commands
from discord.ext import commands

log = structlog.get_logger()


def needed_intents() -> discord.Intents:
    """Servers and their channels, members (nicknames, roles), messages in servers and their words. Nothing else is even sent to Haven."""
    return discord.Intents(guilds=True, members=True, guild_messages=True, message_content=True)


class HavenClient(commands.Bot):
    """discord.py's bot, wired from outside: ``hear`` gets every message, ``translator`` words the commands.

    There is no message cache (edits and deletions come raw), and Haven's own messages notify nobody.
    """

    def __init__(self, *, guild_ready_timeout: float, translator: app_commands.Translator) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # Haven never joins a voice channel (R25)
        super().__init__(
            command_prefix=(),
            help_command=None,
            intents=needed_intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.from_intents(needed_intents()),
            guild_ready_timeout=guild_ready_timeout,
        )
        self._translator = translator
        self.hear: Callable[[discord.Message], None] = lambda _message: None

    async def setup_hook(self) -> None:
        """After login, before the gateway: tells Discord which commands there are."""
        await self.tree.set_translator(self._translator)
        await self.tree.sync()

    def dispatch(self, event_name: str, /, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - whatever comes with an event
        """As discord.py does it, but for messages: ``hear`` is called at once, since a task for each would cost more than the hearing.

        So nothing else in Haven gets ``on_message``. There are no commands in messages either.
        """
        if event_name != "message":
            super().dispatch(event_name, *args, **kwargs)
            return
        try:
            self.hear(*args)
        except Exception:  # one message that can't be heard must not end the connection
            log.exception("message.not_heard")
