"""How the messages of a feed are known again: by the trace context (W3C `traceparent`) that each of them carries.

The trace id is the feed's and the parent id is the article's number. Ingest passes the header on to the article, and
dead letters keep it, so that what became of each article can be read from the topics.
"""

from __future__ import annotations

from collections.abc import Iterable

from aiokafka import AIOKafkaConsumer, TopicPartition

from services.runtime.brokers import BrokerConfig
from services.runtime.codec import TRACEPARENT, header

from .position import Offsets

READ_MS = 500
_VERSION = "00"
_SAMPLED = "01"


def traceparent(trace: str, number: int) -> bytes:
    """The header of the article of this number, which is 1 or more."""
    return f"{_VERSION}-{trace}-{number:016x}-{_SAMPLED}".encode()


def number_of(headers: object, trace: str) -> int | None:
    """The number of an article of this feed; None for a message of anyone else."""
    parts = (header(headers, TRACEPARENT) or "").split("-")
    if len(parts) != 4 or parts[1] != trace:
        return None
    try:
        return int(parts[2], 16)
    except ValueError:
        return None


class TopicReader:
    """Looks at topics without being of a group; an async context manager."""

    def __init__(self, broker: BrokerConfig) -> None:
        self._consumer = AIOKafkaConsumer(
            **broker.aiokafka(), group_id=None, enable_auto_commit=False, max_partition_fetch_bytes=4 << 20
        )

    async def __aenter__(self) -> TopicReader:
        """Connect."""
        try:
            await self._consumer.start()
        except BaseException:
            await self._consumer.stop()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        """Disconnect."""
        await self._consumer.stop()

    async def ends(self, topic: str, partitions: Iterable[int]) -> Offsets:
        """Where the next message of each partition will lie."""
        ends = await self._consumer.end_offsets([TopicPartition(topic, number) for number in partitions])
        return {place.partition: int(offset) for place, offset in ends.items()}

    async def numbers(self, topic: str, trace: str, since: Offsets) -> dict[int, tuple[int, int, object]]:
        """Articles of a feed on a topic, up to where it ends now: partition, offset and headers by number.

        Args:
            since: where to begin in each partition.
        """
        places = {TopicPartition(topic, number): offset for number, offset in since.items()}
        oldest = await self._consumer.beginning_offsets(list(places))
        ends = await self._consumer.end_offsets(list(places))
        left = {place for place, offset in places.items() if max(offset, oldest[place]) < ends[place]}
        found: dict[int, tuple[int, int, object]] = {}
        if not left:
            return found
        self._consumer.assign(list(left))
        for place in left:
            self._consumer.seek(place, max(places[place], oldest[place]))
        while left:
            for place, records in (await self._consumer.getmany(timeout_ms=READ_MS)).items():
                for record in records:
                    number = number_of(record.headers, trace)
                    if number is not None and record.offset < ends[place]:
                        found.setdefault(number, (place.partition, record.offset, record.headers))
            for place in list(left):
                if await self._consumer.position(place) >= ends[place]:
                    left.discard(place)
        self._consumer.unsubscribe()
        return found
