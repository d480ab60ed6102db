"""Topics on the broker: `apply` makes them as the topic files say, `check` tells where they differ.

Nothing here ever deletes a topic or changes its partition count: a key would move to another partition, away from the
table rows that belong to it. Such a difference is a `Problem`, and its cure is the operator's decision.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Literal

from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import (  # type: ignore[attr-defined]  # public, but re-exported without saying so
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    NewTopic,
)

from schemas.topics import Topic

from .brokers import BrokerConfig
from .errors import BrokenDependencyError, ConfigurationError

APPLY = "tocsin topics apply"
"""The command that cures what can be cured without loss."""

log = logging.getLogger(__name__)


class BrokerUnavailableError(BrokenDependencyError):
    """No broker answered in time; the message says where, for how long, and what the client made of it."""


class TopicAdminError(ConfigurationError):
    """The broker refused a change to a topic; the message names the topic and the broker's reason."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change that `apply` made."""

    topic: str
    kind: Literal["created", "configured"]
    detail: str

    def __str__(self) -> str:
        return f"{self.topic}: {self.kind}, {self.detail}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One difference between a topic and its file that the services can't work with, and its cure."""

    topic: str
    fault: str
    fix: str

    def __str__(self) -> str:
        return f"{self.topic}: {self.fault}. {self.fix}"


def apply(
    config: BrokerConfig, topics: Mapping[str, Topic], *, replication_factor: int = 1, prefix: str = ""
) -> list[Change]:
    """Create missing topics, and set the configuration of the others to what their files say.

    Settings that a file does not mention are left as they are. Returns when the broker's metadata has every new topic.

    Args:
        config: how to reach the broker; not the embedded one, which creates its topics itself.
        topics: what is wanted, by name without prefix.
        replication_factor: copies of each partition of a new topic.
        prefix: put before every name.

    Returns:
        What was changed, in order of name; nothing when all was as it should be.

    Raises:
        BrokerUnavailableError: no broker answered within `config.timeout`.
        TopicAdminError: the broker refused a change.
        ConfigurationError: the broker is the embedded one.
    """
    if config.embedded:
        raise ConfigurationError("The embedded broker creates its topics itself: there is nothing to apply.")
    broker = _Broker(config)
    wanted = {f"{prefix}{topic.name}": topic for topic in topics.values()}
    there = broker.partitions()
    missing = sorted(wanted.keys() - there.keys())
    changes = broker.create({name: wanted[name] for name in missing}, replication_factor)
    actual = broker.configs(sorted(wanted.keys() & there.keys()))
    for name in sorted(actual):
        differing = {key: value for key, value in wanted[name].config.items() if not _same(key, actual[name], value)}
        if differing:
            broker.configure(name, differing)
            detail = ", ".join(f"{key}={value} (was {actual[name].get(key)})" for key, value in differing.items())
            changes.append(Change(name, "configured", detail))
    return sorted(changes, key=lambda change: change.topic)


def check(config: BrokerConfig, topics: Mapping[str, Topic], *, prefix: str = "") -> list[Problem]:
    """What would keep the services from working: missing topics, partition counts, settings that lose messages.

    Retention and the like are the operator's business and are not checked. Of the embedded broker only the partition
    counts are checked, as it has no topic settings.

    Args:
        config: how to reach the broker.
        topics: what is wanted, by name without prefix.
        prefix: put before every name.

    Raises:
        BrokerUnavailableError: no broker answered within `config.timeout`.
        TopicAdminError: the broker refused to tell.
    """
    broker = _Broker(config)
    there = broker.partitions()
    problems: list[Problem] = []
    present: dict[str, Topic] = {}
    for topic in sorted(topics.values(), key=lambda topic: topic.name):
        name = f"{prefix}{topic.name}"
        if name not in there:
            problems.append(Problem(name, "the topic is missing", f"Create it: {APPLY}"))
            continue
        present[name] = topic
        problems += _partition_problems(name, topic, there, prefix)
    if not config.embedded:
        for name, actual in broker.configs(sorted(present)).items():
            problems += _config_problems(name, present[name], actual)
    return sorted(problems, key=lambda problem: problem.topic)


def _partition_problems(name: str, topic: Topic, there: Mapping[str, int], prefix: str) -> list[Problem]:
    source = f"{prefix}{topic.changelog_of}"
    if topic.changelog_of is not None and source in there and there[name] != there[source]:
        fault = f"the changelog has {there[name]} partitions, and {source}, which feeds its table, has {there[source]}"
        fix = (
            "Make them equal: stop the workers, delete the changelog and have it made anew with the right count "
            f"(`partitions` in schemas/topics/{topic.name}.yaml, then {APPLY}); the table is then empty, so reset the "
            f"consumer group's offsets on {source} to the earliest"
        )
        return [Problem(name, fault, fix)]
    if there[name] != topic.partitions:
        fault = f"the topic has {there[name]} partitions, and its file says {topic.partitions}"
        fix = (
            f"Set `partitions: {there[name]}` in schemas/topics/{topic.name}.yaml and in the changelogs of the tables "
            f"that it feeds; or, if its messages may go, delete the topic and run {APPLY}"
        )
        return [Problem(name, fault, fix)]
    return []


def _config_problems(name: str, topic: Topic, actual: Mapping[str, str]) -> list[Problem]:
    problems = []
    largest = int(actual.get("max.message.bytes", "0"))
    if largest < topic.max_message_bytes:
        fault = (
            f"max.message.bytes is {largest}, and {topic.max_message_bytes} are needed: big messages would be refused"
        )
        problems.append(Problem(name, fault, f"Raise it: {APPLY}"))
    for key, harm in (
        ("cleanup.policy", "messages would be dropped that are needed, or kept for ever"),
        ("message.timestamp.type", "messages would be dated, and deleted, by the wrong clock"),
    ):
        if not _same(key, actual, topic.config[key]):
            fault = f"{key} is {actual.get(key)}, and {topic.config[key]} is needed: {harm}"
            problems.append(Problem(name, fault, f"Set it: {APPLY}"))
    return problems


def _same(key: str, actual: Mapping[str, str], wanted: str) -> bool:
    """Whether a setting means what the file says: Kafka gives lists in an order of its own, and numbers as it likes."""
    value = actual.get(key)
    if value is None:
        return False
    if key == "cleanup.policy":
        return {part.strip() for part in value.split(",")} == {part.strip() for part in wanted.split(",")}
    try:
        return float(value) == float(wanted)
    except ValueError:
        return value == wanted


class _Broker:
    """Questions and changes to the broker's topics, in our own errors."""

    def __init__(self, config: BrokerConfig) -> None:
        self._config = config
        self._last_error = ""
        # Without a logger librdkafka writes each failed attempt to stderr.
        settings: dict[str, Any] = {**config.confluent(), "error_cb": self._remember, "logger": log}
        self._client = AdminClient(settings)

    def partitions(self) -> dict[str, int]:
        """Partition count by topic name."""
        try:
            found = self._client.list_topics(timeout=self._config.timeout).topics
        except KafkaException as error:
            raise self._unavailable(error) from error
        return {name: len(topic.partitions) for name, topic in found.items() if topic.error is None}

    def configs(self, names: list[str]) -> dict[str, dict[str, str]]:
        """Settings of topics, defaults included."""
        if not names:
            return {}
        resources = [ConfigResource(ConfigResource.Type.TOPIC, name) for name in names]
        answers = self._client.describe_configs(resources, request_timeout=self._config.timeout)
        return {
            resource.name: {key: entry.value for key, entry in self._result(resource.name, future).items()}
            for resource, future in answers.items()
        }

    def create(self, wanted: Mapping[str, Topic], replication_factor: int) -> list[Change]:
        """Create topics and wait until clients can see them. One that another process was faster with is no change."""
        if not wanted:
            return []
        new = [
            NewTopic(name, num_partitions=topic.partitions, replication_factor=replication_factor, config=topic.config)
            for name, topic in wanted.items()
        ]
        changes = []
        answers = self._client.create_topics(
            new, operation_timeout=self._config.timeout, request_timeout=self._config.timeout
        )
        for name, future in answers.items():
            try:
                self._result(name, future)
            except TopicAdminError as error:
                if _code(error.__cause__) != KafkaError.TOPIC_ALREADY_EXISTS:
                    raise
            else:
                changes.append(Change(name, "created", f"{wanted[name].partitions} partitions"))
        self._wait_for(set(wanted))
        return changes

    def configure(self, name: str, settings: Mapping[str, str]) -> None:
        """Set some settings of a topic, leaving the others."""
        entries = [
            ConfigEntry(key, value, incremental_operation=AlterConfigOpType.SET) for key, value in settings.items()
        ]
        resource = ConfigResource(ConfigResource.Type.TOPIC, name, incremental_configs=entries)
        answers = self._client.incremental_alter_configs([resource], request_timeout=self._config.timeout)
        for future in answers.values():
            self._result(name, future)

    def _wait_for(self, names: set[str]) -> None:
        deadline = time.monotonic() + self._config.timeout
        while absent := names - self.partitions().keys():
            if time.monotonic() > deadline:
                raise TopicAdminError(
                    f"{', '.join(sorted(absent))}: created, but not in the broker's metadata after "
                    f"{self._config.timeout:g} s. Look at the broker's log, then run {APPLY} again."
                )
            time.sleep(0.05)

    def _result(self, name: str, future: Future[Any]) -> Any:
        try:
            return future.result(timeout=self._config.timeout + 1)
        except TimeoutError as error:
            raise self._unavailable(error) from error
        except KafkaException as error:
            if _code(error) in (KafkaError._TIMED_OUT, KafkaError._TRANSPORT, KafkaError._ALL_BROKERS_DOWN):
                raise self._unavailable(error) from error
            raise TopicAdminError(f"{name}: the broker refused: {error.args[0].str()}.") from error

    def _remember(self, error: KafkaError) -> None:
        if error.code() != KafkaError._ALL_BROKERS_DOWN or not self._last_error:
            self._last_error = error.str()

    def _unavailable(self, error: Exception) -> BrokerUnavailableError:
        self._client.poll(0)  # that is when the client tells of its errors
        return BrokerUnavailableError(
            f"No Kafka broker answered at {self._config.bootstrap} within {self._config.timeout:g} s "
            f"({self._last_error or error}). Check that it runs, that its advertised address can be reached from here, "
            "and that TOCSIN_BOOTSTRAP and TOCSIN_SECURITY_PROTOCOL fit."
        )


def _code(error: BaseException | None) -> int | None:
    return error.args[0].code() if isinstance(error, KafkaException) else None
