"""The wire: REST v10, Gateway v10 and a CDN over one in-memory world."""

from sandbox.discord.errors import Refused
from sandbox.discord.faults import Fault
from sandbox.discord.people import Person
from sandbox.discord.permissions import Permission
from sandbox.discord.replies import Reply
from sandbox.discord.server import Sandbox
from sandbox.discord.waiting import NotSeen
from sandbox.discord.world import World

__all__ = ["Fault", "NotSeen", "Permission", "Person", "Refused", "Reply", "Sandbox", "World"]
