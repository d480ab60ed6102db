"""Life and errors of the embedded broker. What clients can do with it is in tests/integration/brokers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from confluent_kafka.admin import AdminClient

from services.runtime.brokers import BrokerConfig, EmbeddedBroker, EmbeddedBrokerError, librdkafka
from services.runtime.brokers.embedded import LIMITS


def partitions(broker: EmbeddedBroker) -> dict[str, int]:
    """Partitions by topic name, as a client sees them."""
    client = AdminClient({**BrokerConfig(bootstrap=broker.bootstrap, embedded=True).confluent()})
    return {name: len(topic.partitions) for name, topic in client.list_topics(timeout=10).topics.items()}


def test_clients_find_exactly_the_topics_asked_for() -> None:
    with EmbeddedBroker({"reports": 8, "dead": 1}) as broker:
        assert broker.bootstrap.startswith("127.0.0.1:")
        assert partitions(broker) == {"reports": 8, "dead": 1} == broker.topics


def test_a_topic_can_be_added_while_it_runs() -> None:
    with EmbeddedBroker({}) as broker:
        broker.create_topic("late", 3)
        assert partitions(broker) == {"late": 3} == broker.topics


def test_two_brokers_know_nothing_of_each_other() -> None:
    with EmbeddedBroker({"left": 1}) as left, EmbeddedBroker({"right": 2}) as right:
        assert left.bootstrap != right.bootstrap
        assert (partitions(left), partitions(right)) == ({"left": 1}, {"right": 2})


def test_it_can_be_stopped_twice_and_started_again_with_its_topics() -> None:
    broker = EmbeddedBroker({"reports": 2})
    broker.stop()
    broker.start()
    broker.create_topic("late", 3)
    broker.stop()
    broker.stop()
    with broker:
        assert partitions(broker) == {"reports": 2, "late": 3}


def test_it_is_stopped_when_its_block_ends_in_an_error() -> None:
    broker = EmbeddedBroker({})
    with pytest.raises(RuntimeError, match="of the test"), broker:
        raise RuntimeError("of the test")
    assert not broker.running
    broker.start().stop()


def test_a_stopped_broker_says_how_to_start_it() -> None:
    broker = EmbeddedBroker({})
    with pytest.raises(EmbeddedBrokerError, match=r"start\(\)"):
        _ = broker.bootstrap
    with pytest.raises(EmbeddedBrokerError, match=r"start\(\)"):
        broker.create_topic("late", 1)


def test_a_second_start_is_refused() -> None:
    with EmbeddedBroker({}) as broker, pytest.raises(EmbeddedBrokerError, match="runs already"):
        broker.start()


@pytest.mark.parametrize("count", [0, -1])
def test_a_topic_without_partitions_is_refused(count: int) -> None:
    with pytest.raises(EmbeddedBrokerError, match="at least 1"):
        EmbeddedBroker({"reports": count})
    with EmbeddedBroker({}) as broker, pytest.raises(EmbeddedBrokerError, match="at least 1"):
        broker.create_topic("reports", count)


def test_a_topic_that_exists_is_refused_by_name() -> None:
    with EmbeddedBroker({"reports": 1}) as broker:
        with pytest.raises(EmbeddedBrokerError, match=r"reports.*exists"):
            broker.create_topic("reports", 2)
        assert broker.topics == {"reports": 1}


def test_its_limits_are_one_line() -> None:
    assert "\n" not in LIMITS
    for told in ("5 MiB", "100,000", "one worker", "no transactions", "Apache Kafka"):
        assert told in LIMITS


def test_an_installation_without_mock_cluster_is_told_where_it_was_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> Iterator[Path]:
        yield Path("/nowhere/librdkafka.so.1")

    monkeypatch.setattr(librdkafka, "_candidates", nowhere)
    with pytest.raises(librdkafka.LibraryNotFoundError, match=r"/nowhere/librdkafka\.so\.1.*Reinstall"):
        librdkafka.load.__wrapped__()


def test_the_copy_in_a_wheels_folder_will_do_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    _, *bundled = librdkafka._candidates()
    if not bundled:
        pytest.skip("this confluent-kafka was built against the system's librdkafka")
    monkeypatch.setattr(librdkafka, "_candidates", lambda: iter(bundled))
    assert librdkafka.load.__wrapped__().rd_kafka_mock_cluster_new
