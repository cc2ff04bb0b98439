"""What holds in each space right now: is the analysis on, and which words do its workers watch for. Read once, kept in memory."""

from dataclasses import dataclass, replace

from core.audit import AuditEntry
from core.clock import Clock
from core.ids import SpaceId, UserId
from moderation.ports import Store
from moderation.words import Words


@dataclass(frozen=True, slots=True)
class Standing:
    """One space at this moment."""

    on: bool
    words: Words


class Standings:
    """Every space that was heard from."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._known: dict[SpaceId, Standing] = {}

    async def of(self, space: SpaceId) -> Standing:
        """The space's standing, from memory but for the first time."""
        return self._known.get(space) or await self.reload(space)

    def on(self, space: SpaceId) -> bool:
        """Whether the space is analysed, as far as known at this very moment."""
        return self._known[space].on

    async def reload(self, space: SpaceId) -> Standing:
        """Reads it again: the workers' lists have changed."""
        async with self._store.work() as work:
            standing = Standing(await work.switches.analysis_on(space), Words(await work.words.words(space)))
        self._known[space] = standing
        return standing

    async def switch(self, space: SpaceId, *, on: bool, by: UserId | None) -> None:
        """The kill switch (R24). Off counts at once, before it is written; on counts once it is written."""
        known = await self.of(space)
        if not on:
            self._known[space] = replace(known, on=False)
        async with self._store.work() as work:
            await work.switches.set_analysis(space, on=on)
            await work.audit.record(AuditEntry(self._clock.now(), "analysis.on" if on else "analysis.off", by, detail=space))
        self._known[space] = replace(self._known[space], on=on)
