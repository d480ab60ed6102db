"""Following feeds on a real server: each entry once, also over restarts, and a bad feed holds up no other."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Sequence
from itertools import pairwise
from pathlib import Path
from time import time
from typing import Any

import pytest
from aiohttp import web

from services.ingest.sources.feed_settings import Feed, FeedSettings
from services.ingest.sources.feed_state import FeedState
from services.ingest.sources.feeds import PAGE_TRIES, FeedReader, Look
from services.ingest.sources.fetch import Fetcher, FetchLimits
from services.ingest.sources.hosts import Hosts
from services.ingest.sources.item import RawItem
from services.runtime.errors import BrokenDependencyError

from .servers import Site, endless, rss, site, slow

LONG = "<p>" + "Residents of the town described the blast and what followed it. " * 40 + "</p>"
LIMITS = FetchLimits(seconds=0.7, max_bytes=500_000)


class Desk:
    """A reader of feeds, what it sends, and its state in a file; `restart` begins anew on the same file."""

    def __init__(self, folder: Path, fetcher: Fetcher) -> None:
        self._file = folder / "state.sqlite"
        self._fetcher = fetcher
        self.sent: list[dict[str, Any]] = []
        self.broken = False
        self.late = 0.0
        self.state = FeedState(self._file)

    async def send(self, items: Sequence[RawItem]) -> None:
        if self.broken:
            raise BrokenDependencyError("the broker does not answer")
        self.sent += [json.loads(item.value) for item in items]

    def restart(self) -> None:
        self.state.close()
        self.state = FeedState(self._file)

    def reader(self, *feeds: Feed) -> FeedReader:
        return FeedReader(
            FeedSettings(feeds=feeds),
            self.state,
            self._fetcher,
            self.send,
            clock=lambda: time() + self.late,
            chance=lambda: 0.5,
        )

    async def look(self, url: str, **more: Any) -> Look:
        feed = Feed(url=url, **more)
        return await self.reader(feed).look(feed)

    def texts(self) -> list[str]:
        return [article.get("html") or article["text"] for article in self.sent]


@pytest.fixture
async def news() -> AsyncIterator[Site]:
    async with site() as served:
        yield served


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with Fetcher(Hosts(0.0), limits=LIMITS, private=True) as fetcher:
        desk = Desk(tmp_path, fetcher)
        yield desk
        desk.state.close()


def serve_two(news: Site) -> None:
    """A feed of two teasers with their pages, the newest first."""
    news.answers["/feed"] = rss(
        [
            {"title": "Second", "link": news.url("/2"), "guid": "b", "pubDate": "Wed, 05 Jan 2022 11:00:00 +0100"},
            {"title": "First", "link": "/1", "guid": "a", "description": "A teaser."},
        ]
    )
    news.page("/1", 1)
    news.page("/2", 2)


async def test_new_entries_are_sent_oldest_first_with_their_pages(news: Site, desk: Desk) -> None:
    serve_two(news)
    look = await desk.look(news.url("/feed"), source="desk.example.com", language="en")
    assert look == Look("read", sent=2)
    first, second = desk.sent
    assert "killed 1 people" in first["html"]
    assert first["url"] == news.url("/1")
    assert second["title"] == "Second"
    assert second["published"] == "2022-01-05T10:00:00+00:00"
    assert (second["source"], second["language"]) == ("desk.example.com", "en")


async def test_a_restart_sends_nothing_again_and_asks_conditionally(news: Site, desk: Desk) -> None:
    serve_two(news)
    document = news.answers["/feed"]

    async def conditional(request: web.Request) -> web.Response:
        if request.headers.get("If-None-Match") == '"7"' and request.headers.get("If-Modified-Since") == "then":
            return web.Response(status=304)
        return web.Response(**document, headers={"ETag": '"7"', "Last-Modified": "then"})  # type: ignore[arg-type]

    news.answers["/feed"] = conditional
    assert (await desk.look(news.url("/feed"))).sent == 2
    desk.restart()
    assert await desk.look(news.url("/feed")) == Look("not_modified")
    news.answers["/feed"] = document
    assert await desk.look(news.url("/feed")) == Look("read", sent=0)
    assert len(desk.sent) == 2
    assert news.asked["/1"] == 1, "the page of a known entry was fetched again"


async def test_an_entry_that_changed_is_sent_again_and_only_that_one(news: Site, desk: Desk) -> None:
    news.answers["/feed"] = rss([{"guid": "a", "description": LONG}, {"guid": "b", "description": LONG}])
    await desk.look(news.url("/feed"))
    news.answers["/feed"] = rss(
        [{"guid": "a", "description": f"{LONG}<p>Corrected.</p>"}, {"guid": "b", "description": LONG}]
    )
    assert await desk.look(news.url("/feed")) == Look("read", sent=1)
    assert desk.texts()[-1].endswith("Corrected.</p>")


async def test_an_entry_that_carries_its_article_needs_no_page(news: Site, desk: Desk) -> None:
    entry = {"link": news.url("/1"), "content:encoded": f"<![CDATA[{LONG}]]>"}
    news.answers["/feed"] = rss([entry])
    await desk.look(news.url("/feed"))
    assert desk.texts() == [LONG]
    assert news.asked["/1"] == 0


async def test_pages_can_be_left_alone(news: Site, desk: Desk) -> None:
    serve_two(news)
    await desk.look(news.url("/feed"), pages=False)
    assert desk.texts() == ["A teaser.", "Second"]
    assert news.asked.total() == 1


async def test_a_page_that_fails_is_tried_again_and_then_done_without(news: Site, desk: Desk) -> None:
    serve_two(news)
    document = dict(news.answers["/feed"])  # type: ignore[arg-type]
    news.answers["/feed"] = document | {"headers": {"ETag": '"1"'}}
    news.answers["/1"] = {"status": 500}
    for _ in range(PAGE_TRIES - 1):
        await desk.look(news.url("/feed"))
        assert len(desk.sent) == 1, "the other entry is not held up"
        desk.restart()
        assert "If-None-Match" not in news.requests[-1][2]
    await desk.look(news.url("/feed"))
    assert desk.texts()[-1] == "A teaser."
    await desk.look(news.url("/feed"))
    assert len(desk.sent) == 2
    assert news.asked["/1"] == PAGE_TRIES


async def test_a_page_that_is_gone_is_done_without_at_once(news: Site, desk: Desk) -> None:
    serve_two(news)
    del news.answers["/1"]
    await desk.look(news.url("/feed"))
    assert len(desk.sent) == 2


async def test_a_page_in_another_charset_than_it_says_keeps_its_characters(news: Site, desk: Desk) -> None:
    serve_two(news)
    page = "<html><body><p>The café’s owner fled.</p></body></html>"
    news.answers["/1"] = {"body": page.encode("cp1252"), "headers": {"Content-Type": "text/html; charset=utf-8"}}
    news.answers["/2"] = {"body": page.encode(), "headers": {"Content-Type": "text/html; charset=iso-8859-1"}}
    await desk.look(news.url("/feed"))
    assert desk.texts() == [page, page]


async def test_a_broker_that_takes_nothing_loses_nothing(news: Site, desk: Desk) -> None:
    serve_two(news)
    desk.broken = True
    assert (await desk.look(news.url("/feed"))).outcome == "broker"
    desk.broken = False
    assert (await desk.look(news.url("/feed"))).sent == 2


BOMB = (
    '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    '<rss version="2.0"><channel>&b;</channel></rss>'
)


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (b"<html><body>Not found, says a page with status 200</body></html>", "malformed"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "malformed"),
        (b"", "malformed"),
        (BOMB.encode(), "malformed"),
        (BOMB.encode("utf-16"), "malformed"),
        (b"/etc/passwd", "malformed"),
        (b'<rss version="2.0"><channel><item><guid>a</guid><description>Cut & bro', "read"),
        (b'<rss version="2.0"><channel></channel></rss>', "read"),
    ],
)
async def test_a_broken_document_is_told_or_mended(news: Site, desk: Desk, body: bytes, outcome: str) -> None:
    news.answers["/feed"] = {"body": body, "headers": {"Content-Type": "text/xml"}}
    assert (await desk.look(news.url("/feed"))).outcome == outcome


async def test_atom_in_another_charset_is_read(news: Site, desk: Desk) -> None:
    document = (
        '<?xml version="1.0" encoding="windows-1251"?><feed xmlns="http://www.w3.org/2005/Atom"><title>D</title><entry>'
        "<id>tag:desk,1</id><updated>2022-01-05T10:00:00Z</updated><author><name>A. Desk</name></author>"
        '<content type="text">Взрыв в городе.</content></entry></feed>'
    )
    news.answers["/feed"] = {"body": document.encode("cp1251"), "headers": {"Content-Type": "application/atom+xml"}}
    await desk.look(news.url("/feed"))
    [article] = desk.sent
    assert article["text"] == "Взрыв в городе."
    assert article["modified"] == "2022-01-05T10:00:00+00:00"
    assert article["authors"] == ["A. Desk"]


async def test_failures_put_the_next_look_off_longer_and_longer_and_a_success_ends_that(news: Site, desk: Desk) -> None:
    url = news.url("/feed")
    news.answers["/feed"] = {"status": 500}
    waits = []
    for _ in range(5):
        await desk.look(url)
        waits.append(desk.state.feed(url).next_look - time())
    assert waits == pytest.approx([22.5, 45, 90, 180, 360], abs=2)
    serve_two(news)
    await desk.look(url)
    assert desk.state.feed(url).failures == 0
    assert desk.state.feed(url).next_look - time() == pytest.approx(900, abs=2)


async def test_a_feed_that_asks_for_a_pause_gets_it_over_a_restart_too(news: Site, desk: Desk) -> None:
    url = news.url("/feed")
    news.answers["/feed"] = {"status": 429, "headers": {"Retry-After": "7200"}}
    assert (await desk.look(url)).retry_after == 7200
    desk.restart()
    assert desk.state.feed(url).next_look - time() == pytest.approx(7200, abs=2)


async def test_bad_feeds_hold_up_no_good_one(news: Site, tmp_path: Path) -> None:
    """All at once, on one site: slow, endless, failing, malformed, and one that is as it should be."""
    desk = Desk(tmp_path, Fetcher(Hosts(0.0), limits=LIMITS, private=True))
    for path, answer in {
        "/slow": slow,
        "/endless": endless,
        "/500": {"status": 500},
        "/junk": {"text": "junk"},
    }.items():
        news.answers[path] = answer  # type: ignore[assignment]
    serve_two(news)
    feeds = [Feed(url=news.url(path)) for path in ("/slow", "/endless", "/500", "/junk", "/feed", "/none")]
    task = asyncio.create_task(desk.reader(*feeds).run())
    async with asyncio.timeout(10):
        while len(desk.sent) < 2 or not all(desk.state.feed(feed.url).next_look for feed in feeds):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    failures = {feed.url.rsplit("/", 1)[1]: desk.state.feed(feed.url).failures for feed in feeds}
    assert failures == {"slow": 1, "endless": 1, "500": 1, "junk": 1, "feed": 0, "none": 1}
    desk.state.close()
    assert news.most_at_once == 1, "more than one request at a time to one host"


async def test_requests_to_one_host_are_some_time_apart(news: Site, tmp_path: Path) -> None:
    serve_two(news)
    async with Fetcher(Hosts(0.3), private=True) as fetcher:
        desk = Desk(tmp_path, fetcher)
        await desk.look(news.url("/feed"))
        desk.state.close()
    times = [at for _, at, _ in news.requests]
    assert len(times) == 3
    assert all(later - earlier >= 0.29 for earlier, later in pairwise(times))
