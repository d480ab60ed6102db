"""Labelled fields above a text: a mail's header, and those of news databases (`BYLINE: ...`, `Headline: ...`)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .lines import Line, is_prose

_TITLE = frozenset({"subject", "headline", "title", "head"})
_AUTHORS = frozenset({"byline", "author", "authors", "writer", "writers", "reporter", "by"})
_DATELINE = frozenset({"dateline", "location", "place"})
_OTHERS = frozenset(
    {
        "from", "to", "cc", "bcc", "sent", "date", "reply-to", "sender", "message-id", "mime-version", "content-type",
        "newsgroups", "organization", "lines", "source", "publication", "published", "pub date", "publication date",
        "publish date", "updated", "modified", "section", "length", "language", "url", "link", "web address",
        "copyright", "load-date", "highlight", "keywords", "tags", "category", "categories", "edition", "pages",
        "page", "body", "text", "publisher", "word count", "words", "document", "id", "series", "slug", "priority",
        "service", "received", "posted",
    }
)  # fmt: skip
_FIELD = re.compile(r"(?P<name>[A-Za-z][A-Za-z -]{1,18}?)\s?:\s*(?P<value>.*)")
_REPLY = re.compile(r"^(?:(?:re|fwd?|fw)\s*:\s*|\[[^\]]{1,40}\]\s*)+", re.IGNORECASE)
_SEARCHED_LINES = 25
_MIN_FIELDS = 2


@dataclass(frozen=True)
class HeaderFields:
    """What the fields give; None and empty where they do not."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    dateline: str | None = None


def take_header_fields(lines: list[Line]) -> tuple[HeaderFields, list[Line]]:
    """The fields above the text and the lines without them. One alone is no header: it may be anything."""
    fields: list[tuple[str, str]] = []
    taken: set[int] = set()
    for number, line in enumerate(lines[:_SEARCHED_LINES]):
        match = _FIELD.fullmatch(line.text)
        name = " ".join(match["name"].lower().split()) if match else ""
        if match and name in _TITLE | _AUTHORS | _DATELINE | _OTHERS and not is_prose(match["value"]):
            fields.append((name, match["value"].strip()))
            taken.add(number)
        elif fields and is_prose(line.text):
            break
    if len({name for name, _ in fields}) < _MIN_FIELDS:
        return HeaderFields(), lines
    title = next((_REPLY.sub("", value) for name, value in fields if name in _TITLE and value), None)
    return HeaderFields(
        title=title or None,
        authors=tuple(value for name, value in fields if name in _AUTHORS and value),
        dateline=next((value for name, value in fields if name in _DATELINE and value), None),
    ), [line for number, line in enumerate(lines) if number not in taken]
