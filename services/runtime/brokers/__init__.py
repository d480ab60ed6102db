"""The brokers that Tocsin runs on, and how clients reach them.

- Apache Kafka: production, docker-compose, and the integration and chaos tests.
- `EmbeddedBroker`: librdkafka's mock cluster in our own process, for `tocsin demo` and the fast tests.

Both are reached through a `BrokerConfig`, which speaks the dialects of the three clients that we use.
"""

from .embedded import EmbeddedBroker, EmbeddedBrokerError
from .kafka import BrokerConfig

__all__ = ["BrokerConfig", "EmbeddedBroker", "EmbeddedBrokerError"]
