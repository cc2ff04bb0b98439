"""A short scripted evening, played as people would: by what they type, and by the words on buttons.

The people and the program meet only on the wire: this knows labels that a reader sees, in three languages, and nothing of the program.
"""

import asyncio
from collections.abc import Callable, Mapping
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


FOR_WATCHERS = Pace(a_letter=0.065, a_thought=3.5)
AT_ONCE = Pace(a_letter=0.0, a_thought=0.0)

SCENES: Mapping[str, Mapping[str, str]] = {
    "sign-up": {
        "en": "Young people sign up for tonight, each in their own language. Haven reads along.",
        "nl": "Jongeren schrijven zich in voor vanavond, elk in hun eigen taal. Haven leest mee.",
        "fr": "Des jeunes s'inscrivent pour ce soir, chacun dans sa langue. Haven lit les messages.",
    },
    "banter": {
        "en": "They tease each other and laugh. Haven leaves that alone.",
        "nl": "Ze plagen elkaar en lachen. Daar doet Haven niets mee.",
        "fr": "Ils se taquinent et rigolent. Haven laisse faire.",
    },
    "card": {
        "en": "One remark was no joke. Haven shows it to the team, in a private channel, and says why. It does nothing else.",
        "nl": "Eén opmerking was geen grap. Haven toont ze aan het team, in een privékanaal, en zegt waarom. Meer doet het niet.",
        "fr": "Une remarque n'était pas une blague. Haven la montre à l'équipe, dans un salon privé, et dit pourquoi. Rien de plus.",
    },
    "help": {
        "en": "Somewhere else, somebody says something that can't wait.",
        "nl": "Ergens anders zegt iemand iets dat niet kan wachten.",
        "fr": "Ailleurs, quelqu'un dit une chose qui ne peut pas attendre.",
    },
    "urgent": {
        "en": "Two cards now, and the new one can't wait. The team shares the work: Heron decides about the remark.",
        "nl": "Nu zijn het er twee, en de nieuwe kan niet wachten. Het team verdeelt het werk: Heron beslist over de opmerking.",
        "fr": "Deux fiches à présent, et la seconde ne peut attendre. L'équipe se partage le travail : Heron s'occupe de la remarque.",
    },
    "gone": {
        "en": "The remark is gone: a person decided that. The banter stays.",
        "nl": "De opmerking is weg: dat besliste een mens. Het geplaag blijft staan.",
        "fr": "La remarque n'est plus là : une personne l'a décidé. Les taquineries restent.",
    },
    "yours": {
        "en": "Now the evening is yours. Choose at the top who you are: the second card still waits for a worker.",
        "nl": "Nu is de avond van jou. Kies bovenaan wie je bent: de tweede kaart wacht nog op iemand van het team.",
        "fr": "La soirée est à toi. Choisis en haut qui tu es : la deuxième fiche attend encore quelqu'un de l'équipe.",
    },
}

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


Show = Callable[[str, str, Mapping[str, str]], None]
"""Takes who watches to a scene: as whom to look (an id), at which channel (an id), and what to know, by language."""


async def play(sandbox: Sandbox, pace: Pace, show: Show) -> None:
    """Plays the evening, then leaves everything as it is. Raises NotSeen where a card did not come."""

    async def scene(name: str, person: str, place: str) -> None:
        show(sandbox.person(person).id, channel(sandbox.world, place), SCENES[name])
        await pace.thinking()

    await scene("sign-up", "lynx", "lobby")
    await _talk(sandbox, pace, "lobby", _SIGN_UP)
    await scene("banter", "lynx", "match-1")
    await _talk(sandbox, pace, "match-1", (*_BANTER, *_HATE))
    hateful = await _card(sandbox, "heron", "vermin")
    await pace.thinking()
    await scene("card", "heron", QUEUE)
    await pace.thinking()
    await scene("help", "otter", "discussion")
    await _talk(sandbox, pace, "discussion", _HELP)
    await _card(sandbox, "crane", "niet meer leven")
    await scene("urgent", "heron", QUEUE)
    await _decide(sandbox, pace, "heron", hateful, REMOVE)
    await pace.thinking()
    await scene("gone", "lynx", "match-1")
    await scene("yours", "heron", QUEUE)


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
