"""The topics: one file each in `topics/`, read and checked here.

The files are the only place where a topic's key, partitions, retention and limits are written down. The services create
and verify topics from them, the AsyncAPI document is generated from them, and tests hold them together with the models.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal, Self

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

RAW_BYTES = "raw bytes"
"""Stands in `messages` for a value that no model of the contracts describes."""
PLAIN_TEXT = "plain text"
"""Stands in `messages` for a value that is text, UTF-8, and no JSON."""
CHANGELOG_SUFFIX = "-changelog"
DEAD_LETTER_SUFFIX = "-dlq"

_MILLISECONDS = {"s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
_DURATION = re.compile(r"(?P<number>[1-9][0-9]*)(?P<unit>[smhd])")


class TopicFileError(ValueError):
    """A topic file is unreadable, or contradicts itself or another; the message names the file and the cure."""


def milliseconds(duration: str) -> int:
    """Milliseconds of a duration such as `7d`, `12h`, `30m` or `45s`. Raises `ValueError` for anything else."""
    match = _DURATION.fullmatch(duration)
    if match is None:
        raise ValueError(f"{duration!r} is no duration: write a whole number and one of s, m, h, d, such as `7d`")
    return int(match["number"]) * _MILLISECONDS[match["unit"]]


def _check_duration(value: str) -> str:
    milliseconds(value)
    return value


Duration = Annotated[str, AfterValidator(_check_duration)]
TopicName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,248}$")]
Prose = Annotated[str, Field(min_length=1)]


class _TopicFilePart(BaseModel):
    """A misspelt field in a topic file must not pass for an absent one."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class TopicKey(_TopicFilePart):
    """The message key of a topic."""

    description: Prose
    """What the key is and what follows from it."""
    paths: list[str] = []
    """Where each message holds it: `<Model>.<dotted path>`; empty where nothing may depend on the key."""


class Compaction(_TopicFilePart):
    """How eagerly a compacted topic is cleaned. The active segment is never compacted, so segments are kept small."""

    min_cleanable_dirty_ratio: Annotated[float, Field(ge=0, le=1)]
    """Share of the log that may be superseded rows before the cleaner runs."""
    segment: Duration
    """Longest time before a segment is closed, and with that becomes cleanable."""
    segment_bytes: Annotated[int, Field(ge=1 << 20)]
    """Largest segment."""
    keep_tombstones: Duration
    """How long a tombstone stays readable for a consumer that was away."""


class Topic(_TopicFilePart):
    """One Kafka topic: what it carries, who writes and reads it, and how it is kept."""

    name: TopicName
    description: Prose
    messages: Annotated[list[str], Field(min_length=1)]
    """Names of the models of `schemas` that a value may be, or `plain text`, or `raw bytes`."""
    tombstone: Prose | None = None
    """What a message without a value says; null where there is none."""
    key: TopicKey
    headers: Literal["CloudEventHeaders", "DeadLetterHeaders"] | None = None
    """Model of the headers that Tocsin writes; null where the headers are the user's, or there are none."""
    producers: Annotated[list[str], Field(min_length=1)]
    """Services that write it, or `users`."""
    consumers: Annotated[list[str], Field(min_length=1)]
    """Services that read it, or `users`, `operators`."""
    partitions: Annotated[int, Field(ge=1)]
    retention: Duration | None = None
    """How long a message is kept; null for a topic that is compacted alone."""
    cleanup_policy: Literal["delete", "compact", "compact,delete"]
    compaction: Compaction | None = None
    """Set exactly for a compacted topic."""
    timestamp_type: Literal["CreateTime", "LogAppendTime"] = "CreateTime"
    """Whose clock dates a message: retention goes by it."""
    max_message_bytes: Annotated[int, Field(gt=0)]
    """Largest record batch in bytes, key and headers included."""
    dead_letter: TopicName | None = None
    """Where a message that a service can't use is put."""
    changelog_of: TopicName | None = None
    """For the changelog of a Faust table: the topic that feeds the table, whose partition count it must have."""
    table: str | None = None
    """For a changelog: name of the Faust table."""

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if (self.retention is None) != (self.cleanup_policy == "compact"):
            raise ValueError("`retention` is given exactly when `cleanup_policy` is not `compact` alone")
        if (self.compaction is not None) != self.is_compacted:
            raise ValueError("`compaction` is given exactly when `cleanup_policy` has `compact`")
        if self.tombstone is not None and not self.is_compacted:
            raise ValueError("`tombstone` is for a compacted topic")
        if (self.changelog_of is None) != (self.table is None):
            raise ValueError("`changelog_of` and `table` come together")
        if self.is_changelog != self.name.endswith(CHANGELOG_SUFFIX):
            raise ValueError(f"exactly a changelog has `changelog_of` and a name ending in {CHANGELOG_SUFFIX}")
        if self.is_dead_letter != (self.headers == "DeadLetterHeaders"):
            raise ValueError(f"exactly a topic whose name ends in {DEAD_LETTER_SUFFIX} has DeadLetterHeaders")
        return self

    @property
    def is_compacted(self) -> bool:
        """Whether Kafka keeps the newest message of each key."""
        return "compact" in self.cleanup_policy

    @property
    def is_changelog(self) -> bool:
        """Whether it backs a Faust table; such a topic is internal and no consumer's business."""
        return self.changelog_of is not None

    @property
    def is_dead_letter(self) -> bool:
        """Whether it holds what a service could not use."""
        return self.name.endswith(DEAD_LETTER_SUFFIX)

    @property
    def models(self) -> list[str]:
        """Names of the models that its values may be; empty where none describes them."""
        return [message for message in self.messages if message not in (PLAIN_TEXT, RAW_BYTES)]

    @property
    def retention_ms(self) -> int | None:
        """Retention in milliseconds; null when it is kept for as long as its key is."""
        return None if self.retention is None else milliseconds(self.retention)

    @property
    def config(self) -> dict[str, str]:
        """Kafka's topic configuration, as its admin API takes it: names and values are strings."""
        settings = {
            "cleanup.policy": self.cleanup_policy,
            "max.message.bytes": str(self.max_message_bytes),
            "message.timestamp.type": self.timestamp_type,
            "retention.ms": "-1" if self.retention_ms is None else str(self.retention_ms),
        }
        if self.compaction is not None:
            settings |= {
                "delete.retention.ms": str(milliseconds(self.compaction.keep_tombstones)),
                "min.cleanable.dirty.ratio": str(self.compaction.min_cleanable_dirty_ratio),
                "segment.bytes": str(self.compaction.segment_bytes),
                "segment.ms": str(milliseconds(self.compaction.segment)),
            }
        return settings


@cache
def load_topics() -> dict[str, Topic]:
    """All topics by name, in order of name. Raises `TopicFileError`; read once, then remembered."""
    topics: dict[str, Topic] = {}
    for entry in files("schemas").joinpath("topics").iterdir():
        if not entry.name.endswith(".yaml"):
            continue
        topic = parse_topic(entry.read_text(encoding="utf-8"), entry.name)
        topics[topic.name] = topic
    for topic in topics.values():
        for field in ("dead_letter", "changelog_of"):
            other = getattr(topic, field)
            if other is not None and other not in topics:
                raise TopicFileError(f"{topic.name}.yaml: `{field}` names {other}: write schemas/topics/{other}.yaml")
        if topic.changelog_of is not None and topic.partitions != topics[topic.changelog_of].partitions:
            raise TopicFileError(
                f"{topic.name}.yaml: `partitions` must be {topics[topic.changelog_of].partitions}, as of "
                f"{topic.changelog_of}, which feeds the table"
            )
    return dict(sorted(topics.items()))


def parse_topic(text: str, file_name: str) -> Topic:
    """The topic of one file's YAML text. Raises `TopicFileError` naming the file."""
    try:
        topic = Topic.model_validate(yaml.safe_load(text))
    except (yaml.YAMLError, ValidationError) as error:
        raise TopicFileError(f"{file_name}: {error}") from error
    if file_name != f"{topic.name}.yaml":
        raise TopicFileError(f"{file_name}: `name` is {topic.name}: name the file {topic.name}.yaml")
    return topic
