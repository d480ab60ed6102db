"""Messages on the wire: JSON values under CloudEvents headers (Kafka binary mode)."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from pydantic import ValidationError

from schemas import Article, CloudEventHeaders, DeadLetterReason, Incident, IncidentReport, Override, Retraction
from schemas.envelope import EVENT_TYPES, dataschema
from schemas.ids import NAMESPACE

from .errors import BadMessageError

Headers = list[tuple[str, bytes]]
Outgoing = Article | IncidentReport | Retraction | Incident | Override

TRACEPARENT = "traceparent"


Message = TypeVar("Message")


@dataclass(frozen=True)
class Encoded:
    """A message ready to be sent; without a value it is a tombstone."""

    key: bytes
    value: bytes | None
    headers: Headers


def decode(value: bytes | None, validate: Callable[[bytes], Message]) -> Message:
    """The message of a value; raises `BadMessageError` with `empty`, `not_json` or `invalid` and what is wrong."""
    if not value:
        raise BadMessageError(DeadLetterReason.empty, "the message has no value")
    try:
        return validate(value)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        not_json = any(fault["type"] == "json_invalid" for fault in faults)
        reason = DeadLetterReason.not_json if not_json else DeadLetterReason.invalid
        told = [f"{'.'.join(map(str, fault['loc'])) or 'message'}: {fault['msg']}" for fault in faults[:5]]
        raise BadMessageError(reason, "; ".join(told)) from error


def encode(message: Outgoing, *, source: str, traceparent: str | None = None) -> Encoded:
    """Key, value and headers of `message`.

    Args:
        source: the service that writes it, such as `tocsin/extractor`.
        traceparent: W3C trace context of the input, passed on.
    """
    key = message.id if isinstance(message, Article) else message.key
    value = message.to_json()
    model = type(message).__name__
    headers = CloudEventHeaders(
        ce_id=str(uuid.uuid5(NAMESPACE, f"event:{model}:{hashlib.sha256(value).hexdigest()}")),
        ce_source=source,
        ce_type=EVENT_TYPES[model],
        ce_time=_event_time(message),
        ce_dataschema=dataschema(model),
        **{"content-type": "application/json"},
        traceparent=traceparent,
    )
    fields = headers.model_dump(mode="json", by_alias=True, exclude_none=True)
    return Encoded(key.encode(), value, [(name, str(text).encode()) for name, text in fields.items()])


def _event_time(message: Outgoing) -> datetime:
    """When the thing happened that the event tells: it depends on the message alone, so that a replay repeats it."""
    match message:
        case Article():
            return message.fetched_at
        case IncidentReport():
            return message.article.revised_at
        case Retraction():
            return message.revised_at
        case Incident():
            return message.last_reported_at
        case Override():
            return message.at


def header(headers: object, name: str) -> str | None:
    """The text of one header of a consumed message (a mapping or a list of pairs), or null."""
    if not headers:
        return None
    pairs = headers.items() if isinstance(headers, dict) else headers
    for key, value in pairs:  # type: ignore[attr-defined]
        if key == name:
            return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return None
