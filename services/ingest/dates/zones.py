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
    "pst": -8, "brt": -3, "art": -3, "akst": -9, "akdt": -8, "hst": -10, "adt": -3, "nst": -3.5, "ndt": -2.5, "clt": -4,
    "clst": -3, "cot": -5, "ect": -5, "pet": -5, "pyt": -4, "uyt": -3, "vet": -4, "bot": -4, "gyt": -4, "idt": 3,
    "irdt": 4.5, "azt": 4, "get": 4, "amt": 4, "uzt": 5, "tjt": 5, "tmt": 5, "kgt": 6, "btt": 6, "bdt": 6, "slst": 5.5,
    "myt": 8, "awst": 8, "wita": 8, "wit": 9, "acst": 9.5, "acdt": 10.5, "pgt": 10, "fjt": 12, "yekt": 5, "omst": 6,
    "krat": 7, "irkt": 8, "vlat": 10, "cvt": -1, "mut": 4, "tlt": 9,
}  # fmt: skip
_WITH_DAYLIGHT_SAVING = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
}
_WRITTEN_OUT = {
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
    "greenwich mean": "Etc/UTC",
    "coordinated universal": "Etc/UTC",
    "universal": "Etc/UTC",
    "central european": "Europe/Berlin",
    "eastern european": "Europe/Helsinki",
    "east africa": "Africa/Nairobi",
    "west africa": "Africa/Lagos",
    "central africa": "Africa/Maputo",
    "south africa": "Africa/Johannesburg",
    "india": "Asia/Kolkata",
    "indian": "Asia/Kolkata",
    "pakistan": "Asia/Karachi",
    "bangladesh": "Asia/Dhaka",
    "nepal": "Asia/Kathmandu",
    "israel": "Asia/Jerusalem",
    "moscow": "Europe/Moscow",
    "kyiv": "Europe/Kyiv",
    "beijing": "Asia/Shanghai",
    "tehran": "Asia/Tehran",
    "japan": "Asia/Tokyo",
    "korea": "Asia/Seoul",
    "singapore": "Asia/Singapore",
    "london": "Europe/London",
    "british": "Europe/London",
    "eastern australian": "Australia/Sydney",
}
"""Before `Time`, with or without `Standard`, `Daylight` or `Summer`."""
_NAMED_ZONE = re.compile(r"(?P<name>[a-z ]+?)(?: standard| daylight| summer)? time")
_NUMERIC = re.compile(r"(?:utc|gmt)?\s?([+-])(\d{1,2}):?(\d{2})?")

ZONE_PATTERN = (
    r"(?:(?:"
    + "|".join(sorted((name.title() for name in _WRITTEN_OUT), key=len, reverse=True))
    + r")(?:\s(?:Standard|Daylight|Summer))?\s[Tt]ime|(?:UTC|GMT)?\s?[+-]\d{1,2}:?(?:\d{2})?"
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
    if (match := _NAMED_ZONE.fullmatch(name)) and match["name"] in _WRITTEN_OUT:
        return ZoneInfo(_WRITTEN_OUT[match["name"]])
    if match := _NUMERIC.fullmatch(name):
        offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        if offset < timedelta(hours=24):
            return timezone(offset if match[1] == "+" else -offset)
    return UTC
