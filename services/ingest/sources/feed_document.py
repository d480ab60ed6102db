"""RSS and Atom: the entries of one feed document, whatever its version and however it is broken."""

from __future__ import annotations

import hashlib
import io
import re
from calendar import timegm
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import feedparser  # type: ignore[import-untyped]

MAX_ENTRIES = 1_000
"""Entries that are read of one document."""
FULL_TEXT_CHARS = 1_500
"""Length from which what a feed carries of an article is taken for the whole of it: a teaser is a few hundred."""
_FEED = re.compile(rb"<(?:[a-z]+:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})


class FeedDocumentError(Exception):
    """What was fetched is no feed that can be read; the message says why."""


@dataclass(frozen=True)
class FeedEntry:
    """One entry."""

    id: str
    """What tells it from the others of its feed: its own id, else its link, else a hash of its words."""
    version: str
    """Hash of what the feed says of it; another one means that it was changed."""
    link: str | None
    title: str | None
    content: str | None
    """The longest of what the feed carries of the article."""
    is_html: bool
    published: str | None
    modified: str | None
    authors: tuple[str, ...]

    @property
    def is_full(self) -> bool:
        """Whether the feed carries the article and not only a teaser."""
        return self.content is not None and len(self.content) >= FULL_TEXT_CHARS


def looks_like_feed(body: bytes) -> bool:
    """Whether a document is a feed rather than a page."""
    return _FEED.search(body[:2_000].replace(b"\0", b"")) is not None


def read_feed(body: bytes, *, url: str, content_type: str) -> list[FeedEntry]:
    """The entries of a document, oldest first where the feed has the newest first, as nearly all do.

    Args:
        body: the document, unfolded.
        url: where it came from; relative links are relative to it.
        content_type: as the server said.

    Raises `FeedDocumentError` when it is no feed, or declares entities: no feed needs them, and they unfold without
    bound.
    """
    if b"<!ENTITY" in body.replace(b"\0", b""):
        raise FeedDocumentError("the document declares entities, which are not expanded here")
    headers = {"content-type": content_type, "content-location": url}
    try:
        # From a stream: given bytes or text, feedparser would take a short one for a file or an address to open.
        found = feedparser.parse(
            io.BytesIO(body), response_headers=headers, resolve_relative_uris=True, sanitize_html=False
        )
    except Exception as error:  # a parser of hostile input, which fails in ways that no one can list
        raise FeedDocumentError(f"the document can't be parsed ({type(error).__name__})") from error
    if not found.entries and not found.get("version"):
        why = found.get("bozo_exception")
        raise FeedDocumentError(f"the document is no RSS or Atom{f' ({why})' if why else ''}"[:300])
    entries = [_entry(entry) for entry in found.entries[:MAX_ENTRIES]]
    return list(reversed([entry for entry in entries if entry.link or entry.content]))


def _entry(entry: Mapping[str, Any]) -> FeedEntry:
    content, is_html = _content(entry)
    title = _text(entry.get("title"))
    published = _moment(entry, "published")
    modified = _moment(entry, "updated")
    link = _link(entry)
    words = _hash(title, content, link)
    return FeedEntry(
        id=(_text(entry.get("id")) or link or words)[:2_000],
        # Not the link: some feeds put a new tracking parameter into it each time.
        version=_hash(title, content, modified or published),
        link=link,
        title=title,
        content=content,
        is_html=is_html,
        published=published,
        modified=modified,
        authors=_authors(entry),
    )


def _content(entry: Mapping[str, Any]) -> tuple[str | None, bool]:
    given = [*entry.get("content", ()), entry.get("summary_detail") or {"value": entry.get("summary")}]
    values = [(text, part.get("type") in _HTML_TYPES) for part in given if (text := _text(part.get("value")))]
    return max(values, key=lambda value: len(value[0]), default=(None, False))


def _link(entry: Mapping[str, Any]) -> str | None:
    for link in (entry.get("link"), entry.get("id")):
        try:
            if (text := _text(link)) and urlsplit(text).scheme in {"http", "https"}:
                return text
        except ValueError:
            continue
    return None


def _moment(entry: Mapping[str, Any], name: str) -> str | None:
    """A time as RFC 3339 where feedparser could read it, else as it stands; ingest reads more ways than it does."""
    # Asked with `in` first: feedparser gives the one for the other where one is missing, with a warning.
    parsed = entry[f"{name}_parsed"] if f"{name}_parsed" in entry else None  # noqa: SIM401
    if parsed:
        try:
            return datetime.fromtimestamp(timegm(parsed), UTC).isoformat()
        except (ValueError, OverflowError, OSError):
            return None
    return _text(entry[name]) if name in entry else None


def _authors(entry: Mapping[str, Any]) -> tuple[str, ...]:
    names = [_text(author.get("name")) for author in entry.get("authors", ()) if isinstance(author, Mapping)]
    return tuple(name for name in names if name)[:20]


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _hash(*parts: str | None) -> str:
    return hashlib.blake2b(
        "\0".join(part or "" for part in parts).encode("utf-8", "replace"), digest_size=16
    ).hexdigest()
