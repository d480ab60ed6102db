"""Addresses given to `tocsin feed`: a feed, a page, JSON, and what is none of them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest

from services.commands.feed.web import read_addresses
from services.ingest.sources import Item, RawItem, Skipped

from .servers import Site, rss, site


@pytest.fixture
async def news() -> AsyncIterator[Site]:
    async with site() as served:
        yield served


async def read(*addresses: str, private: bool = True) -> list[Item]:
    return [item async for item in read_addresses(addresses, private=private, min_interval=0)]


async def test_a_feed_gives_the_pages_of_its_entries_and_a_page_itself(news: Site) -> None:
    news.answers["/feed"] = rss([{"link": news.url("/1"), "description": "Kept."}, {"link": news.url("/none")}])
    news.answers["/gone"] = rss([{"link": news.url("/none"), "description": "What the feed carries."}])
    news.page("/1", 1)
    news.page("/2", 2)
    found = await read(*map(news.url, ("/feed", "/gone", "/2")))
    values = [json.loads(item.value) for item in found if isinstance(item, RawItem)]
    assert [value["url"] for value in values] == [news.url(path) for path in ("/none", "/1", "/none", "/2")]
    assert "killed 1 people" in values[1]["html"]
    assert values[2]["html"] == "What the feed carries."
    assert "killed 2 people" in values[3]["html"]


async def test_json_gives_its_articles(news: Site) -> None:
    news.answers["/a"] = {"text": '[{"text": "one"}, {"text": "two"}]', "content_type": "application/json"}
    news.answers["/b"] = {"text": '{"text": "three"}\n', "content_type": "application/x-ndjson"}
    found = await read(news.url("/a"), news.url("/b"))
    assert [json.loads(item.value)["text"] for item in found if isinstance(item, RawItem)] == ["one", "two", "three"]


async def test_what_can_not_be_read_is_told_and_the_next_is_read(news: Site) -> None:
    news.answers["/photo"] = {"body": b"\xff\xd8\xff", "content_type": "image/jpeg"}
    news.answers["/text"] = {"text": "Words.", "content_type": "text/plain"}
    found = await read(*map(news.url, ("/none", "/photo", "/text")))
    assert [item.cause for item in found if isinstance(item, Skipped)] == [
        "can't be fetched",
        "neither a feed nor a page nor JSON",
    ]
    assert isinstance(found[-1], RawItem)


async def test_private_addresses_are_refused_unless_asked_for(news: Site) -> None:
    [refused] = await read(news.url("/a"), private=False)
    assert isinstance(refused, Skipped)
    assert "TOCSIN_FETCH_PRIVATE" in refused.reason
    assert news.asked.total() == 0
