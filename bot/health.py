"""Health and metrics over HTTP, for whoever runs Haven: /healthz, /readyz, /metrics. On loopback unless settings say otherwise."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Final

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.metrics import Metrics

PATIENCE_S: Final = 1.0  # a check that takes longer counts as failed

Check = Callable[[], Awaitable[bool]]


def health_app(checks: Mapping[str, Check], metrics: Metrics, depth: Callable[[], Awaitable[int]]) -> web.Application:
    """``checks`` say whether Haven can do its work; ``depth`` counts the acts still to be done."""

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"alive": True})  # whoever can answer has a loop that turns

    async def readyz(_: web.Request) -> web.Response:
        results = {name: await _passes(check) for name, check in checks.items()}
        return web.json_response(results, status=200 if all(results.values()) else 503)

    async def show_metrics(_: web.Request) -> web.Response:
        metrics.outbox.set(await depth())
        return web.Response(body=generate_latest(metrics.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application()
    app.add_routes([web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", show_metrics)])
    return app


async def _passes(check: Check) -> bool:
    try:
        return await asyncio.wait_for(check(), PATIENCE_S)
    except Exception:  # noqa: BLE001 - whatever is wrong, the answer is "not ready"
        return False


@asynccontextmanager
async def served(app: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """Serves until left; gives the port. Raises OSError where it is taken."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
