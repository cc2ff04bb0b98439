"""A program under measurement: started as a process, read by its lines, weighed by the kernel's own counters."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


class Program:
    """A running program that says what it has to say in lines of JSON on its standard output."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.said: dict[str, Any] = {}  # the newest value of every key
        self._news = asyncio.Event()

    async def listen(self) -> None:
        """Reads its lines until it ends."""
        assert self.process.stdout is not None  # noqa: S101 - started with a pipe below
        while raw := await self.process.stdout.readline():
            with contextlib.suppress(ValueError):
                self.said |= json.loads(raw)
                self._news.set()

    async def heard(self, key: str) -> Any:  # noqa: ANN401 - any JSON
        """Waits for ``key`` to be said (again, where it was taken out of ``said``). Raises RuntimeError where the program ends first."""
        while key not in self.said:
            if self.process.returncode is not None:
                raise RuntimeError(f"the program ended before it said {key!r}")
            self._news.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), 0.5)
        return self.said[key]

    async def lag(self) -> dict[str, float]:
        """What the probe in its loop saw since the last call, in milliseconds (bot.bench.probed)."""
        self.said.pop("lag", None)
        self.process.send_signal(signal.SIGUSR1)
        return dict(await self.heard("lag"))

    def cpu_seconds(self) -> float:
        """Processor time used so far, user and system."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def resident_mib(self) -> float:
        """Resident memory now, in MiB."""
        return int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]) * PAGE / 2**20


@asynccontextmanager
async def running(arguments: Sequence[str], environment: Mapping[str, str]) -> AsyncIterator[Program]:
    """Starts ``python -m bot.bench.probed ARGUMENTS`` and stops it at the end."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.bench.probed", *arguments), env={**os.environ, **environment}, stdout=PIPE, stderr=DEVNULL
    )
    program = Program(process)
    listening = asyncio.create_task(program.listen())
    try:
        yield program
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
        await listening
