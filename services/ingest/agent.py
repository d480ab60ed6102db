"""The ingest worker: raw messages in, clean articles out. Stateless; the work is `to_article`, in a process pool."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import time
from typing import Any

import structlog
from faust.types import EventT

from schemas import DeadLetterReason
from services.runtime import metrics
from services.runtime.app import App, create_app
from services.runtime.batches import Promises
from services.runtime.codec import Encoded
from services.runtime.errors import BadMessageError
from services.runtime.pool import Done, Failed, WorkPool
from services.runtime.settings import Settings

from .doors import open_doors
from .normalize import to_article
from .outcome import IngestLimits, Outcome, Published, Rejected, Unsupported

SOURCE = "news.raw.v1"
TARGET = "news.articles.v1"


log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class RawMessage:
    """What the pool needs of a message."""

    value: bytes | None
    received_at: datetime
    limits: IngestLimits


def clean(message: RawMessage) -> Outcome:
    """One raw message's outcome; runs in a pool process."""
    return to_article(message.value, received_at=message.received_at, limits=message.limits)


def prepare() -> None:
    """Load what cleaning needs, so that the first article does not wait for it."""
    to_article(b'{"text": "Warming up."}', received_at=datetime(2022, 1, 1, tzinfo=UTC))


class Ingest:
    """Cleans the articles of one worker's partitions."""

    def __init__(self, settings: Settings) -> None:
        self.app: App = create_app("ingest", settings)
        self._limits = IngestLimits(max_bytes=settings.ingest_max_bytes)
        self._pool: WorkPool[RawMessage, Outcome] = WorkPool(
            clean, prepare=prepare, processes=settings.worker_processes(), timeout=settings.article_timeout
        )
        self.app.use_pool(self._pool)
        self.app.read(SOURCE, self.process)
        open_doors(self.app, SOURCE)

    async def process(self, events: Sequence[EventT[Any]]) -> Promises:
        """Send each message's article, or its dead letter; nothing to promise beyond that."""
        messages = [
            RawMessage(event.message.value, datetime.fromtimestamp(event.message.timestamp, UTC), self._limits)
            for event in events
        ]
        answers = await self._pool.map(messages)
        outputs: list[tuple[str, Encoded]] = []
        for event, answer in zip(events, answers, strict=True):
            try:
                outputs.extend(self._output(event, answer))
            except BadMessageError as bad:
                outputs.append(self.app.dead_letter(SOURCE, event, bad))
                self.app.outcome("dead_lettered")
        await self.app.deliver(outputs)
        return []

    def _output(self, event: EventT[Any], answer: Done[Outcome] | Failed) -> list[tuple[str, Encoded]]:
        if isinstance(answer, Failed):
            raise BadMessageError(answer.reason, answer.error)
        metrics.stage_seconds.labels("ingest").observe(answer.seconds)
        match answer.result:
            case Published(article):
                output = self.app.encode(TARGET, article, cause=event)
                self.app.outcome("published")
                log.debug("article", article=article.id, outcome="published")
                metrics.news_age_seconds.labels("ingest").observe(max(0.0, time() - article.fetched_at.timestamp()))
                return [output]
            case Unsupported():
                self.app.outcome("unsupported_language")
                log.debug("article", offset=event.message.offset, outcome="unsupported_language")
                return []
            case Rejected(reason, error):
                raise BadMessageError(reason, error)
        raise BadMessageError(DeadLetterReason.processing_failed, f"unknown outcome {answer.result!r}")


def create(settings: Settings) -> App:
    """The app of an ingest worker."""
    return Ingest(settings).app
