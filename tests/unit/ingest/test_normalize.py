"""`to_article` as a whole: fields in, article out; pure, total, and fit for a process pool."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from schemas import Article, DeadLetterReason
from schemas.ids import article_id, content_sha256
from services.ingest.normalize import Outcome, Published, Rejected, Unsupported, to_article

from .scraped_pages import LOCAL_TELEVISION, PAGES, ScrapedPage

RECEIVED = datetime(2024, 3, 10, 12, 0, tzinfo=UTC)
SENTENCE = "The army said on Friday that a base near the river was hit by two rockets."


def article_of(message: dict[str, Any] | bytes | str, received_at: datetime = RECEIVED) -> Article:
    value = json.dumps(message).encode() if isinstance(message, dict) else message
    outcome = to_article(value.encode() if isinstance(value, str) else value, received_at=received_at)
    assert isinstance(outcome, Published), outcome
    return outcome.article


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_plain_text_and_json_make_the_same_article(page: ScrapedPage) -> None:
    assert article_of(page.raw) == article_of({"text": page.raw})


def test_a_scraped_page_with_its_date_makes_a_full_article() -> None:
    article = article_of(
        {"text": LOCAL_TELEVISION.raw, "published": "2023-03-07", "link": "https://example.org/a?utm_id=1"}
    )

    assert article.title == LOCAL_TELEVISION.title
    assert article.dateline == "GAO"
    assert article.text == "\n\n".join(LOCAL_TELEVISION.body)
    assert article.published_at == datetime(2023, 3, 7, tzinfo=UTC)
    assert not article.published_at_inferred
    assert (article.url, article.source, article.language) == ("https://example.org/a", "example.org", "en")


def test_a_missing_date_is_read_from_the_caption_before_the_caption_goes() -> None:
    article = article_of(LOCAL_TELEVISION.raw)

    assert article.published_at == article.revised_at == datetime(2023, 3, 7, tzinfo=UTC)
    assert article.published_at_inferred
    assert "2023" not in article.text


def test_ids_and_hash_follow_the_contract() -> None:
    with_url = article_of({"text": SENTENCE, "url": "https://example.org/a#top", "title": "Base hit by rockets"})
    without = article_of({"text": SENTENCE})

    assert with_url.id == article_id("https://example.org/a", SENTENCE)
    assert without.id == article_id(None, SENTENCE)
    assert with_url.content_sha256 == content_sha256("Base hit by rockets", SENTENCE)


def test_an_update_keeps_the_id_and_changes_the_hash() -> None:
    first = article_of({"text": SENTENCE, "url": "https://example.org/a"})
    update = article_of(
        {"text": SENTENCE + " Two guards were hurt.", "url": "https://www.example.org:443/a".replace("www.", "")}
    )

    assert first.id == update.id
    assert first.content_sha256 != update.content_sha256


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"source": {"id": None, "name": "Example News"}}, "Example News"),
        ({"publisher": "WWW.Example.ORG"}, "example.org"),
        ({"source": "https://m.example.org/feed"}, "example.org"),
        ({"url": "https://amp.example.org/a"}, "example.org"),
        ({}, None),
    ],
)
def test_the_outlet_is_a_domain_where_one_is_given(fields: dict[str, Any], expected: str | None) -> None:
    assert article_of({"text": SENTENCE} | fields).source == expected


@pytest.mark.parametrize(
    "authors", [["Jane Doe", "John Roe"], "By Jane Doe and John Roe", [{"name": "Jane Doe"}, {"name": "John Roe"}]]
)
def test_authors_are_read_in_any_shape(authors: object) -> None:
    assert article_of({"text": SENTENCE, "author": authors}).authors == ["Jane Doe", "John Roe"]


def test_html_in_a_text_field_is_read_as_html() -> None:
    article = article_of(
        {"content": f"<p>{SENTENCE}</p><p>No one was hurt &mdash; the fuel burned.</p><script>x()</script>"}
    )

    assert article.text == f"{SENTENCE}\n\nNo one was hurt — the fuel burned."


def test_a_json_string_is_the_plain_text() -> None:
    assert article_of(json.dumps(SENTENCE)).text == SENTENCE


def test_prose_in_quotation_marks_is_not_taken_for_json() -> None:
    assert article_of('"We were hit," the officer said. "Then they came "again""').text.startswith('"We were hit,"')


@pytest.mark.parametrize("charset", ["utf-8", "cp1252", "utf-16", "utf-8-sig"])
def test_text_in_other_charsets_is_read(charset: str) -> None:
    text = "The café was hit, the group’s statement said. “No one was hurt,” it added – and no one believed it."

    assert article_of(text.encode(charset)).text == text


def test_mojibake_entities_and_odd_spaces_are_mended() -> None:
    raw = "The groupâ€™s fighters\u00a0fired  at Q&amp;A offices\u200b in the cafe\u0301 district on Friday."

    assert article_of(raw).text == "The group’s fighters fired at Q&A offices in the café district on Friday."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Des roquettes ont frappé mercredi soir une base militaire irakienne qui abrite des soldats américains.",
            "fr",
        ),
        ("Ракеты попали в военную базу, сообщили в среду представители министерства обороны страны.", "ru"),
        ("أصابت صواريخ قاعدة عسكرية مساء الأربعاء، بحسب ما قاله مسؤولون أمنيون في العاصمة.", "ar"),
    ],
)
def test_another_language_is_unsupported_and_says_which(text: str, language: str) -> None:
    outcome = to_article(text.encode(), received_at=RECEIVED)

    assert outcome == Unsupported(language, article_id(None, text))


def test_a_given_language_is_believed() -> None:
    assert isinstance(
        to_article(json.dumps({"text": SENTENCE, "lang": "fr_FR"}).encode(), received_at=RECEIVED), Unsupported
    )
    assert article_of({"text": SENTENCE, "lang": "en_us"}).language == "en-US"


def test_a_short_text_full_of_names_is_english() -> None:
    assert article_of("Rockets hit Ain al-Asad.").language == "en"


def test_fetched_comes_from_the_message_unless_it_lies_in_the_future() -> None:
    fetched = RECEIVED - timedelta(days=3)

    assert article_of({"text": SENTENCE, "crawled_at": fetched.isoformat()}).fetched_at == fetched
    assert article_of({"text": SENTENCE, "crawled_at": "2099-01-01"}).fetched_at == RECEIVED


def test_an_article_dated_2099_is_published_when_it_was_fetched_and_says_so() -> None:
    article = article_of({"text": SENTENCE, "published": "2099-01-01T00:00:00Z"})

    assert article.published_at == article.revised_at == RECEIVED
    assert article.published_at_inferred


def test_the_same_value_makes_the_same_outcome_and_survives_pickling() -> None:
    value = json.dumps({"text": LOCAL_TELEVISION.raw, "published": "2 hours ago"}).encode()
    first, second = (to_article(value, received_at=RECEIVED) for _ in range(2))

    assert first == second == pickle.loads(pickle.dumps(first))  # noqa: S301 -- our own
    assert isinstance(first, Published)
    assert first.article.published_at == RECEIVED - timedelta(hours=2)


def check_total(outcome: Outcome) -> None:
    if isinstance(outcome, Rejected):
        assert outcome.reason is not DeadLetterReason.processing_failed, outcome.error
        assert outcome.error.isprintable()
    elif isinstance(outcome, Published):
        article = outcome.article
        assert Article.model_validate_json(article.to_json()) == article
        assert article.published_at <= article.fetched_at + timedelta(hours=1)
        assert article.published_at <= article.revised_at
        assert article.text == article.text.strip()
        assert "\n\n\n" not in article.text


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf{")
@example(b"<html>\xff")
def test_any_bytes_have_an_outcome(value: bytes) -> None:
    check_total(to_article(value, received_at=RECEIVED))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_any_text_has_an_outcome(text: str) -> None:
    check_total(to_article(text.encode("utf-8", "replace"), received_at=RECEIVED))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
NAMES = (
    "text",
    "html",
    "url",
    "title",
    "published",
    "updated",
    "fetched",
    "source",
    "authors",
    "language",
    "body",
    "date",
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(NAMES), JSON, max_size=6), st.booleans())
def test_any_json_object_has_an_outcome(fields: dict[str, Any], with_text: bool) -> None:
    if with_text:
        fields["text"] = f"{SENTENCE}\n{fields.get('text')}"
    check_total(to_article(json.dumps(fields).encode(), received_at=RECEIVED))


LINES = [line for page in PAGES for line in page.raw.split("\n")]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=12), st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_lines_of_pages_in_any_order_have_an_outcome(lines: list[str], separator: str) -> None:
    check_total(to_article(separator.join(lines).encode(), received_at=RECEIVED))
