"""Addresses given to `tocsin feed`: each is fetched once, and may be a feed, a page, or a file of articles."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime
from time import time

from services.ingest.decoding import decode
from services.ingest.outcome import RejectedError
from services.ingest.sources.feed_document import FeedDocumentError, FeedEntry, looks_like_feed, read_feed
from services.ingest.sources.feeds import entry_item
from services.ingest.sources.fetch import Fetched, Fetcher, FetchError
from services.ingest.sources.hosts import Hosts
from services.ingest.sources.item import Item, OpenFile, RawItem, Skipped, raw_value
from services.ingest.sources.json_file import read_json
from services.ingest.sources.json_lines import read_json_lines

MIN_INTERVAL = 1.0
"""Seconds between two requests to one host."""
_READERS = {
    "application/json": read_json,
    "application/x-ndjson": read_json_lines,
    "application/ndjson": read_json_lines,
    "application/jsonl": read_json_lines,
}


def is_address(given: str) -> bool:
    """Whether an argument is an address on the web and not a path."""
    return given.lower().startswith(("http://", "https://"))


async def read_addresses(
    addresses: Iterable[str], *, private: bool, published: str | None = None, min_interval: float = MIN_INTERVAL
) -> AsyncIterator[Item]:
    """The articles at some addresses: of a feed those of all its entries, with their pages.

    Args:
        private: whether addresses of private networks may be fetched.
        published: publication time of pages that say none.
    """
    async with Fetcher(Hosts(min_interval), private=private) as fetcher:
        for address in addresses:
            try:
                answer = await fetcher.fetch(address)
            except FetchError as error:
                yield Skipped(address, f"can't be fetched: {error}")
                continue
            if answer is None:
                continue  # a server that says "not modified" without being asked has nothing
            if not looks_like_feed(answer.body):
                for item in _items(address, answer, published):
                    yield item
                continue
            try:
                entries = read_feed(answer.body, url=answer.url, content_type=answer.content_type)
            except FeedDocumentError as error:
                yield Skipped(address, f"can't be read: {error}")
                continue
            for entry in entries:
                yield await _entry(fetcher, entry)


async def _entry(fetcher: Fetcher, entry: FeedEntry) -> Item:
    page = None
    if entry.link is not None and not entry.is_full:
        try:
            page = await fetcher.fetch(entry.link)
        except FetchError:
            page = None  # what the feed carries of it is better than nothing
    return entry_item(entry, page, source=None, language=None, fetched=time())


def _items(address: str, answer: Fetched, published: str | None) -> list[Item]:
    kind = answer.content_type.split(";")[0].strip().lower()
    if (reader := _READERS.get(kind)) is not None:
        return list(reader(OpenFile(address, io.BytesIO(answer.body))))
    if kind and not kind.startswith("text/") and "html" not in kind:
        return [Skipped(address, f"neither a feed nor a page nor JSON: {kind[:60]}")]
    try:
        text = decode(answer.body, charset=answer.charset)
    except RejectedError as error:
        return [Skipped(address, f"not text: {error}")]
    fields = {
        "text" if kind == "text/plain" else "html": text,
        "url": answer.url,
        "published": published,
        "fetched": datetime.now(UTC).isoformat(),
    }
    return [RawItem(raw_value(fields), address)]
