"""Generated reports, updates, duplicates and retractions for the aggregator, and what they come to."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from zlib import crc32

from benchmarks.generated_reports import generated_reports
from schemas import IncidentReport, Retraction, RetractionReason
from schemas.topics import load_topics
from services.aggregator.state import PartitionState

PARTITIONS = load_topics()["incidents.reported.v1"].partitions
Message = IncidentReport | Retraction


def stream(incidents: int, seed: int) -> Iterator[Message]:
    """Reports in a mixed order; one in twelve comes twice, one in twenty is withdrawn later."""
    chance = random.Random(seed)  # noqa: S311
    waiting: list[Message] = []
    for telling in generated_reports(incidents, countries=24):
        report = telling.report()
        yield report
        if chance.random() < 1 / 12:
            waiting.append(report)
        if chance.random() < 1 / 20:
            waiting.append(retraction(report))
        if waiting and chance.random() < 0.2:
            yield waiting.pop(chance.randrange(len(waiting)))
    yield from waiting


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


def truth_of(messages: Iterator[Message] | list[Message]) -> dict[int, PartitionState]:
    """The state of each partition, worked out without a broker."""
    states = {partition: PartitionState() for partition in range(PARTITIONS)}
    for message in messages:
        states[partition_of(message)].apply(message)
    return states
