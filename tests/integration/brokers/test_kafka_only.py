"""What only a real Apache Kafka can show: big messages, several members of a group, restarts and crashes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from aiokafka import AIOKafkaConsumer
from aiokafka.errors import MessageSizeTooLargeError
from aiokafka.structs import TopicPartition
from confluent_kafka import KafkaError, Producer

from schemas.topics import load_topics
from tests.brokers import KafkaNode, RunningBroker

from .clients import REPORTS, SECONDS, consumer, producer, read

pytestmark = pytest.mark.kafka
RAW = "news.raw.v1"


async def until(condition: Callable[[], bool], what: str) -> None:
    """Wait for something to become true; fails when it does not."""
    for _ in range(int(SECONDS * 10)):
        if condition():
            return
        await asyncio.sleep(0.1)
    pytest.fail(f"waited {SECONDS:g} s in vain: {what}")


async def test_a_raw_message_of_20_mb_arrives_whole(broker: RunningBroker) -> None:
    article = bytes(range(250)) * 80_000
    async with producer(broker, max_request_size=25_000_000) as sender, consumer(broker, "ingest", RAW) as reader:
        await sender.send_and_wait(broker.topic(RAW), article)
        (message,) = await read(reader, 1)
    assert message.value == article


async def test_the_broker_refuses_what_is_larger_than_the_topic_file_says(broker: RunningBroker) -> None:
    limit = load_topics()[RAW].max_message_bytes
    async with producer(broker, max_request_size=2 * limit) as sender:
        with pytest.raises(MessageSizeTooLargeError):
            await sender.send_and_wait(broker.topic(RAW), b"x" * (limit + 1))


async def test_a_misspelt_topic_is_refused_and_not_made(broker: RunningBroker) -> None:
    misspelt = broker.topic("news.raw.v2")
    errors: list[KafkaError | None] = []
    client = Producer({**broker.config.confluent(), "topic.metadata.propagation.max.ms": 1_000})
    client.produce(misspelt, b"{}", on_delivery=lambda error, _: errors.append(error))
    await asyncio.to_thread(client.flush, SECONDS)
    (error,) = errors
    assert error is not None
    assert error.code() in (KafkaError._UNKNOWN_TOPIC, KafkaError.UNKNOWN_TOPIC_OR_PART)
    assert misspelt not in client.list_topics(timeout=SECONDS).topics


async def test_two_members_share_the_partitions_and_the_one_left_takes_all(broker: RunningBroker) -> None:
    every = set(range(load_topics()[REPORTS].partitions))

    def partitions(*members: AIOKafkaConsumer) -> list[int]:
        return sorted(partition.partition for member in members for partition in member.assignment())

    async with consumer(broker, "aggregator", REPORTS) as stays:
        async with consumer(broker, "aggregator", REPORTS) as leaves:
            await until(lambda: bool(stays.assignment()) and bool(leaves.assignment()), "both members have partitions")
            await until(lambda: partitions(stays, leaves) == sorted(every), "no partition has two members or none")
        await until(lambda: partitions(stays) == sorted(every), "the one left has all partitions")


@pytest.mark.parametrize("end", ["stopped", "crashed"])
async def test_a_broker_that_comes_back_has_its_messages_and_commits(broker: RunningBroker, end: str) -> None:
    node = broker.node
    assert node is not None
    partition = TopicPartition(broker.topic(REPORTS), 0)
    async with producer(broker) as sender:
        for number in range(100):
            await sender.send_and_wait(partition.topic, b"%d" % number, partition=0)
    async with consumer(broker, "aggregator", REPORTS) as reader:
        await read(reader, 60)
        await reader.commit({partition: 50})

    before = node.pid
    await asyncio.to_thread(node.stop if end == "stopped" else node.kill)
    assert not node.running
    await asyncio.to_thread(node.start)

    assert node.pid != before
    async with consumer(broker, "aggregator", REPORTS) as reader:
        assert [message.value for message in await read(reader, 50)] == [b"%d" % number for number in range(50, 100)]


async def test_a_producer_gets_over_a_restart_without_losing_anything(broker: RunningBroker) -> None:
    node = broker.node
    assert node is not None
    topic = broker.topic(REPORTS)
    delivered: list[asyncio.Future[object]] = []
    async with producer(broker, enable_idempotence=True, request_timeout_ms=60_000) as sender:
        restart = asyncio.create_task(asyncio.to_thread(node.restart))
        number = 0
        while not restart.done():
            delivered.append(await sender.send(topic, b"%d" % number, partition=0))
            number += 1
            await asyncio.sleep(0.01)
        await restart
        await asyncio.gather(*delivered)
    async with consumer(broker, "aggregator", REPORTS) as reader:
        assert [message.value for message in await read(reader, number)] == [b"%d" % value for value in range(number)]


def test_a_second_start_of_a_running_node_is_refused(kafka_node: KafkaNode) -> None:
    with pytest.raises(RuntimeError, match="runs already"):
        kafka_node.start()
