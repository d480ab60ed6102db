"""Between which hours an act was done, as far as a report tells: what keeps a morning's blast from an evening's.

Hours are counted at the place, from midnight of day 0 of the proleptic Gregorian ordinals. Two reports are compared
within one country, so that it need not be known which zone that is.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from schemas import IncidentReport, TimePrecision

Window = tuple[float, float]
"""First and last hour in which the act may have been done."""

_DAY = 24.0
_ROUNDING = {TimePrecision.minute: 2.0, TimePrecision.hour: 3.0}
"""How far off an hour may be that a text gives, and the sun from the clock."""

_PARTS: tuple[tuple[re.Pattern[str], Window], ...] = tuple(
    (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), hours)
    for words, hours in (
        (r"overnight|last night", (17.0, 36.0)),
        (r"night|tonight|midnight", (17.0, 33.0)),
        (r"dawn|pre-dawn|daybreak|sunrise", (0.0, 10.0)),
        (r"early", (0.0, 12.0)),
        (r"morning", (3.0, 13.0)),
        (r"midday|noon", (10.0, 15.0)),
        (r"afternoon", (11.0, 20.0)),
        (r"evening|dusk|sunset", (15.0, 25.0)),
        (r"late", (15.0, 30.0)),
    )
)
"""Parts of the day, wide: outlets differ in where one ends. The first word that is found counts, but for "early" and
"late", which other words outweigh ("late in the morning")."""

_DEGREES_AN_HOUR = 15.0
_ZONE_SLACK = 1.5
"""Clocks are up to this many hours ahead of the sun (western China, winter time kept all year aside)."""


def window(report: IncidentReport, first: date, last: date) -> Window:
    """The hours of a report that dates its act to the days from `first` to `last`, both included.

    An act is done before it is told: the time of the report's version ends the window, where the place's longitude
    says what hour it was there.
    """
    begin, end = _told(report, first, last)
    known_by = _told_at(report)
    return (begin, known_by) if known_by is not None and begin < known_by < end else (begin, end)


def _told(report: IncidentReport, first: date, last: date) -> Window:
    occurred = report.occurred
    midnight, end = first.toordinal() * _DAY, (last.toordinal() + 1) * _DAY
    rounding = _ROUNDING.get(occurred.precision)
    if rounding is not None and isinstance(occurred.start, datetime):
        until = occurred.end if isinstance(occurred.end, datetime) else occurred.start
        return (_at_place(report, occurred.start) - rounding, _at_place(report, until) + rounding)
    if occurred.precision is TimePrecision.part_of_day and occurred.text:
        for words, (from_hour, to_hour) in _PARTS:
            if words.search(occurred.text):
                return (midnight + from_hour, midnight + to_hour)
    return (midnight, end)


def _told_at(report: IncidentReport) -> float | None:
    """The latest that it can have been at the place when this version appeared. None where the place is not known, or
    only the day of the version is."""
    at = report.article.revised_at
    if report.place.longitude is None or at.time() == time(0):
        return None
    return _at_place(report, at) + _ZONE_SLACK


def _at_place(report: IncidentReport, moment: datetime) -> float:
    """By the sun where the longitude is known, else by the clock that the text goes by."""
    if report.place.longitude is None:
        return _hour(moment)
    return _hour(moment.astimezone(UTC)) + report.place.longitude / _DEGREES_AN_HOUR


def _hour(moment: datetime) -> float:
    return moment.toordinal() * _DAY + moment.hour + moment.minute / 60
