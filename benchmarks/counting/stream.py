"""What all are fed: generated reports of a month, some twice and some withdrawn, and what they come to."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from confluent_kafka import Producer

from benchmarks.generated_reports import END
from schemas import IncidentReport, Override
from tests.brokers import RunningBroker
from tests.chaos.report_stream import Message, partition_of, stream, truth_of

from .peers.rows import WINDOWS, rows_of, starts_of

SOURCE = "incidents.reported.v1"
AGO = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - END - timedelta(days=1)
"""What is added to the times of the reports for Kafka's timestamps, by which it deletes what is old."""


def messages_of(incidents: int) -> list[Message]:
    """Reports and retractions, the same each time."""
    return [each for each in stream(incidents, seed=1) if not isinstance(each, Override)]


def feed(broker: RunningBroker, messages: Sequence[Message]) -> None:
    """Sends them, each to the partition of its country, at the time of its publication."""
    producer = Producer({"bootstrap.servers": broker.bootstrap, "enable.idempotence": True})
    for message in messages:
        producer.produce(
            broker.topic(SOURCE),
            message.to_json(),
            message.key.encode(),
            partition_of(message),
            timestamp=round(timestamp_of(message) * 1000),
        )
        producer.poll(0)
    if producer.flush(120):
        raise TimeoutError("the broker did not take what was fed")


def timestamp_of(message: Message) -> float:
    """Seconds since 1970."""
    assert not isinstance(message, Override)  # noqa: S101  (there is none)
    told = message.article.published_at if isinstance(message, IncidentReport) else message.revised_at
    assert told is not None  # noqa: S101  (generated)
    return (told + AGO).timestamp()


def counts_of(messages: Sequence[Message]) -> Counter[str]:
    """What a peer is to come to: each message counted as often as it came."""
    counts: Counter[str] = Counter()
    for message in messages:
        for row in rows_of(message.to_json()):
            for window, (size, step) in WINDOWS.items():
                for start in starts_of(timestamp_of(message), size, step):
                    counts[f"{window} {row} {start}"] += 1
    return counts


def tallies_of(messages: Sequence[Message]) -> dict[str, Any]:
    """What we are to come to, recounted without a broker."""
    rows: dict[str, Any] = {}
    for state in truth_of(messages).values():
        rows |= state.tally_rows()
    loaded: dict[str, Any] = json.loads(json.dumps(rows))
    return loaded


def standing(messages: Sequence[Message]) -> int:
    """Incidents that the reports tell of."""
    return sum(state.active_incidents for state in truth_of(messages).values())
