"""What ingest made of the articles of a feed: read from the topics, where each of them can be told by its mark."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from time import monotonic

from confluent_kafka import KafkaException

from services.runtime.codec import header
from services.runtime.group_progress import GroupProgress
from services.runtime.settings import Settings

from .marks import TopicReader
from .position import Position
from .run import OUTPUTS, TOPIC

ASK_SECONDS = 0.3


async def wait_for_ingest(
    settings: Settings, position: Position, show: Callable[[int], None], *, patience: float
) -> bool:
    """Wait until ingest has read what was fed; False when it did not move for `patience` seconds.

    Args:
        show: called with how many messages of the topic are left before the last of ours is read.
    """
    group = GroupProgress(settings.broker(), group=settings.app_id("ingest"), topic=settings.topic(TOPIC))
    least: int | None = None
    moved = monotonic()
    try:
        while True:
            try:
                states = await asyncio.to_thread(group.ask, list(position.since))
            except KafkaException:
                states = {}
            if states:
                left = sum(max(0, position.since[number] - state.committed) for number, state in states.items())
                show(left)
                if left == 0:
                    return True
                if least is None or left < least:
                    least, moved = left, monotonic()
            if monotonic() - moved > patience:
                return False
            await asyncio.sleep(ASK_SECONDS)
    finally:
        group.close()


async def outcomes(settings: Settings, position: Position) -> Counter[str]:
    """Outcomes of the articles of a feed that ingest has read: `published`, `unsupported_language`, and dead letters
    by their reason (`dead_lettered: not_json`). They add up to the articles fed.
    """
    articles, letters = OUTPUTS
    async with TopicReader(settings.broker()) as reader:
        published = await reader.numbers(settings.topic(articles), position.trace, position.outputs_since[articles])
        dead = await reader.numbers(settings.topic(letters), position.trace, position.outputs_since[letters])
    found = Counter(published=len(published))
    found.update(f"dead_lettered: {header(headers, 'dlq_reason')}" for _, _, headers in dead.values())
    # The one outcome that leaves no message behind.
    found["unsupported_language"] = position.taken - len(published.keys() | dead.keys())
    return +found
