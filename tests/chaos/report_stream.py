"""Generated reports, updates, duplicates, retractions and overrides for the aggregator, and what they come to."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import timedelta
from zlib import crc32

from benchmarks.generated_reports import generated_reports
from schemas import (
    Correction,
    IncidentReport,
    Override,
    OverrideKind,
    OverrideTarget,
    Quantity,
    Retraction,
    RetractionReason,
)
from schemas.ids import override_id
from schemas.topics import load_topics
from services.aggregator.state import PartitionState

PARTITIONS = load_topics()["incidents.reported.v1"].partitions
Message = IncidentReport | Retraction | Override
WORDS = (OverrideKind.confirm, OverrideKind.reject, OverrideKind.merge, OverrideKind.split, OverrideKind.correct)


def stream(incidents: int, seed: int) -> Iterator[Message]:
    """Reports in a mixed order; one in twelve comes twice, one in twenty is withdrawn later, and of one in thirty an
    analyst says something, which is in part taken back."""
    chance = random.Random(seed)  # noqa: S311
    waiting: list[Message] = []
    last_of: dict[str, IncidentReport] = {}
    for telling in generated_reports(incidents, countries=24):
        report = telling.report()
        yield report
        if chance.random() < 1 / 12:
            waiting.append(report)
        if chance.random() < 1 / 20:
            waiting.append(retraction(report))
        before = last_of.get(report.place.country)
        last_of[report.place.country] = report
        if before is not None and chance.random() < 1 / 30:
            word = override(chance.choice(WORDS), [report, before])
            waiting.append(word)
            if chance.random() < 1 / 3:
                waiting.append(undo(word))
        if waiting and chance.random() < 0.2:
            yield waiting.pop(chance.randrange(len(waiting)))
    yield from waiting


def override(kind: OverrideKind, reports: list[IncidentReport]) -> Override:
    """What an analyst says of the first report, or of all where they are one; an hour after it was fetched."""
    told = reports if kind is OverrideKind.merge else reports[:1]
    split = kind is OverrideKind.split
    correction = Correction(killed=Quantity(min=3, max=5)) if kind is OverrideKind.correct else None
    return Override(
        id=override_id(f"{kind} {[each.id for each in reports]}"),
        kind=kind,
        country=reports[0].place.country,
        by="analyst",
        reason="as I know",
        at=reports[0].article.fetched_at + timedelta(hours=1),
        reports=[OverrideTarget(report=each.id, article=each.article.id) for each in told],
        apart_from=[OverrideTarget(report=reports[1].id, article=reports[1].article.id)] if split else [],
        correction=correction,
    )


def undo(word: Override) -> Override:
    """Takes `word` back, a minute later."""
    return Override(
        id=override_id(f"undo {word.id}"),
        kind=OverrideKind.undo,
        country=word.country,
        by="analyst",
        reason="I was wrong",
        at=word.at + timedelta(minutes=1),
        undoes=word.id,
    )


def retraction(report: IncidentReport) -> Retraction:
    """Withdraws `report`, an hour after it was fetched."""
    later = report.article.fetched_at + timedelta(hours=1)
    return Retraction(
        id=report.id,
        article_id=report.article.id,
        revised_at=later,
        fetched_at=later,
        country=report.place.country,
        reason=RetractionReason.updated,
    )


def partition_of(message: Message) -> int:
    """The partition that a message goes to: any choice by its key does."""
    return crc32(message.key.encode()) % PARTITIONS


def truth_of(messages: Iterable[Message]) -> dict[int, PartitionState]:
    """The state of each partition, worked out without a broker."""
    states = {partition: PartitionState() for partition in range(PARTITIONS)}
    for message in messages:
        states[partition_of(message)].apply(message)
    return states
