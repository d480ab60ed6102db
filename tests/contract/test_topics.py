"""The topic files agree with each other and with the models."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel

import schemas
from schemas.json_schemas import PUBLISHED
from schemas.topics import Topic, TopicFileError, load_topics, milliseconds, parse_topic

TOPICS = load_topics()
SERVICES = {"ingest", "extractor", "aggregator"}
FOLDER = Path(schemas.__file__).parent / "topics"

every_topic = pytest.mark.parametrize("topic", TOPICS.values(), ids=lambda topic: topic.name)


def test_the_topics_of_the_architecture_are_all_there_and_no_other() -> None:
    assert set(TOPICS) == {
        "news.raw.v1",
        "news.raw.v1-dlq",
        "news.articles.v1",
        "news.articles.v1-dlq",
        "incidents.reported.v1",
        "incidents.reported.v1-dlq",
        "incidents.overrides.v1",
        "incidents.overrides.v1-dlq",
        "incidents.v1",
        "tocsin-extractor-articles-changelog",
        "tocsin-aggregator-reports-changelog",
        "tocsin-aggregator-incidents-changelog",
        "tocsin-aggregator-tallies-changelog",
    }


def test_retention_is_as_the_contract_says() -> None:
    day = 86_400_000
    assert {name: topic.retention_ms for name, topic in TOPICS.items() if not topic.is_changelog} == {
        "news.raw.v1": 7 * day,
        "news.articles.v1": 30 * day,
        "incidents.reported.v1": 90 * day,
        "incidents.v1": 400 * day,
        "incidents.overrides.v1": 400 * day,
        "news.raw.v1-dlq": 30 * day,
        "news.articles.v1-dlq": 30 * day,
        "incidents.reported.v1-dlq": 30 * day,
        "incidents.overrides.v1-dlq": 30 * day,
    }


@every_topic
def test_every_message_named_by_a_topic_has_a_schema(topic: Topic) -> None:
    assert set(topic.models) <= set(PUBLISHED)
    assert topic.headers is None or topic.headers in PUBLISHED


def test_no_schema_is_an_orphan() -> None:
    used = {model for topic in TOPICS.values() for model in topic.models}
    used |= {topic.headers for topic in TOPICS.values() if topic.headers is not None}
    assert used == set(PUBLISHED)


@every_topic
def test_every_topic_names_only_known_services_and_outsiders(topic: Topic) -> None:
    assert set(topic.producers) <= SERVICES | {"users"}
    assert set(topic.consumers) <= SERVICES | {"users", "operators"}


@every_topic
def test_a_topic_that_a_service_consumes_has_a_dead_letter_topic_that_agrees(topic: Topic) -> None:
    services = sorted(set(topic.consumers) & SERVICES)
    if topic.is_changelog or not services:
        assert topic.dead_letter is None
        return
    assert topic.dead_letter == f"{topic.name}-dlq"
    dead_letters = TOPICS[topic.dead_letter]
    assert dead_letters.producers == services, "who reads the topic writes its dead letters"
    assert dead_letters.messages == ["raw bytes"]
    assert dead_letters.cleanup_policy == "delete"


def test_a_dead_letter_topic_belongs_to_a_topic() -> None:
    named = {topic.dead_letter for topic in TOPICS.values()} - {None}
    assert {topic.name for topic in TOPICS.values() if topic.is_dead_letter} == named


@every_topic
def test_dead_letters_of_what_tocsin_writes_are_never_cut(topic: Topic) -> None:
    if topic.dead_letter is None or "users" in topic.producers:
        return
    room_for_headers = 100_000
    assert topic.max_message_bytes + room_for_headers <= TOPICS[topic.dead_letter].max_message_bytes


@every_topic
def test_a_changelog_has_the_partitions_of_its_source_and_faust_finds_it_by_name(topic: Topic) -> None:
    if topic.changelog_of is None:
        return
    assert topic.partitions == TOPICS[topic.changelog_of].partitions
    assert topic.producers == topic.consumers
    (service,) = topic.producers
    assert service in TOPICS[topic.changelog_of].consumers
    assert topic.name == f"tocsin-{service}-{topic.table}-changelog"
    assert topic.config["cleanup.policy"] == "compact"
    assert topic.config["retention.ms"] == "-1", "a row is kept for as long as its key is"


@every_topic
def test_a_key_path_names_a_field_of_a_message_of_the_topic(topic: Topic) -> None:
    assert {path.split(".")[0] for path in topic.key.paths} <= set(topic.models)
    if topic.headers == "CloudEventHeaders":
        assert {path.split(".")[0] for path in topic.key.paths} == set(topic.models)
    for path in topic.key.paths:
        name, *fields = path.split(".")
        model: type[BaseModel] = PUBLISHED[name]
        for depth, field in enumerate(fields):
            assert field in model.model_fields, path
            annotation = model.model_fields[field].annotation
            if depth < len(fields) - 1:
                assert isinstance(annotation, type), path
                assert issubclass(annotation, BaseModel), path
                model = annotation


@every_topic
def test_a_segment_holds_the_largest_message(topic: Topic) -> None:
    """Kafka refuses a batch that is larger than a segment."""
    if topic.compaction is not None:
        assert topic.compaction.segment_bytes > topic.max_message_bytes


@every_topic
def test_kafka_settings_are_strings_and_follow_from_the_file(topic: Topic) -> None:
    assert all(isinstance(value, str) for value in topic.config.values())
    assert topic.config["max.message.bytes"] == str(topic.max_message_bytes)
    assert ("segment.ms" in topic.config) == topic.is_compacted


def test_what_users_feed_is_kept_by_the_brokers_clock() -> None:
    """An old article fed today with its own date must not be deleted before it is read."""
    assert TOPICS["news.raw.v1"].config["message.timestamp.type"] == "LogAppendTime"


@every_topic
def test_numbers_in_topic_files_mean_the_same_to_every_yaml_reader(topic: Topic) -> None:
    """YAML 1.1 reads 1_000 as a number, YAML 1.2 as text."""
    text = (FOLDER / f"{topic.name}.yaml").read_text(encoding="utf-8")
    assert f"max_message_bytes: {topic.max_message_bytes}\n" in text
    assert f"partitions: {topic.partitions}\n" in text


@pytest.mark.parametrize(
    ("duration", "expected"), [("45s", 45_000), ("30m", 1_800_000), ("12h", 43_200_000), ("7d", 604_800_000)]
)
def test_durations_are_read_to_milliseconds(duration: str, expected: int) -> None:
    assert milliseconds(duration) == expected


@pytest.mark.parametrize("duration", ["", "7", "d", "7 d", "0d", "-1d", "1.5h", "7w"])
def test_what_is_no_duration_is_refused_with_the_cure(duration: str) -> None:
    with pytest.raises(ValueError, match="write a whole number"):
        milliseconds(duration)


ARTICLES = yaml.safe_load((FOLDER / "news.articles.v1.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"partition": 8}, "Extra inputs"),
        ({"partitions": 0}, "greater than or equal to 1"),
        ({"retention": "a month"}, "no duration"),
        ({"retention": None}, "`retention` is given exactly when"),
        ({"cleanup_policy": "compact,delete"}, "`compaction` is given exactly when"),
        ({"table": "articles"}, "come together"),
        ({"table": "articles", "changelog_of": "news.raw.v1"}, "name ending in -changelog"),
        ({"headers": "DeadLetterHeaders"}, "name ends in -dlq"),
        ({"tombstone": "It is over."}, "for a compacted topic"),
        ({"name": "news.articles.v2"}, "name the file news.articles.v2.yaml"),
        ({"description": ""}, "at least 1 character"),
    ],
)
def test_a_topic_file_that_contradicts_itself_is_refused_by_name(changes: dict[str, object], error: str) -> None:
    with pytest.raises(TopicFileError, match=error) as caught:
        parse_topic(yaml.safe_dump({**ARTICLES, **changes}), "news.articles.v1.yaml")
    assert "news.articles.v1.yaml" in str(caught.value)


def test_text_that_is_no_yaml_is_refused_by_name() -> None:
    with pytest.raises(TopicFileError, match=r"broken\.yaml"):
        parse_topic("name: [", "broken.yaml")
