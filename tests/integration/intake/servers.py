"""A news site and its feed on 127.0.0.1, which does whatever a test wants it to."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from time import monotonic

from aiohttp import web
from aiohttp.test_utils import TestServer

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]

LEAD = "Gunmen killed {n} people at a market in Mosul, Iraq, on Monday, police said."


class Site:
    """What is served, by path, and what was asked for.

    Set `answers[path]` to a response's arguments or to a handler; a path that is not set is 404.
    """

    def __init__(self) -> None:
        self.answers: dict[str, Answer | dict[str, object]] = {}
        self.asked: Counter[str] = Counter()
        self.requests: list[tuple[str, float, dict[str, str]]] = []
        """Path, time and headers of each request."""
        self.at_once = 0
        self.most_at_once = 0
        self.base = ""

    def url(self, path: str) -> str:
        """Address of a path."""
        return f"{self.base}{path}"

    def page(self, path: str, n: int) -> None:
        """Serve the page of an article."""
        text = LEAD.format(n=n)
        body = f"<html><head><title>Report {n}</title></head><body><article><p>{text}</p></article></body></html>"
        self.answers[path] = {"text": body, "content_type": "text/html"}

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer any request."""
        self.asked[request.path] += 1
        self.requests.append((request.path, monotonic(), dict(request.headers)))
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            answer = self.answers.get(request.path)
            if answer is None:
                return web.Response(status=404)
            if callable(answer):
                return await answer(request)
            return web.Response(**answer)  # type: ignore[arg-type]
        finally:
            self.at_once -= 1


@asynccontextmanager
async def site() -> AsyncIterator[Site]:
    """A site that runs."""
    served = Site()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", served.handle)
    server = TestServer(app, host="127.0.0.1")
    await server.start_server(shutdown_timeout=0.1)
    served.base = f"http://127.0.0.1:{server.port}"
    try:
        yield served
    finally:
        await server.close()


@asynccontextmanager
async def raw_server(answer: bytes) -> AsyncIterator[str]:
    """A server that sends these bytes to whoever connects, whatever was asked, and hangs up; its address."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.close()
        await server.wait_closed()


async def slow(request: web.Request) -> web.StreamResponse:
    """A byte now and then."""
    response = web.StreamResponse()
    await response.prepare(request)
    for _ in range(1_000):
        await response.write(b" ")
        await asyncio.sleep(0.05)
    return response


async def endless(request: web.Request) -> web.StreamResponse:
    """Bytes as fast as they are taken, without an end."""
    response = web.StreamResponse()
    await response.prepare(request)
    for _ in range(100_000):
        await response.write(b"<p>again</p>" * 5_000)
    return response


def rss(entries: list[dict[str, str]], *, title: str = "Desk") -> dict[str, object]:
    """A response with an RSS document; each entry is its elements by name."""
    items = "".join(
        "<item>" + "".join(f"<{name}>{value}</{name}>" for name, value in entry.items()) + "</item>"
        for entry in entries
    )
    document = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>{title}</title>{items}</channel></rss>"
    )
    return {"text": document, "content_type": "application/rss+xml", "charset": "utf-8"}
