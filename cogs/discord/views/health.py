"""The card that says what no classifier judged in one channel: how many, from where to where, why. No words of anybody."""

import discord
from discord.utils import format_dt

from cogs.discord.mapping import jump_link
from cogs.discord.views.card import COLOURS
from config.texts import Texts
from core.ids import ChannelId, number_of
from moderation.model import Urgency
from moderation.ports import Unjudged


def health_key(channel: ChannelId) -> str:
    """Under this key the store remembers where a channel's health card stands."""
    return f"health:{channel}"


def health_marker(tally: Unjudged) -> str:
    """The footer by which Haven finds its own health card again; each new count has its own."""
    return f"Haven · {number_of(tally.channel)} · {tally.first.rpartition(':')[2].rpartition('/')[2]}"


def health_card(tally: Unjudged, texts: Texts, locale: str) -> discord.Embed:
    """The embed for one channel's open tally."""
    nicknames = number_of(tally.channel) == number_of(tally.space)  # a nickname stands in no channel
    channel = texts(locale, "health-nicknames") if nicknames else f"<#{number_of(tally.channel)}>"
    lines = [texts(locale, "health-body", channel=channel, count=tally.count, since=format_dt(tally.since, "f"))]
    lines += [texts(locale, f"health-reason-{reason}") for reason in dict.fromkeys(tally.reasons)]
    ends = {"health-first": tally.first, "health-last": tally.last}
    links = [f"[{texts(locale, key)}]({link})" for key, end in ends.items() if (link := jump_link(tally.space, tally.channel, end))]
    lines.append(" · ".join(links))
    embed = discord.Embed(title=texts(locale, "health-title"), description="\n".join(lines), colour=COLOURS[Urgency.LATER])
    return embed.set_footer(text=health_marker(tally))
