"""A program under measurement: started under the sandbox's launcher, read by its lines, weighed by the kernel's own counters."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass
class Program:
    """A running program."""

    process: Process

    async def line(self, key: str) -> dict[str, object]:
        """The next line of JSON on its standard output that has ``key``. Raises RuntimeError where it ends first."""
        assert self.process.stdout is not None  # noqa: S101 - started with a pipe below
        while raw := await self.process.stdout.readline():
            try:
                fields = json.loads(raw)
            except ValueError:
                continue
            if isinstance(fields, dict) and key in fields:
                return fields
        raise RuntimeError(f"the program ended before it said {key!r}")

    def cpu_seconds(self) -> float:
        """Processor time used so far, user and system."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def resident_mib(self) -> float:
        """Resident memory now, in MiB."""
        return int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]) * PAGE / 2**20


@asynccontextmanager
async def running(arguments: Sequence[str], sandbox_url: str, environment: Mapping[str, str]) -> AsyncIterator[Program]:
    """Starts ``python -m sandbox.launch ARGUMENTS`` and stops it at the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "sandbox.launch",
        *arguments,
        env={**os.environ, "SANDBOX_URL": sandbox_url, **environment},
        stdout=PIPE,
        stderr=DEVNULL,
    )
    try:
        yield Program(process)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
