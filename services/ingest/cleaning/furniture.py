"""Page furniture: lines that belong to the page and not to the article, told by their words.

A line longer than a control or a notice can be is never furniture.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from . import furniture_patterns as patterns
from .lines import Gap, Line, is_prose, is_sentence, words_of

_MAX_CHARS = 300
_MAX_NOTICE_WORDS = 45
_MIN_PROSE_LINES = 2
_MANY = 3
"""Lines of furniture in a row, which stand around an article and not within it."""


def _any_of(alternatives: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in alternatives), re.IGNORECASE)


_LINK_LIST_LABEL = _any_of(patterns.LINK_LIST_LABELS)
_COMMENT_LABEL = _any_of(patterns.COMMENT_LABELS)
_ADVERTISING = _any_of(patterns.ADVERTISING)
_END_MARK = _any_of(patterns.END_MARKS)
_LABELLED_LINK = re.compile(r"(?P<label>[^:|»›]{3,40}?)\s*[:|»›]\s+(?P<link>\S.{8,})")
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
_NOTICE = _any_of(patterns.NOTICES)
_SIGN_UP = _any_of(patterns.SIGN_UP)
_BREADCRUMB = re.compile(r"\s*[|›»>•·/]\s*")


def is_furniture(text: str) -> bool:
    """Whether a line is a control, a label, a share bar, a notice, or anything else that is no part of the article."""
    if len(text) > _MAX_CHARS or words_of(text) > _MAX_NOTICE_WORDS:
        return False
    return bool(_FURNITURE.fullmatch(text)) or (not is_sentence(text) and (_is_bar(text) or _is_labelled_link(text)))


def is_section_label(text: str) -> Literal["links", "comments"] | None:
    """What a heading announces: links to other stories and the like, readers' comments, or the article's own matter."""
    text = text.strip()
    if _COMMENT_LABEL.fullmatch(text):
        return "comments"
    if _LINK_LIST_LABEL.fullmatch(text) or _ADVERTISING.fullmatch(text) or _SIGN_UP.fullmatch(text):
        return "links"
    return None


def drop_furniture(lines: list[Line]) -> list[Line]:
    """The lines without furniture, and without the links that a label such as `Related stories` announces.

    Links are only taken off after running text has begun: before it, a label may stand above the headline. What comes
    below tags, a mark of the end, or the heading of the comments goes too, once there is an article above.
    """
    kept: list[Line] = []
    in_links = False
    gap: Gap | None = None
    prose_lines = prose_words = dropped = 0
    total = sum(words_of(line.text) for line in lines if is_prose(line.text))
    for line in lines:
        in_article = prose_lines > 0
        is_half_done = prose_lines >= _MIN_PROSE_LINES and prose_words * 2 >= total
        if is_half_done and (_END_MARK.fullmatch(line.text) or _COMMENT_LABEL.fullmatch(line.text)):
            break
        if is_furniture(line.text):
            in_links = in_article and bool(_LINK_LIST_LABEL.fullmatch(line.text))
            dropped += 1
            gap = _gap(line.text, gap, dropped)
            continue
        if is_sentence(line.text):
            in_links = False
        if is_prose(line.text):
            prose_lines += 1
            prose_words += words_of(line.text)
        if in_links:
            continue
        kept.append(replace(line, below=gap))
        gap, dropped = None, 0
    return kept


def _gap(text: str, before: Gap | None, dropped: int) -> Gap:
    if before == "end" or dropped >= _MANY or _NOTICE.fullmatch(text):
        return "end"
    return "advertising" if _ADVERTISING.fullmatch(text) else "furniture"


def _is_labelled_link(text: str) -> bool:
    """`Also in the news: Court frees editor`: a label of links and the headline of one."""
    match = _LABELLED_LINK.fullmatch(text)
    return match is not None and bool(_LINK_LIST_LABEL.fullmatch(match["label"].strip()))


def _is_bar(text: str) -> bool:
    """Buttons or sections in one line: `Facebook Twitter Email`, `News | Sports | Weather`, `Home > World > Asia`."""
    words = [word.strip(",:;()").lower() for word in text.split()]
    for bar in (patterns.SHARE_TARGETS, patterns.SECTION_NAMES):
        if all(word in bar or not any(map(str.isalnum, word)) for word in words):
            return True
    parts = [part for part in _BREADCRUMB.split(text) if part]
    if len(parts) >= 3 and all(words_of(part) <= 3 for part in parts):
        return True
    pieces = [piece for piece in re.split(r"\s{2,}|\s[|•·]\s", text) if piece]
    return len(pieces) >= 2 and all(_FURNITURE.fullmatch(piece.strip()) for piece in pieces)
