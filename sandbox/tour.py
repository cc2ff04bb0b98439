"""A short scripted evening, played as people would: by what they type, and by the words on buttons.

The people and the program meet only on the wire: this knows labels that a reader sees, in three languages, and nothing of the program.
"""

import asyncio
from dataclasses import dataclass
from functools import partial

from sandbox.discord import Person, Sandbox
from sandbox.discord.ids import Json
from sandbox.evening import channel

QUEUE = "haven-queue"
CLAIM = ("Claim", "Ik neem dit op", "Je m'en occupe")
REMOVE = ("Remove", "Verwijderen", "Retirer")


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast people are: seconds for a character typed, and to think before they press."""

    a_letter: float
    a_thought: float

    async def typing(self, text: str) -> None:
        """The time that a person types."""
        await asyncio.sleep(min(4.0, len(text) * self.a_letter))

    async def thinking(self) -> None:
        """The time that a person reads and decides."""
        await asyncio.sleep(self.a_thought)


FOR_WATCHERS = Pace(a_letter=0.045, a_thought=3.0)
AT_ONCE = Pace(a_letter=0.0, a_thought=0.0)

_SIGN_UP = (
    ("fox", "yo ik doe mee vanavond 🙋"),
    ("otter", "moi aussi ! qui veut être dans mon équipe ?"),
    ("fox", "otter en ik, team Slaapkop 😴"),
    ("lynx", "I'm in, who needs a third"),
    ("badger", "Top, jullie staan op de lijst. Match 1 begint zo!"),
)
_BANTER = (
    ("fox", "lynx ge zijt zo slecht, mijn oma scoort beter 😂"),
    ("lynx", "your grandma would still lose to me lol"),
    ("otter", "mdrrr vous êtes nuls tous les deux"),
    ("fox", "haha ik maak u kapot in de volgende ronde"),
    ("lynx", "gg ez 😎 rematch?"),
)
_HATE = (
    ("fox", "volgende keer doet iedereen mee"),
    ("lynx", "immigrants are vermin, throw them all out of this game"),
    ("otter", "euh non, ça ne va pas du tout"),
)
_HELP = (
    ("otter", "vous avez passé une bonne journée ?"),
    ("fox", "nee. ik wil niet meer leven"),
    ("otter", "fox ? tu veux parler ?"),
)


async def play(sandbox: Sandbox, pace: Pace) -> None:
    """Plays the evening, then leaves everything as it is. Raises NotSeen where a card did not come."""
    await _talk(sandbox, pace, "lobby", _SIGN_UP)
    await _talk(sandbox, pace, "match-1", _BANTER)
    await _talk(sandbox, pace, "match-1", _HATE)
    hateful = await _card(sandbox, "heron", "vermin")
    await _talk(sandbox, pace, "discussion", _HELP)
    await _card(sandbox, "crane", "niet meer leven")
    await pace.thinking()
    await _decide(sandbox, pace, "heron", hateful, REMOVE)


async def _talk(sandbox: Sandbox, pace: Pace, place: str, lines: tuple[tuple[str, str], ...]) -> None:
    where = channel(sandbox.world, place)
    for name, text in lines:
        person = sandbox.person(name)
        await person.typing(where)
        await pace.typing(text)
        await person.say(where, text)


async def _card(sandbox: Sandbox, worker: str, words: str) -> Json:
    """The card that shows these words, as soon as the worker can see it."""
    reader = sandbox.person(worker)
    return await sandbox.until(lambda: next(one for one in reader.sees(channel(sandbox.world, QUEUE)) if words in str(one)), 30)


async def _decide(sandbox: Sandbox, pace: Pace, worker: str, card: Json, decision: tuple[str, ...]) -> None:
    person = sandbox.person(worker)
    for labels in (CLAIM, decision):
        await pace.thinking()
        label = await sandbox.until(partial(_offered, person, card, labels))
        await (await person.click(card, label)).settled()


def _offered(person: Person, card: Json, labels: tuple[str, ...]) -> str:
    """Which of these labels is on a button of the card that can be pressed now; "" for none."""
    now = next(one for one in person.sees(card["channel_id"]) if one["id"] == card["id"])
    buttons = (button for row in now["components"] for button in row.get("components", []))
    return next((str(button["label"]) for button in buttons if button.get("label") in labels and not button.get("disabled")), "")
