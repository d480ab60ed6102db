"""Pages in the manner of common platforms: what each says of itself in its own way, and what stands around its text."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from schemas import Article
from services.ingest.cleaning.page_sections import drop_page_sections
from services.ingest.markup import block_text, parse_html
from services.ingest.normalize import Published, to_article

RECEIVED = datetime(2024, 3, 10, 12, 0, tzinfo=UTC)
TITLE = "Gunmen raid market in northern village"
PARAGRAPHS = (
    "Gunmen raided a village market near Maiduguri on Saturday and killed seven traders, police said.",
    "The attackers came at noon, when the market was full, and left with cattle and food before soldiers arrived.",
    "It was the third raid in the district this month. The governor promised more patrols and asked for calm.",
    "Residents said they had warned the army of armed men in the forest two days before, and that nobody had come.",
    "The market will open again on Thursday.",
)
BODY = "\n\n".join(PARAGRAPHS)
SIX_PM, EIGHT_PM = datetime(2024, 3, 9, 18, tzinfo=UTC), datetime(2024, 3, 9, 20, tzinfo=UTC)
DAY = datetime(2024, 3, 9, tzinfo=UTC)


def text(before_first: str = "") -> str:
    return "".join(f"<p>{before_first if not number else ''}{words}</p>" for number, words in enumerate(PARAGRAPHS))


def page(body: str, head: str = f"<title>{TITLE}</title>") -> str:
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>'


def article_of(html: str) -> Article:
    outcome = to_article(html.encode(), received_at=RECEIVED)
    assert isinstance(outcome, Published), outcome
    return outcome.article


BLOGGER = f"""<div class="post hentry"><h3 class="post-title entry-title">{TITLE}</h3>
    <div class="entry-content">{text()}</div>
    <div class="post-footer"><span class="post-author vcard">Posted by <span class="fn">Jane Doe</span></span> at
    <a href="/p"><abbr class="published" title="2024-03-09T19:00:00+01:00">19:00</abbr></a>
    <div><a href="#">Email this</a><a href="#">Share to a friend</a></div></div></div>"""
WORDPRESS = f"""<article class="post hentry"><header class="entry-header"><h1 class="entry-title">{TITLE}</h1>
    <div class="entry-meta"><a href="/p">
    <time class="entry-date published" datetime="2024-03-09T18:00:00Z">March 9</time>
    <time class="updated" datetime="2024-03-09T20:00:00Z">March 9</time></a>
    <span class="byline">by <a class="url fn n" href="/author/jd">Jane Doe</a></span></div></header>
    <div class="entry-content">{text()}</div></article>"""
MICRODATA = f"""<div itemscope itemtype="https://schema.org/Article"><h2 itemprop="headline">{TITLE}</h2>
    <dl><dd itemprop="author" itemscope><span itemprop="name">Jane Doe</span></dd>
    <dd><time itemprop="datePublished" datetime="2024-03-09T18:00:00Z">9 March 2024</time></dd>
    <dd><time itemprop="dateModified" datetime="2024-03-09T20:00:00Z">9 March 2024</time></dd></dl>
    <div itemprop="articleBody">{text()}</div></div>"""
LABELLED_TIMES = f"""<h1>{TITLE}</h1><p class="author">Jane Doe</p><div>
    <time pubdate datetime="2024-03-09T18:00:00Z">March 09</time> <span>UPDATED</span>
    <time datetime="2024-03-09T20:00:00Z">March 09</time></div><div class="wsw">{text()}</div>"""
SCRIPT_STATE = f"""<h1>{TITLE}</h1><p class="css-1">By Jane Doe</p><section>{text()}</section>
    <script>window.state = {{"publishedAt":"2024-03-09T18:00:00Z","updatedAt":"2024-03-09T20:00:00Z"}}</script>"""
WRITTEN_OUT = f"""<h1>{TITLE}</h1><address><a rel="author" href="/jd">Jane Doe</a> in Abuja</address>
    <details><summary>Sat 9 Mar 2024 21.00 CET</summary>First published on Sat 9 Mar 2024 19.00 CET</details>
    <div class="article-body">{text()}</div>"""


@pytest.mark.parametrize(
    "html",
    [BLOGGER, WORDPRESS, MICRODATA, LABELLED_TIMES, SCRIPT_STATE, WRITTEN_OUT],
    ids=["hAtom in abbr", "hAtom in time", "microdata", "labels", "scripts' state", "in words alone"],
)
def test_time_and_author_are_read_as_the_platform_writes_them(html: str) -> None:
    article = article_of(page(html))

    assert (article.title, article.text, article.authors) == (TITLE, BODY, ["Jane Doe"])
    assert article.published_at == SIX_PM
    assert article.revised_at == (SIX_PM if html is BLOGGER else EIGHT_PM)


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="dcterms.issued" content="2024-03-09T18:00:00Z">',
        '<meta name="example:first-published-at" content="2024-03-09T18:00:00Z">',
        '<meta name="citation_publication_date" content="2024-03-09T18:00:00Z">',
    ],
)
def test_meta_tags_of_any_system_give_the_time(head: str) -> None:
    assert article_of(page(f"<h1>{TITLE}</h1>{text()}", head)).published_at == SIX_PM


def test_a_day_in_the_markup_is_made_exact_by_the_time_in_the_text() -> None:
    html = page(f"<h1>{TITLE}</h1><p>Mar 9, 2024, 1:00 PM EST</p>{text()}", '<meta name="date" content="2024-03-09">')

    assert article_of(html).published_at == SIX_PM


def test_a_time_without_zone_is_made_exact_by_the_same_time_with_one() -> None:
    head = '<meta property="article:published_time" content="2024-03-09 19:00">'

    assert article_of(page(f"<h1>{TITLE}</h1><p>9 March 2024 19:00 WAT</p>{text()}", head)).published_at == SIX_PM


def test_how_long_ago_counts_from_when_the_page_was_fetched() -> None:
    html = page(f"<h1>{TITLE}</h1><p>Jane Doe · 3 hours ago</p>{text()}<aside>5 mins ago <a href='/1'>Else</a></aside>")

    article = article_of(html)

    assert (article.published_at, article.authors) == (datetime(2024, 3, 10, 9, tzinfo=UTC), ["Jane Doe"])


@pytest.mark.parametrize(
    "declared",
    [
        f"Example Gazette: {TITLE}",
        f"{TITLE} (print version)",
        f"Forum • View topic - {TITLE}",
        f"{TITLE} - Newspaper - EXAMPLE.COM",
        f"{TITLE} | by Jane Doe | Village Notes",
    ],
)
def test_the_headline_is_the_part_of_the_title_that_stands_on_the_page(declared: str) -> None:
    html = page(f"<font size=5><b>{TITLE}</b></font><br><br>{text()}", f"<title>{declared}</title>")

    assert article_of(html).title == TITLE


def test_a_headline_that_links_to_its_own_page_is_not_taken_for_a_link() -> None:
    html = page(f'<h2 class="story__title"><a href="/1">{TITLE}</a></h2>{text()}', f"<title>{TITLE} - Example</title>")

    assert article_of(html).title == TITLE


def test_more_authors_on_the_page_go_before_fewer_in_its_data() -> None:
    data = {"@type": "NewsArticle", "headline": TITLE, "author": {"@type": "Person", "name": "Jane Doe"}}
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>'

    html = page(f'<h1>{TITLE}</h1><p>By <a rel="author">Jane Doe and John Roe</a></p>{text()}', script)

    assert article_of(html).authors == ["Jane Doe", "John Roe"]


def test_authors_are_found_by_reference_and_organizations_are_none() -> None:
    graph = [
        {"@type": "NewsArticle", "headline": TITLE, "author": [{"@id": "#jd"}, {"@id": "#org"}]},
        {"@type": "Person", "@id": "#jd", "name": "Jane Doe"},
        {"@type": "Organization", "@id": "#org", "name": "Great Example"},
    ]
    script = f'<script type="application/ld+json">{json.dumps({"@graph": graph})}</script>'

    assert article_of(page(f"<h1>{TITLE}</h1>{text()}", script)).authors == ["Jane Doe"]


def test_a_dateline_in_an_element_of_its_own_is_taken() -> None:
    html = page(f'<h1>{TITLE}</h1><div class="dateline">MAIDUGURI, Nigeria</div>{text()}')

    article = article_of(html)

    assert (article.dateline, article.text) == ("MAIDUGURI, Nigeria", BODY)


SURROUNDINGS = (
    '<div id="thread"><h2>Comments (8)</h2><p class="rules">Stay polite.</p><div><b>user_1</b><p>I knew it all along, '
    "and so did my uncle.</p><p>Reply</p></div><div><b>user_2</b><p>They never tell us who pays.</p></div></div>",
    '<div class="x"><h4>Most read</h4><p><a href="/1">Mayor opens a bridge over the river</a></p>'
    '<p><a href="/2">Rain stops play on the second day</a></p></div>',
    "<div class='author-bio'><p>Jane Doe is a staff writer who keeps bees.</p></div>",
    "<section class='newsletter-signup'><p>One mail a day, with all that counts.</p></section>",
    "<p><a href='/3'>Council meets on the budget for schools</a></p>",
    "<p><strong>Our pick:</strong> <a href='/4'>A long walk through the old harbour</a></p>",
    "<aside class='pull-quote'><p>“Nobody had come.”</p></aside>",
    "<ul><li><a href='/5'>Ferry sinks on the lake</a></li><li><a href='/6'>Two held over church bells</a></li></ul>",
)


@pytest.mark.parametrize("surroundings", SURROUNDINGS)
def test_what_stands_around_the_text_is_taken_off(surroundings: str) -> None:
    assert article_of(page(f"<div id='story'><h1>{TITLE}</h1>{text()}</div>{surroundings}")).text == BODY


def test_comments_longer_than_the_article_are_taken_off() -> None:
    comments = "".join(f"<div class='post'><p>Comment {n}: {PARAGRAPHS[1].lower()}</p></div>" for n in range(20))

    html = page(f"<div><h1>{TITLE}</h1>{text()}</div><div id='thread'><h2>20 comments</h2>{comments}</div>")

    assert article_of(html).text == BODY


@pytest.mark.parametrize(
    "name", ["widget", "promo", "sidebar", "category-newsletter", "post tag-advertisement", "share"]
)
def test_the_article_stays_whatever_its_element_is_called(name: str) -> None:
    tree = parse_html(page(f'<div class="{name}"><h1>{TITLE}</h1><div class="{name}">{text()}</div></div>'))
    assert tree is not None

    drop_page_sections(tree)

    assert block_text(tree).endswith(BODY)


def test_text_behind_an_element_that_goes_stays() -> None:
    tree = parse_html(page(f"<div><h1>{TITLE}</h1>{text()}<div>One <span class='share'>Share</span> two.</div></div>"))
    assert tree is not None

    drop_page_sections(tree)

    assert block_text(tree).endswith("One two.")
