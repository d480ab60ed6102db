"""Dead letters: the original's bytes, and where and why it failed."""

from __future__ import annotations

from datetime import UTC, datetime

from schemas import DeadLetterHeaders, DeadLetterReason
from services.runtime.codec import Encoded
from services.runtime.dead_letters import dead_letter

AT = datetime(2022, 1, 5, tzinfo=UTC)


def make(value: bytes | None, *, error: str = "bad", limit: int = 1_000_000) -> tuple[Encoded, DeadLetterHeaders]:
    letter = dead_letter(
        key=b"k", value=value, headers=[("mine", b"\xff")], topic="news.raw.v1", partition=3, offset=42,
        stage="ingest", reason=DeadLetterReason.not_json, error=error, failed_at=AT, max_message_bytes=limit,
    )  # fmt: skip
    named = {name: text.decode() for name, text in letter.headers if name.startswith("dlq_")}
    return letter, DeadLetterHeaders.model_validate(named)


def test_the_original_is_untouched() -> None:
    letter, headers = make(b"\x00{broken")
    assert (letter.key, letter.value) == (b"k", b"\x00{broken")
    assert ("mine", b"\xff") in letter.headers
    assert headers.dlq_truncated_from is None


def test_it_says_where_it_was_read_and_what_was_wrong() -> None:
    _, headers = make(b"x", error="two\nlines")
    assert (headers.dlq_source_topic, headers.dlq_source_partition, headers.dlq_source_offset) == (
        "news.raw.v1",
        "3",
        "42",
    )
    assert (headers.dlq_reason, headers.dlq_error, headers.dlq_failed_at) == (
        DeadLetterReason.not_json,
        "two lines",
        AT,
    )


def test_a_value_too_big_to_be_copied_is_cut_and_says_so() -> None:
    letter, headers = make(b"x" * 20_000_000)
    assert len(letter.value or b"") < 1_000_000
    assert headers.dlq_truncated_from == "20000000"


def test_a_message_without_a_value_can_be_a_dead_letter() -> None:
    letter, _ = make(None)
    assert letter.value == b""
