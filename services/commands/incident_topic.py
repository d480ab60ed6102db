"""Reading `incidents.v1`: the newest message of each incident."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from schemas import Incident
from services.runtime.errors import BrokenDependencyError
from services.runtime.settings import Settings

TOPIC = "incidents.v1"


async def follow(
    settings: Settings, *, from_beginning: bool, stop_at_end: bool = False
) -> AsyncIterator[tuple[str, Incident | None]]:
    """Incident id and message, null for a tombstone; for ever, or to what is there now.

    Raises:
        BrokenDependencyError: the broker does not answer.
    """
    consumer = AIOKafkaConsumer(
        settings.topic(TOPIC),
        **settings.broker().aiokafka(),
        auto_offset_reset="earliest" if from_beginning else "latest",
        enable_auto_commit=False,
        fetch_max_wait_ms=250,
    )
    try:
        await consumer.start()
        ends = await consumer.end_offsets(consumer.assignment()) if stop_at_end else {}
        while not stop_at_end or not await _at_end(consumer, ends):
            for batch in (await consumer.getmany(timeout_ms=500)).values():
                for message in batch:
                    value = Incident.model_validate_json(message.value) if message.value else None
                    yield message.key.decode(), value
    except KafkaError as error:
        raise BrokenDependencyError(
            f"No Kafka at {settings.bootstrap} ({error}). Set --bootstrap or TOCSIN_BOOTSTRAP."
        ) from error
    finally:
        await consumer.stop()


async def newest(settings: Settings) -> dict[str, Incident]:
    """Every incident that the topic holds, by id, in its newest revision."""
    incidents: dict[str, Incident] = {}
    async for incident_id, incident in follow(settings, from_beginning=True, stop_at_end=True):
        if incident is None:
            incidents.pop(incident_id, None)
        else:
            incidents[incident_id] = incident
    return incidents


async def _at_end(consumer: Any, ends: dict[Any, int]) -> bool:
    return all([await consumer.position(partition) >= end for partition, end in ends.items()])
