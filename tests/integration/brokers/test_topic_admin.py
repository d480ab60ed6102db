"""Topics as the files say: made, kept, and every difference that would harm told with its cure."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from confluent_kafka.admin import AdminClient, NewTopic  # type: ignore[attr-defined]  # public, but not said so

from schemas.topics import Topic, load_topics
from services.runtime.brokers import BrokerConfig, EmbeddedBroker
from services.runtime.errors import ConfigurationError
from services.runtime.topic_admin import BrokerUnavailableError, TopicAdminError, apply, check
from tests.brokers import RunningBroker

RAW = "news.raw.v1"
REPORTS = "incidents.reported.v1"
CHANGELOG = "tocsin-aggregator-reports-changelog"


def some(*names: str) -> dict[str, Topic]:
    """Some topics of the contracts."""
    return {name: load_topics()[name] for name in names}


def fresh(broker: RunningBroker) -> RunningBroker:
    """The same broker under a prefix with no topics yet; what is made there is deleted with the test's own."""
    return replace(broker, prefix=f"{broker.prefix}new-")


def make(broker: RunningBroker, name: str, partitions: int, **config: str) -> None:
    """Create a topic by hand; settings are written with underscores."""
    client = AdminClient({**broker.config.confluent()})
    settings = {key.replace("_", "."): value for key, value in config.items()}
    new = NewTopic(broker.topic(name), num_partitions=partitions, replication_factor=1, config=settings)
    for answer in client.create_topics([new]).values():
        answer.result()
    while new.topic not in client.list_topics(timeout=30).topics:
        time.sleep(0.05)


@pytest.mark.kafka
def test_apply_makes_every_missing_topic_and_then_has_nothing_to_do(broker: RunningBroker) -> None:
    broker = fresh(broker)
    topics = load_topics()
    missing = check(broker.config, topics, prefix=broker.prefix)
    assert [problem.topic for problem in missing] == [broker.topic(name) for name in topics]
    assert all("is missing" in problem.fault and "tocsin topics apply" in problem.fix for problem in missing)

    changes = apply(broker.config, topics, prefix=broker.prefix)
    assert [(change.topic, change.kind) for change in changes] == [(broker.topic(name), "created") for name in topics]
    assert check(broker.config, topics, prefix=broker.prefix) == []
    assert apply(broker.config, topics, prefix=broker.prefix) == []


@pytest.mark.kafka
@pytest.mark.parametrize(
    ("setting", "value", "says"),
    [
        ("max_message_bytes", "1000", "big messages would be refused"),
        ("cleanup_policy", "compact", "messages would be dropped that are needed"),
        ("message_timestamp_type", "CreateTime", "wrong clock"),
    ],
)
def test_a_harmful_setting_is_told_and_apply_cures_it(
    broker: RunningBroker, setting: str, value: str, says: str
) -> None:
    broker = fresh(broker)
    topics = some(RAW)
    kept = {name.replace(".", "_"): wanted for name, wanted in topics[RAW].config.items()}
    make(broker, RAW, topics[RAW].partitions, **(kept | {setting: value}))

    (problem,) = check(broker.config, topics, prefix=broker.prefix)
    assert problem.topic == broker.topic(RAW)
    assert says in problem.fault
    assert value in problem.fault
    assert "tocsin topics apply" in str(problem)

    (change,) = apply(broker.config, topics, prefix=broker.prefix)
    assert (change.topic, change.kind) == (broker.topic(RAW), "configured")
    assert f"{setting.replace('_', '.')}={kept[setting]} (was {value})" in str(change)
    assert check(broker.config, topics, prefix=broker.prefix) == []


@pytest.mark.kafka
def test_the_operators_own_retention_is_no_problem_but_apply_sets_it_back(broker: RunningBroker) -> None:
    broker = fresh(broker)
    topics = some(RAW)
    kept = {name.replace(".", "_"): wanted for name, wanted in topics[RAW].config.items()}
    make(broker, RAW, topics[RAW].partitions, **(kept | {"retention_ms": "12345", "flush_messages": "77"}))
    assert check(broker.config, topics, prefix=broker.prefix) == []
    (change,) = apply(broker.config, topics, prefix=broker.prefix)
    assert "retention.ms" in change.detail
    assert "flush.messages" not in change.detail, "a setting that the file does not mention is the operator's"


@pytest.mark.kafka
def test_apply_never_touches_a_partition_count(broker: RunningBroker) -> None:
    broker = fresh(broker)
    make(broker, RAW, 3)
    apply(broker.config, some(RAW), prefix=broker.prefix)
    (problem,) = check(broker.config, some(RAW), prefix=broker.prefix)
    assert f"has 3 partitions, and its file says {some(RAW)[RAW].partitions}" in problem.fault
    assert "partitions: 3" in problem.fix


@pytest.mark.kafka
def test_a_changelog_must_have_the_partitions_of_what_feeds_its_table(broker: RunningBroker) -> None:
    broker = fresh(broker)
    topics = some(REPORTS, CHANGELOG)
    make(broker, REPORTS, 3)
    apply(broker.config, topics, prefix=broker.prefix)
    problems = {problem.topic: problem for problem in check(broker.config, topics, prefix=broker.prefix)}
    assert problems.keys() == {broker.topic(REPORTS), broker.topic(CHANGELOG)}
    changelog = problems[broker.topic(CHANGELOG)]
    assert f"{broker.topic(REPORTS)}, which feeds its table, has 3" in changelog.fault
    assert "reset the consumer group's offsets" in changelog.fix


@pytest.mark.kafka
def test_a_setting_that_kafka_does_not_take_is_refused_by_the_topics_name(broker: RunningBroker) -> None:
    broker = fresh(broker)
    with pytest.raises(TopicAdminError, match=broker.topic(RAW)):
        apply(broker.config, some(RAW), prefix=broker.prefix, replication_factor=5)


@pytest.mark.parametrize("partitions", [3, 9])
def test_partition_counts_are_checked_on_the_embedded_broker_too(partitions: int) -> None:
    with EmbeddedBroker({RAW: partitions}) as embedded:
        config = BrokerConfig(bootstrap=embedded.bootstrap, embedded=True)
        problems = check(config, some(RAW, REPORTS))
    assert [(problem.topic, "missing" in problem.fault) for problem in problems] == [(REPORTS, True), (RAW, False)]
    assert f"has {partitions} partitions" in problems[1].fault


def test_the_embedded_broker_is_nothing_to_apply_topics_to() -> None:
    with pytest.raises(ConfigurationError, match="creates its topics itself"):
        apply(BrokerConfig(bootstrap="127.0.0.1:1", embedded=True), some(RAW))


@pytest.mark.parametrize("act", [apply, check])
def test_a_broker_that_is_not_there_is_told_in_time_with_what_to_look_at(act: Callable[..., object]) -> None:
    started = time.monotonic()
    with pytest.raises(BrokerUnavailableError, match=r"127\.0\.0\.1:1 within 1 s .*refused.*TOCSIN_BOOTSTRAP"):
        act(BrokerConfig(bootstrap="127.0.0.1:1", timeout=1), some(RAW))
    assert time.monotonic() - started < 10
