"""The server where a demo evening happens: young people, workers, a lead, an organiser, and the places that a city would have made."""

from dataclasses import dataclass

from core.clock import Clock, SystemClock
from sandbox.discord import World, wire
from sandbox.discord.verbs import messages

NAME = "Haven demo"
CHAT = ("lobby", "match-1", "match-2", "discussion")


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody who can be played. ``role`` is the name of the role they have; empty for a young person."""

    name: str
    locale: str
    role: str = ""

    @property
    def display(self) -> str:
        """The name that others read."""
        return self.name.title()


PERSONAS = (
    Persona("fox", "nl"),
    Persona("otter", "fr"),
    Persona("lynx", "en-GB"),
    Persona("heron", "nl", "Haven worker"),
    Persona("crane", "fr", "Haven worker"),
    Persona("owl", "en-GB", "Haven lead"),
    Persona("badger", "nl", "Haven organiser"),
)
ROLES = ("Haven organiser", "Haven worker", "Haven lead")  # lowest first

_WELCOME = (
    "👋 **Welkom! Bienvenue ! Welcome!**\n"
    "🇳🇱 Vanavond om 20.00 u: Rocket League, 2 tegen 2. Zeg hier dat je meedoet.\n"
    "🇫🇷 Ce soir à 20 h : Rocket League, 2 contre 2. Dis ici que tu participes.\n"
    "🇬🇧 Tonight at 20:00: Rocket League, 2v2. Say here that you're in."
)


def evening(clock: Clock | None = None, *, seed: int | None = None) -> World:
    """The world at the start of the evening, with the bot invited but nothing set up. ``seed`` makes its secrets repeatable."""
    world = World(clock or SystemClock(), seed=seed, name=NAME, bot="Haven", locale="nl")
    # People call their roles and channels what they like; these have the names that a set-up looks for, so that it adopts them.
    roles = {name: world.add_role(name, position=position) for position, name in enumerate(ROLES, 1)}
    for persona in PERSONAS:
        user = world.add_user(persona.name, display=persona.display, locale=persona.locale)
        if persona.role:
            world.give_role(user, roles[persona.role])
    world.users[world.owner_id]["global_name"] = "City IT"
    _places(world)
    return world


def _places(world: World) -> None:
    play = world.add_channel("Tournament", type=wire.CATEGORY)
    lobby = world.add_channel("lobby", parent=play, topic="Aanmelden · Inscriptions · Sign-up")
    world.add_channel("match-1", parent=play, topic="Match 1")
    world.add_channel("match-2", parent=play, topic="Match 2")
    talk = world.add_channel("Talk", type=wire.CATEGORY)
    world.add_channel("discussion", parent=talk, topic="Even praten · On discute · Let's talk")
    badger = next(user for user, data in world.users.items() if data["username"] == "badger")
    messages.send(world, badger, lobby, {"content": _WELCOME})


def channel(world: World, name: str) -> str:
    """The id of a channel by its name. Raises StopIteration where there is none."""
    return next(str(one["id"]) for one in world.channels.values() if one.get("name") == name)
