"""What a page's elements say of its article: microdata, hAtom and microformats, `rel=author`, times, bylines by class.

These are the marks of common platforms: WordPress and Blogger write hAtom, others schema.org's microdata or RDFa.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .markup import Tree

_WORD_BREAK = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")
_PUBLISHED = frozenset({"published", "pubdate", "publication", "posted", "publishdate", "datepublished", "created"})
_MODIFIED = frozenset({"updated", "modified", "update", "lastmod", "lastupdated", "datemodified", "edited", "revised"})
_TIME_WORDS = frozenset({"date", "time", "timestamp", "datetime", "datestamp", "dateline", *_PUBLISHED, *_MODIFIED})
_TIME_TAGS = frozenset({"time", "abbr", "relative-time", "time-ago", "amp-timeago", "local-time", "time-element"})
_TIME_ATTRIBUTES = (
    "datetime", "content", "data-datetime", "data-timestamp", "data-time", "data-date", "data-published", "data-utime",
    "data-epoch", "data-unixtime", "data-unix", "data-publish-date", "data-published-at", "data-iso", "data-iso8601",
    "data-livestamp", "data-seconds", "data-value", "title",
)  # fmt: skip
_TELLING_ATTRIBUTES = frozenset(name for name in _TIME_ATTRIBUTES if name.startswith("data-")) - {
    "data-value",
    "data-seconds",
}
"""Of these, those that hold a time whatever the element is called."""
_TIME_VALUE = re.compile(r"(?:19|20)\d\d\D?\d\d?\D?\d\d|\b\d{10}(?:\d{3})?\b|\b(?:19|20)\d\d\b")
_VOCABULARY = re.compile(r"^(?:schema:|rnews:|https?://schema\.org/)")
_UPDATED_LEAD = re.compile(r"(?:updat|modif|edit|revis|amend)\w*\W*(?:on|at)?\W*$", re.IGNORECASE)
_BYLINE_NAMES = frozenset(
    {"byline", "author", "authors", "bylines", "vcard", "contributor", "contributors", "writer", "reporter"}
)
_NOT_BYLINES = frozenset(
    {
        "bio",
        "box",
        "card",
        "avatar",
        "image",
        "img",
        "photo",
        "social",
        "description",
        "about",
        "comment",
        "comments",
        "icon",
        "follow",
        "twitter",
    }
)
_PLACES = frozenset({"location", "place", "locality", "city"})
_TITLED = frozenset({"entry", "post", "story", "article", "news", "topic", "page", "content", "main"})
_MAX_BYLINE_CHARS = 120
_MAX_TITLE_CHARS = 300
_MAX_ELEMENTS = 40


@dataclass(frozen=True)
class MarkupFindings:
    """As it was written, best first."""

    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    datelines: tuple[str, ...] = ()


def read_markup(tree: Tree) -> MarkupFindings:
    """What the elements of a page say; best given without its comments and lists of other stories."""
    named = [(element, _names(element)) for element in tree.iter() if isinstance(element.tag, str)]
    published, modified = _times(named)
    return MarkupFindings(
        titles=tuple(_titles(named)),
        authors=_authors(named),
        published=published,
        modified=modified,
        datelines=tuple(
            text
            for element, names in named
            if (
                "dateline" in names
                or _is_place_in_paragraph(element, names)
                or _property(element) in ("dateline", "locationcreated", "contentlocation")
            )
            and 0 < len(text := text_of(element)) <= _MAX_BYLINE_CHARS
        ),
    )


def _is_place_in_paragraph(element: Tree, names: frozenset[str]) -> bool:
    """Whether a paragraph begins with an element that is called a place."""
    parent = element.getparent()
    return bool(names & _PLACES) and parent is not None and parent.tag == "p" and not (parent.text or "").strip()


def text_of(element: Tree) -> str:
    """All of an element's words in one line."""
    return " ".join("".join(element.itertext()).split())


def _pieces_of(element: Tree) -> str:
    """An element's words, what stands in elements of its own apart: names, roles and dates often do."""
    return " | ".join(" ".join(piece.split()) for piece in element.itertext() if piece.strip())


def _titles(named: list[tuple[Tree, frozenset[str]]]) -> Iterator[str]:
    found: list[tuple[int, str]] = []
    for element, names in named:
        rank = None
        if _property(element) in ("headline", "name headline"):
            rank = 0
        elif ("title" in names and names & _TITLED) or {"p", "name"} <= names or "headline" in names:
            rank = 1 if re.fullmatch(r"h[1-4]|p|div|span", element.tag) else None
        if element.tag == "h1":
            rank = 1 if rank is None else rank
        if rank is not None and 0 < len(text := text_of(element)) <= _MAX_TITLE_CHARS:
            found.append((rank, text))
    yield from dict.fromkeys(text for _, text in sorted(found, key=lambda one: one[0]))


def _times(named: list[tuple[Tree, frozenset[str]]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    sure: list[str] = []
    unsure: list[str] = []
    modified: list[str] = []
    for element, names in named:
        property_name = _property(element)
        is_published = (
            property_name in ("datepublished", "article:published_time", "datecreated") or "pubdate" in element.attrib
        )
        is_modified = property_name in ("datemodified", "article:modified_time")
        is_time = element.tag in _TIME_TAGS or bool(names & _TIME_WORDS)
        is_time = is_time or not _TELLING_ATTRIBUTES.isdisjoint(element.attrib)
        if element.tag in ("meta", "body", "html", "article", "main", "link") or not (
            is_published or is_modified or is_time
        ):
            continue
        value = _time_value(element, is_time and element.tag != "time")
        if value is None:
            continue
        if is_modified or (not is_published and _is_of_update(element, names)):
            modified.append(value)
        elif is_published or names & _PUBLISHED or _is_within(element, _PUBLISHED):
            sure.append(value)
        else:
            unsure.append(value)
    return tuple(dict.fromkeys([*sure, *unsure][:_MAX_ELEMENTS])), tuple(dict.fromkeys(modified[:_MAX_ELEMENTS]))


def _time_value(element: Tree, needs_attribute: bool) -> str | None:
    for name in _TIME_ATTRIBUTES:
        value = (element.get(name) or "").strip()
        if value and _TIME_VALUE.search(value):
            return value
    text = text_of(element)
    return text if not needs_attribute and len(text) <= _MAX_BYLINE_CHARS and _TIME_VALUE.search(text) else None


def _is_of_update(element: Tree, names: frozenset[str]) -> bool:
    """`updated` beside `published` is WordPress's way to say that the two are the same."""
    if names & _MODIFIED:
        return not names & _PUBLISHED
    previous = element.getprevious()
    parent = element.getparent()
    lead = previous.tail if previous is not None else parent.text if parent is not None else None
    if not (lead or "").strip() and previous is not None:
        lead = text_of(previous)
    return (
        bool(_UPDATED_LEAD.search((lead or "").strip()))
        or bool(_UPDATED_LEAD.match(text_of(element) + " "))
        or (_is_within(element, _MODIFIED) and not _is_within(element, _PUBLISHED))
    )


def _is_within(element: Tree, words: frozenset[str]) -> bool:
    parent = element.getparent()
    return parent is not None and bool(_names(parent) & words) and len(parent) <= 2


def _authors(named: list[tuple[Tree, frozenset[str]]]) -> tuple[str, ...]:
    """Names by property, by `rel` and by hCard, or else what an element that is called a byline says."""
    exact: list[str] = []
    bylines: list[str] = []
    for element, names in named:
        if element.tag in ("meta", "link", "body", "html"):
            continue
        is_named = _property(element) in ("author", "creator")
        relation = (element.get("rel") or "").lower().split()
        is_link = (
            "author" in relation or ("fn" in names and len(names) <= 6) or "/author/" in (element.get("href") or "")
        )
        is_byline = (bool(names & _BYLINE_NAMES) and not names & _NOT_BYLINES) or element.tag == "address"
        if not (is_named or is_link or is_byline) or not 0 < len(text := text_of(element)) <= _MAX_BYLINE_CHARS:
            continue
        if is_named:
            inner = element.xpath(".//*[@itemprop='name' or @property='name']")
            exact.extend([text_of(one) for one in inner] or [_pieces_of(element)])
        elif is_link:
            exact.append(text)
        else:
            bylines.append(_pieces_of(element))
    return tuple(dict.fromkeys(exact or bylines[:3]))


def _names(element: Tree) -> frozenset[str]:
    given = " ".join(filter(None, (element.get("class"), element.get("id"), element.get("data-testid"))))
    return frozenset(word.lower() for word in _WORD_BREAK.split(given) if word) if given else frozenset()


def _property(element: Tree) -> str:
    name = (element.get("itemprop") or element.get("property") or "").lower()
    return _VOCABULARY.sub("", name)
