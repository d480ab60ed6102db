"""What the services need of a broker, over both.

The embedded broker may stand in for Apache Kafka exactly as far as these tests go.
"""

from __future__ import annotations

import asyncio
import sys

import pytest
from aiokafka.structs import TopicPartition
from confluent_kafka import OFFSET_BEGINNING, Consumer
from confluent_kafka import TopicPartition as ConfluentPartition

from schemas.topics import load_topics
from services.runtime.brokers.embedded import LARGEST_MESSAGE
from services.runtime.topic_admin import check
from tests.brokers import RunningBroker

from .clients import REPORTS, SECONDS, consumer, producer, read


async def test_the_topics_are_as_their_files_say(broker: RunningBroker) -> None:
    assert await asyncio.to_thread(check, broker.config, load_topics(), prefix=broker.prefix) == []


async def test_a_message_arrives_with_its_key_headers_and_time_unchanged(broker: RunningBroker) -> None:
    headers = [("ce_id", b"r-1"), ("ce_type", "événement".encode()), ("ce_id", b"again"), ("empty", b"")]
    value = bytes(range(256))
    async with producer(broker) as sender:
        sent = await sender.send_and_wait(
            broker.topic(REPORTS), value, key=b"IQ", headers=headers, timestamp_ms=1_600_000_000_000
        )
    client = Consumer({**broker.config.confluent(), "group.id": f"{broker.prefix}other"})
    client.assign([ConfluentPartition(broker.topic(REPORTS), sent.partition, OFFSET_BEGINNING)])
    try:
        message = await asyncio.to_thread(client.poll, SECONDS)
    finally:
        client.close()
    assert message is not None
    assert message.error() is None
    assert (message.key(), message.value(), message.headers()) == (b"IQ", value, headers)
    assert message.timestamp()[1] == 1_600_000_000_000
    assert message.offset() == sent.offset == 0


async def test_a_key_always_meets_the_same_partition(broker: RunningBroker) -> None:
    countries = [b"IQ", b"SY", b"UA", b"ML", b"NG", b"AF", b"ZZ", b"US"]
    async with producer(broker) as first, producer(broker) as second:
        sent = [
            (key, (await client.send_and_wait(broker.topic(REPORTS), b"{}", key=key)).partition)
            for _ in range(3)
            for client in (first, second)
            for key in countries
        ]
    assert len(set(sent)) == len(countries)
    assert len({partition for _, partition in sent}) > 1


@pytest.mark.parametrize("compression", [None, "gzip"])
async def test_a_batch_is_read_back_whole_and_in_order(broker: RunningBroker, compression: str | None) -> None:
    values = [b"%d " % number * 50 for number in range(500)]
    async with producer(broker, compression_type=compression, linger_ms=50) as sender:
        await asyncio.gather(
            *[await sender.send(broker.topic(REPORTS), value, key=b"IQ", partition=0) for value in values]
        )
    async with consumer(broker, "reader", REPORTS) as reader:
        messages = await read(reader, len(values))
    assert [message.value for message in messages] == values
    assert [message.offset for message in messages] == list(range(len(values)))


async def test_a_group_resumes_where_it_committed(broker: RunningBroker) -> None:
    partition = TopicPartition(broker.topic(REPORTS), 0)
    async with producer(broker) as sender:
        for number in range(10):
            await sender.send_and_wait(broker.topic(REPORTS), b"%d" % number, partition=0)
    async with consumer(broker, "reader", REPORTS) as reader:
        assert await reader.committed(partition) is None
        await read(reader, 6)
        await reader.commit({partition: 4})
    async with consumer(broker, "reader", REPORTS) as reader:
        assert await reader.committed(partition) == 4
        assert [message.value for message in await read(reader, 6)] == [b"4", b"5", b"6", b"7", b"8", b"9"]


async def test_anyone_can_ask_for_watermarks_and_commits_without_joining(broker: RunningBroker) -> None:
    partition = TopicPartition(broker.topic(REPORTS), 0)
    async with producer(broker) as sender:
        for _ in range(5):
            await sender.send_and_wait(broker.topic(REPORTS), b"{}", partition=0)
    async with consumer(broker, "reader", REPORTS) as reader:
        await read(reader, 5)
        await reader.commit({partition: 3})
        assert await reader.beginning_offsets([partition]) == {partition: 0}
        assert await reader.end_offsets([partition]) == {partition: 5}
        asker = Consumer({**broker.config.confluent(), "group.id": f"{broker.prefix}reader"})
        asked = ConfluentPartition(broker.topic(REPORTS), 0)
        try:
            marks = await asyncio.to_thread(asker.get_watermark_offsets, asked, SECONDS)
            (committed,) = await asyncio.to_thread(asker.committed, [asked], SECONDS)
        finally:
            asker.close()
    assert (marks, committed.offset) == ((0, 5), 3)


async def test_three_groups_each_get_everything_at_the_same_time(broker: RunningBroker) -> None:
    expected = {b"%d" % number for number in range(200)}

    async def run(group: str) -> set[bytes | None]:
        async with consumer(broker, group, REPORTS) as reader:
            return {message.value for message in await read(reader, len(expected))}

    groups = [asyncio.create_task(run(name)) for name in ("ingest", "extractor", "aggregator")]
    async with producer(broker) as sender:
        for value in sorted(expected):
            await sender.send(broker.topic(REPORTS), value, key=value)
    assert await asyncio.gather(*groups) == [expected] * 3


async def test_another_process_can_feed_it(broker: RunningBroker) -> None:
    program = (
        "import sys; from confluent_kafka import Producer\n"
        "client = Producer({'bootstrap.servers': sys.argv[1]})\n"
        "client.produce(sys.argv[2], b'from outside', partition=0)\n"
        "sys.exit(client.flush(20))"
    )
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, broker.bootstrap, broker.topic("news.raw.v1")
    )
    assert await child.wait() == 0
    async with consumer(broker, "reader", "news.raw.v1") as reader:
        assert [message.value for message in await read(reader, 1)] == [b"from outside"]


async def test_messages_of_the_largest_safe_size_are_never_lost_to_each_other(broker: RunningBroker) -> None:
    sizes = [LARGEST_MESSAGE, LARGEST_MESSAGE, 100, LARGEST_MESSAGE, LARGEST_MESSAGE]
    partition = TopicPartition(broker.topic("news.raw.v1"), 0)
    async with (
        producer(broker, max_request_size=LARGEST_MESSAGE + 1_000) as sender,
        consumer(broker, "reader", "news.raw.v1") as reader,
    ):
        for size in sizes:
            sent = await sender.send_and_wait(partition.topic, b"x" * size, partition=0)
            reader.seek(partition, sent.offset)
            (message,) = await read(reader, 1)
            assert len(message.value or b"") == size
