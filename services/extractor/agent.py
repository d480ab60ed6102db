"""The extractor worker: articles in, incident reports and retractions out.

Its table holds, by article id, the version last extracted and the reports made of it. Outputs are sent first and the
row is written last, so that a crash repeats rather than forgets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import time
from typing import Any

import structlog
from faust.types import EventT

from schemas import Article, IncidentReport
from services.runtime import metrics
from services.runtime.app import App, create_app
from services.runtime.batches import Promises
from services.runtime.codec import Encoded, decode
from services.runtime.errors import BadMessageError
from services.runtime.pool import Done, Failed, WorkPool
from services.runtime.settings import Settings

from .extract import EXTRACTOR_VERSION, Extractor
from .updates import Row, decide, retractions, row_of

SOURCE = "news.articles.v1"
TARGET = "incidents.reported.v1"

log = structlog.get_logger(__name__)

_knowledge_dir: Path | None = None


@cache
def _extractor(knowledge_dir: Path | None) -> Extractor:
    return Extractor.load(knowledge_dir)


@dataclass(frozen=True)
class Prepare:
    """Loads the extractor in a pool process."""

    knowledge_dir: Path | None

    def __call__(self) -> None:
        """Load, and remember for `extract`."""
        global _knowledge_dir
        _knowledge_dir = self.knowledge_dir
        _extractor(self.knowledge_dir)


def extract(article: Article) -> list[IncidentReport]:
    """The reports of one article; runs in a pool process."""
    return _extractor(_knowledge_dir).extract(article)


class Extraction:
    """Extracts the articles of one worker's partitions."""

    def __init__(self, settings: Settings) -> None:
        self.app: App = create_app("extractor", settings)
        self._pool: WorkPool[Article, list[IncidentReport]] = WorkPool(
            extract,
            prepare=Prepare(settings.knowledge_dir),
            processes=settings.worker_processes(),
            timeout=settings.article_timeout,
        )
        self.app.use_pool(self._pool)
        self._table = self.app.rows("articles")
        self.app.read(SOURCE, self.process)

    async def process(self, events: Sequence[EventT[Any]]) -> Promises:
        """Send what the articles of a group say, then write their rows."""
        group = _Group(self, events)
        group.plan()
        await group.extract(self._pool)
        group.conclude()
        await self.app.deliver(group.outputs)
        for (partition, key), row in group.rows.items():
            self._table.write(partition, key, row)
        return self._table.take_promises()

    def row(self, partition: int, article_id: str) -> Row | None:
        """The row of an article."""
        return self._table.read(partition, article_id)


@dataclass
class _Planned:
    event: EventT[Any]
    article: Article
    extract: bool


class _Group:
    """One group of events: several versions of one article may be among them, so rows are laid over the table's."""

    def __init__(self, worker: Extraction, events: Sequence[EventT[Any]]) -> None:
        self._worker = worker
        self._app = worker.app
        self._events = events
        self._planned: list[_Planned] = []
        self._answers: dict[int, Done[list[IncidentReport]] | Failed] = {}
        self.outputs: list[tuple[str, Encoded]] = []
        self.rows: dict[tuple[int, str], Row] = {}

    def plan(self) -> None:
        """Read each article; bad ones become dead letters."""
        for event in self._events:
            try:
                article = read_article(event.message.value)
            except BadMessageError as bad:
                self._dead_letter(event, bad)
                continue
            row = self._row(event, article)
            decision = decide(row, article, extractor=EXTRACTOR_VERSION, offset=event.message.offset)
            self._planned.append(_Planned(event, article, decision.extract))
        # Where several versions of an article meet, what to do with one depends on the others.
        copies = Counter(planned.article.id for planned in self._planned)
        for planned in self._planned:
            planned.extract = planned.extract or copies[planned.article.id] > 1

    async def extract(self, pool: WorkPool[Article, list[IncidentReport]]) -> None:
        """Extract what the table alone does not settle."""
        wanted = [index for index, planned in enumerate(self._planned) if planned.extract]
        answers = await pool.map([self._planned[index].article for index in wanted])
        self._answers = dict(zip(wanted, answers, strict=True))

    def conclude(self) -> None:
        """In order of arrival: decide again, now with the rows of the group's earlier events, and make the outputs."""
        for index, planned in enumerate(self._planned):
            try:
                self._conclude(planned, self._answers.get(index))
            except BadMessageError as bad:
                self._dead_letter(planned.event, bad)

    def _conclude(self, planned: _Planned, answer: Done[list[IncidentReport]] | Failed | None) -> None:
        event, article = planned.event, planned.article
        place = (event.message.partition, article.id)
        row = self._row(event, article)
        decision = decide(row, article, extractor=EXTRACTOR_VERSION, offset=event.message.offset)
        if not decision.extract or answer is None:
            self._app.outcome(decision.outcome or "duplicate")
            log.debug("article", article=article.id, outcome=decision.outcome or "duplicate")
            if decision.row is not None:
                self.rows[place] = decision.row
            return
        if isinstance(answer, Failed):
            raise BadMessageError(answer.reason, answer.error)
        reports = answer.result
        withdrawn = retractions(row, article, reports)
        # Reports before retractions: what replaces an incident is there before it goes.
        self.outputs.extend([self._app.encode(TARGET, report, cause=event) for report in reports])
        self.outputs.extend([self._app.encode(TARGET, retraction, cause=event) for retraction in withdrawn])
        self.rows[place] = row_of(row, article, reports, extractor=EXTRACTOR_VERSION, offset=event.message.offset)
        self._count(article, reports, len(withdrawn), answer.seconds)
        tell = log.info if reports or withdrawn else log.debug
        tell(
            "article",
            article=article.id,
            outcome="extracted" if reports else "irrelevant",
            reports=[report.id for report in reports],
            withdrawn=[retraction.id for retraction in withdrawn],
        )

    def _row(self, event: EventT[Any], article: Article) -> Row | None:
        place = (event.message.partition, article.id)
        return self.rows[place] if place in self.rows else self._worker.row(*place)

    def _dead_letter(self, event: EventT[Any], bad: BadMessageError) -> None:
        self.outputs.append(self._app.dead_letter(SOURCE, event, bad))
        self._app.outcome("dead_lettered")

    def _count(self, article: Article, reports: list[IncidentReport], withdrawn: int, seconds: float) -> None:
        self._app.outcome("extracted" if reports else "irrelevant")
        for report in reports:
            metrics.reports.labels(report.sub_event_type.value, report.status.value).inc()
        metrics.retractions.inc(withdrawn)
        metrics.stage_seconds.labels("extractor").observe(seconds)
        metrics.news_age_seconds.labels("extractor").observe(max(0.0, time() - article.fetched_at.timestamp()))


def read_article(value: bytes | None) -> Article:
    """The article of a message's value; raises `BadMessageError` saying what is wrong with it."""
    return decode(value, Article.model_validate_json)


def create(settings: Settings) -> App:
    """The app of an extractor worker."""
    return Extraction(settings).app
