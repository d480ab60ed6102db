"""A broker as a test sees it: how to reach it, and topics under a prefix of the test's own."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from confluent_kafka.admin import AdminClient

from schemas.topics import Topic
from services.runtime.brokers import BrokerConfig, EmbeddedBroker
from services.runtime.topic_admin import apply

from .kafka_node import KafkaNode


@dataclass(frozen=True, slots=True)
class RunningBroker:
    """A broker with all topics of the contracts, for one test.

    Attributes:
        config: how to reach it.
        prefix: what stands before the names of its topics and, by `TOCSIN_TOPIC_PREFIX`, its consumer groups.
        node: the process behind it, for tests that stop it; null for the embedded one.
    """

    config: BrokerConfig
    prefix: str
    node: KafkaNode | None

    @property
    def bootstrap(self) -> str:
        """Where clients connect, `127.0.0.1:PORT`."""
        return self.config.bootstrap

    def topic(self, name: str) -> str:
        """The name under which a topic of the contracts is here."""
        return f"{self.prefix}{name}"


@contextmanager
def embedded(topics: Mapping[str, Topic]) -> Iterator[RunningBroker]:
    """A fresh embedded broker with the given topics."""
    prefix = _new_prefix()
    with EmbeddedBroker({f"{prefix}{topic.name}": topic.partitions for topic in topics.values()}) as broker:
        yield RunningBroker(BrokerConfig(bootstrap=broker.bootstrap, embedded=True), prefix, None)


@contextmanager
def real(node: KafkaNode, topics: Mapping[str, Topic]) -> Iterator[RunningBroker]:
    """The shared node, started again if a test left it down, with the given topics under a fresh prefix.

    All topics with that prefix are deleted afterwards.
    """
    if not node.running:
        node.start()
    config = BrokerConfig(bootstrap=node.bootstrap, timeout=30)
    prefix = _new_prefix()
    apply(config, topics, prefix=prefix)
    try:
        yield RunningBroker(config, prefix, node)
    finally:
        if not node.running:
            node.start()
        client = AdminClient({**config.confluent()})
        own = [name for name in client.list_topics(timeout=config.timeout).topics if name.startswith(prefix)]
        for deletion in client.delete_topics(own, operation_timeout=config.timeout).values():
            deletion.result()


def _new_prefix() -> str:
    return f"t{uuid.uuid4().hex[:8]}-"
