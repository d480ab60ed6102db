"""Where a consumer group stands, as the broker tells it, apart from what the engine believes."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass

from confluent_kafka import Consumer, TopicPartition

from .brokers import BrokerConfig

ASK_TIMEOUT = 10.0
"""Seconds that the broker may take to answer."""


@dataclass(frozen=True)
class Progress:
    """Where one partition stands, in offsets."""

    committed: int
    end: int

    @property
    def lag(self) -> int:
        """Messages that are not committed yet."""
        return max(0, self.end - self.committed)


class GroupProgress:
    """Asks the broker where a consumer group stands, without joining it. Blocking.

    Args:
        config: how to reach the broker.
        group: the consumer group, which is the app's id.
        topic: the topic that it reads.
    """

    def __init__(self, config: BrokerConfig, *, group: str, topic: str) -> None:
        self._topic = topic
        self._consumer = Consumer(
            {
                **config.confluent(),
                "group.id": group,
                "enable.auto.commit": False,
                "auto.offset.reset": "earliest",
                "fetch.wait.max.ms": 100,
            }
        )
        self._one_at_a_time = threading.Lock()

    def ask(self, partitions: Iterable[int]) -> dict[int, Progress]:
        """Commit and high watermark of each partition; raises `KafkaException` when the broker does not answer."""
        wanted = [TopicPartition(self._topic, partition) for partition in partitions]
        if not wanted:
            return {}
        answer = {}
        with self._one_at_a_time:
            for committed in self._consumer.committed(wanted, timeout=ASK_TIMEOUT):
                low, high = self._consumer.get_watermark_offsets(
                    TopicPartition(self._topic, committed.partition), timeout=ASK_TIMEOUT
                )
                # No commit yet (a negative offset) means that the group begins at the oldest message.
                answer[committed.partition] = Progress(max(committed.offset, low), high)
        return answer

    def next_offset(self, partition: int, at_least: int) -> int | None:
        """Offset of the first message of a partition from `at_least` on; null when none is there.

        Offsets have gaps where a topic was compacted or written to in transactions.
        """
        with self._one_at_a_time:
            self._consumer.assign([TopicPartition(self._topic, partition, at_least)])
            try:
                for message in self._consumer.consume(1, timeout=ASK_TIMEOUT):
                    if message.error() is None:
                        return int(message.offset() or 0)
                return None
            finally:
                self._consumer.unassign()

    def close(self) -> None:
        """Free the connection."""
        self._consumer.close()
