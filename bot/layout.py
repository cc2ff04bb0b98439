"""The settings of a house in the words of /setup's plan."""

from cogs.discord.setup_parts import Globs, Names
from config.settings import HouseNames, WatchSettings
from moderation.model import ChannelKind


def names_of(house: HouseNames) -> Names:
    """Place key → the name to look for and to give."""
    return {
        "role:worker": house.worker_role,
        "role:lead": house.lead_role,
        "role:organiser": house.organiser_role,
        "channel:category": house.category,
        "channel:welcome": house.welcome,
        "channel:queue": house.queue,
        "channel:lobby": house.lobby,
        "channel:match": house.match,
        "channel:discussion": house.discussion,
    }


def globs_of(watch: WatchSettings) -> Globs:
    """Kind → names of channels to watch."""
    return {ChannelKind.LOBBY: watch.lobby, ChannelKind.MATCH: watch.match, ChannelKind.DISCUSSION: watch.discussion}
