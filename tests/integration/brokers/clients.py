"""Clients for the broker tests, closed whatever happens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.structs import ConsumerRecord

from tests.brokers import RunningBroker

SECONDS = 30.0
"""How long a message may take."""
REPORTS = "incidents.reported.v1"
"""A topic with several partitions."""


@asynccontextmanager
async def producer(broker: RunningBroker, **settings: Any) -> AsyncIterator[AIOKafkaProducer]:
    """A started producer."""
    client = AIOKafkaProducer(**broker.config.aiokafka(), acks="all", **settings)
    await client.start()
    try:
        yield client
    finally:
        await client.stop()


@asynccontextmanager
async def consumer(broker: RunningBroker, group: str, *topics: str, **settings: Any) -> AsyncIterator[AIOKafkaConsumer]:
    """A started member of a group, which reads from the earliest offset and commits only when told to."""
    client = AIOKafkaConsumer(
        *(broker.topic(topic) for topic in topics),
        **broker.config.aiokafka(),
        group_id=f"{broker.prefix}{group}",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        session_timeout_ms=6_000,
        heartbeat_interval_ms=1_000,
        **settings,
    )
    await client.start()
    try:
        yield client
    finally:
        await client.stop()


async def read(client: AIOKafkaConsumer, count: int) -> list[ConsumerRecord[bytes, bytes]]:
    """The next `count` messages; fails when they don't come."""
    return [await asyncio.wait_for(client.getone(), SECONDS) for _ in range(count)]
