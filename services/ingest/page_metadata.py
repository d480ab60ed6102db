"""What a page says of itself, in JSON-LD, meta tags and links: title, times with their zones, address, authors, site.

Times are given as found, to be read by `dates.fields`. JSON-LD is believed before meta tags: it tells an article's own
times from those of its site.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .cleaning.byline import author_names
from .json_ld import linked_article, plain, read_json_ld
from .markup import Tree
from .page_markup import read_markup

_TITLE = (
    "og:title", "twitter:title", "headline", "dc.title", "dcterms.title", "sailthru.title", "parsely-title",
    "citation_title",
    "title",
)  # fmt: skip
_PUBLISHED = (
    "article:published_time", "og:published_time", "og:article:published_time", "article:published", "datepublished",
    "rnews:datepublished", "pubdate", "pub_date", "publishdate", "publish-date", "publish_date", "published_time",
    "publication_date", "publicationdate", "article:post_date", "cxenseparse:recs:publishtime", "sailthru.date",
    "parsely-pub-date", "dc.date.issued", "dcterms.issued", "dcterms.available", "dcterms.date", "dc.date.created",
    "dcterms.created", "citation_publication_date", "citation_online_date", "citation_date", "dc.date", "date",
    "originalpublicationdate", "article.published", "article.created", "article_date_original", "datecreated",
    "displaydate", "created", "timestamp", "ptime", "release_date", "video:release_date",
    "prism.publicationdate", "bt:pubdate",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:updated_time", "og:modified_time", "og:article:modified_time", "article:modified",
    "article:updated", "datemodified", "rnews:datemodified", "lastmod", "last-modified", "dcterms.modified",
    "dc.date.modified", "article.updated", "modified", "updated", "last_updated", "lastupdated", "moddate", "utime",
    "eomportal-lastupdate", "bt:moddate", "sailthru.modified_date", "revised",
)  # fmt: skip
_AUTHOR = (
    "author", "article:author", "og:article:author", "article:author_name", "dc.creator", "dcterms.creator",
    "byl", "byline",
    "sailthru.author", "parsely-author", "citation_author", "cxenseparse:author", "authors",
)  # fmt: skip
_SITE = (
    "og:site_name",
    "application-name",
    "apple-mobile-web-app-title",
    "publisher",
    "dc.publisher",
    "dcterms.publisher",
)
_BEHIND_HEADLINE = re.compile(r"(?:.*\S)?\s+[|»·•–—-]\s+(?P<site>[^|»·•]{2,40})")
_SOME_PUBLISHED = re.compile(
    r"publi(?:sh|c)\w*\W?(?:date|time|at|on)\b|(?:date|time)\W?publish|\bpub\W?(?:date|time)|\bissued\b"
)
_SOME_MODIFIED = re.compile(
    r"(?:modifi|update|revis)\w*\W?(?:date|time|at|on)\b|(?:date|time)\W?(?:modifi|update|revis)"
)
"""Names of meta tags that are in no list: every publishing system has its own."""
_SCRIPT_TIME = re.compile(
    r"""\b(?P<name>[a-z]{0,12}_?(?:date_?published|published_?(?:at|on|date|time)|first_?published(?:_?(?:at|on|date))?
        |publish_?(?:date|time)|publication_?(?:date|time)|pub_?date|date_?modified|updated_?at
        |last_?(?:modified|updated)(?:_?(?:at|on|date))?|modified_?at))(?:\\?["'])?\s*[:=]\s*(?:\\?["'])?
        (?P<value>\d{4}-\d\d-\d\d[^"',}\\]{0,30}|\d{10}(?:\d{3})?\b)""",
    re.VERBOSE | re.IGNORECASE,
)
"""A property of an object in a script: with or without quotes, or in a text that holds JSON."""
_MAX_SCRIPT_CHARS = 300_000


@dataclass(frozen=True)
class PageMetadata:
    """What was found, as it was written."""

    title: str | None = None
    headings: tuple[str, ...] = ()
    """What stands on the page as its headline, best first."""
    url: str | None = None
    site: str | None = None
    authors: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    """Best first; so is `modified`."""
    modified: tuple[str, ...] = ()
    dateline: str | None = None
    body: str | None = None
    """JSON-LD's `articleBody`."""


def read_metadata(tree: Tree, article: Tree) -> PageMetadata:
    """The metadata of a page. Never raises: what is malformed is passed over.

    `article` is the page without comments and other stories, whose times and authors are not the page's.
    """
    linked = linked_article(tree)
    metas = _meta_tags(tree)
    markup = read_markup(article)
    canonical = _first(link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    in_scripts = _script_times(tree)
    return PageMetadata(
        title=linked.text("headline") or _first(_named(metas, _TITLE)) or linked.text("name") or _document_title(tree),
        headings=markup.titles,
        url=canonical or _first(_named(metas, ("og:url",))) or linked.text("url") or linked.text("mainEntityOfPage"),
        site=_first(_named(metas, _SITE)) or linked.text("publisher") or _site_in_title(tree, markup.titles),
        authors=_best_authors(linked.people(), _meta_authors(metas), markup.authors),
        published=_found(
            linked.time("datePublished"),
            *_named(metas, _PUBLISHED),
            *_named_like(metas, _SOME_PUBLISHED),
            *markup.published,
            *in_scripts["published"],
            linked.time("dateCreated"),
            linked.time("uploadDate"),
        ),
        modified=_found(
            linked.time("dateModified"),
            *_named(metas, _MODIFIED),
            *_named_like(metas, _SOME_MODIFIED),
            *markup.modified,
            *in_scripts["modified"],
        ),
        dateline=linked.text("dateline") or _first(markup.datelines) or linked.text("locationCreated"),
        body=body if isinstance(body := linked.node.get("articleBody"), str) and body.strip() else None,
    )


def _document_title(tree: Tree) -> str | None:
    return next((text for title in tree.iter("title") if (text := plain(title.text))), None)


def _site_in_title(tree: Tree, headlines: tuple[str, ...]) -> str | None:
    """The name of the site, which most put behind the headline in the document's title."""
    title = _document_title(tree) or ""
    for headline in headlines:
        if title.startswith(headline) and (behind := _BEHIND_HEADLINE.fullmatch(title[len(headline) :])):
            return behind["site"]
    return None


def _best_authors(*found: tuple[str, ...]) -> tuple[str, ...]:
    """The first that has names, or a later one that has those names and more: data often name just the first author."""
    lists = [author_names(names) for names in found]
    best = next(filter(None, lists), [])
    for names in lists:
        if len(names) > len(best) and set(best) <= set(names):
            best = names
    return tuple(best)


def _script_times(tree: Tree) -> dict[str, list[str]]:
    """Times in the state that a page's scripts carry with them, as pages that are drawn by scripts do."""
    times: dict[str, list[str]] = {"published": [], "modified": []}
    for source in _sources(tree):
        for match in _SCRIPT_TIME.finditer(source):
            is_update = re.search("modif|updat", match["name"], re.IGNORECASE)
            times["modified" if is_update else "published"].append(match["value"])
    return {name: found[:3] for name, found in times.items()}


def _sources(tree: Tree) -> Iterator[str]:
    """Scripts, JSON-LD that is broken among them, and meta tags that hold an object."""
    for script in tree.iter("script"):
        source = script.text or ""
        is_read = "ld+json" in (script.get("type") or "").lower() and read_json_ld(source)
        if 20 <= len(source) <= _MAX_SCRIPT_CHARS and not is_read:
            yield source
    for meta in tree.iter("meta"):
        content = meta.get("content") or ""
        if content.lstrip().startswith("{"):
            yield content[:_MAX_SCRIPT_CHARS]


def _meta_tags(tree: Tree) -> dict[str, list[str]]:
    """Content of meta tags by lower-case name, in order."""
    metas: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = plain(meta.get("content"))
        for name in {meta.get("property"), meta.get("name"), meta.get("itemprop"), meta.get("http-equiv")}:
            if name and content:
                metas.setdefault(name.strip().lower(), []).append(content)
    for hidden in tree.iter("input"):  # forms that send an article's data on hold them too
        name, content = (hidden.get("name") or "").strip().lower(), plain(hidden.get("value"))
        is_time = _SOME_PUBLISHED.search(name) or _SOME_MODIFIED.search(name)
        if content and is_time and (hidden.get("type") or "").lower() == "hidden":
            metas.setdefault(name, []).append(content)
    return metas


def _named(metas: dict[str, list[str]], names: tuple[str, ...]) -> list[str]:
    return [metas[name][0] for name in names if name in metas]


def _named_like(metas: dict[str, list[str]], names: re.Pattern[str]) -> list[str]:
    return [values[0] for name, values in metas.items() if names.search(name)]


def _meta_authors(metas: dict[str, list[str]]) -> tuple[str, ...]:
    for name in _AUTHOR:
        if found := [value for value in metas.get(name, ()) if not value.startswith("http")]:
            return tuple(found)
    return ()


def _found(*values: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value and value.strip()))


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value and value.strip()), None)
