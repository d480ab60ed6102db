"""One place out of several: what the places named in one clause say together."""

from __future__ import annotations

from collections.abc import Iterable

from schemas import PlacePrecision

from .model import UNKNOWN_PLACE, ResolvedPlace, distance_km

_RANK = {
    PlacePrecision.exact: 0,
    PlacePrecision.near: 1,
    PlacePrecision.city: 2,
    PlacePrecision.admin1: 3,
    PlacePrecision.country: 4,
    PlacePrecision.unknown: 5,
}


def consistent(a: ResolvedPlace, b: ResolvedPlace) -> bool:
    """Whether two places can be where one thing happened: neither contradicts the other's country, division or
    position."""
    if PlacePrecision.unknown in (a.precision, b.precision):
        return True
    if a.country != b.country:
        return False
    if PlacePrecision.country in (a.precision, b.precision):
        return True
    if a.admin1_code and b.admin1_code and a.admin1_code != b.admin1_code:
        return False
    if PlacePrecision.admin1 in (a.precision, b.precision) or a.latitude is None or b.latitude is None:
        return True
    apart = distance_km(a.latitude, a.longitude or 0.0, b.latitude, b.longitude or 0.0)
    return apart <= (a.radius_km or 0.0) + (b.radius_km or 0.0) + 10.0


def combine(places: Iterable[ResolvedPlace]) -> ResolvedPlace:
    """The most specific of the places that agrees with most of the others; the first of equals; unknown when there
    is none.

    "Ain al-Asad, in Anbar, in Iraq" is Ain al-Asad. Of places that contradict each other ("from Syria into Lebanon")
    the
    one that more of the others support wins, then the first.
    """
    named = list(places)
    if not named:
        return UNKNOWN_PLACE
    support = [sum(consistent(place, other) for other in named) for place in named]

    def order(number: int) -> tuple[int, int, float, int]:
        place = named[number]
        return (-support[number], _RANK[place.precision], place.radius_km or 0.0, number)

    known = [number for number in range(len(named)) if named[number].precision is not PlacePrecision.unknown]
    return named[min(known or range(len(named)), key=order)]
