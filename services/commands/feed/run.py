"""Sends articles, and keeps the position: each exactly once, also over a feed that was broken off and goes on."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from schemas.topics import load_topics
from services.ingest.sources import MAX_ITEM_BYTES, Item, RawItem, Skipped, count_items, read_items
from services.ingest.sources.files import size_of
from services.ingest.sources.item import too_large
from services.runtime.codec import TRACEPARENT
from services.runtime.errors import BrokenDependencyError, ConfigurationError
from services.runtime.settings import Settings

from .marks import TopicReader, traceparent
from .position import START_DIGEST, Ledger, Position, PositionFile, next_digest

if TYPE_CHECKING:
    from rich.progress import Progress

TOPIC = "news.raw.v1"
OUTPUTS = ("news.articles.v1", "news.raw.v1-dlq")
"""Where ingest writes what becomes of a raw message."""
MAX_BYTES = 25_000_000
ENVELOPE_BYTES = 4096
MAX_IN_FLIGHT = 500
"""Messages sent and not yet acknowledged by the broker."""
SAVE_SECONDS = 0.5
"""How often the position is kept."""
SETTLE_SECONDS = 1.0
"""How long a feed that goes on waits first: what its forerunner sent last may still be on its way into the topic."""
COUNT_UP_TO = 100_000_000
"""Bytes of files up to which they are read through beforehand, to count the articles for the progress bar."""
SHOWN = 20
"""Skipped items that are told one by one."""


@dataclass
class FeedResult:
    """What a feed did."""

    position: Position
    """Where it ended; tells its messages from those of others."""
    fed: int = 0
    """Articles that the broker has, those of an earlier part of the same feed included."""
    before: int = 0
    """Of these, articles that it had before this part."""
    seconds: float = 0.0
    """Time that sending took."""
    skipped: Counter[str] = field(default_factory=Counter)
    """By cause."""
    shown: list[Skipped] = field(default_factory=list)
    """The first of them."""

    def skip(self, item: Skipped) -> None:
        """Count what is not sent."""
        self.skipped[item.cause] += 1
        if len(self.shown) < SHOWN:
            self.shown.append(item)


async def feed_paths(
    settings: Settings,
    paths: Iterable[Path],
    published: str | None,
    progress: Progress,
    *,
    file: PositionFile | None = None,
    resume: bool = False,
) -> FeedResult:
    """Send everything under `paths`.

    Args:
        published: publication time of articles that say none themselves.
        file: where the position is kept; None keeps none.
        resume: whether to go on from the position in `file`; without one, the feed begins.

    Raises:
        BrokenDependencyError: the broker does not answer, or does not take an article.
        ConfigurationError: the files are no longer those of the position.
    """
    paths = list(paths)
    total = count_items(paths) if size_of(paths) <= COUNT_UP_TO else None
    return await feed_items(
        settings, items_of(settings, paths, published), progress, total=total, file=file, resume=resume
    )


async def items_of(
    settings: Settings, paths: Iterable[Path], published: str | None, more: AsyncIterator[Item] | None = None
) -> AsyncIterator[Item]:
    """The items of files, then `more`; none that the broker could not take."""
    largest = settings.broker().largest_message
    max_bytes = MAX_ITEM_BYTES if largest is None else min(MAX_ITEM_BYTES, largest - ENVELOPE_BYTES)
    for item in read_items(paths, published=published, max_bytes=max_bytes):
        yield item
    if more is not None:
        async for item in more:
            is_large = isinstance(item, RawItem) and len(item.value) > max_bytes
            yield too_large(item.origin, max_bytes) if is_large else item


async def feed_items(
    settings: Settings,
    items: AsyncIterator[Item],
    progress: Progress,
    *,
    total: int | None = None,
    file: PositionFile | None = None,
    resume: bool = False,
) -> FeedResult:
    """Send items; see `feed_paths`. `total` is how many articles there are, where that is known."""
    before = file.load() if file is not None and resume else None
    try:
        position, arrived = await _standing(settings, before)
        feeding = _Feeding(settings, position, arrived, file)
        bar = progress.add_task("fed", total=total)

        def show(done: int) -> None:
            progress.update(bar, completed=done)

        return await feeding.run(items, show)
    except KafkaError as error:
        on = " Then go on with --resume." if file is not None else ""
        raise BrokenDependencyError(
            f"Kafka at {settings.bootstrap} did not take the articles ({error!r}). Set --bootstrap or TOCSIN_BOOTSTRAP "
            f"and make the topics with `tocsin topics apply`; to try things out without a broker: tocsin demo.{on}"
        ) from error


async def _standing(settings: Settings, before: Position | None) -> tuple[Position, dict[int, tuple[int, int]]]:
    """Where the feed stands, and the articles after it that the broker has already: their places by number."""
    async with TopicReader(settings.broker()) as reader:
        if before is not None:
            await asyncio.sleep(SETTLE_SECONDS)
            found = await reader.numbers(settings.topic(TOPIC), before.trace, before.since)
            return before, {number: (partition, offset) for number, (partition, offset, _) in found.items()}
        ends = {
            name: await reader.ends(settings.topic(name), range(load_topics()[name].partitions))
            for name in (TOPIC, *OUTPUTS)
        }
        return Position.start(ends.pop(TOPIC), ends), {}


class _Feeding:
    """One part of a feed."""

    def __init__(
        self,
        settings: Settings,
        position: Position,
        arrived: dict[int, tuple[int, int]],
        file: PositionFile | None,
    ) -> None:
        self._settings = settings
        self._ledger = Ledger(position)
        self._arrived = arrived
        self._file = file
        self._taken_before = position.taken
        self._digest_before = position.digest
        self._under_way: dict[asyncio.Future[Any], int] = {}
        self._saved_at = 0.0
        self._result = FeedResult(position)
        position.complete = False

    async def run(self, items: AsyncIterator[Item], show: Callable[[int], None]) -> FeedResult:
        """Send what the broker has not yet; `show` is called with how many articles it has."""
        started = monotonic()
        self._save()
        producer = AIOKafkaProducer(
            **self._settings.broker().aiokafka(),
            acks="all",
            # A message that is sent again because its acknowledgement was lost is written once.
            enable_idempotence=True,
            max_request_size=MAX_BYTES,
            linger_ms=5,
        )
        await producer.start()
        try:
            digest, number = START_DIGEST, 0
            async for item in items:
                if isinstance(item, Skipped):
                    self._result.skip(item)
                    continue
                number += 1
                digest = next_digest(digest, item.key, item.value)
                if number <= self._taken_before:
                    self._check(number, digest)
                    continue
                self._ledger.sent(number, digest)
                if (place := self._arrived.get(number)) is not None:
                    self._result.before += 1
                    self._ledger.has(number, *place)
                else:
                    await self._send(producer, number, item.key, item.value)
                show(self._ledger.position.taken)
            if number < self._taken_before:
                self._changed()
            while self._under_way:
                await self._collect()
                show(self._ledger.position.taken)
        finally:
            # Also when it is broken off: what is under way is waited for, so that less has to be looked for later.
            await producer.stop()
            self._note([future for future in self._under_way if future.done() and not _failed(future)])
            self._save()
        self._ledger.position.complete = True
        self._save()
        self._result.fed = self._ledger.position.taken
        self._result.before += self._taken_before
        self._result.seconds = monotonic() - started
        return self._result

    async def _send(self, producer: AIOKafkaProducer, number: int, key: bytes, value: bytes) -> None:
        mark = (TRACEPARENT, traceparent(self._ledger.position.trace, number))
        future = await producer.send(self._settings.topic(TOPIC), key=key, value=value, headers=[mark])
        self._under_way[future] = number
        if len(self._under_way) >= MAX_IN_FLIGHT:
            await self._collect()

    async def _collect(self) -> None:
        """Wait for the broker to have some; raises the error of one that it did not take."""
        done, _ = await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
        self._note(done)
        if monotonic() - self._saved_at > SAVE_SECONDS:
            self._save()

    def _note(self, done: Iterable[asyncio.Future[Any]]) -> None:
        for future in done:
            number = self._under_way.pop(future)
            place = future.result()
            self._ledger.has(number, place.partition, place.offset)

    def _save(self) -> None:
        if self._file is not None:
            self._file.save(self._ledger.position)
            self._saved_at = monotonic()

    def _check(self, number: int, digest: str) -> None:
        if number == self._taken_before and digest != self._digest_before:
            self._changed()

    @staticmethod
    def _changed() -> None:
        raise ConfigurationError(
            "The files are no longer those that were fed before, so that it can't be told where to go on. Feed them "
            "without --resume: what was fed before is fed again, and changes nothing."
        )


def _failed(future: asyncio.Future[Any]) -> bool:
    return future.cancelled() or future.exception() is not None
