"""Follows RSS and Atom feeds: looks at each in its own time, and sends what is new in it.

Each feed is a task of its own, so that one that is slow, endless or broken holds up none of the others; the only thing
they share is their hosts' turns. A look that fails is made again after a while that doubles, with jitter.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import time

import structlog

from services.runtime import metrics
from services.runtime.errors import BrokenDependencyError

from ..decoding import decode
from ..outcome import RejectedError
from .feed_document import FeedDocumentError, FeedEntry, read_feed
from .feed_settings import Feed, FeedSettings
from .feed_state import EntryRow, FeedRow, FeedState
from .fetch import Fetched, Fetcher, FetchError
from .item import RawItem, raw_value

PAGE_TRIES = 3
"""Looks in which the page of an entry may fail before what the feed carries of it is sent instead."""
PAGE_FAILURES = 3
"""Pages in a row that may fail before the rest is left for the next look: their host is in trouble."""
FIRST_BACKOFF = 30.0
"""Seconds after the first look that failed."""
LONGEST_BACKOFF = 6 * 3600.0
FORGET_EVERY = 3600.0
_PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "")

Send = Callable[[Sequence[RawItem]], Awaitable[None]]
"""Gives articles to the broker; returns when it has them. Raises `BrokenDependencyError`."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Look:
    """What came of one look at a feed."""

    outcome: str
    """`read`, `not_modified`, `malformed`, `broker`, or a `FetchFault`."""
    sent: int = 0
    error: str | None = None
    retry_after: float | None = None

    @property
    def failed(self) -> bool:
        """Whether to look again sooner or later than the feed's own interval."""
        return self.error is not None


def next_look(interval: float, failures: int, retry_after: float | None, chance: float) -> float:
    """Seconds until the next look at a feed.

    Args:
        interval: seconds between two looks at it.
        failures: looks in a row that failed, this one included.
        retry_after: seconds that its host asked for.
        chance: a random number from 0 to 1, so that feeds do not move in step.
    """
    if failures:
        # Half of it is sure and half left to chance ("equal jitter").
        backoff = min(FIRST_BACKOFF * 2.0 ** min(failures - 1, 20), max(interval, LONGEST_BACKOFF))
        delay = backoff / 2 + chance * backoff / 2
    else:
        delay = interval * (0.95 + 0.1 * chance)
    return max(delay, retry_after or 0.0)


class FeedReader:
    """Reads feeds into `news.raw.v1`.

    Args:
        settings: which.
        state: what is remembered of them.
        fetcher: opened and closed by `run`.
        send: where articles go.
        clock: seconds since 1970.
        chance: random numbers from 0 to 1.
    """

    def __init__(
        self,
        settings: FeedSettings,
        state: FeedState,
        fetcher: Fetcher,
        send: Send,
        *,
        clock: Callable[[], float] = time,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._settings = settings
        self._state = state
        self._fetcher = fetcher
        self._send = send
        self._clock = clock
        self._chance = chance

    async def run(self) -> None:
        """Follow all feeds until cancelled."""
        async with self._fetcher, asyncio.TaskGroup() as tasks:
            for feed in self._settings.feeds:
                tasks.create_task(self._follow(feed))
            tasks.create_task(self._forget())

    async def _follow(self, feed: Feed) -> None:
        while True:
            wait = self._state.feed(feed.url).next_look - self._clock()
            # A clock that was set back must not silence a feed.
            await asyncio.sleep(min(max(0.0, wait), 24 * 3600.0))
            try:
                await self.look(feed)
            except Exception as error:
                # Nothing that one feed does may end the others, or be tried again without a pause.
                log.exception("feed", url=feed.url, error=repr(error))
                await asyncio.sleep(FIRST_BACKOFF)

    async def _forget(self) -> None:
        while True:
            self._state.forget(self._clock())
            await asyncio.sleep(FORGET_EVERY)

    async def look(self, feed: Feed) -> Look:
        """Look at a feed once, send what is new, and remember it."""
        row = self._state.feed(feed.url)
        now = self._clock()
        try:
            look, row = await self._read(feed, row, now)
        except FetchError as error:
            look = Look(error.fault.value, error=str(error), retry_after=error.retry_after)
        except FeedDocumentError as error:
            look = Look("malformed", error=str(error))
        except BrokenDependencyError as error:
            look = Look("broker", error=str(error))
        metrics.feed_looks.labels(look.outcome).inc()
        failures = row.failures + 1 if look.failed else 0
        delay = next_look(self._settings.interval(feed), failures, look.retry_after, self._chance())
        self._state.keep(row.after(self._clock() + delay, failures))
        if look.failed:
            log.warning("feed", url=feed.url, outcome=look.outcome, error=look.error, next_look=f"{delay:.0f} s")
        elif look.sent:
            log.info("feed", url=feed.url, sent=look.sent)
        return look

    async def _read(self, feed: Feed, row: FeedRow, now: float) -> tuple[Look, FeedRow]:
        answer = await self._fetcher.fetch(feed.url, row.validators)
        if answer is None:
            self._state.unchanged(feed.url, now)
            return Look("not_modified"), row
        # In a thread: a big document takes a second, in which others go on.
        entries = await asyncio.to_thread(read_feed, answer.body, url=answer.url, content_type=answer.content_type)
        known = self._state.entries(feed.url, (entry.id for entry in entries), now)
        sent = 0
        failed_in_a_row = 0
        whole = True
        for entry in entries:
            before = known.get(entry.id)
            if before is not None and before.sent and before.version == entry.version:
                continue
            tries = before.tries if before is not None and before.version == entry.version else 0
            item = await self._item(feed, entry, last_try=tries + 1 >= PAGE_TRIES)
            if item is None:
                whole = False
                self._state.mark(feed.url, entry.id, EntryRow(entry.version, tries + 1, sent=False), now)
                failed_in_a_row += 1
                if failed_in_a_row == PAGE_FAILURES:
                    break
                continue
            failed_in_a_row = 0
            await self._send([item])
            self._state.mark(feed.url, entry.id, EntryRow(entry.version, tries, sent=True), now)
            known[entry.id] = EntryRow(entry.version, tries, sent=True)
            metrics.intake_articles.labels("feed").inc()
            sent += 1
        # Only when nothing is left to try again: the server would say that nothing has changed.
        validators = answer.validators if whole else row.validators
        return Look("read", sent), FeedRow(row.url, validators, row.failures, row.next_look)

    async def _item(self, feed: Feed, entry: FeedEntry, *, last_try: bool) -> RawItem | None:
        """The article of an entry; None when its page can't be had now but may be later."""
        page: Fetched | None = None
        if feed.pages and not entry.is_full and entry.link is not None:
            try:
                page = await self._fetcher.fetch(entry.link)
            except FetchError as error:
                metrics.feed_pages_failed.labels(error.fault.value).inc()
                log.info("page", url=entry.link, feed=feed.url, outcome=error.fault.value, error=str(error))
                if not (last_try or error.gone):
                    return None
        return entry_item(entry, page, source=feed.source, language=feed.language, fetched=self._clock())


def entry_item(
    entry: FeedEntry, page: Fetched | None, *, source: str | None, language: str | None, fetched: float
) -> RawItem:
    """The article of an entry: its page where there is one that is text, else what the feed carries."""
    content: dict[str, str | None] = {"html" if entry.is_html else "text": entry.content or entry.title}
    if page is not None and (html := _page_text(page)) is not None:
        content = {"html": html}
    fields = {
        **content,
        "url": entry.link,
        "title": entry.title,
        "published": entry.published,
        "modified": entry.modified,
        "fetched": datetime.fromtimestamp(fetched, UTC).isoformat(),
        "source": source,
        "authors": list(entry.authors) or None,
        "language": language,
    }
    return RawItem(raw_value(fields), entry.link or entry.id)


def _page_text(page: Fetched) -> str | None:
    if page.content_type.split(";")[0].strip().lower() not in _PAGE_TYPES:
        return None
    try:
        return decode(page.body, charset=page.charset)
    except RejectedError:
        return None
