"""Reads an article's dateline: `TBILISI, Georgia`, `TUNIS`, `ATLANTA, Ga. (AP)`, `JERUSALEM/GAZA`."""

from __future__ import annotations

import re
from dataclasses import replace

from schemas import PlacePrecision

from .folding import fold
from .gazetteer import Gazetteer
from .model import Candidate, PlaceKind, ResolvedPlace
from .names import division_key
from .placement import as_place, shown_name
from .words import PlaceWords

_PARTS = re.compile(r"[,;]|\s[-\u2013\u2014]+(?:\s|$)|[\u2014]")
_AGENCY = re.compile(r"\([^)]*\)?")
_BIG = 100_000


def read_dateline(text: str, gazetteer: Gazetteer, words: PlaceWords) -> ResolvedPlace | None:
    """The place of a dateline, precision city; that of its country or division where it names no city; null where
    nothing in it is known."""
    parts = [part.strip(" .-") for part in _PARTS.split(_AGENCY.sub("", text))]
    parts = [part for part in parts if part and not _is_date(part, words)]
    if not parts:
        return None
    first = parts[0].split("/")[0]
    readings = gazetteer.lookup(fold(first))
    for second in parts[1:]:
        areas = _areas(second, gazetteer, words)
        pairs = [
            (_is_city(reading), area.kind is PlaceKind.country, reading.main, reading.population, reading, area)
            for area in areas
            for reading in readings
            if _lies_in(reading, area)
        ]
        if pairs:
            return as_place(max(pairs, key=lambda pair: pair[:4])[4], _cased(first))
        if areas:
            area = max(areas, key=lambda c: (c.kind is PlaceKind.country, c.population))
            name = _cased(first)
            return replace(as_place(area), name=name, city=name, geonames_id=None, precision=PlacePrecision.city)
    best = max(readings, key=_alone, default=None)
    return as_place(best, _cased(first)) if best is not None and best.country != "ZZ" else None


def _cased(name: str) -> str:
    """A name without the capitals of a dateline, however short it is."""
    return shown_name(name.title() if name.isupper() else name)


def _alone(candidate: Candidate) -> tuple[bool, bool, bool, int, int]:
    """Order of the readings of a dateline of one name: a capital, a country, a big city."""
    sure = _is_city(candidate) and candidate.population >= _BIG
    country = candidate.kind is PlaceKind.country
    return (candidate.capital, country and candidate.main, candidate.main and sure, candidate.population,
            -candidate.index)  # fmt: skip


def _is_city(candidate: Candidate) -> bool:
    return not candidate.kind.is_area


def _is_date(part: str, words: PlaceWords) -> bool:
    first = part.lower().rstrip(".").split()[0]
    return first[:1].isdigit() or first in words.calendar or (len(first) == 3 and any(
        day.startswith(first) for day in words.calendar))  # fmt: skip


def _areas(text: str, gazetteer: Gazetteer, words: PlaceWords) -> list[Candidate]:
    """The countries and divisions that the second part of a dateline may be."""
    code = words.us_states.get(text.rstrip(".")) or (text if text in words.us_states.values() else None)
    if code:
        return list(gazetteer.lookup(division_key("US", code)))
    province = words.provinces.get(text.rstrip("."))
    if province:
        return list(gazetteer.lookup(division_key(*province.split("."))))
    country = gazetteer.country(words.short_names.get(text, ""))
    if country is not None:
        return [country]
    return [c for c in gazetteer.lookup(fold(text)) if c.kind.is_area and c.kind is not PlaceKind.water]


def _lies_in(inner: Candidate, area: Candidate) -> bool:
    if inner.index == area.index or inner.kind is PlaceKind.country or inner.country != area.country:
        return False
    return area.kind is not PlaceKind.admin1 or inner.admin1_code == area.admin1_code
