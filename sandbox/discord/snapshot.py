"""The whole world to a file and back."""

import base64
import json
from collections import defaultdict
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sandbox.discord.ids import Json
from sandbox.discord.interactions import Interaction, Outcome

if TYPE_CHECKING:
    from sandbox.discord.world import World

_PLAIN = (
    "users",
    "locales",
    "roles",
    "members",
    "channels",
    "dms",
    "guild",
    "token",
    "application_id",
    "guild_id",
    "owner_id",
    "bot_role",
    "privileged",
)
_NESTED = ("thread_members", "messages", "ephemerals", "reactions", "votes", "pins")


def save(world: "World", path: Path) -> None:
    """Writes everything but the clock and who listens."""
    state: Json = {key: getattr(world, key) for key in (*_PLAIN, *_NESTED)}
    state |= {"closed_dms": sorted(world.closed_dms), "last_id": world.ids.last, "nonces": world.nonces, "commands": world.commands}
    state["cdn"] = {name: base64.b64encode(data).decode() for name, data in world.cdn.items()}
    state["interactions"] = [{**asdict(one), "at": one.at.isoformat()} for one in world.interactions.values()]
    path.write_text(json.dumps(state, ensure_ascii=False), encoding="utf-8")


def load(world: "World", path: Path) -> None:
    """Makes ``world`` what was saved."""
    state = json.loads(path.read_text(encoding="utf-8"))
    for key in _PLAIN:
        setattr(world, key, state[key])
    for key in _NESTED:
        setattr(world, key, defaultdict(dict, state[key]))
    world.commands = defaultdict(list, state["commands"])
    world.nonces = {key: (value[0], value[1]) for key, value in state["nonces"].items()}
    world.closed_dms = set(state["closed_dms"])
    world.ids.last = state["last_id"]
    world.cdn = {name: base64.b64decode(data) for name, data in state["cdn"].items()}
    world.interactions = {one["id"]: _interaction(one) for one in state["interactions"]}
    _link(world)


def _interaction(saved: Json) -> Interaction:
    outcomes = [Outcome(one["kind"], one["message"], tuple(one["choices"])) for one in saved.pop("outcomes")]
    return Interaction(**{**saved, "at": datetime.fromisoformat(saved["at"]), "outcomes": outcomes})


def _link(world: "World") -> None:
    """A person is one object wherever they are named, so that a new name shows everywhere."""
    for user_id, member in world.members.items():
        member["user"] = world.users[user_id]
    for channel_id, user_id in world.dms.items():
        world.channels[channel_id]["recipients"] = [world.users[user_id]]
    for holder in (*world.messages.values(), *world.ephemerals.values()):
        for message in holder.values():
            message["author"] = world.users[message["author"]["id"]]
