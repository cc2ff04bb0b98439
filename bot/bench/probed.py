"""``python -m bot.bench.probed MODULE …``: runs a program with a probe in its event loop that notes how late the loop is.

The probe asks to be woken every two milliseconds. On SIGUSR1 it prints a line of JSON on standard output with what it saw since the last
time, in milliseconds, and begins anew. Without a MODULE it measures an idle loop.
"""

import asyncio
import json
import runpy
import signal
import sys
import time

STEP_S = 0.002
_late: list[float] = []


class _Probed(asyncio.DefaultEventLoopPolicy):
    """Loops that come with the probe already in them."""

    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        """A loop, probed."""
        loop = super().new_event_loop()
        loop.call_soon(_probe, loop, time.perf_counter())
        loop.add_signal_handler(signal.SIGUSR1, _report)
        return loop


def _probe(loop: asyncio.AbstractEventLoop, due: float) -> None:
    now = time.perf_counter()
    _late.append(max(0.0, now - due) * 1000)
    loop.call_later(STEP_S, _probe, loop, now + STEP_S)


def percentile(values: list[float], share: float) -> float:
    """The smallest of the sorted ``values`` that at least ``share`` of them do not exceed; 0 for none."""
    return values[min(len(values) - 1, int(share * len(values)))] if values else 0.0


def _report() -> None:
    late = sorted(_late)
    _late.clear()
    shares = {"p50": percentile(late, 0.5), "p99": percentile(late, 0.99), "p999": percentile(late, 0.999)}
    sys.stdout.write(json.dumps({"lag": {"samples": len(late), **shares}}) + "\n")
    sys.stdout.flush()


async def _idle() -> None:
    await asyncio.Event().wait()


def main() -> None:
    """Runs the module under the probe."""
    asyncio.set_event_loop_policy(_Probed())
    if len(sys.argv) < 2:  # noqa: PLR2004 - no module
        asyncio.run(_idle())
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
