"""Turns a chosen record, and the words around it, into the place that an incident is put at."""

from __future__ import annotations

import re
from dataclasses import replace

from schemas import PlacePrecision

from .model import Candidate, PlaceKind, ResolvedPlace, distance_km, moved
from .phrases import Bearing

NEAR_RADIUS_KM = 15.0
"""How far "near" and "outside" may reach, where the text does not say."""
LONGEST_ROAD_KM = 400.0
"""Two towns farther apart than this are no road's ends: `between Moscow and Kyiv`."""
UNLISTED_RADIUS_KM = 50.0
"""How far a village that the gazetteer lacks may lie from the town that it is said to belong to."""
_NARROW_WATER_KM = 150.0
"""A water within this radius says where as closely as a province does."""
_NAMED_BY_TEXT = frozenset({PlaceKind.city, PlaceKind.admin2, PlaceKind.airport})
"""Kinds whose names newsrooms spell otherwise than the gazetteer: the text's spelling is kept."""
_PRECISION = {
    PlaceKind.country: PlacePrecision.country,
    PlaceKind.admin1: PlacePrecision.admin1,
    PlaceKind.admin2: PlacePrecision.admin1,
    PlaceKind.city: PlacePrecision.city,
    PlaceKind.region: PlacePrecision.admin1,
    PlaceKind.neighbourhood: PlacePrecision.city,
}


def as_place(candidate: Candidate, text: str | None = None) -> ResolvedPlace:
    """A candidate as a resolved place, under the name that the text gives it (its own where `text` is null)."""
    kind = candidate.kind
    name = shown_name(text) if text and kind in _NAMED_BY_TEXT else candidate.name
    precision = _PRECISION.get(kind, PlacePrecision.exact)
    if kind is PlaceKind.water:
        narrow = candidate.radius_km <= _NARROW_WATER_KM
        precision = PlacePrecision.admin1 if narrow else PlacePrecision.country
    if candidate.country == "ZZ":
        precision = PlacePrecision.unknown
    return ResolvedPlace(
        name=name,
        city=candidate.city,
        admin1=candidate.admin1,
        admin1_code=candidate.admin1_code,
        country=candidate.country,
        latitude=candidate.latitude,
        longitude=candidate.longitude,
        radius_km=candidate.radius_km,
        geonames_id=candidate.geonames_id,
        precision=precision,
    )


def shown_name(text: str) -> str:
    """A name as the text gives it, without the possessive, line breaks and a dateline's capitals."""
    name = " ".join(re.sub(r"['’]s (?=airport|international)", " ", text).split())
    return name.title() if name.isupper() and len(name) > 4 else name


def displaced(place: ResolvedPlace, candidate: Candidate, bearing: Bearing) -> ResolvedPlace:
    """The place that "western", "near" or "30 km north of" makes of a place."""
    radius = candidate.radius_km
    if bearing.near and candidate.kind not in (PlaceKind.country, PlaceKind.water):
        km = bearing.km if bearing.km is not None else (radius + NEAR_RADIUS_KM if bearing.towards is not None else 0.0)
        latitude, longitude = candidate.latitude, candidate.longitude
        if bearing.towards is not None:
            latitude, longitude = moved(latitude, longitude, bearing.towards, km)
            reach = max(NEAR_RADIUS_KM, km * 0.5)
        else:
            reach = max(NEAR_RADIUS_KM, radius + (bearing.km or 10.0))
        precision = PlacePrecision.near if not candidate.kind.is_area else place.precision
        return replace(place, latitude=latitude, longitude=longitude, radius_km=round(reach, 1), precision=precision)
    if bearing.part is not None:
        latitude, longitude = moved(candidate.latitude, candidate.longitude, bearing.part, radius * 0.4)
        return replace(place, latitude=latitude, longitude=longitude, radius_km=round(radius * 0.7, 1))
    return place


def on_the_way(place: ResolvedPlace, candidate: Candidate, other: Candidate) -> ResolvedPlace:
    """One end of the stretch between two towns, reaching half-way; the place itself where they are no neighbours."""
    if candidate.kind.is_area or other.kind.is_area or place.precision is not PlacePrecision.city:
        return place
    apart = distance_km(candidate.latitude, candidate.longitude, other.latitude, other.longitude)
    if apart > LONGEST_ROAD_KM or apart == 0:
        return place
    return replace(place, precision=PlacePrecision.near, radius_km=round(max(NEAR_RADIUS_KM, apart / 2), 1))


def on_shore(place: ResolvedPlace, candidate: Candidate, named: list[str]) -> ResolvedPlace:
    """A water with the country on its shores that the text names first of `named`; its own where it names none."""
    shores = {candidate.country, *candidate.coasts}
    return next((replace(place, country=code) for code in named if code in shores), place)


def within(area: Candidate, name: str, *, town: bool, bearing: Bearing) -> ResolvedPlace:
    """A place that the gazetteer lacks, in an area that it has.

    The coordinates and the radius are those of the area: it may lie anywhere there. The precision is that of the
    words: "the town of X in the province of Y" is told to the town.
    """
    place = replace(as_place(area), name=name, geonames_id=None)
    if area.kind not in (PlaceKind.country, PlaceKind.admin1, PlaceKind.admin2, PlaceKind.region):
        place = replace(place, city=None, precision=PlacePrecision.admin1, radius_km=UNLISTED_RADIUS_KM)
    if town and place.country != "ZZ":
        precision = PlacePrecision.near if bearing.near else PlacePrecision.city
        place = replace(place, city=name, precision=precision)
    return place
