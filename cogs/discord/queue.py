"""The queue: what workers press under the cards, and "Open a case" on any message. It translates; the desk decides."""

import asyncio
from collections.abc import Awaitable
from typing import Any, Final, TypeVar

import discord
import structlog
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from cogs.discord.errors import Errors
from cogs.discord.guard import Guard
from cogs.discord.house import House
from cogs.discord.locale import Languages, user_of
from cogs.discord.mapping import is_read, message_of
from cogs.discord.views.buttons import DYNAMIC_ITEMS
from cogs.discord.views.card import mention
from cogs.discord.views.health import health_key
from cogs.discord.views.note import NoteForm, TryAgain, submitted
from config.texts import Texts
from core.ids import CaseId, ChannelId
from moderation.case import CaseMove
from moderation.desk import Desk, MoveResult
from moderation.model import ChannelKind
from moderation.ports import Store
from moderation.window import ContextWindow

PATIENCE_S: Final = 1.5
"""After this an answer says "thinking": Discord waits three seconds for a first sign, and the way there takes some of them."""

Press = discord.Interaction[Any]
T = TypeVar("T")
log = structlog.get_logger()


class Queue(commands.Cog):
    """The workers' side in Discord."""

    def __init__(
        self,
        bot: commands.Bot,
        *,
        desk: Desk,
        store: Store,
        window: ContextWindow,
        house: House,
        guard: Guard,
        texts: Texts,
        languages: Languages,
        errors: Errors,
    ) -> None:
        self._bot = bot
        self._desk = desk
        self._store = store
        self._window = window
        self._house = house
        self._guard = guard
        self._texts = texts
        self._languages = languages
        self._errors = errors
        self._menu = app_commands.ContextMenu(name=locale_str("Open a case", key="command-open-case-name"), callback=self.open_case)
        self._menu.default_permissions = discord.Permissions(manage_messages=True)
        self._menu.guild_only = True

    async def cog_load(self) -> None:
        """Makes the buttons of every card ever posted work, and offers the context menu."""
        self._bot.add_dynamic_items(*DYNAMIC_ITEMS)
        self._bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Takes both back."""
        self._bot.remove_dynamic_items(*DYNAMIC_ITEMS)
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)

    async def press(self, interaction: Press, move: CaseMove, case: CaseId, minutes: int | None = None) -> None:
        """Somebody pressed a button under a card."""
        if not await self._guard.worker(interaction):
            return
        if move is CaseMove.NOTE:
            locale = await self._languages.of(interaction)
            await interaction.response.send_modal(NoteForm(case, self._texts, locale))
            return
        result = await self._attempt(interaction, self._desk.move(case, move, user_of(interaction.user), minutes=minutes))
        if result is not None:
            await self._tell(interaction, f"answer-{move}", result, case)

    async def seen(self, interaction: Press, channel: ChannelId) -> None:
        """A worker had a look at what no classifier read: the count closes, and the next failure opens a new one, with a new card."""
        if not await self._guard.worker(interaction) or not await self._attempt(interaction, self._settle(channel)):
            return
        card = interaction.message
        if card is None:
            return
        embed = card.embeds[0] if card.embeds else discord.Embed()
        settled = self._texts(self._texts.default, "health-settled", who=interaction.user.mention)
        embed.description = f"{embed.description or ''}\n\n{settled}"
        if interaction.response.is_done():
            await card.edit(embed=embed, view=None)
            await self._say(interaction, "queue-health-seen")
        else:
            await interaction.response.edit_message(embed=embed, view=None)

    async def open_case(self, interaction: Press, message: discord.Message) -> None:
        """The context menu's command: a worker lays a message in the queue, whatever the classifier thought of it."""
        if not await self._guard.worker(interaction):
            return
        if not is_read(message):
            await self._say(interaction, "answer-open-impossible")
            return
        mapped = message_of(message, self._house.kind_of(message.channel) or ChannelKind.DISCUSSION)
        context = self._window.context_before(mapped)
        result = await self._attempt(interaction, self._desk.open_case(mapped, context, user_of(interaction.user)))
        if result is not None:
            await self._tell(interaction, "answer-open", result, None)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Press) -> None:
        """Hears submitted notes, also from forms that were opened before a restart."""
        note = submitted(interaction.data) if interaction.type is discord.InteractionType.modal_submit else None
        if note is None or not await self._guard.worker(interaction):
            return
        case, text = note
        try:
            result = await self._patiently(interaction, self._desk.note(case, user_of(interaction.user), text))
        except Exception:
            log.exception("note.failed", case=case)
            await self._return_note(interaction, case, text)
        else:
            await self._tell(interaction, "answer-note", result, case)

    async def _settle(self, channel: ChannelId) -> bool:
        async with self._store.work() as work:
            await work.tally.settle(channel)
            await work.cards.forget(health_key(channel))
        return True

    async def _return_note(self, interaction: Press, case: CaseId, text: str) -> None:
        locale = await self._languages.of(interaction)
        words = f"{self._texts(locale, 'queue-note-failed')}\n>>> {discord.utils.escape_markdown(text)[:1500]}"
        await _send(interaction, words, TryAgain(case, self._texts, locale, text))

    async def _attempt(self, interaction: Press, work: Awaitable[T]) -> T | None:
        """What came of ``work``; None where it failed and the presser was told so."""
        try:
            return await self._patiently(interaction, work)
        except Exception as problem:  # noqa: BLE001 - whatever broke, the presser is told, and the log says where
            await self._errors.answer(interaction, problem)
            return None

    async def _patiently(self, interaction: Press, work: Awaitable[T]) -> T:
        task = asyncio.ensure_future(work)
        await asyncio.wait({task}, timeout=PATIENCE_S)
        if not task.done():
            await interaction.response.defer(ephemeral=True, thinking=True)
        return await task

    async def _tell(self, interaction: Press, done: str, result: MoveResult, case: CaseId | None) -> None:
        number = case if result.case is None else result.case.id
        if result.done:
            await self._say(interaction, done, case=str(number))
        else:
            who = "" if result.who is None else mention(result.who)
            await self._say(interaction, f"problem-{result.problem}", who=who, case=str(number))

    async def _say(self, interaction: Press, key: str, **args: str) -> None:
        await _send(interaction, self._texts(await self._languages.of(interaction), key, **args))


async def _send(interaction: Press, text: str, view: discord.ui.View = discord.utils.MISSING) -> None:
    """An answer that only the presser sees, whether or not "thinking" was shown before."""
    if interaction.response.is_done():
        await interaction.followup.send(text, view=view, ephemeral=True)
    else:
        await interaction.response.send_message(text, view=view, ephemeral=True)
