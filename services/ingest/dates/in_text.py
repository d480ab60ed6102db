"""The best date that the text of an article gives, for articles that came without one.

In order: a line that says `Published`; a line above the body that is nothing but a date; a line that says `Updated`;
the latest date in a caption; the latest date in the text. Dates after `not_after` are plans, and are passed over, and
so are dates that the words before them mark as background (`since Feb. 24, 2022`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from ..cleaning.captions import is_caption
from ..cleaning.lines import Line, is_prose, words_of
from .explicit import FoundDate, find_dates
from .zones import ZONE_PATTERN

_MAX_LABEL_LINE_WORDS = 25
_BACKGROUND = re.compile(r"\b(?:since|until|till|before|after|by|of|the|from|through)\s*$", re.IGNORECASE)
_BESIDE_A_DATE = re.compile(
    rf"\b(?:first|last|published|posted|created|updated|modified|date|at|on|time|local|print|edition|am|pm|{ZONE_PATTERN})\b",
    re.IGNORECASE,
)
_MAX_DATE_LINE_CHARS = 120
_MAX_OTHER_WORDS = 1


@dataclass(frozen=True, slots=True)
class TextDates:
    """What the text says of its own times, in UTC."""

    published: datetime | None = None
    updated: datetime | None = None


def is_date_line(text: str) -> bool:
    """Whether a line holds a date and, but for words such as `Published`, nothing else."""
    if len(text) > _MAX_DATE_LINE_CHARS:
        return False
    found = list(find_dates(text))
    if not found:
        return False
    for date in reversed(found):
        text = text[: date.start] + " " + text[date.end :]
    return len(re.findall(r"[^\W\d_]{2,}", _BESIDE_A_DATE.sub(" ", text))) <= _MAX_OTHER_WORDS


def dates_in_text(lines: list[Line], not_after: datetime) -> TextDates:
    """The dates of a text as scraped, captions still in it."""
    published: list[datetime] = []
    above: list[datetime] = []
    updated: list[datetime] = []
    captions: list[datetime] = []
    others: list[datetime] = []
    in_body = False
    for line in lines:
        for date in find_dates(line.text):
            if date.at > not_after:
                continue
            labelled = date.label is not None and words_of(line.text) <= _MAX_LABEL_LINE_WORDS
            if labelled:
                (published if date.label == "published" else updated).append(date.at)
            elif not in_body and is_date_line(line.text):
                above.append(date.at)
            elif is_caption(line.text):
                captions.append(date.at)
            elif not _is_background(line.text, date):
                others.append(date.at)
        in_body = in_body or (is_prose(line.text) and not is_caption(line.text))
    best = published[:1] or above[:1] or updated[:1] or sorted(captions)[-1:] or sorted(others)[-1:]
    return TextDates(best[0] if best else None, max(updated) if updated else None)


def _is_background(text: str, date: FoundDate) -> bool:
    return bool(_BACKGROUND.search(text[max(0, date.start - 12) : date.start]))
