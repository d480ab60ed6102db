"""Bylines: `By Jane Doe and John Roe, Example News`. Off the body, into `authors`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .lines import Line, is_prose, words_of

_BYLINE = re.compile(
    r"(?:by|written\s+by|story\s+by|report(?:ed)?\s+by|authors?)\b\s*:?\s*(?P<names>\S.*)", re.IGNORECASE
)
_MAX_WORDS = 16
_SEPARATOR = re.compile(r"\s*(?:,|;|/|\||&|•|·|\band\b|\bin\b|\bfor\b|\s[–—-]\s)\s*", re.IGNORECASE)
_LOWER_NAME_WORDS = frozenset(
    {
        "al", "bin", "ibn", "bint", "abu", "ben", "de", "da", "del", "della", "di", "dos", "du", "van", "von",
        "der", "den", "la", "le", "el", "ul", "ur", "st", "y",
    }
)  # fmt: skip
_NOT_A_NAME = frozenset(
    {
        "press", "news", "staff", "reuters", "afp", "ap", "cnn", "bbc", "agency", "agencies", "correspondent",
        "correspondents", "writer", "writers", "reporter", "reporters", "desk", "bureau", "service", "editor",
        "editors", "chief", "times", "post", "guardian", "journal", "media", "tv", "radio", "herald", "tribune",
        "daily", "online", "team", "associated", "special", "contributor", "senior", "foreign", "international",
        "published", "updated", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
        "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov",
        "dec", "the", "our", "web", "digital",
    }
)  # fmt: skip
_MIN_NAME_WORDS, _MAX_NAME_WORDS = 2, 5
_MAX_AUTHORS = 10


def parse_byline(text: str) -> list[str] | None:
    """The people that a byline names (none for `By Staff Writer`), or None when the line is no byline."""
    match = _BYLINE.fullmatch(text)
    if match is None or words_of(text) > _MAX_WORDS or re.search(r"[!?]|[a-z]{3,}\.$", text):
        return None
    words = re.findall(r"[^\W\d_][\w.'’-]*", match["names"])
    connecting = {"and", "in", "for", "of", "the", *_LOWER_NAME_WORDS}
    if not words or not all(word[0].isupper() or word.lower().split("-")[0] in connecting for word in words):
        return None
    return author_names([match["names"]])


def author_names(given: Iterable[str]) -> list[str]:
    """The names of people in author fields and bylines, each once, `By` and the outlet taken off."""
    names: list[str] = []
    for text in given:
        match = _BYLINE.fullmatch(text.strip())
        for part in _SEPARATOR.split(match["names"] if match else text.strip()):
            name = _cased(part.strip(" .,:()[]\"'"))
            if _is_name(name) and name not in names:
                names.append(name)
    return names[:_MAX_AUTHORS]


def take_bylines(lines: list[Line]) -> tuple[list[str], list[Line]]:
    """Authors named by the byline over the body, and the lines without it."""
    authors: list[str] = []
    kept: list[Line] = []
    in_body = False
    for line in lines:
        names = None if in_body else parse_byline(line.text)
        if names is None:
            in_body = in_body or is_prose(line.text)
            kept.append(line)
        else:
            authors.extend(name for name in names if name not in authors)
    return authors, kept


def _is_name(name: str) -> bool:
    words = name.split()
    if not _MIN_NAME_WORDS <= len(words) <= _MAX_NAME_WORDS or any(char.isdigit() or char in "@:/<>" for char in name):
        return False
    if any(word.strip(".").lower() in _NOT_A_NAME for word in words):
        return False
    return all(word[0].isupper() or word.lower().split("-")[0] in _LOWER_NAME_WORDS for word in words)


def _cased(name: str) -> str:
    """`JANE DOE` as `Jane Doe`; initials stay."""
    if not name.isupper() or len(name) <= 3:
        return name
    return " ".join(word if "." in word or len(word) <= 2 else word.title() for word in name.split())
