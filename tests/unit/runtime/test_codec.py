"""Messages on the wire: CloudEvents headers that depend on the message alone."""

from __future__ import annotations

import json

from schemas import CloudEventHeaders
from services.runtime.codec import encode, header

from ..reports import make_article, make_report


def test_headers_are_a_valid_cloud_event() -> None:
    encoded = encode(make_article(), source="tocsin/ingest")
    headers = {name: value.decode() for name, value in encoded.headers}
    event = CloudEventHeaders.model_validate(headers)
    assert (event.ce_type, event.ce_source) == ("tocsin.article", "tocsin/ingest")
    assert headers["content-type"] == "application/json"
    assert "traceparent" not in headers


def test_the_same_message_makes_the_same_bytes_and_ids() -> None:
    article = make_article()
    assert encode(make_report(article), source="s") == encode(make_report(article), source="s")


def test_another_message_makes_another_event_id() -> None:
    one, two = (encode(make_article(text), source="s") for text in ("One thing.", "Another."))
    assert header(one.headers, "ce_id") != header(two.headers, "ce_id")


def test_the_key_of_a_report_is_its_country() -> None:
    encoded = encode(make_report(make_article(), country="SY"), source="s")
    assert encoded.key == b"SY"
    assert json.loads(encoded.value or b"")["place"]["country"] == "SY"


def test_trace_context_is_passed_on() -> None:
    trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    assert header(encode(make_article(), source="s", traceparent=trace).headers, "traceparent") == trace
