"""Every kind of unusable message ends as `Rejected` with the reason that the dead-letter vocabulary has for it."""

from __future__ import annotations

import gzip
import json
import random
from datetime import UTC, datetime

import pytest

from schemas import DeadLetterReason
from services.ingest.normalize import IngestLimits, Published, Rejected, to_article

RECEIVED = datetime(2024, 3, 10, 12, 0, tzinfo=UTC)
SENTENCE = "The army said on Friday that a base near the river was hit by two rockets."


def outcome_of(value: bytes | None, **limits: int) -> Rejected:
    outcome = to_article(value, received_at=RECEIVED, limits=IngestLimits(**limits))  # type: ignore[arg-type]
    assert isinstance(outcome, Rejected), outcome
    return outcome


@pytest.mark.parametrize("value", [None, b"", b"  \n\t ", b"null", b'""', b"\xef\xbb\xbf"])
def test_nothing_is_empty(value: bytes | None) -> None:
    assert outcome_of(value).reason is DeadLetterReason.empty


@pytest.mark.parametrize(
    "value",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        gzip.compress(SENTENCE.encode()),
        b"%PDF-1.7 " + SENTENCE.encode(),
        b"PK\x03\x04" + SENTENCE.encode(),
        random.Random(7).randbytes(4096),  # noqa: S311 -- any bytes will do, the same ones each time
        b"\x00" * 50,
        SENTENCE.encode("utf-16")[:-1],
        SENTENCE.encode() + b"\x01\x02\x03\x04\x05\x06",
    ],
    ids=["png", "gzip", "pdf", "zip", "random", "zeros", "cut utf-16", "controls"],
)
def test_binary_is_not_text(value: bytes) -> None:
    assert outcome_of(value).reason is DeadLetterReason.not_text


@pytest.mark.parametrize(
    "value",
    [b'{"text": "cut', b"{'text': 'single quotes'}", b"[1, 2", b"{}{}", b"[" * 100_000, b'{"n": 1' + b"0" * 9000],
)
def test_what_begins_like_json_and_is_not_is_not_json(value: bytes) -> None:
    assert outcome_of(value).reason is DeadLetterReason.not_json


@pytest.mark.parametrize(
    "value",
    [b"[]", b'[{"text": "in a list"}]', b"12", b"-1.5e3", b"true", b'{"text": 5}', b'{"html": {}}', b'{"body": ["a"]}'],
)
def test_other_json_and_other_types_are_wrong_type(value: bytes) -> None:
    assert outcome_of(value).reason is DeadLetterReason.wrong_type


@pytest.mark.parametrize(
    "value",
    [b"{}", b'{"url": "https://example.org/a"}', b'{"text": "  ", "html": null}', b'{"text": "Share\\n\\nFacebook"}'],
)
def test_no_text_is_missing_text(value: bytes) -> None:
    assert outcome_of(value).reason is DeadLetterReason.missing_text


def test_a_big_value_is_too_large_before_it_is_read() -> None:
    rejected = outcome_of(b"\x89PNG" + b"x" * 100, max_bytes=100)

    assert rejected.reason is DeadLetterReason.too_large
    assert "104 bytes" in rejected.error


def test_a_long_article_is_too_large_and_not_cut() -> None:
    assert outcome_of(SENTENCE.encode() * 3, max_text_chars=100).reason is DeadLetterReason.too_large


def test_a_text_of_very_many_lines_is_too_large() -> None:
    assert outcome_of(b"a\n" * 30_000).reason is DeadLetterReason.too_large


@pytest.mark.parametrize(
    "html",
    [
        b"<html><body></body></html>",
        b"<html><body><nav><a href='/'>Home</a> <a href='/world'>World</a></nav></body></html>",
        b"<!doctype html><html><head><script>var text = 'not an article at all, but code';</script></head></html>",
        b"<html><body>" + b"<p>" + SENTENCE.encode() + b"</p>" * 60_000 + b"<p>x" * 60_000,
    ],
    ids=["empty", "navigation", "script", "too many elements"],
)
def test_a_page_without_a_body_is_an_unusable_page(html: bytes) -> None:
    assert outcome_of(html).reason is DeadLetterReason.unusable_page


@pytest.mark.parametrize("value", [b'{"text": 5}', b"{\n\n'", b'{"a\\nb\\u0000": ' + b"1" * 2000 + b"}"])
def test_the_error_is_one_short_line(value: bytes) -> None:
    error = outcome_of(value).error

    assert error
    assert error.isprintable()
    assert len(error) <= 300


@pytest.mark.parametrize(
    "extra",
    [
        {"published": "soon"},
        {"published": {}},
        {"published": float("nan")},
        {"published": 10**400},
        {"language": "not a language"},
        {"language": 7},
        {"url": "not an address"},
        {"url": ["ftp://example.org"]},
        {"title": 5},
        {"authors": {"a": 1}},
        {"source": []},
        {"fetched": True},
    ],
    ids=lambda extra: f"{extra}"[:40],
)
def test_a_bad_optional_field_is_mended(extra: dict[str, object]) -> None:
    outcome = to_article(json.dumps({"text": SENTENCE} | extra).encode(), received_at=RECEIVED)

    assert isinstance(outcome, Published)
    assert outcome.article.text == SENTENCE


def test_a_time_without_zone_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="time zone"):
        to_article(b"x", received_at=datetime(2024, 1, 1))  # noqa: DTZ001 -- that is what is tested
