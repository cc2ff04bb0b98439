"""``python -m sandbox.launch sandbox.yardsticks receive|echo``: the least that a discord.py program can do with a message.

``receive`` only counts. ``echo`` answers each message with its own text in the same channel. Both print a line of JSON on standard output
for every ``YARDSTICK_REPORT`` messages (default 1000): how many so far. The token comes from ``DISCORD_TOKEN``.
"""

import asyncio
import json
import os
import sys

import discord


class Yardstick(discord.Client):
    """A client with the same intents and caches as a moderation bot, and nothing else."""

    def __init__(self, *, echo: bool, report: int) -> None:
        intents = discord.Intents.none()
        intents.guilds = intents.members = intents.guild_messages = intents.message_content = True
        super().__init__(
            intents=intents,
            guild_ready_timeout=0.5,
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
        )
        self._echo = echo
        self._report = report
        self._seen = 0

    async def on_ready(self) -> None:
        """Says that the count can begin."""
        self._say(ready=True)

    async def on_message(self, message: discord.Message) -> None:
        """Counts, and answers where it is an echo."""
        if message.author.bot:
            return
        if self._echo:
            await message.channel.send(message.content)
        self._seen += 1
        if self._seen % self._report == 0:
            self._say(seen=self._seen)

    @staticmethod
    def _say(**fields: object) -> None:
        sys.stdout.write(json.dumps(fields) + "\n")
        sys.stdout.flush()


async def main() -> None:
    """Runs until it is stopped."""
    kind = sys.argv[1] if len(sys.argv) > 1 else "receive"
    if kind not in {"receive", "echo"}:
        sys.exit(f"unknown yardstick: {kind} (receive or echo)")
    client = Yardstick(echo=kind == "echo", report=int(os.environ.get("YARDSTICK_REPORT", "1000")))
    async with client:
        await client.start(os.environ["DISCORD_TOKEN"])


if __name__ == "__main__":
    asyncio.run(main())
