"""The card: what a worker sees of a case. A pure function from the case's file to an embed; it never fails on anybody's words.

No label and no score before a human decided: the reasons say what was seen, the worker says what it is.
"""

from collections.abc import Iterable, Sequence
from typing import Final

import discord
from discord.utils import format_dt

from cogs.discord.mapping import jump_link
from cogs.discord.views.plain import shown
from config.texts import Texts
from core.ids import UserId, number_of
from moderation.case import Case, CaseFile, CaseMove, CaseState, Origin, TextState
from moderation.model import Message, Reason, Surface, Urgency
from moderation.reasons import Why

# Together under Discord's 6,000 characters for one embed, whatever the words.
MESSAGE_ROOM: Final = 2400
REASONS_ROOM: Final = 700
BEFORE_ROOM: Final = 900
AFTER_ROOM: Final = 450
NOTES_ROOM: Final = 450
STATE_ROOM: Final = 500
TURN_ROOM: Final = 220
MESSAGE_LINES: Final = 12

BUTS: Final = frozenset(
    {Why.PLAYS_ALONG, Why.LAUGHTER, Why.TARGET_LAUGHS, Why.QUOTES, Why.COUNTERS, Why.GAME_TALK, "lexicon-softened"},
)
"""Reasons that speak against a finding. They are read last, after all that they qualify."""

GONE: Final = frozenset({TextState.WITHDRAWN, TextState.EXPIRED})
COLOURS: Final = {Urgency.NOW: 0xC4553B, Urgency.SOON: 0xC98A2B, Urgency.LATER: 0x5B7A99}
SETTLED_COLOUR: Final = 0x6B7A6F


def marker(case: int) -> str:
    """The footer by which Haven finds its own card again in a channel's history."""
    return f"Haven · #{case}"


def mention(user: UserId) -> str:
    """A person, as Discord shows them."""
    return f"<@{number_of(user)}>"


def card(file: CaseFile, texts: Texts, locale: str) -> discord.Embed:
    """The embed for ``file`` in the team's language.

    Once the words are gone, so is who wrote them: a channel full of old cards must not become a history of a person (R3).
    """
    case = file.case
    embed = discord.Embed(title=_title(case, texts, locale), colour=_colour(case))
    embed.set_footer(text=marker(case.id))
    if case.text_state in GONE or file.evidence.message is None:
        embed.description = texts(locale, "card-text-withdrawn" if case.text_state is TextState.WITHDRAWN else "card-text-expired")
    else:
        embed.description = "\n\n".join((_why(case, texts, locale), _words(case, file.evidence.message, texts, locale)))
        _add(embed, texts(locale, "card-before"), _conversation(file.evidence.before, BEFORE_ROOM, newest=True))
        _add(embed, texts(locale, "card-after"), _conversation(file.evidence.after, AFTER_ROOM, newest=False))
    _add(embed, texts(locale, "card-acts"), _state(file, texts, locale))
    _add(embed, texts(locale, "card-notes"), _notes(file))
    return embed


def _title(case: Case, texts: Texts, locale: str) -> str:
    place = f"surface-{case.surface}" if case.surface is Surface.NICKNAME else f"kind-{case.kind}"  # a nickname stands in no channel
    parts = (texts(locale, "card-title", case=str(case.id)), texts(locale, f"urgency-{case.urgency}"), texts(locale, place))
    return " · ".join(parts)


def _colour(case: Case) -> int:
    return SETTLED_COLOUR if case.state in {CaseState.DECIDED, CaseState.WITHDRAWN} else COLOURS[case.urgency]


def _why(case: Case, texts: Texts, locale: str) -> str:
    ordered = sorted(case.reasons, key=lambda reason: reason.key in BUTS)
    lines = list(dict.fromkeys(_reason(reason, texts, locale) for reason in ordered))
    if not lines:
        lines = [texts(locale, "reason-opened-by-worker" if case.origin is Origin.WORKER else f"card-origin-{case.origin}")]
    if case.decided_by is not None and case.origin in {Origin.MODEL, Origin.RULE}:
        lines.append(texts(locale, "card-label", label=texts(locale, f"label-{case.label}")))
    return _head(texts(locale, "card-why")) + _fitting((f"\n- {line}" for line in lines), REASONS_ROOM)


def _reason(reason: Reason, texts: Texts, locale: str) -> str:
    return texts(locale, f"reason-{reason.key}", detail=reason.detail)


def _words(case: Case, message: Message, texts: Texts, locale: str) -> str:
    about = f"{mention(case.author)} · {format_dt(message.at, 'f')}"
    lines = [f"{_head(texts(locale, 'card-message'))} · {about}"]
    if case.surface is not Surface.MESSAGE:
        lines.append(f"({texts(locale, f'surface-{case.surface}')})")
    words = shown(message.text, MESSAGE_ROOM, lines=MESSAGE_LINES)
    lines.append(f"||{words}||" if words else texts(locale, "card-no-text"))
    if message.attachments:
        lines.append(texts(locale, "card-attachments", count=message.attachments))
    if case.text_state in {TextState.AUTHOR_EDITED, TextState.AUTHOR_DELETED}:
        lines.append(texts(locale, f"card-text-{case.text_state}"))
    if link := jump_link(case.space, case.channel, case.message):
        lines.append(f"[{texts(locale, 'card-jump')}]({link})")
    return "\n".join(lines)


def _conversation(turns: Sequence[Message], room: int, *, newest: bool) -> str:
    """The turns nearest to the message that fit in ``room``, in the order in which they were said, under one spoiler."""
    kept: list[str] = []
    room -= len("||||")
    for turn in reversed(turns) if newest else turns:
        words = shown(turn.text, TURN_ROOM) or ("📎" if turn.attachments else "—")
        line = f"{mention(turn.author)}: {words}"
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    if not kept:
        return ""
    return "||" + "\n".join(reversed(kept) if newest else kept) + "||"


def _state(file: CaseFile, texts: Texts, locale: str) -> str:
    case = file.case
    if case.state is CaseState.CLAIMED and case.claimed_by and case.claimed_at:
        line = texts(locale, "card-state-claimed", who=mention(case.claimed_by), when=format_dt(case.claimed_at, "R"))
    elif case.state is CaseState.DECIDED and case.decision and case.decided_by and case.decided_at:
        line = texts(
            locale,
            "card-state-decided",
            who=mention(case.decided_by),
            when=format_dt(case.decided_at, "f"),
            decision=_decision(case.decision, case.timeout_minutes, texts, locale),
        )
    else:
        line = texts(locale, f"card-state-{case.state}")
    outcomes = (f"\n{text}" for act in file.acts if (text := outcome(act.kind, act.state, act.problem, texts, locale)))
    return line[:STATE_ROOM] + _fitting(outcomes, STATE_ROOM)


def outcome(kind: str, state: str, problem: str, texts: Texts, locale: str) -> str:
    """What became of an act, in words: "The message was removed." Empty for an act that needs no word, as the card's own."""
    key = f"act-{kind.replace('.', '-')}-{state}"
    if not texts.has(key):
        return ""
    why = texts(locale, f"problem-{problem}") if problem and texts.has(f"problem-{problem}") else ""
    return texts(locale, key, problem=why).strip()


def _decision(decision: CaseMove, minutes: int | None, texts: Texts, locale: str) -> str:
    said = texts(locale, f"decision-{decision}")
    return said if minutes is None else f"{said} ({texts(locale, 'timeout-length', minutes=minutes)})"


def _notes(file: CaseFile) -> str:
    lines = (f"{mention(note.by)}: {shown(note.text, NOTES_ROOM // 2, lines=3)}\n" for note in reversed(file.notes))
    return _fitting(lines, NOTES_ROOM).strip()


def _head(text: str) -> str:
    return f"**{text}**"


def _fitting(pieces: Iterable[str], room: int) -> str:
    """The first pieces that fit, whole ones only."""
    kept = ""
    for piece in pieces:
        if len(kept) + len(piece) > room:
            break
        kept += piece
    return kept


def _add(embed: discord.Embed, name: str, value: str) -> None:
    if value:
        embed.add_field(name=name, value=value, inline=False)
