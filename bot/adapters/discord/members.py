"""What a decision does to a message or a person on Discord. Only a human's decision leads here (R4)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

import discord

from bot.adapters.discord.sending import send_once
from cogs.discord.locale import Languages
from cogs.discord.mapping import jump_link, message_number
from cogs.discord.views.card import marker
from config.texts import Texts
from core.clock import Clock
from core.ids import number_of
from core.outbox import ActLater, ActRefused, QueuedAct
from moderation.case import Case, CaseFile
from moderation.model import Surface
from moderation.ports import Store

REMINDER_COLOUR: Final = 0x5B7A99


class Members:
    """Removes, reminds, times out."""

    def __init__(self, client: discord.Client, *, store: Store, texts: Texts, languages: Languages, clock: Clock) -> None:
        self._client = client
        self._store = store
        self._texts = texts
        self._languages = languages
        self._clock = clock

    async def remove(self, queued: QueuedAct) -> None:
        """Deletes the message; a nickname is reset and a thread's title replaced. What is gone already counts as done."""
        file = await self._file(queued)
        number = message_number(file.case.message)
        try:
            if number is not None:
                channel = self._client.get_partial_messageable(number_of(file.case.channel))
                await channel.get_partial_message(number).delete()
            elif file.evidence.message is not None:
                await self._take_down(file.case, file.evidence.message.text)
        except discord.NotFound:
            return

    async def remind(self, queued: QueuedAct) -> None:
        """Writes to the author in a DM: a human decided it, the rule in plain words, no score."""
        case = (await self._file(queued)).case
        target = await self._client.create_dm(discord.Object(number_of(case.author)))
        embed = await self._reminder(case)
        me = 0 if self._client.user is None else self._client.user.id
        await send_once(target, queued, self._clock, me=me, embed=embed)

    async def time_out(self, queued: QueuedAct) -> None:
        """Stops the author from writing until a moment that is the same at every attempt: the decision plus its minutes."""
        case = (await self._file(queued)).case
        until = queued.queued_at + timedelta(minutes=int(queued.act.params["minutes"]))
        if until <= self._clock.now():
            raise ActRefused("late")
        guild = self._guild(case)
        member = await self._member(guild, case)
        with _over_somebody(allowed=guild.me.guild_permissions.moderate_members):
            await member.timeout(until, reason=marker(case.id))

    async def _take_down(self, case: Case, text: str) -> None:
        guild = self._guild(case)
        if case.surface is Surface.NICKNAME:
            member = await self._member(guild, case)
            if member.nick == text:  # not a later, innocent one
                with _over_somebody(allowed=guild.me.guild_permissions.manage_nicknames):
                    await member.edit(nick=None, reason=marker(case.id))
            return
        thread = await guild.fetch_channel(number_of(case.channel))
        if isinstance(thread, discord.Thread) and thread.name == text:
            name = self._texts(self._texts.default, "queue-title-removed")
            await thread.edit(name=name, archived=False, reason=marker(case.id))  # Discord renames no archived thread

    async def _reminder(self, case: Case) -> discord.Embed:
        locale = await self._languages.of_user(case.author, case.language)
        server = self._guild(case).name
        words = self._texts(
            locale,
            "remind-body",
            server=server,
            channel=server if case.surface is Surface.NICKNAME else f"<#{number_of(case.channel)}>",
            rule=self._texts(locale, f"rule-{case.label}"),
        )
        link = jump_link(case.space, case.channel, case.message)
        if link:
            words += f"\n\n[{self._texts(locale, 'remind-link')}]({link})"
        embed = discord.Embed(title=self._texts(locale, "remind-title", server=server)[:256], description=words, colour=REMINDER_COLOUR)
        return embed.set_footer(text=marker(case.id))

    async def _file(self, queued: QueuedAct) -> CaseFile:
        async with self._store.work() as work:
            file = None if queued.act.case is None else await work.cases.file(queued.act.case)
        if file is None:
            raise ActRefused("gone")
        return file

    def _guild(self, case: Case) -> discord.Guild:
        guild = self._client.get_guild(number_of(case.space))
        if guild is None:  # not in this server any more, or it is unavailable for a while
            raise ActLater("server-away")
        return guild

    async def _member(self, guild: discord.Guild, case: Case) -> discord.Member:
        number = number_of(case.author)
        return guild.get_member(number) or await guild.fetch_member(number)


@contextmanager
def _over_somebody(*, allowed: bool) -> Iterator[None]:
    """Discord has one answer for two causes: Haven's role lacks the permission, or stands below the person's."""
    try:
        yield
    except discord.Forbidden:
        raise ActRefused("hierarchy" if allowed else "missing-permission") from None
