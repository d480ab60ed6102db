"""What a demo is fed with: files at once, or a generated week, hour by hour."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from aiokafka import AIOKafkaProducer
from rich.progress import Progress

from services.runtime.settings import Settings

from ..feed.run import TOPIC, feed_paths
from .week import by_hour, week

KEEPS_UP = 12
"""Articles waiting for the extractor up to which the next hour is sent: the clock then moves on evenly."""


class Feeding(Protocol):
    """Sends articles to `news.raw.v1`."""

    async def feed(self, settings: Settings, progress: Progress, waiting: Callable[[], int]) -> int:
        """Send everything; returns how many. `waiting` tells the articles that are not extracted yet."""


class Files:
    """Files and folders, as `tocsin feed` sends them."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = paths

    async def feed(self, settings: Settings, progress: Progress, waiting: Callable[[], int]) -> int:
        """Send them, with `tocsin feed`'s progress."""
        return (await feed_paths(settings, self._paths, None, progress)).fed


class Week:
    """The generated week that ends now, as fast as it is extracted.

    Args:
        hours: how much of it.
    """

    def __init__(self, hours: int) -> None:
        self._hours = hours

    async def feed(self, settings: Settings, progress: Progress, waiting: Callable[[], int]) -> int:
        """Send hour after hour; the bar counts hours."""
        until = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
        bar = progress.add_task("hours fed", total=self._hours)
        producer = AIOKafkaProducer(**settings.broker().aiokafka(), linger_ms=5)
        await producer.start()
        sent = 0
        try:
            for end, values in by_hour(week(until, hours=self._hours), until, hours=self._hours):
                for value in values:
                    await producer.send(settings.topic(TOPIC), value)
                await producer.flush()
                sent += len(values)
                progress.update(bar, advance=1, description=f"{end:%a %d %b %H:%M} UTC")
                while await asyncio.to_thread(waiting) > KEEPS_UP:  # noqa: ASYNC110  (it is the broker that knows)
                    await asyncio.sleep(0.2)
        finally:
            await producer.stop()
        return sent
