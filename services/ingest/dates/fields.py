"""Reads the time that a field gives, in whatever way its producer writes times."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from email.utils import parsedate_to_datetime

from .explicit import find_dates

_MAX_CHARS = 100
_EARLIEST_YEAR = 1900
_DIGITS = re.compile(r"\d{9,19}(?:\.\d+)?")
_COMPACT = re.compile(r"(?:19|20)\d{6}(?:\d{6})?Z?")
_ISO = re.compile(r"\d{4}-?\d{2}-?\d{2}(?:[T ].+)?")
_RFC_2822 = re.compile(
    r"(?:[A-Za-z]{3},\s*)?\d{1,2}\s+[A-Za-z]{3}\s+(?:\d\d){1,2}\s+\d\d:\d\d(?::\d\d)?"
    r"(?:\s+(?:[A-Z]{1,4}|[+-]\d{4})(?:\s*\(.*\))?)?"
)
_FARTHEST_ZONE = timedelta(hours=14)
"""No clock on earth is further from UTC."""
_MINUTE = timedelta(minutes=1)
_QUARTER = timedelta(minutes=15)
_PLACEHOLDER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time that was found, in UTC, and how much of it was said."""

    at: datetime
    has_time: bool = True
    """Whether the time of day was given; else `at` is midnight. Midnight itself passes for not given: so it is written
    by systems that store a day.
    """
    has_zone: bool = True
    """Whether the zone was given; else it is read as UTC."""


def parse_instant(value: str | int | float | None, *, relative_to: datetime) -> datetime | None:
    """The instant that a field gives, in UTC, or None when it can't be read: `parse_moment` and no more."""
    moment = parse_moment(value, relative_to=relative_to)
    return None if moment is None else moment.at


def parse_moment(value: str | int | float | None, *, relative_to: datetime) -> Moment | None:
    """The time that a field gives, or None when it can't be read.

    Understood are ISO 8601, RFC 2822, seconds, milliseconds, micro- and nanoseconds since 1970, `20220105123000`, the
    usual forms in English words, and times relative to `relative_to` (`3 hours ago`). Without a zone it is UTC;
    without a time of day, midnight. Years before 1900 and 1970-01-01T00:00Z stand for "none" and are not read.
    """
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        number = _from_number(value)
        moment = None if number is None else Moment(number)
    else:
        moment = _from_text(value.strip(), relative_to)
    if moment is None:
        return None
    try:
        at = moment.at.replace(tzinfo=UTC) if moment.at.tzinfo is None else moment.at.astimezone(UTC)
    except OverflowError:
        return None
    if at.year < _EARLIEST_YEAR or at == _PLACEHOLDER:
        return None
    return Moment(at, moment.has_time and moment.at.time() != time(), moment.has_zone)


def _from_number(number: float) -> datetime | None:
    """Told apart by size: seconds to the year 5138, then milliseconds, microseconds and nanoseconds."""
    if not 0 < number < 1e20:  # also true of NaN; and an integer may be too big for a float
        return None
    for limit, divisor in ((1e11, 1), (1e14, 1e3), (1e17, 1e6), (1e20, 1e9)):
        if number < limit:
            return datetime.fromtimestamp(number / divisor, UTC)
    return None


def _from_text(text: str, relative_to: datetime) -> Moment | None:
    if not text or len(text) > _MAX_CHARS:
        return None
    if _COMPACT.fullmatch(text):
        day = _strptime(text.rstrip("Z"))
        return None if day is None else Moment(day, len(text) > len("20220105"), text.endswith("Z"))
    if _DIGITS.fullmatch(text):
        number = _from_number(float(text))
        return None if number is None else Moment(number)
    for parse in (_from_iso, _from_rfc_2822):
        if (found := parse(text)) is not None:
            return Moment(found, has_zone=found.tzinfo is not None)
    if (explicit := next(find_dates(text, relative_to), None)) is not None:
        return Moment(explicit.at, explicit.has_time, explicit.has_zone)
    words = _from_words(text, relative_to)
    return None if words is None else Moment(words, has_zone=text.rstrip(" .").endswith("ago"))


def _strptime(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S" if len(text) == 14 else "%Y%m%d").replace(tzinfo=UTC)
    except ValueError:
        return None


def _from_iso(text: str) -> datetime | None:
    if not _ISO.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _from_rfc_2822(text: str) -> datetime | None:
    if not _RFC_2822.fullmatch(text):
        return None  # the standard library's reader takes much else, and misreads it
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _from_words(text: str, relative_to: datetime) -> datetime | None:
    """What is left: other orders, relative times. Needs a number, and day, month and year, or it would be a guess."""
    if not re.search(r"\d", text) or not re.search(r"[A-Za-z]", text):
        return None
    import dateparser  # here, because few messages need it

    settings = {
        "RELATIVE_BASE": relative_to.astimezone(UTC).replace(tzinfo=None),
        "TIMEZONE": "UTC",
        "TO_TIMEZONE": "UTC",
        "RETURN_AS_TIMEZONE_AWARE": True,
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PARSERS": ["relative-time", "absolute-time"],
    }
    try:
        return dateparser.parse(text, languages=["en"], settings=settings)
    except Exception:  # it raises whatever its many parsers do: such a field is unreadable, and no more
        return None


def best_moment(found: Iterable[Moment]) -> Moment | None:
    """The first of the times, in the words of a later one that says the same more exactly.

    A day is made exact by a time on that day, and a time without zone by the same time with one.
    """
    moments = list(found)
    if not moments:
        return None
    best = moments[0]
    for other in moments[1:]:
        gap = other.at - best.at
        is_that_day = -_FARTHEST_ZONE <= gap < timedelta(days=1) + _FARTHEST_ZONE
        is_same_clock = abs(gap) <= _FARTHEST_ZONE and gap % _QUARTER < _MINUTE
        if not best.has_time:
            best = other if other.has_time and is_that_day else best
        elif not best.has_zone:
            best = other if other.has_time and other.has_zone and is_same_clock else best
    return best
