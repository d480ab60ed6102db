"""The JSON-LD of a page: the node of its article, and what schema.org's properties of it say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
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


@dataclass(frozen=True)
class LinkedArticle:
    """The article's node, and all nodes by their `@id`, since one may stand for another."""

    node: dict[str, Any] = field(default_factory=dict)
    by_id: dict[str, dict[str, Any]] = field(default_factory=dict)

    def text(self, *names: str) -> str | None:
        """The first of the properties that has a value, as text."""
        return next((found for name in names if (found := plain(self.node.get(name)))), None)

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
            try:
                nodes.extend(_nodes(json.loads(_uncommented(source), strict=False)))
            except (ValueError, RecursionError):
                continue
    by_id = {str(node["@id"]): node for node in nodes if "@id" in node}
    for wanted in _ARTICLE_TYPES:
        for node in nodes:
            if wanted in _types(node):
                return LinkedArticle(node, by_id)
    return LinkedArticle()


def plain(value: Any) -> str | None:
    """A value as one line of text: of an object its name, of a list the first."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name") or value.get("@id") or value.get("@value")
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
