"""The doors of an ingest worker beside Kafka: feeds and HTTP, each off unless the settings ask for it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import structlog
from mode import Service

from services.runtime.app import ENVELOPE_BYTES, App
from services.runtime.codec import TRACEPARENT, Encoded
from services.runtime.data_dirs import locked

from .sources.feed_settings import FeedSettings, load_feed_settings
from .sources.feed_state import FeedState
from .sources.feeds import FeedReader
from .sources.feeds import Send as FeedSend
from .sources.fetch import Fetcher, FetchLimits
from .sources.hosts import Hosts
from .sources.http_intake import HttpIntake, Taken
from .sources.item import RawItem

FEEDS_FOLDER = "feeds"
LOOK_FOR_LOCK = 10.0
"""Seconds between two looks whether the worker that follows the feeds of this folder has gone."""

log = structlog.get_logger(__name__)


def open_doors(app: App, source: str) -> None:
    """Let a worker take articles by the doors that its settings ask for.

    Args:
        source: the topic that they go to.

    Raises:
        ConfigurationError: a door is asked for that can't be opened.
    """
    settings = app.settings
    if settings.http_intake:

        async def take(articles: Sequence[Taken]) -> None:
            await app.deliver(
                (source, Encoded(article.id.encode(), article.value, [(TRACEPARENT, article.traceparent.encode())]))
                for article in articles
            )

        largest = min(settings.ingest_max_bytes, app.largest_message - ENVELOPE_BYTES)
        app.routes.append(HttpIntake(settings, take, max_article_bytes=largest).route())
    if settings.feeds is not None:

        async def send(items: Sequence[RawItem]) -> None:
            await app.deliver((source, Encoded(item.key, item.value, [])) for item in items)

        feeds = load_feed_settings(settings.feeds)
        app.background.append(FollowedFeeds(feeds, settings.data_dir, send, private=settings.fetch_private))


class FollowedFeeds(Service):
    """Follows the feeds while the worker runs; of several workers with one data folder, one does.

    Args:
        feeds: which.
        data_dir: where what is remembered of them is kept.
        send: where articles go.
        private: whether addresses of private networks may be fetched.
    """

    def __init__(self, feeds: FeedSettings, data_dir: Path, send: FeedSend, *, private: bool) -> None:
        super().__init__()
        self._feeds = feeds
        self._folder = data_dir / FEEDS_FOLDER
        self._send = send
        self._private = private

    async def on_start(self) -> None:
        """Begin, or wait until the worker that follows them now has gone."""
        self.add_future(self._run())

    async def _run(self) -> None:
        while (lock := locked(self._folder, "to remember feeds")) is None:
            log.info("feeds are followed by another worker")
            await asyncio.sleep(LOOK_FOR_LOCK)
        state = FeedState(self._folder / "state.sqlite")
        fetcher = Fetcher(
            Hosts(self._feeds.min_interval),
            limits=FetchLimits(seconds=self._feeds.seconds, max_bytes=self._feeds.max_bytes),
            user_agent=self._feeds.user_agent,
            private=self._private,
        )
        log.info("feeds", count=len(self._feeds.feeds))
        try:
            await FeedReader(self._feeds, state, fetcher, self._send).run()
        finally:
            state.close()
            lock.close()
