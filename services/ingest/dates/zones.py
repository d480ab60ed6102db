"""Time zone abbreviations as news sites in English write them.

An abbreviation that means several zones is read as the one that English-language news means most often (`IST` as India,
`CST` as US Central, `BST` as British Summer Time).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

_OFFSET_HOURS: dict[str, float] = {
    "utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "sast": 2,
    "cat": 2, "wat": 1, "eat": 3, "msk": 3, "trt": 3, "ast": 3, "irst": 3.5, "gst": 4, "aft": 4.5, "pkt": 5, "ist": 5.5,
    "npt": 5.75, "mmt": 6.5, "wib": 7, "ict": 7, "hkt": 8, "sgt": 8, "pht": 8, "jst": 9, "kst": 9, "aest": 10,
    "aedt": 11, "nzst": 12, "nzdt": 13, "edt": -4, "est": -5, "cdt": -5, "cst": -6, "mdt": -6, "mst": -7, "pdt": -7,
    "pst": -8, "brt": -3, "art": -3,
}  # fmt: skip
_WITH_DAYLIGHT_SAVING = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
}
_NUMERIC = re.compile(r"(?:utc|gmt)?\s?([+-])(\d{1,2}):?(\d{2})?")

ZONE_PATTERN = (
    r"(?:(?:UTC|GMT)?\s?[+-]\d{1,2}:?(?:\d{2})?"
    + "|"
    + "|".join(sorted((name.upper() for name in [*_OFFSET_HOURS, *_WITH_DAYLIGHT_SAVING]), key=len, reverse=True))
    + r")(?![A-Za-z0-9])"
)
"""Matches what `in_utc` understands; upper case only, since `art` and `pt` are also words."""


def in_utc(local: datetime, zone: str | None) -> datetime:
    """A time without zone, read in the zone so named; without a name, and with one that is unknown, UTC."""
    return local.replace(tzinfo=_zone(zone.lower()) if zone else UTC).astimezone(UTC)


@cache
def _zone(name: str) -> tzinfo:
    if name in _OFFSET_HOURS:
        return timezone(timedelta(hours=_OFFSET_HOURS[name]))
    if name in _WITH_DAYLIGHT_SAVING:
        return ZoneInfo(_WITH_DAYLIGHT_SAVING[name])
    if match := _NUMERIC.fullmatch(name):
        offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        if offset < timedelta(hours=24):
            return timezone(offset if match[1] == "+" else -offset)
    return UTC
