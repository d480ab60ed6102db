"""Reading topics of the contracts, above all `incidents.v1`: the newest message of each incident."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from schemas import Incident
from services.runtime.errors import BrokenDependencyError
from services.runtime.settings import Settings

TOPIC = "incidents.v1"
SHORTEST = 4
"""Characters of an id that may stand for all of it."""


async def messages(
    settings: Settings, topic: str, *, from_beginning: bool, stop_at_end: bool = False
) -> AsyncIterator[tuple[bytes, bytes | None]]:
    """Keys and values of a topic; for ever, or to what is there now.

    Raises:
        BrokenDependencyError: the broker does not answer.
    """
    consumer = AIOKafkaConsumer(
        settings.topic(topic),
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
                    yield message.key or b"", message.value
    except KafkaError as error:
        raise BrokenDependencyError(
            f"No Kafka at {settings.bootstrap} ({error}). Set --bootstrap or TOCSIN_BOOTSTRAP."
        ) from error
    finally:
        await consumer.stop()


async def follow(
    settings: Settings, *, from_beginning: bool, stop_at_end: bool = False
) -> AsyncIterator[tuple[str, Incident | None]]:
    """Incident id and message, null for a tombstone; for ever, or to what is there now.

    Raises:
        BrokenDependencyError: the broker does not answer.
    """
    async for key, value in messages(settings, TOPIC, from_beginning=from_beginning, stop_at_end=stop_at_end):
        yield key.decode(), Incident.model_validate_json(value) if value else None


async def newest(settings: Settings) -> dict[str, Incident]:
    """Every incident that the topic holds, by id, in its newest revision."""
    incidents: dict[str, Incident] = {}
    async for incident_id, incident in follow(settings, from_beginning=True, stop_at_end=True):
        if incident is None:
            incidents.pop(incident_id, None)
        else:
            incidents[incident_id] = incident
    return incidents


def pick(held: Mapping[str, Incident], incident_id: str) -> Incident:
    """The incident whose id is, or begins with, `incident_id`; raises `LookupError` saying why there is not one."""
    if len(incident_id) < SHORTEST:
        raise LookupError(f"{incident_id!r} is too short: give at least {SHORTEST} characters of the id.")
    found = [held[id_] for id_ in sorted(held) if id_.startswith(incident_id)]
    if not found:
        raise LookupError(
            f"No incident {incident_id} among the {len(held):,} that incidents.v1 holds. `tocsin tail incidents "
            "--once` or `tocsin export` lists them; ids whose retention has ended are gone."
        )
    if len(found) > 1:
        raise LookupError(
            f"{len(found)} incidents begin with {incident_id}: {', '.join(i.id for i in found[:5])}. Give more."
        )
    return found[0]


async def _at_end(consumer: Any, ends: dict[Any, int]) -> bool:
    return all([await consumer.position(partition) >= end for partition, end in ends.items()])
