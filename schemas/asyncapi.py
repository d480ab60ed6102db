"""The AsyncAPI 3 document: every public topic with its messages, headers and Kafka settings, for tools and people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .base import SCHEMA_VERSION
from .json_schemas import PUBLISHED
from .topics import PLAIN_TEXT, RAW_BYTES, Topic

ASYNCAPI_VERSION = "3.0.0"
KAFKA_BINDING_VERSION = "0.5.0"
OUTSIDERS = frozenset({"users", "operators"})
"""Producers and consumers that are no services of Tocsin, and so have no operation in its document."""

_DESCRIPTION = """\
Tocsin reads news and writes security incidents: who attacked whom, where, when, with what, how many were hurt, and who
says so. Feed articles to `news.raw.v1`; read incidents from `incidents.v1`. `README.md` beside this file explains the
rules that a schema can't express. The operations are those of Tocsin's services: where one receives, a user may send.
"""


def asyncapi_document(topics: Iterable[Topic]) -> dict[str, Any]:
    """The document of all topics but the changelogs of tables, which are internal. Plain values, ready for YAML."""
    public = [topic for topic in topics if not topic.is_changelog]
    messages: dict[str, Any] = {}
    channels: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    for topic in public:
        of_topic = _messages(topic)
        messages |= of_topic
        channels[topic.name] = _channel(topic, list(of_topic))
        operations |= _operations(topic, list(of_topic))
    return {
        "asyncapi": ASYNCAPI_VERSION,
        "info": {
            "title": "Tocsin",
            "version": SCHEMA_VERSION,
            "description": _DESCRIPTION,
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "defaultContentType": "application/json",
        "servers": {
            "kafka": {
                "host": "{broker}",
                "protocol": "kafka",
                "description": "Your Kafka cluster.",
                "variables": {
                    "broker": {"default": "localhost:9092", "description": "Host and port of a bootstrap server."}
                },
            }
        },
        "channels": channels,
        "operations": operations,
        "components": {"messages": messages},
    }


def _messages(topic: Topic) -> dict[str, Any]:
    """Component messages of a topic, by name."""
    messages = {_message_name(topic, kind): _message(topic, kind) for kind in topic.messages}
    if topic.tombstone is not None:
        messages[f"{topic.models[0]}Tombstone"] = {
            "title": f"{topic.models[0]} tombstone",
            "summary": topic.tombstone,
            "payload": {"type": "null", "description": "No value at all: null bytes, not the JSON `null`."},
            "bindings": _kafka({"key": _key(topic)}),
        }
    return messages


def _message_name(topic: Topic, kind: str) -> str:
    if kind == PLAIN_TEXT:
        return "PlainTextArticle"
    if kind == RAW_BYTES:
        return f"DeadLetter.{topic.name.removesuffix('-dlq')}"
    return kind


def _message(topic: Topic, kind: str) -> dict[str, Any]:
    message: dict[str, Any] = {"name": kind, "title": kind}
    if kind == PLAIN_TEXT:
        message |= {
            "name": "PlainTextArticle",
            "title": "Plain text of an article",
            "summary": "The article's text by itself, UTF-8.",
            "contentType": "text/plain",
            "payload": {"type": "string", "minLength": 1},
        }
    elif kind == RAW_BYTES:
        message |= {
            "name": "DeadLetter",
            "title": "Dead letter",
            "summary": "The original value, byte for byte; cut when it was too big to be copied.",
            "contentType": "application/octet-stream",
        }
    else:
        summary = (PUBLISHED[kind].__doc__ or "").strip().splitlines()[0]
        message |= {"summary": summary, "payload": {"$ref": f"json/{kind}.schema.json"}}
    if topic.headers is not None:
        message["headers"] = {"$ref": f"json/{topic.headers}.schema.json"}
    message["bindings"] = _kafka({"key": _key(topic)})
    return message


def _key(topic: Topic) -> dict[str, Any]:
    key: dict[str, Any] = {"type": "string", "description": topic.key.description}
    if topic.key.paths:
        key["x-found-in"] = topic.key.paths
    return key


def _channel(topic: Topic, messages: list[str]) -> dict[str, Any]:
    configuration: dict[str, Any] = {
        "cleanup.policy": topic.cleanup_policy.split(","),
        "retention.ms": -1 if topic.retention_ms is None else topic.retention_ms,
        "max.message.bytes": topic.max_message_bytes,
    }
    channel: dict[str, Any] = {
        "address": topic.name,
        "description": topic.description,
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
        "bindings": _kafka(
            {"topic": topic.name, "partitions": topic.partitions, "topicConfiguration": configuration},
        ),
        "x-producers": topic.producers,
        "x-consumers": topic.consumers,
    }
    if topic.dead_letter is not None:
        channel["x-dead-letter"] = topic.dead_letter
    return channel


def _operations(topic: Topic, messages: list[str]) -> dict[str, Any]:
    operations: dict[str, Any] = {}
    for action, services in (("send", topic.producers), ("receive", topic.consumers)):
        for service in services:
            if service in OUTSIDERS:
                continue
            operations[f"{service}.{action}.{topic.name}"] = {
                "action": action,
                "channel": {"$ref": f"#/channels/{topic.name}"},
                "summary": f"{service} {'writes' if action == 'send' else 'reads'} {topic.name}.",
                "tags": [{"name": service}],
                "messages": [{"$ref": f"#/channels/{topic.name}/messages/{name}"} for name in messages],
            }
    return operations


def _kafka(binding: dict[str, Any]) -> dict[str, Any]:
    return {"kafka": {**binding, "bindingVersion": KAFKA_BINDING_VERSION}}
