"""Where to look for reports of the same incident, so that a report's cost does not grow with the number held.

A report is filed under a few keys (country, day, and how much of the place is known), and looks under a few. The two
fit together so that every pair that `pair.pair_score` does not rule out by time or place finds each other, from either
side; that is what makes the result independent of the order of arrival.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Set
from functools import lru_cache

from .distance import EARTH_RADIUS_KM
from .features import Day, Features, Level, Where
from .pair import REACH_KM

CELL_DEGREES = 0.5
"""Side of a grid cell, in latitude and longitude."""

_CELLS_AROUND = round(360 / CELL_DEGREES)
_POLAR_COSINE = 0.02
"""Bounds the cells looked at around the poles, where no meridian is far."""

Key = tuple[str | int, ...]


def filed_under(where: Where, day: Day) -> Iterator[Key]:
    """Keys under which a report of `day` is found."""
    country = where.country
    yield ("all", country, day)
    if where.level is Level.specific:
        if where.point:
            yield ("cell", country, day, *_cell(*where.point))
        for name in where.names:
            yield ("called", country, day, name)
        if where.geonames_id is not None:
            yield ("place", country, day, where.geonames_id)
        yield ("within", country, day, where.admin1 or "")
    elif where.level is Level.admin1:
        yield ("within", country, day, where.admin1 or "")
        yield ("division", country, day, where.admin1 or "")
        yield ("vague", country, day)
    else:
        yield ("vague", country, day)
        yield ("placeless", country, day)


def looked_under(where: Where, day: Day) -> Iterator[Key]:
    """Keys that hold every report of `day` that could be of the same place."""
    country = where.country
    if where.level is Level.specific:
        yield from _near(where, day)
        if where.admin1:
            yield ("division", country, day, where.admin1)
            yield ("placeless", country, day)
        else:
            yield ("vague", country, day)
    elif where.level is Level.admin1:
        yield ("within", country, day, where.admin1 or "")
        yield ("within", country, day, "")
        yield ("placeless", country, day)
    else:
        yield ("all", country, day)


def _near(where: Where, day: Day) -> Iterator[Key]:
    """Keys that hold every report of `day` of a town or spot that could be that of `where`."""
    country = where.country
    if where.point:
        for cell in _cells_within_reach(*where.point):
            yield ("cell", country, day, *cell)
    for name in where.names:
        yield ("called", country, day, name)
    if where.geonames_id is not None:
        yield ("place", country, day, where.geonames_id)


def _cell(latitude: float, longitude: float) -> tuple[int, int]:
    return (math.floor(latitude / CELL_DEGREES), math.floor(longitude / CELL_DEGREES) % _CELLS_AROUND)


@lru_cache(maxsize=10_000)
def _cells_within_reach(latitude: float, longitude: float) -> tuple[tuple[int, int], ...]:
    """Cells of the box around the circle of `REACH_KM`."""
    reach = math.degrees(REACH_KM / EARTH_RADIUS_KM) * 1.001  # a rounding's width more than the circle needs
    furthest = min(90.0, abs(latitude) + reach)
    across = reach / max(math.cos(math.radians(furthest)), _POLAR_COSINE)
    rows = range(math.floor((latitude - reach) / CELL_DEGREES), math.floor((latitude + reach) / CELL_DEGREES) + 1)
    west, east = math.floor((longitude - across) / CELL_DEGREES), math.floor((longitude + across) / CELL_DEGREES)
    return tuple((row, column % _CELLS_AROUND) for row in rows for column in range(west, east + 1))


class Blocks:
    """The index: report ids by key."""

    def __init__(self) -> None:
        self._filed: dict[Key, str | set[str]] = {}
        """Most keys have one report: a set for each would be most of the index."""

    def add(self, report: Features) -> None:
        """Files a report."""
        for day in report.when.days:
            for key in filed_under(report.where, day):
                filed = self._filed.setdefault(key, report.id)
                if isinstance(filed, set):
                    filed.add(report.id)
                elif filed != report.id:
                    self._filed[key] = {filed, report.id}

    def remove(self, report: Features) -> None:
        """Takes a filed report out; raises `KeyError` if it is not there."""
        for day in report.when.days:
            for key in filed_under(report.where, day):
                filed = self._filed[key]
                if isinstance(filed, set):
                    filed.remove(report.id)
                if not filed or filed == report.id:
                    del self._filed[key]

    def candidates(self, report: Features) -> set[str]:
        """Ids of the filed reports that could be of the same time and place, the report itself aside."""
        found: set[str] = set()
        for day in report.when.days:
            for key in looked_under(report.where, day):
                found |= self._under(key)
        if report.where.level is Level.specific:
            for day in report.when.near_days - report.when.days:
                for key in _near(report.where, day):
                    found |= self._under(key)
        found.discard(report.id)
        return found

    def _under(self, key: Key) -> Set[str]:
        filed = self._filed.get(key)
        if filed is None:
            return frozenset()
        return frozenset((filed,)) if isinstance(filed, str) else filed
