"""The brokers that tests run on: a real Apache Kafka, and the embedded one."""

from .jars import JarsError, kafka_jars, what_is_missing
from .kafka_node import KafkaNode, KafkaNodeError
from .running import RunningBroker, embedded, real

__all__ = [
    "JarsError",
    "KafkaNode",
    "KafkaNodeError",
    "RunningBroker",
    "embedded",
    "kafka_jars",
    "real",
    "what_is_missing",
]
