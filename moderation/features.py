"""What the conversation says about a message: who speaks to whom, does the target play along, what is named. Pure and explainable."""

from dataclasses import dataclass

from core.ids import UserId
from moderation import phrases
from moderation.model import Context, Message
from moderation.normalise import fold

_SILENT_AFTER = 2  # addressed that often without an answer, and silence says something
_PERSISTENT_AFTER = 2  # earlier turns of the same author to the same target
_RECENT = 3  # turns back that game talk still colours
_SEVERAL = 3  # people who turn to one, the author included


@dataclass(frozen=True, slots=True)
class Features:
    """Observations on one message in its conversation; never on a person, and gone with the verdict (R3)."""

    aimed: bool = False
    asked_to_stop: bool = False
    target_silent: bool = False
    several: bool = False
    keeps_on: bool = False
    plays_along: bool = False
    laughter: bool = False
    target_laughs: bool = False
    quotes: bool = False
    counters: bool = False
    game_talk: bool = False
    time: bool = False
    place: bool = False
    means: bool = False


NO_FEATURES = Features()


def features_of(message: Message, context: Context, language: str | None = None) -> Features:
    """Reads ``message`` against the turns before it. ``language`` is what the classifier recognised, where it did."""
    text = fold(message.text)
    addressee = addressee_of(message)
    target = addressee or next((turn.author for turn in reversed(context.turns) if turn.author != message.author), None)
    you = phrases.YOU.get(language or message.language, phrases.YOU[None])
    talk = _Talk.of(message, context, target) if target is not None else _Talk()
    return Features(
        aimed=addressee is not None or bool(you.search(text)),
        asked_to_stop=talk.asked_to_stop,
        target_silent=talk.silent,
        several=talk.several,
        keeps_on=talk.keeps_on,
        plays_along=talk.plays_along,
        laughter=bool(phrases.LAUGHTER.search(text)),
        target_laughs=talk.laughs,
        quotes=bool(phrases.QUOTES.search(text)),
        counters=bool(phrases.COUNTERS.search(text)),
        game_talk=any(phrases.GAME.search(said) for said in (text, *(fold(turn.text) for turn in context.turns[-_RECENT:]))),
        time=bool(phrases.TIME.search(text)),
        place=bool(phrases.PLACE.search(text)),
        means=bool(phrases.MEANS.search(text)),
    )


def addressee_of(message: Message) -> UserId | None:
    """Whom the message names: whom it answers, else the first other person whom it mentions."""
    if message.reply_to is not None and message.reply_to != message.author:
        return message.reply_to
    return next((user for user in message.mentions if user != message.author), None)


def _turns_to(turn: Message, target: UserId) -> bool:
    return turn.reply_to == target or target in turn.mentions


@dataclass(frozen=True, slots=True)
class _Talk:
    """How the talk with one target went before the message."""

    asked_to_stop: bool = False
    silent: bool = False
    several: bool = False
    keeps_on: bool = False
    plays_along: bool = False
    laughs: bool = False

    @classmethod
    def of(cls, message: Message, context: Context, target: UserId) -> "_Talk":
        to_target = [(place, turn) for place, turn in enumerate(context.turns) if turn.author != target and _turns_to(turn, target)]
        answers = [fold(turn.text) for turn in context.turns if turn.author == target]
        first = to_target[0][0] if to_target else len(context.turns)
        answered = any(turn.author == target for turn in context.turns[first:])
        laughs = any(phrases.LAUGHTER.search(answer) for answer in answers)
        asked = any(phrases.STOP.search(answer) and not phrases.LAUGHTER.search(answer) for answer in answers)
        return cls(
            asked_to_stop=asked,
            silent=len(to_target) >= _SILENT_AFTER and not answered,
            several=len({turn.author for _, turn in to_target} | {message.author}) >= _SEVERAL,
            keeps_on=sum(turn.author == message.author for _, turn in to_target) >= _PERSISTENT_AFTER,
            plays_along=not asked and any(_plays(turn, message.author) for turn in context.turns if turn.author == target),
            laughs=laughs and not asked,
        )


def _plays(turn: Message, other: UserId) -> bool:
    """True where ``turn`` gives back in kind: a retort, or laughter sent to ``other``."""
    text = fold(turn.text)
    return bool(phrases.RETORT.search(text)) or (_turns_to(turn, other) and bool(phrases.LAUGHTER.search(text)))
