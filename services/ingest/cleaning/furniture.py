"""Page furniture: lines that belong to the page and not to the article, told by their words.

A line longer than a control or a notice can be is never furniture.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from . import furniture_patterns as patterns
from .lines import Line, is_prose, is_sentence, words_of

_MAX_CHARS = 300
_MAX_NOTICE_WORDS = 45


def _any_of(alternatives: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in alternatives), re.IGNORECASE)


_LINK_LIST_LABEL = _any_of(patterns.LINK_LIST_LABELS)
_FURNITURE = _any_of(
    (
        *patterns.CONTROLS,
        *patterns.SHARING,
        *patterns.ADVERTISING,
        *patterns.LINK_LIST_LABELS,
        *patterns.LABELLED_LINKS,
        *patterns.SIGN_UP,
        *patterns.NOTICES,
        *patterns.COUNTERS,
    )
)
_BREADCRUMB = re.compile(r"\s*[|›»>•·/]\s*")


def is_furniture(text: str) -> bool:
    """Whether a line is a control, a label, a share bar, a notice, or anything else that is no part of the article."""
    if len(text) > _MAX_CHARS or words_of(text) > _MAX_NOTICE_WORDS:
        return False
    return bool(_FURNITURE.fullmatch(text)) or (not is_sentence(text) and _is_bar(text))


def drop_furniture(lines: list[Line]) -> list[Line]:
    """The lines without furniture, and without the links that a label such as `Related stories` announces.

    Links are only taken off after running text has begun: before it, a label may stand above the headline.
    """
    kept: list[Line] = []
    in_article = in_links = False
    for line in lines:
        if is_furniture(line.text):
            in_links = in_article and bool(_LINK_LIST_LABEL.fullmatch(line.text))
            continue
        if is_sentence(line.text):
            in_links = False
        in_article = in_article or is_prose(line.text)
        if not in_links:
            kept.append(line)
    return kept


def _is_bar(text: str) -> bool:
    """Buttons or sections in one line: `Facebook Twitter Email`, `News | Sports | Weather`, `Home > World > Asia`."""
    words = [word.strip(",:;()").lower() for word in text.split()]
    for bar in (patterns.SHARE_TARGETS, patterns.SECTION_NAMES):
        if all(word in bar or not any(map(str.isalnum, word)) for word in words):
            return True
    parts = [part for part in _BREADCRUMB.split(text) if part]
    return len(parts) >= 3 and all(words_of(part) <= 3 for part in parts)
