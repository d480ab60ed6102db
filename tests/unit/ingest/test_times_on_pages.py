"""When a page says that it was published, in the many ways that pages say it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from services.ingest.normalize import to_article
from services.ingest.outcome import Published

FETCHED = datetime(2022, 1, 8, 12, tzinfo=UTC)
DAY = datetime(2022, 1, 5, tzinfo=UTC)
EXACT = datetime(2022, 1, 5, 12, 5, tzinfo=UTC)
TITLE = "Gunmen attack bus station in northern town"
BODY = "".join(
    f"<p>{paragraph}</p>"
    for paragraph in (
        "Gunmen attacked a bus station in the northern town early in the morning and wounded several travellers, the "
        "regional governor said in a statement read on local radio.",
        "The attackers arrived on motorcycles shortly before dawn and fired at parked vehicles, according to two "
        "drivers who had slept in their cabs.",
        "A council of elders asked for more patrols on the road to the border, which has seen many robberies in the "
        "last few months.",
        "Hospital staff said that the wounded were stable and that three of them would be taken to the capital for "
        "surgery later in the week.",
    )
)


def published(*, head: str = "", top: str = "", after: str = "", url: str = "https://post.example.com/bus") -> datetime:
    """The time of publication of a page with something in its head, below its headline, or below its body."""
    page = (
        f"<html><head><title>{TITLE} | The Northern Post</title>{head}</head><body><nav><a href=/>Home</a></nav><main>"
        f"<article><h1>{TITLE}</h1>{top}{BODY}{after}</article></main><aside><h3>Latest</h3><ul><li><a href=/a>Budget "
        "passed</a> <span>7 January 2022</span></li></ul></aside><footer>Copyright 2021 The Northern Post.</footer>"
        "</body></html>"
    )
    value = json.dumps({"html": page, "url": url, "fetched": FETCHED.isoformat()}).encode()
    outcome = to_article(value, received_at=FETCHED)
    assert isinstance(outcome, Published)
    return outcome.article.published_at


def linked(source: str) -> str:
    """JSON-LD, as it stands in a page."""
    return f'<script type="application/ld+json">{source}</script>'


PAGES = [
    pytest.param("top", "<div>5 January 2022</div><div>12:05 GMT</div>", EXACT, id="time in a block of its own"),
    pytest.param("top", "<ul><li>Posted</li><li>5 Jan 2022</li><li>12:05 GMT</li></ul>", EXACT, id="label, day, time"),
    pytest.param("top", '<amp-timeago datetime="2022-01-05T12:05:00Z">3 days</amp-timeago>', EXACT, id="AMP"),
    pytest.param("top", '<input type="hidden" name="publishDate" value="2022-01-05T12:05:00Z">', EXACT, id="a form"),
    pytest.param(
        "top", "<time datetime='2022-01-05T14:05'>5 January 2022, 14:05 EET</time>", EXACT, id="zone in words"
    ),
    pytest.param(
        "head",
        linked('{"@type":"NewsArticle","headline":"x","datePublished":"2022-01-05T12:05:00Z"}'),
        EXACT,
        id="JSON-LD ok",
    ),
    pytest.param(
        "head",
        linked('{"@type":"NewsArticle","datePublished":"2022-01-05T12:05:00Z",}'),
        EXACT,
        id="JSON-LD trailing comma",
    ),
    pytest.param(
        "head",
        linked('{"@type":"NewsArticle","headline":"He said "no" again","datePublished":"2022-01-05T12:05:00Z"}'),
        EXACT,
        id="JSON-LD bad quotes",
    ),
    pytest.param(
        "head",
        linked(
            '{"@graph":[{"@type":"Article","headline":"x"},{"@type":"WebPage","datePublished":"2022-01-05T12:05:00+00:00"}]}'
        ),
        EXACT,
        id="JSON-LD webpage date only on webpage",
    ),
    pytest.param(
        "head",
        linked('{"@type":"Organization","name":"x"}{"@type":"NewsArticle","datePublished":"2022-01-05T12:05:00Z"}'),
        EXACT,
        id="JSON-LD two objects",
    ),
    pytest.param(
        "head",
        linked(
            "{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;datePublished&quot;:&quot;2022-01-05T12:05:00Z&quot;}"
        ),
        EXACT,
        id="JSON-LD entity-escaped",
    ),
    pytest.param(
        "head",
        linked('{"@type":"WebPage","mainEntity":{"@type":"LiveBlogPosting","datePublished":"2022-01-05T12:05:00Z"}}'),
        EXACT,
        id="JSON-LD liveblog nested",
    ),
    pytest.param(
        "head",
        linked('{"@type":"NewsArticle","datePublished":"2022-01-05 12:05:00 +0000"}'),
        EXACT,
        id="JSON-LD space date",
    ),
    pytest.param(
        "head",
        linked(
            '{"@type":"NewsArticle","datePublished":"Wed Jan 05 2022 12:05:00 GMT+0000 (Coordinated Universal Time)"}'
        ),
        EXACT,
        id="JSON-LD words",
    ),
    pytest.param(
        "head",
        linked('{"@type":"NewsArticle","datePublished":"Wed Jan 05 14:05:00 EET 2022"}'),
        EXACT,
        id="JSON-LD words2",
    ),
    pytest.param(
        "head",
        linked('{"@type":"NewsArticle","datePublished":"2022-01-05T14:05+02"}'),
        EXACT,
        id="JSON-LD offset short",
    ),
    pytest.param(
        "head",
        linked('{"@type":"NewsArticle","datePublished":"2022-01-05T14:05:00+0200"}'),
        EXACT,
        id="JSON-LD offset nocolon",
    ),
    pytest.param("head", linked('{"@type":"NewsArticle","datePublished":"05/01/2022"}'), DAY, id="JSON-LD dmy"),
    pytest.param("head", linked('{"@type":"NewsArticle","datePublished":1641384300000}'), EXACT, id="JSON-LD ms"),
    pytest.param("head", linked('{"@type":"NewsArticle","datePublished":"1641384300"}'), EXACT, id="JSON-LD s string"),
    pytest.param(
        "head",
        linked('{"@type":"NewsArticle","datePublished":{"@type":"DateTime","@value":"2022-01-05T12:05:00Z"}}'),
        EXACT,
        id="JSON-LD value obj",
    ),
    pytest.param(
        "head",
        linked('{"@type":["NewsArticle","Article"],"DatePublished":"2022-01-05T12:05:00Z"}'),
        EXACT,
        id="JSON-LD lowercase type caps key",
    ),
    pytest.param(
        "head", '<meta http-equiv="last-modified" content="Wed, 05 Jan 2022 12:05:00 GMT">', EXACT, id="meta http-equiv"
    ),
    pytest.param(
        "head",
        '<meta name="article:published_time" content="2022-01-05T12:05:00Z">',
        EXACT,
        id="meta article:published_time name",
    ),
    pytest.param(
        "head", '<meta name="DC.Date.Published" content="2022-01-05T12:05:00Z">', EXACT, id="meta DC.date.published"
    ),
    pytest.param(
        "head",
        '<meta name="parsely-page" content=\'{"title":"x","pub_date":"2022-01-05T12:05:00Z"}\'>',
        EXACT,
        id="meta parsely json",
    ),
    pytest.param("top", '<meta itemprop="datePublished" content="2022-01-05T12:05:00Z">', EXACT, id="meta itemprop"),
    pytest.param("top", '<time datetime="2022-01-05T12:05:00Z">5 Jan</time>', EXACT, id="time tag"),
    pytest.param("top", "<time>5 January 2022</time>", DAY, id="time pubdate text only"),
    pytest.param(
        "top",
        '<div>Updated <time datetime="2022-01-06T09:00:00Z">Thu</time> '
        'Published <time datetime="2022-01-05T12:05:00Z">Wed</time></div>',
        EXACT,
        id="time updated then published",
    ),
    pytest.param(
        "top", '<abbr class="published" title="2022-01-05T12:05:00Z">yesterday</abbr>', EXACT, id="abbr hatom"
    ),
    pytest.param(
        "top", '<span class="date" data-timestamp="1641384300">3 days ago</span>', EXACT, id="data-timestamp s"
    ),
    pytest.param("top", '<div data-datetime="2022-01-05T12:05:00Z">3 days ago</div>', EXACT, id="data-datetime"),
    pytest.param("top", '<span class="js-timestamp" data-epoch="1641384300000"></span>', EXACT, id="data-epoch ms"),
    pytest.param("top", '<span class="story-time" data-utime="1641384300">Wed</span>', EXACT, id="data-utime"),
    pytest.param(
        "top", '<relative-time datetime="2022-01-05T12:05:00Z">3 days</relative-time>', EXACT, id="relative-time"
    ),
    pytest.param(
        "top",
        '<span class="post-date" title="Wednesday, January 5, 2022, 12:05 PM GMT">3d</span>',
        EXACT,
        id="span title attr",
    ),
    pytest.param(
        "top", '<span property="schema:datePublished" content="2022-01-05T12:05:00Z">3d</span>', EXACT, id="rdfa"
    ),
    pytest.param("top", '<p class="meta">Published: 05 Jan 2022, 05:35 PM IST</p>', EXACT, id="text IST"),
    pytest.param("top", '<div class="dt">Wednesday, 05 January 2022 17:35 IST</div>', EXACT, id="text IST2"),
    pytest.param(
        "top",
        "<div>Updated - January 06, 2022 09:00 pm IST | Published - January 05, 2022 05:35 pm IST - NEW TOWN</div>",
        EXACT,
        id="text updated/first",
    ),
    pytest.param("top", "<div>Wednesday January 05 2022, 3:05 PM EAT</div>", EXACT, id="text EAT"),
    pytest.param("top", "<div>5 Jan 2022 (12:05 GMT)</div>", EXACT, id="text paren"),
    pytest.param("top", "<div>Publié / Issued on: 05/01/2022 - 12:05</div>", EXACT, id="text h"),
    pytest.param("top", "<div>Issued on: 05/01/2022 - 12:05 Modified: 05/01/2022 - 12:45</div>", EXACT, id="text h2"),
    pytest.param("top", "<div>05/Jan/2022</div>", DAY, id="text slash month"),
    pytest.param("top", "<div>2022/01/05 12:05 (UTC)</div>", EXACT, id="text iso slash"),
    pytest.param("top", "<div>January 5, 2022 14:05 GMT+2</div>", EXACT, id="text gmt+2"),
    pytest.param("top", "<div>5 January 2022 14:05 (GMT+02:00)</div>", EXACT, id="text gmt+02:00"),
    pytest.param("top", "<div>Jan. 5, 2022, 2:05 p.m. Kyiv time</div>", EXACT, id="text local time"),
    pytest.param("top", "<div>05.01.2022</div>", DAY, id="text dots"),
    pytest.param("top", "<div>12:05, 05.01.2022</div>", EXACT, id="text dots time"),
    pytest.param("after", '<p class="pub">Posted in World on January 5th, 2022 by admin</p>', DAY, id="text last"),
    pytest.param(
        "after", '<div class="article-footer">First published on 5 January 2022</div>', DAY, id="text datefooter"
    ),
    pytest.param("top", "<div>5 Jan, 2022</div>", DAY, id="text roman"),
    pytest.param("top", "<div>Wed Jan 5 12:05:00 UTC 2022</div>", EXACT, id="text unix"),
    pytest.param("top", "<div>Wed, 5 Jan</div>", DAY, id="text day month w/o year"),
    pytest.param("top", "<div>Wednesday the 5th of January 2022</div>", DAY, id="text ordinal of"),
    pytest.param(
        "head",
        '<script>window.__STATE__={"article":{"publishedDate":"2022-01-05T12:05:00.000Z"}}</script>',
        EXACT,
        id="script state",
    ),
    pytest.param(
        "head",
        '<script>dataLayer.push({"pageType":"article","publish_date":"2022-01-05T12:05:00Z"})</script>',
        EXACT,
        id="script dataLayer",
    ),
    pytest.param("head", '<script>var s={publishDate:"2022-01-05T12:05:00Z"}</script>', EXACT, id="script js unquoted"),
    pytest.param(
        "head",
        '<script>self.__next_f.push([1,"{\\"publishedAt\\":\\"2022-01-05T12:05:00Z\\"}"])</script>',
        EXACT,
        id="script escaped json",
    ),
    pytest.param(
        "head",
        '<script>dataLayer=[{"articlePublishDate":"2022-01-05T12:05:00Z"}]</script>',
        EXACT,
        id="script datalayer article_publish",
    ),
    pytest.param(
        "top",
        "<figure><img src=x><figcaption>Bus station after it, January 5, 2022. (Photo Agency)</figcaption></figure>",
        DAY,
        id="caption",
    ),
]


@pytest.mark.parametrize(("where", "markup", "expected"), PAGES)
def test_a_page_tells_when_it_was_published(where: str, markup: str, expected: datetime) -> None:
    assert published(**{where: markup}) == expected


@pytest.mark.parametrize(
    "url",
    [
        "https://post.example.com/2022/01/05/bus-station",
        "https://post.example.com/world/2022/jan/05/bus-station",
        "https://post.example.com/world/20220105/bus-station",
        "https://post.example.com/world/bus-station-2022-01-05/",
        "https://post.example.com/world/2022-01-05-bus-station",
        "https://post.example.com/news/202201051205.html",
        "https://post.example.com/world/bus-station-20220105.html",
        "https://post.example.com/story?id=55&date=2022-01-05",
    ],
)
def test_an_address_tells_the_day(url: str) -> None:
    assert published(url=url) == DAY


@pytest.mark.parametrize(
    "url",
    [
        "https://post.example.com/2022/feb/31/bus",
        "https://post.example.com/story/20229901",
        "https://post.example.com/story/120220105",
        "https://post.example.com/story/2022010512059",
        "https://post.example.com/next-year-2023-01-05",
    ],
)
def test_a_number_that_is_no_past_day_tells_nothing(url: str) -> None:
    assert published(url=url) == FETCHED


def test_a_day_in_the_name_of_an_article_yields_to_what_the_page_says() -> None:
    url = "https://post.example.com/the-attack-of-2021-11-30"
    assert published(top="<div>5 January 2022</div>", url=url) == DAY


def test_a_day_of_the_week_that_does_not_fit_is_not_believed() -> None:
    assert published(top="<div>Fri, 5 Jan</div>") == FETCHED
