"""What the gazetteer holds and what a mention of a place resolves to."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum

from schemas import PlacePrecision

EARTH_RADIUS_KM = 6371.0


class PlaceKind(IntEnum):
    """What sort of place a gazetteer record is. The numbers are written into the baked file."""

    country = 0
    admin1 = 1
    admin2 = 2
    city = 3
    region = 4
    """An area that is no administrative division: Donbas, the Sahel."""
    airport = 5
    base = 6
    camp = 7
    neighbourhood = 8
    water = 9
    """A strait, sea, gulf or river."""
    facility = 10
    """A prison, dam, power plant, border crossing, mosque and the like."""

    @property
    def is_area(self) -> bool:
        """True for what contains towns: countries, divisions, regions, waters."""
        return self in _AREAS


_AREAS = frozenset({PlaceKind.country, PlaceKind.admin1, PlaceKind.admin2, PlaceKind.region, PlaceKind.water})


@dataclass(frozen=True, slots=True)
class Candidate:
    """One record of the gazetteer, as a reading of a name."""

    index: int
    """Number of the record in the baked file."""
    kind: PlaceKind
    name: str
    country: str
    """ISO 3166-1 alpha-2; `ZZ` where it lies in several or in none."""
    admin1_code: str | None
    admin1: str | None
    city: str | None
    """The city that it is or lies in."""
    latitude: float
    longitude: float
    population: int
    """Rounded to about 3%; 0 when unknown."""
    radius_km: float
    geonames_id: int | None
    capital: bool
    """The capital of its country."""
    main: bool
    """The name looked up is the record's own, not one of its other names."""
    coasts: tuple[str, ...] = ()
    """The other countries on the shores of a water."""


@dataclass(frozen=True, slots=True)
class ResolvedPlace:
    """Where a mention is. The fields are those of the contract's `Place`, without text and span."""

    name: str | None
    """The place's own name, as an English newsroom writes it."""
    city: str | None
    admin1: str | None
    admin1_code: str | None
    country: str
    """ISO 3166-1 alpha-2; `ZZ` exactly when `precision` is unknown."""
    latitude: float | None
    """Degrees, WGS 84."""
    longitude: float | None
    radius_km: float | None
    """Kilometres around the coordinates within which it lies."""
    geonames_id: int | None
    precision: PlacePrecision
    """How closely the text tells the place. How closely the coordinates do is `radius_km`: a town that the gazetteer
    lacks is told to the town, and lies anywhere in its province."""


UNKNOWN_PLACE = ResolvedPlace(None, None, None, None, "ZZ", None, None, None, None, PlacePrecision.unknown)


def distance_km(latitude_a: float, longitude_a: float, latitude_b: float, longitude_b: float) -> float:
    """Great-circle distance in kilometres (haversine)."""
    phi_a, phi_b = math.radians(latitude_a), math.radians(latitude_b)
    half_lat, half_lon = (phi_b - phi_a) / 2, math.radians(longitude_b - longitude_a) / 2
    a = math.sin(half_lat) ** 2 + math.cos(phi_a) * math.cos(phi_b) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(a)))


def moved(latitude: float, longitude: float, bearing_degrees: float, km: float) -> tuple[float, float]:
    """The point `km` kilometres from another, towards `bearing_degrees` (0 is north, 90 east)."""
    phi, lam, theta, delta = (
        math.radians(latitude),
        math.radians(longitude),
        math.radians(bearing_degrees),
        km / EARTH_RADIUS_KM,
    )
    phi_to = math.asin(math.sin(phi) * math.cos(delta) + math.cos(phi) * math.sin(delta) * math.cos(theta))
    lam_to = lam + math.atan2(
        math.sin(theta) * math.sin(delta) * math.cos(phi), math.cos(delta) - math.sin(phi) * math.sin(phi_to)
    )
    return round(math.degrees(phi_to), 5), round((math.degrees(lam_to) + 540) % 360 - 180, 5)
