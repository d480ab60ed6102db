"""The JSON-LD of a page: the node of its article, and what schema.org's properties of it say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from .markup import Tree

_ARTICLE_TYPES = (
    "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "backgroundnewsarticle", "opinionnewsarticle",
    "liveblogposting", "blogposting", "article", "report", "socialmediaposting",
    "discussionforumposting", "advertisercontentarticle",
    "webpage",
)  # fmt: skip
_ORGANIZATION = ("organization", "newsmediaorganization", "corporation", "governmentorganization")
_MAX_CHARS = 500_000
_MAX_NODES = 2_000
_MAX_VALUE_CHARS = 500
_MAX_AUTHORS = 20
_MAX_OTHERS = 10
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")


@dataclass(frozen=True)
class LinkedArticle:
    """The article's node, and all nodes by their `@id`, since one may stand for another."""

    node: dict[str, Any] = field(default_factory=dict)
    by_id: dict[str, dict[str, Any]] = field(default_factory=dict)
    of_page: tuple[dict[str, Any], ...] = ()
    """Other nodes of the types that an article or its page has, the most telling first."""

    def text(self, *names: str) -> str | None:
        """The first of the properties that has a value, as text."""
        return next((found for name in names if (found := plain(_property(self.node, name)))), None)

    def time(self, name: str) -> str | None:
        """A time of the article, or else of its page, which some name instead."""
        nodes = (self.node, *self.of_page)
        return next((found for node in nodes if (found := _as_time(_property(node, name)))), None)

    def people(self) -> tuple[str, ...]:
        """Names of the authors, without organizations."""
        given = self.node.get("author") or self.node.get("creator")
        names: list[str] = []
        for one in given[:_MAX_AUTHORS] if isinstance(given, list) else [given]:
            if isinstance(one, dict):
                one = one if one.get("name") else self.by_id.get(str(one.get("@id")), one)
                if any(kind in _ORGANIZATION for kind in _types(one)):
                    continue
                listed = one.get("name")
                names.extend(filter(None, map(plain, listed if isinstance(listed, list) else [listed])))
            elif (name := plain(one)) is not None:
                names.append(name)
        return tuple(name for name in names if not name.startswith("http"))


def linked_article(tree: Tree) -> LinkedArticle:
    """The article in a page's JSON-LD: of the types that there are, the most telling one; empty where there is none."""
    nodes: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        source = script.text or ""
        if "ld+json" in (script.get("type") or "").lower() and len(source) <= _MAX_CHARS:
            nodes.extend(_nodes(read_json_ld(source)))
    by_id = {str(node["@id"]): node for node in nodes if "@id" in node}
    ranked = [node for wanted in _ARTICLE_TYPES for node in nodes if wanted in _types(node)]
    return LinkedArticle(ranked[0], by_id, tuple(ranked[1:_MAX_OTHERS])) if ranked else LinkedArticle()


def read_json_ld(source: str) -> list[Any]:
    """The documents of a script, several of which may stand one after the other; none where it can't be read.

    Forgiven are marks of comments, commas before a closing bracket, and text that was escaped for HTML.
    """
    source = _uncommented(source)
    mended = _TRAILING_COMMA.sub(r"\1", source)
    for text in dict.fromkeys((source, mended, unescape(mended))):
        try:
            return list(_documents(text))
        except (ValueError, RecursionError):
            continue
    return []


def _documents(text: str) -> Iterator[Any]:
    decoder, at = json.JSONDecoder(strict=False), 0
    while at < len(text):
        document, end = decoder.raw_decode(text, at)
        yield document
        at = end + len(text[end:]) - len(text[end:].lstrip(" \t\r\n,;"))


def _property(node: dict[str, Any], name: str) -> Any:
    if name in node:
        return node[name]
    return next((value for key, value in node.items() if key.lower() == name.lower()), None)


def _as_time(value: Any) -> str | None:
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else plain(value)


def plain(value: Any) -> str | None:
    """A value as one line of text: of an object its name, of a list the first."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or value.get("@id")
    return " ".join(value[:_MAX_VALUE_CHARS].split()) or None if isinstance(value, str) else None


def _uncommented(source: str) -> str:
    """Without the marks that hide a script from old browsers."""
    source = source.strip()
    for start, end in (("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("/*<![CDATA[*/", "/*]]>*/")):
        if source.startswith(start):
            source = source.removeprefix(start).removesuffix(end).strip()
    return source.rstrip(";")


def _types(node: dict[str, Any]) -> list[str]:
    given = node.get("@type")
    return [
        name.lower().rsplit("/", 1)[-1]
        for name in (given if isinstance(given, list) else [given])
        if isinstance(name, str)
    ]


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Objects in a JSON-LD document: itself, those in lists and in `@graph`. Breadth first, bounded."""
    queue: list[Any] = [value]
    for item in queue:
        if isinstance(item, list) and len(queue) < _MAX_NODES:
            queue.extend(item)
        elif isinstance(item, dict):
            yield item
            for name in ("@graph", "mainEntity", "hasPart"):
                if isinstance(inner := item.get(name), (dict, list)) and len(queue) < _MAX_NODES:
                    queue.append(inner)
