"""The live page on the aggregator's web port: `/`, for those without Grafana.

Plain HTML, CSS and modules of JavaScript in `static/`, which read the JSON view (`services.aggregator.view`) of the
same port. Nothing comes from elsewhere, and the policy sent along forbids it: no inline script or style, no other
host. What articles say is put into the page as text only.
"""

from __future__ import annotations

import json
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

from ..atlas import Atlas

STATIC = Path(__file__).parent / "static"

TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""Content-Security-Policy of the page."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def page_routes(atlas: Atlas) -> list[web.RouteDef]:
    """The page, its files, and what its map is drawn with."""
    places = {
        "countries": list(atlas.countries),
        "towns": list(atlas.named_towns),
        "units_per_degree": atlas.units_per_degree,
    }
    return [
        web.get("/", _sends((STATIC / "index.html").read_bytes(), "text/html")),
        web.get("/page/places.json", _sends(json.dumps(places, ensure_ascii=False).encode(), "application/json")),
        web.get("/page/towns.bin", _sends(atlas.towns, "application/octet-stream")),
        *(
            web.get(f"/page/{path.name}", _sends(path.read_bytes(), TYPES[path.suffix]))
            for path in sorted(STATIC.iterdir())
            if path.suffix in TYPES and path.name != "index.html"
        ),
    ]


def _sends(body: bytes, content_type: str) -> Handler:
    charset = None if content_type == "application/octet-stream" else "utf-8"

    async def handler(_request: web.Request) -> web.Response:
        return web.Response(body=body, content_type=content_type, charset=charset, headers=HEADERS)

    return handler
