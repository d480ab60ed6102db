"""HTML pages and fragments: body, metadata, and nothing of what surrounds them."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from schemas import Article
from services.ingest.markup import block_text, parse_html
from services.ingest.normalize import Published, to_article

RECEIVED = datetime(2024, 3, 10, 12, 0, tzinfo=UTC)
FIRST = "MAIDUGURI, Nigeria (AP) — Gunmen raided a village market on Saturday and killed seven traders, police said."
REST = (
    "The attackers came at noon, when the market was full, and left with cattle and food before soldiers arrived.",
    "It was the third raid in the district this month. The governor promised more patrols and asked for calm.",
    "Residents said they had warned the army of armed men in the forest two days before, and that nobody had come.",
)
BODY = "\n\n".join((FIRST.split(" — ")[1], *REST))
PARAGRAPHS = "".join(f"<p>{paragraph}</p>" for paragraph in (FIRST, *REST))
LINKED_DATA = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "Organization", "name": "Example News"},
        {
            "@type": "NewsArticle",
            "headline": "Gunmen raid market in northern village",
            "datePublished": "2024-03-09T18:00:00+01:00",
            "dateModified": "2024-03-09T20:30:00+01:00",
            "author": [{"@type": "Person", "name": "Jane Doe"}],
        },
    ],
}


def page(head: str = "", before: str = "", after: str = "") -> str:
    return f"""<!doctype html><html lang="en">
    <head><meta charset="utf-8"><title>Gunmen raid market | Example News</title>{head}</head>
    <body><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
    <article><h1>Gunmen raid market in northern village</h1>{before}{PARAGRAPHS}{after}</article>
    <footer><p>Copyright 2024 Example News. All rights reserved.</p></footer></body></html>"""


def article_of(html: str, **fields: str) -> Article:
    outcome = to_article(json.dumps({"html": html} | fields).encode(), received_at=RECEIVED)
    assert isinstance(outcome, Published), outcome
    return outcome.article


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ('<figure><img src="a.jpg"><figcaption>Smoke. (Photo by Somebody/AFP)</figcaption></figure>', ""),
        ('<p class="byline">By Jane Doe</p>', "<p>___</p><p>Example writers in Abuja contributed to this report.</p>"),
        (
            "",
            '<div class="related"><h3>Related stories</h3><ul><li><a href="/1">Another raid</a></li></ul></div>',
        ),
        ("<script>track('The army said that nothing happened.')</script>", "<p>Sign up for our newsletter</p>"),
    ],
    ids=["plain", "figure", "byline and footer", "related", "script and sign-up"],
)
def test_the_body_of_a_page_is_kept_whole_and_alone(before: str, after: str) -> None:
    article = article_of(page(before=before, after=after))

    assert article.text == BODY
    assert article.dateline == "MAIDUGURI, Nigeria"


def test_linked_data_gives_title_author_and_times_with_their_zone() -> None:
    article = article_of(page(f'<script type="application/ld+json">{json.dumps(LINKED_DATA)}</script>'))

    assert (article.title, article.authors) == ("Gunmen raid market in northern village", ["Jane Doe"])
    assert article.published_at == datetime(2024, 3, 9, 17, 0, tzinfo=UTC)
    assert article.revised_at == datetime(2024, 3, 9, 19, 30, tzinfo=UTC)
    assert article.published_at_inferred


def test_meta_tags_give_what_linked_data_does_not() -> None:
    article = article_of(
        page(
            '<script type="application/ld+json">{"@type": "NewsArticle", </script>'
            '<meta property="article:published_time" content="2024-03-09T10:00:00Z">'
            '<meta property="article:modified_time" content="2024-03-09T11:00:00Z">'
            '<meta property="og:site_name" content="Example News">'
            '<link rel="canonical" href="https://www.example.org/world/raid?utm_source=feed">'
        )
    )

    assert article.published_at == datetime(2024, 3, 9, 10, tzinfo=UTC)
    assert article.revised_at == datetime(2024, 3, 9, 11, tzinfo=UTC)
    assert (article.url, article.source) == ("https://www.example.org/world/raid", "example.org")


def test_without_metadata_the_caption_dates_the_page() -> None:
    caption = "<figure><figcaption>Smoke, Saturday, March 9, 2024. (Photo by Somebody/AFP)</figcaption></figure>"

    assert article_of(page(before=caption)).published_at == datetime(2024, 3, 9, tzinfo=UTC)


def test_what_the_message_says_goes_before_what_the_page_says() -> None:
    article = article_of(
        page('<meta property="article:published_time" content="2024-03-09T10:00:00Z">'),
        published="2024-03-08T09:00:00Z",
        title="Seven killed in market raid",
        url="https://example.org/a",
    )

    assert article.published_at == datetime(2024, 3, 8, 9, tzinfo=UTC)
    assert not article.published_at_inferred
    assert article.title == "Seven killed in market raid"
    assert article.url == "https://example.org/a"


def test_a_page_sent_as_plain_bytes_is_a_page() -> None:
    outcome = to_article(page().encode(), received_at=RECEIVED)

    assert isinstance(outcome, Published)
    assert outcome.article.text == BODY


def test_a_page_in_another_charset_is_read_by_its_declaration() -> None:
    html = page().replace("utf-8", "iso-8859-15").replace("traders", "trad€rs").replace(" — ", " - ")

    outcome = to_article(html.encode("iso-8859-15"), received_at=RECEIVED)

    assert isinstance(outcome, Published)
    assert "trad€rs" in outcome.article.text


def test_a_fragment_is_all_body() -> None:
    assert article_of(f"<div>{PARAGRAPHS}</div>").text == BODY


def test_the_body_in_linked_data_is_used_where_the_page_has_none() -> None:
    data = {"@type": "NewsArticle", "headline": "Gunmen raid market", "articleBody": BODY}
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    html = f'<html><head>{script}</head><body><div id="app">.</div></body></html>'

    assert article_of(html).text == BODY


def test_entities_of_a_pages_own_are_not_expanded() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "boom"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'

    text = article_of(bomb + page().removeprefix("<!doctype html>").replace("traders", "traders &b;")).text

    assert "boom" not in text


def test_blocks_become_paragraphs_and_code_is_not_text() -> None:
    tree = parse_html(
        "<div>One <b>bold</b> word<p>Two</p><style>p {}</style>three<br>four<script>five()</script></div>"
    )

    assert tree is not None
    assert block_text(tree) == "One bold word\n\nTwo\n\nthree\nfour"
