"""The message headers: CloudEvents 1.0 in Kafka binary mode, and what a dead letter adds to the original's."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .base import SCHEMA_VERSION, Contract, Instant, NonEmptyText, Vocabulary

CE_SPECVERSION: Literal["1.0"] = "1.0"
CONTENT_TYPE: Literal["application/json"] = "application/json"

EVENT_TYPES = {
    "Article": "tocsin.article",
    "IncidentReport": "tocsin.incident.reported",
    "Retraction": "tocsin.incident.retracted",
    "Override": "tocsin.override",
    "Incident": "tocsin.incident",
}
"""`ce_type` of each model."""


def dataschema(model: str) -> str:
    """`ce_dataschema` of a model: the path of its JSON Schema in this repository, and the version."""
    return f"schemas/json/{model}.schema.json#{SCHEMA_VERSION}"


class CloudEventHeaders(Contract):
    """Headers of every message that Tocsin writes to a topic, dead letters aside. UTF-8 strings."""

    ce_specversion: Literal["1.0"] = CE_SPECVERSION
    ce_id: NonEmptyText
    """Id of the event; the same input makes the same id."""
    ce_source: NonEmptyText
    """Service that wrote it, such as `tocsin/extractor`."""
    ce_type: NonEmptyText
    ce_time: Instant
    ce_dataschema: NonEmptyText
    content_type: Annotated[Literal["application/json"], Field(alias="content-type")] = CONTENT_TYPE
    traceparent: str | None = None
    """W3C trace context, passed on from the input where present."""


class DeadLetterReason(Vocabulary):
    """Why a message could not be used."""

    empty = "empty"
    not_text = "not_text"
    not_json = "not_json"
    wrong_type = "wrong_type"
    missing_text = "missing_text"
    too_large = "too_large"
    invalid = "invalid"
    unusable_page = "unusable_page"
    processing_failed = "processing_failed"
    processing_timeout = "processing_timeout"
    output_too_large = "output_too_large"
    other = "other"


class DeadLetterHeaders(Contract):
    """Headers of a message in a `<topic>-dlq`, beside the original's own. Value and key are the original's bytes."""

    dlq_source_topic: NonEmptyText
    dlq_source_partition: NonEmptyText
    """Decimal."""
    dlq_source_offset: NonEmptyText
    """Decimal."""
    dlq_stage: NonEmptyText
    """Service that could not use it."""
    dlq_reason: DeadLetterReason
    dlq_error: str
    """What was wrong, in one line."""
    dlq_failed_at: Instant
    dlq_truncated_from: str | None = None
    """Size of the original value in bytes (decimal), where it was too big to be copied whole; else absent."""
