"""Dead letters: what could not be used, untouched, with the reason.

The original key, value and headers go to `<topic>-dlq`, beside headers that say where the message came from and what
was wrong. A value too big to be copied is cut, and `dlq_truncated_from` says so.
"""

from __future__ import annotations

from datetime import UTC, datetime

from schemas import DeadLetterHeaders, DeadLetterReason

from .codec import Encoded, Headers

HEADROOM_BYTES = 64 * 1024
"""Left free under the topic's largest message for the key, the headers and the batch's own framing."""
MAX_ERROR_CHARS = 500


def dead_letter_topic(topic: str) -> str:
    """Name of the dead letters of `topic`."""
    return f"{topic}-dlq"


def dead_letter(
    *,
    key: bytes | None,
    value: bytes | None,
    headers: Headers,
    topic: str,
    partition: int,
    offset: int,
    stage: str,
    reason: DeadLetterReason,
    error: str,
    failed_at: datetime | None = None,
    max_message_bytes: int,
) -> Encoded:
    """The dead letter of one message.

    Args:
        topic, partition, offset: where the message was read.
        stage: the service that could not use it.
        max_message_bytes: largest message that the dead-letter topic takes.
    """
    room = max(0, max_message_bytes - HEADROOM_BYTES - len(key or b""))
    kept = value if value is None else value[:room]
    extra = DeadLetterHeaders(
        dlq_source_topic=topic,
        dlq_source_partition=str(partition),
        dlq_source_offset=str(offset),
        dlq_stage=stage,
        dlq_reason=reason,
        dlq_error=" ".join(error.split())[:MAX_ERROR_CHARS],
        dlq_failed_at=failed_at or datetime.now(UTC),
        dlq_truncated_from=None if value is None or kept is None or len(kept) == len(value) else str(len(value)),
    )
    fields = extra.model_dump(mode="json", exclude_none=True)
    return Encoded(
        key=key or b"",
        value=kept or b"",
        headers=[*headers, *((name, str(text).encode()) for name, text in fields.items())],
    )
