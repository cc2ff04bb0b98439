"""Ids as text with their platform in front ("discord:123"), so that two platforms never collide in one table."""

from typing import NewType

UserId = NewType("UserId", str)
SpaceId = NewType("SpaceId", str)  # a Discord server, a Twitch channel's community
ChannelId = NewType("ChannelId", str)
MessageId = NewType("MessageId", str)
CaseId = NewType("CaseId", int)  # small and spoken aloud: "case 12"
ActId = NewType("ActId", int)


def platform_id(platform: str, number: int | str) -> str:
    """``platform_id("discord", 123) == "discord:123"``."""
    return f"{platform}:{number}"


def platform_of(full: str) -> str:
    """The part before the first colon. Raises ValueError where there is none."""
    platform, colon, rest = full.partition(":")
    if not (platform and colon and rest):
        raise ValueError(f"not a platform id: {full!r}")
    return platform


def number_of(full: str) -> int:
    """The platform's own number: ``number_of("discord:123") == 123``. Raises ValueError where it is no number."""
    platform_of(full)
    return int(full.partition(":")[2])
