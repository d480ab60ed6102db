"""What a page says of itself, in JSON-LD, meta tags and links: title, times with their zones, address, authors, site.

Times are given as found, to be read by `dates.fields`. JSON-LD is believed before meta tags: it tells an article's own
times from those of its site.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .markup import Tree

_ARTICLE_TYPES = ("article", "newsarticle", "reportagenewsarticle", "blogposting", "liveblogposting", "webpage")
_MAX_JSON_LD_CHARS = 500_000
_MAX_NODES = 2_000
_MAX_VALUE_CHARS = 500

_TITLE = ("og:title", "twitter:title", "headline", "dc.title", "sailthru.title", "parsely-title")
_PUBLISHED = (
    "article:published_time", "og:published_time", "og:article:published_time", "article:published", "datepublished",
    "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "cxenseparse:recs:publishtime",
    "sailthru.date", "parsely-pub-date", "dc.date.issued", "dcterms.created", "dc.date", "date",
    "originalpublicationdate", "article.published",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:updated_time", "og:modified_time", "article:modified", "article:updated",
    "datemodified", "lastmod", "last-modified", "dcterms.modified", "dc.date.modified", "article.updated",
)  # fmt: skip
_AUTHOR = ("author", "article:author", "dc.creator", "byl", "sailthru.author", "parsely-author")
_SITE = ("og:site_name", "application-name", "publisher", "dc.publisher")


@dataclass(frozen=True)
class PageMetadata:
    """What was found, as it was written."""

    title: str | None = None
    url: str | None = None
    site: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    body: str | None = None
    """JSON-LD's `articleBody`."""


def read_metadata(tree: Tree) -> PageMetadata:
    """The metadata of a page. Never raises: what is malformed is passed over."""
    article = _json_ld_article(tree)
    metas = _meta_tags(tree)
    canonical = _first(link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    times = [element.get("datetime") for element in tree.iter("time")]
    return PageMetadata(
        title=_text(article.get("headline")) or _named(metas, _TITLE),
        url=canonical
        or _named(metas, ("og:url",))
        or _text(article.get("url"))
        or _text(article.get("mainEntityOfPage")),
        site=_named(metas, _SITE) or _text(article.get("publisher")),
        authors=_authors(article) or _meta_authors(metas),
        published=_text(article.get("datePublished")) or _named(metas, _PUBLISHED) or _first(times),
        modified=_text(article.get("dateModified")) or _named(metas, _MODIFIED),
        body=body if isinstance(body := article.get("articleBody"), str) and body.strip() else None,
    )


def _json_ld_article(tree: Tree) -> dict[str, Any]:
    """The JSON-LD node of the article: of the types that there are, the most telling one."""
    nodes: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        source = script.text or ""
        if "ld+json" in (script.get("type") or "").lower() and len(source) <= _MAX_JSON_LD_CHARS:
            try:
                nodes.extend(_nodes(json.loads(source.strip().rstrip(";"), strict=False)))
            except (ValueError, RecursionError):
                continue
    for wanted in _ARTICLE_TYPES:
        for node in nodes:
            types = node.get("@type")
            names = types if isinstance(types, list) else [types]
            if any(isinstance(name, str) and name.lower() == wanted for name in names):
                return node
    return {}


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Objects in a JSON-LD document: itself, those in lists and in `@graph`. Breadth first, bounded."""
    queue: list[Any] = [value]
    for item in queue:
        if isinstance(item, list) and len(queue) < _MAX_NODES:
            queue.extend(item)
        elif isinstance(item, dict):
            yield item
            if (graph := item.get("@graph")) is not None and len(queue) < _MAX_NODES:
                queue.append(graph)


def _meta_tags(tree: Tree) -> dict[str, str]:
    """Content of meta tags (and of elements with `itemprop`) by lower-case name; the first of a name counts."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = _text(meta.get("content"))
        if name and content:
            metas.setdefault(name.strip().lower(), content)
    for element in tree.xpath("//*[@itemprop='datePublished' or @itemprop='dateModified'][not(self::meta)]"):
        if content := _text(element.get("datetime") or element.get("content")):
            metas.setdefault(element.get("itemprop").lower(), content)
    return metas


def _named(metas: dict[str, str], names: tuple[str, ...]) -> str | None:
    return _first(metas.get(name) for name in names)


def _authors(article: dict[str, Any]) -> tuple[str, ...]:
    given = article.get("author")
    names = [_text(one) for one in given[:20]] if isinstance(given, list) else [_text(given)]
    return tuple(name for name in names if name and not name.startswith("http"))


def _meta_authors(metas: dict[str, str]) -> tuple[str, ...]:
    name = _named(metas, _AUTHOR)
    return (name,) if name and not name.startswith("http") else ()


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name") or value.get("@id") or value.get("@value")
    return " ".join(value[:_MAX_VALUE_CHARS].split()) or None if isinstance(value, str) else None


def _first(values: Iterator[str | None] | list[str | None]) -> str | None:
    return next((value for value in values if value and value.strip()), None)
