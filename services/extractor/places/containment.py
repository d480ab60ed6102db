"""Whether one record of the gazetteer lies in another, and what to believe where the text says that it does."""

from __future__ import annotations

from ..wordsets import word_set
from .mention import Mention
from .model import Candidate, PlaceKind, distance_km

_FAMOUS = 900_000
"""A city this big is meant by its name whatever country the text seems to put it in."""
KNOWN = 100_000
"""The same for another division of the country that the text names."""
_BIG_DIVISION = 300_000
_SLACK_KM = 25.0
"""How far outside its division a town may lie by the gazetteer's middle and radius."""
_DISPUTED = frozenset(
    frozenset(pair.split("-"))
    for pair in word_set(
        "IL-PS UA-RU SY-IL RS-XK MA-EH CN-TW CN-HK CN-MO SD-SS IN-PK AM-AZ GE-RU CY-TR US-PR GB-GI MD-RU"
    )
)
"""Countries of which one may be said to contain what the gazetteer gives to the other."""


def contains(outer: Candidate, inner: Candidate) -> bool:
    """Whether one place lies in another by their codes, or, for a city, by distance."""
    if outer.index == inner.index or outer.kind is PlaceKind.water:
        return False
    if outer.kind is PlaceKind.country:
        return inner.kind is not PlaceKind.country and outer.country == inner.country
    if outer.country != inner.country or inner.kind is PlaceKind.country:
        return False
    if outer.kind is PlaceKind.admin1:
        return inner.kind is not PlaceKind.admin1 and outer.admin1_code == inner.admin1_code
    away = apart(outer, inner)
    if outer.kind in (PlaceKind.admin2, PlaceKind.region):
        return inner.kind not in (PlaceKind.admin1, outer.kind) and away <= outer.radius_km * 1.5
    return outer.kind is PlaceKind.city and not inner.kind.is_area and away <= outer.radius_km + 15


def agrees(outer: Candidate, inner: Candidate) -> bool:
    """Whether the gazetteer does not deny that one place lies in the other."""
    if contains(outer, inner):
        return True
    if outer.kind is PlaceKind.country or inner.country != outer.country:
        return frozenset((outer.country, inner.country)) in _DISPUTED or outer.country == inner.country
    return apart(outer, inner) <= outer.radius_km * 1.2 + _SLACK_KM + (inner.radius_km if inner.kind.is_area else 0.0)


def may_be_rejected(mention: Mention, outer: Candidate, inner: Candidate) -> bool:
    """Whether the words that contain a name weigh more than that the gazetteer has no such place there."""
    if inner.kind in (PlaceKind.country, PlaceKind.region, PlaceKind.water):
        return False
    if outer.kind not in (PlaceKind.country, PlaceKind.admin1, PlaceKind.region) and not (
        outer.population >= KNOWN and (mention.contained_by is not None and mention.contained_by.start > mention.start)
    ):
        return False
    if not (outer.main or outer.kind is PlaceKind.country):
        return False
    if inner.kind is PlaceKind.admin1 and inner.population > _BIG_DIVISION:
        return False
    return inner.population < (KNOWN if inner.country == outer.country else _FAMOUS)


def apart(one: Candidate, other: Candidate) -> float:
    """Kilometres between the coordinates of two records."""
    return distance_km(one.latitude, one.longitude, other.latitude, other.longitude)
