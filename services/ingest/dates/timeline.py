"""Decides an article's three times from all that was found, by the rules of the Article contract."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_PARTS = rf"{_YEAR}(?P<mark>[/-])(?P<month>\d{{1,2}}|[a-z]{{3}})(?P=mark)(?P<day>\d{{1,2}})"
_TWO_DIGITS = r"(?P<month>0[1-9]|1[0-2]){mark}(?P<day>0[1-9]|[12]\d|3[01])"
_DATES_IN_PATH = (
    re.compile(rf"/{_PARTS}(?=[/-]|$)", re.IGNORECASE),
    re.compile(rf"/{_YEAR}{_TWO_DIGITS.format(mark='')}(?=/)"),
)
_DATES_IN_SLUG = (
    re.compile(rf"[/_=-]{_YEAR}-{_TWO_DIGITS.format(mark='-')}(?!\d)"),
    re.compile(rf"[/_=-]{_YEAR}{_TWO_DIGITS.format(mark='')}(?:\d{{4}}(?:\d\d)?)?(?!\d)"),
)
"""In an article's own name or number: of when it was written, or of what it is about."""


@dataclass(frozen=True)
class Clues:
    """Every time that was found for an article, in UTC; None where there is none."""

    published: datetime | None = None
    """From the message's field."""
    modified: datetime | None = None
    """From the message's field, the page or the text, in this order."""
    in_page: datetime | None = None
    """Publication time from the page's metadata."""
    in_url: datetime | None = None
    in_text: datetime | None = None
    in_slug: datetime | None = None


@dataclass(frozen=True)
class Timeline:
    """The times of one version of an article."""

    published_at: datetime
    published_at_inferred: bool
    revised_at: datetime
    fetched_at: datetime


def fetched_at(given: datetime | None, received_at: datetime, tolerance: timedelta) -> datetime:
    """When it was fetched: as the message says, unless that is missing or in the future, else when it was received."""
    return given if given is not None and given <= received_at + tolerance else received_at.astimezone(UTC)


def timeline(clues: Clues, fetched: datetime, tolerance: timedelta) -> Timeline:
    """Published: the field, else the best of page, address, text and the address' last part, else the modified time,
    else the time of fetching; all but the first are inferred. Nothing later than `fetched` plus `tolerance` is
    believed.

    Revised: the modified time unless it is before publication, else the time of publication where anything is known
    of it, else the time of fetching.
    """
    latest = fetched + tolerance
    modified = _believed(clues.modified, latest)
    given = _believed(clues.published, latest)
    found = (_believed(clue, latest) for clue in (clues.in_page, clues.in_url, clues.in_text, clues.in_slug, modified))
    published = given or next(filter(None, found), None)
    if published is None:
        return Timeline(fetched, True, fetched, fetched)
    revised = modified if modified is not None and modified >= published else published
    return Timeline(published, given is None, revised, fetched)


def date_in_url(url: str | None) -> datetime | None:
    """The date that many sites put in their addresses: `/2022/01/05/`, `/2022/jan/05/`, `/20220105/`."""
    return _first_date(_DATES_IN_PATH, url)


def date_in_slug(url: str | None) -> datetime | None:
    """A date in an article's name, number or query: `blast-2022-01-05`, `202201051205.html`, `?date=2022-01-05`."""
    return _first_date(_DATES_IN_SLUG, url)


def _first_date(patterns: Iterable[re.Pattern[str]], url: str | None) -> datetime | None:
    matches = (pattern.search(url or "") for pattern in patterns)
    return next((day for match in matches if match and (day := _date(match))), None)


def _date(match: re.Match[str]) -> datetime | None:
    month = match["month"].lower()
    try:
        number = int(month) if month.isdigit() else _MONTHS.index(month) + 1
        return datetime(int(match["year"]), number, int(match["day"]), tzinfo=UTC)
    except ValueError:
        return None


def _believed(moment: datetime | None, latest: datetime) -> datetime | None:
    return moment if moment is not None and moment <= latest else None
