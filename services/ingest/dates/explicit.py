"""Finds full dates in text: `Wednesday, Jan. 5, 2022`, `5 January 2022, 15:04 GMT`, `2022-01-05`, `15/01/2022`.

Only dates that name day, month and year are read, since anything less would have to be guessed; and of all-numeric
dates with the year last only those that can be read in one way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from .zones import ZONE_PATTERN, in_utc

Label = Literal["published", "updated"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAY = r"(?:(?:Mon|Tue|Tues|Wed|Wednes|Thu|Thur|Thurs|Fri|Sat|Satur|Sun)(?:day)?\.?,?\s+)?"


def _month_named(name: str) -> str:
    return (
        rf"(?P<{name}>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
        r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
    )


def _day_named(name: str) -> str:
    return rf"(?P<{name}>\d{{1,2}})(?:st|nd|rd|th)?"


def _year_named(name: str) -> str:
    return rf"(?P<{name}>(?:19|20)\d\d)(?!\d)"


def _clock_named(side: str) -> str:
    return (
        rf"(?P<{side}_hour>\d{{1,2}})(?:[:.h](?P<{side}_minute>\d\d)(?::(?P<{side}_second>\d\d)(?:[.,]\d+)?)?"
        rf"|(?P<{side}_compact>[0-5]\d)(?=\s?(?:hrs?\b|hours\b|h\b|(?-i:{ZONE_PATTERN}))))?"
        rf"(?:\s?(?P<{side}_half>[ap])\.?\s?m\b\.?)?(?:\s?(?:hrs?|hours|h)\b)?"
        rf"(?:\s?\(?(?-i:(?P<{side}_zone>{ZONE_PATTERN}))\)?)?"
    )


_DATE = re.compile(
    r"(?P<label>\b(?:(?:(?:first|originally)\s+)?published|posted|created|issued|released"
    r"|(?:(?:last|latest)\s+)?(?:updated?|modified|revised|edited|changed))"
    r"(?:\s+(?:on|at|date|time))?\s*[:|–—-]?\s*)?"
    rf"(?:\b{_clock_named('before')}\s*(?:,|\||on|-|–|—)?\s+)?"
    r"(?:"
    rf"\b{_WEEKDAY}{_month_named('month_first')}\s+{_day_named('day_second')}\s*,?\s+{_year_named('year_mdy')}"
    rf"|(?<![\d/.-])\b{_WEEKDAY}{_day_named('day_first')}\s*[-/\s]\s*(?:of\s+)?"
    rf"{_month_named('month_second')}\s*[-/,\s]\s*{_year_named('year_dmy')}"
    rf"|(?<![\d/.-]){_year_named('year_iso')}(?P<separator>[-/.])(?P<month_iso>\d\d?)(?P=separator)"
    r"(?P<day_iso>\d\d?)(?!\d)"
    rf"|(?<![\d/.-])(?P<one>\d\d?)(?P<slash>[/.-])(?P<two>\d\d?)(?P=slash){_year_named('year_last')}"
    r")"
    rf"(?:(?:\s*(?:,|\||/|at|-|–|—|·|•|T|\(|\s)){{1,3}}\s*{_clock_named('after')})?",
    re.IGNORECASE,
)
_HAS_YEAR = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A full date that a text gives."""

    at: datetime
    """In UTC; midnight where the text gives no time of day."""
    start: int
    end: int
    has_time: bool
    has_zone: bool
    label: Label | None
    """What the words before it say that it is the date of."""


def find_dates(text: str, latest: datetime | None = None) -> Iterator[FoundDate]:
    """Every full date in a text, in order. Offsets are code points of `text`.

    Of the two readings of 05/01/2022 the one that is not after `latest` is taken, if there is just one such.
    """
    if not _HAS_YEAR.search(text):
        return
    for match in _DATE.finditer(text):
        groups = match.groupdict()
        day = _day(groups, latest)
        if day is None:
            continue
        clock = _clock(groups, "after") or _clock(groups, "before")
        end = match.end() if _clock(groups, "after") else _end_of_date(match)
        at = in_utc(day.replace(hour=clock[0], minute=clock[1], second=clock[2]), clock[3]) if clock else day
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at
        has_zone = clock is not None and clock[3] is not None
        yield FoundDate(at, match.start(), end, clock is not None, has_zone, _label(groups["label"]))


def _day(groups: dict[str, str | None], latest: datetime | None) -> datetime | None:
    if groups["month_first"]:
        year, month, day = groups["year_mdy"], _month(groups["month_first"]), groups["day_second"]
    elif groups["month_second"]:
        year, month, day = groups["year_dmy"], _month(groups["month_second"]), groups["day_first"]
    elif groups["year_iso"]:
        year, month, day = groups["year_iso"], int(groups["month_iso"] or 0), groups["day_iso"]
    else:
        one, two = int(groups["one"] or 0), int(groups["two"] or 0)
        if one <= 12 and two <= 12 and one != two:
            return _only_possible(int(groups["year_last"] or 0), one, two, latest)
        year, month, day = groups["year_last"], min(one, two), str(max(one, two))
    try:
        return datetime(int(year or 0), month, int(day or 0))  # noqa: DTZ001 -- the zone follows from the text
    except ValueError:
        return None  # such as 31 February


def _only_possible(year: int, one: int, two: int, latest: datetime | None) -> datetime | None:
    """05/01/2022 is May to some and January to others: known only where one of them is still to come."""
    if latest is None:
        return None
    readings = [datetime(year, month, day, tzinfo=UTC) for month, day in ((one, two), (two, one))]
    past = [reading for reading in readings if reading <= latest]
    return past[0].replace(tzinfo=None) if len(past) == 1 else None


def _month(name: str | None) -> int:
    return _MONTHS.index((name or "")[:3].lower()) + 1


def _clock(groups: dict[str, str | None], side: str) -> tuple[int, int, int, str | None] | None:
    """Hour, minute, second and zone; None when there is no time, or only a number that is not clearly one."""
    hour, minute, half, zone = (groups[f"{side}_{part}"] for part in ("hour", "minute", "half", "zone"))
    minute = minute or groups[f"{side}_compact"]
    if hour is None or (minute is None and half is None):
        return None
    hours, minutes, seconds = int(hour), int(minute or 0), int(groups[f"{side}_second"] or 0)
    if half is not None:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half.lower() == "p" else 0)
    return (hours, minutes, seconds, zone) if hours < 24 and minutes < 60 and seconds < 60 else None


def _end_of_date(match: re.Match[str]) -> int:
    year = next(name for name in ("year_mdy", "year_dmy", "day_iso", "year_last") if match[name] is not None)
    return match.end(year)


def _label(words: str | None) -> Label | None:
    if words is None:
        return None
    return "published" if re.search("publ|post|creat|issu|relea", words, re.IGNORECASE) else "updated"
