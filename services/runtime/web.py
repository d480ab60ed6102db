"""The web port of a worker: /metrics for Prometheus, /healthz and /readyz for whoever runs it.

`/healthz` says that the process answers; `/readyz` that it has partitions, recovered its tables, and can work. Faust's
own web server is switched off: its `/` is always OK, and its table views are public.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence

import structlog
from aiohttp import web
from mode import Service
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest

from .errors import ConfigurationError

log = structlog.get_logger(__name__)


class WebServer(Service):
    """Serves a worker's state.

    Args:
        readiness: each condition of readiness and whether it holds.
        host, port: where to listen; port 0 picks a free one, which `port` then tells.
        routes: further routes.
    """

    def __init__(
        self,
        readiness: Callable[[], dict[str, bool]],
        *,
        host: str,
        port: int,
        routes: Sequence[web.RouteDef] = (),
    ) -> None:
        super().__init__()
        self._readiness = readiness
        self.host = host
        self.port = port
        self._routes = routes
        self._runner: web.AppRunner | None = None

    async def on_start(self) -> None:
        """Listen; raises `ConfigurationError` when the port is taken."""
        app = web.Application()
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/metrics", self._metrics)
        app.router.add_routes(self._routes)
        # Bodies are unfolded, within bounds, by the handler that wants one.
        self._runner = web.AppRunner(app, access_log=None, auto_decompress=False)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self.host, self.port).start()
        except OSError as error:
            raise ConfigurationError(
                f"{self.host}:{self.port} can't be listened on ({error.strerror}): set TOCSIN_WEB_PORT, 0 for any."
            ) from error
        self.port = self._runner.addresses[0][1]
        log.info("web", metrics=f"http://{self.host}:{self.port}/metrics")

    async def on_stop(self) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _healthz(self, _request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def _readyz(self, _request: web.Request) -> web.Response:
        state = self._readiness()
        ready = all(state.values())
        body = json.dumps({"status": "ready" if ready else "not ready", "checks": state})
        return web.Response(text=body, status=200 if ready else 503, content_type="application/json")

    async def _metrics(self, _request: web.Request) -> web.Response:
        self._readiness()
        # The gauges of the rolling counts are computed now, from rows that only this loop changes: no thread.
        await asyncio.sleep(0)
        return web.Response(body=generate_latest(REGISTRY), headers={"Content-Type": CONTENT_TYPE_LATEST})
