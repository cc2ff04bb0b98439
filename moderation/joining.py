"""A message and the turns before it as one line for an encoder: the message first, then the nearest turns, each with who spoke.

``[match] ge zijt slecht [SEP] [to] haha nee gij [me] gg [other] wp``: ``[me]`` is the message's author, ``[to]`` whom it answers,
``[other]`` anybody else. Whatever does not fit falls off at the far end. Training and serving both write their lines here.
"""

import re
from collections.abc import Iterable

from core.ids import UserId
from moderation.model import ChannelKind, Context, Message

ROLES = ("[me]", "[to]", "[other]")
CHANNELS = tuple(f"[{kind}]" for kind in ChannelKind)
MARKS = (*CHANNELS, *ROLES)
"""What the tokenizer must know as single tokens."""

TURNS = 6
TURN_CHARACTERS = 160
TEXT_CHARACTERS = 1000
_PLAIN = str.maketrans({"[": "(", "]": ")", "\ufe0f": None, "\u200d": None})  # nobody can type a mark; emoji come in single pieces
_EMOJI = re.compile(r"([\u2600-\u27bf\U0001f000-\U0001faff])")


def joined(message: Message, context: Context) -> str:
    """The line for ``message`` after ``context``."""
    text = _flat(message.text, TEXT_CHARACTERS)
    head = f"[{message.kind}] {text}"
    turns = context.turns[-TURNS:]
    if not turns:
        return head
    addressee = message.reply_to or (message.mentions[0] if message.mentions else _last_other(message.author, turns))
    said = (f"{_role(turn.author, message.author, addressee)} {_flat(turn.text, TURN_CHARACTERS)}" for turn in reversed(turns))
    return f"{head} [SEP] {' '.join(said)}"


def _flat(text: str, limit: int) -> str:
    spaced = _EMOJI.sub(r" \1 ", text[: 2 * limit].translate(_PLAIN))
    return " ".join(spaced.split())[:limit]


def _last_other(author: UserId, turns: Iterable[Message]) -> UserId | None:
    return next((turn.author for turn in reversed(tuple(turns)) if turn.author != author), None)


def _role(speaker: UserId, author: UserId, addressee: UserId | None) -> str:
    if speaker == author:
        return "[me]"
    return "[to]" if speaker == addressee else "[other]"
