"""A bad message of any kind ends in the right dead letters with its reason, or is mended; the next one is processed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.brokers import RunningBroker

from .pipeline import Pipeline, run_through

TEXT = "Gunmen killed three people in an attack on a market in Mosul, Iraq, on Monday, police said."
GOOD = json.dumps({"text": TEXT, "url": "https://news.example.com/good", "published": "2022-01-04T08:00:00Z"}).encode()

BAD_RAW = {
    b"{not json": "not_json",
    b'["a", "list"]': "wrong_type",
    b'{"text": {"no": "text"}}': "wrong_type",
    b'{"title": "Only a title"}': "missing_text",
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00": "not_text",
    b"": "empty",
}


def test_bad_raw_messages_are_dead_letters_and_the_next_good_one_is_processed(
    broker: RunningBroker, tmp_path: Path
) -> None:
    with Pipeline(broker, tmp_path) as pipeline:
        run_through(pipeline, [*BAD_RAW, GOOD])
        assert pipeline.dead_letters("news.raw.v1") == Counter(BAD_RAW.values())
        originals = {message.value or b"" for message in pipeline.read("news.raw.v1-dlq")}
        assert originals == set(BAD_RAW)
        assert len(pipeline.read("news.articles.v1")) == 1
        assert len(pipeline.newest("incidents.v1")) == 1


@pytest.mark.kafka
def test_a_message_of_20_mb_is_a_dead_letter_cut_to_size(broker: RunningBroker, tmp_path: Path) -> None:
    huge = json.dumps({"text": "word " * 4_000_000}).encode()
    with Pipeline(broker, tmp_path) as pipeline:
        run_through(pipeline, [huge, GOOD])
        [letter] = pipeline.read("news.raw.v1-dlq")
        assert letter.headers["dlq_reason"] == b"too_large"
        assert letter.headers["dlq_truncated_from"] == str(len(huge)).encode()
        assert letter.value is not None
        assert huge.startswith(letter.value)
        assert len(pipeline.newest("incidents.v1")) == 1


def test_an_article_dated_2099_is_mended(broker: RunningBroker, tmp_path: Path) -> None:
    dated = {
        "text": TEXT,
        "url": "https://news.example.com/2099",
        "published": "2099-01-01",
        "fetched": "2022-01-04T09:00:00Z",
    }
    with Pipeline(broker, tmp_path) as pipeline:
        run_through(pipeline, [json.dumps(dated).encode()])
        [article] = [message.json() for message in pipeline.read("news.articles.v1")]
        assert article["published_at_inferred"]
        assert article["published_at"] == "2022-01-04T09:00:00Z"


def test_bad_articles_and_reports_are_dead_letters_of_their_own_topics(broker: RunningBroker, tmp_path: Path) -> None:
    with Pipeline(broker, tmp_path) as pipeline:
        for topic in ("news.articles.v1", "incidents.reported.v1"):
            pipeline.feed([b"{not json", b'{"kind": "report"}', b'{"kind": 7}', b"\xff\xfe"], topic=topic)
        run_through(pipeline, [GOOD])
        for topic in ("news.articles.v1", "incidents.reported.v1"):
            assert pipeline.dead_letters(topic) == Counter(not_json=2, invalid=2), topic
        assert len(pipeline.newest("incidents.v1")) == 1
