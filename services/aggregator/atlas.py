"""Where the units of the rolling counts lie, and what a map is drawn with: names and coordinates of the gazetteer."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import structlog

from services.extractor.bake import load_gazetteer
from services.extractor.places.gazetteer import Gazetteer, GazetteerFormatError
from services.extractor.places.model import Candidate
from services.runtime.errors import ConfigurationError

TOWNS_CELL = 0.25
"""Degrees of the squares of which each gives its biggest town to the map: fine enough that coasts can be seen."""

NAMED_TOWNS = 2_000
"""Towns whose names a map can show."""

UNITS_PER_DEGREE = 180
"""Of `Atlas.towns`: what brings 180 degrees into 16 bits."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Spot:
    """A location of the counts: its name, and the middle of it in degrees (WGS 84)."""

    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Atlas:
    """What is known of places; all empty where there is no gazetteer."""

    spots: Mapping[str, Spot] = field(default_factory=dict)
    """By location: `IQ/01` for a division, `IQ/-` for a country."""
    countries: Sequence[Spot] = ()
    named_towns: Sequence[Spot] = ()
    """The most populous, biggest first."""
    towns: bytes = b""
    """Latitude and longitude of towns all over the world in 1/180 degrees, as little-endian 16-bit integers."""

    def spot(self, location: str) -> Spot | None:
        """Of a location such as `IQ/01`; the country's where the division is not known, None where nothing is."""
        return self.spots.get(location) or self.spots.get(f"{location.partition('/')[0]}/-")


def atlas_of(gazetteer: Gazetteer) -> Atlas:
    """The atlas of a gazetteer."""
    spots = {f"{country.country}/-": _spot(country, country.name) for country in _placed(gazetteer.countries())}
    names = {country.country: country.name for country in gazetteer.countries()}
    countries = tuple(spots.values())
    for division in _placed(gazetteer.divisions()):
        whole = names.get(division.country)
        name = f"{division.name}, {whole}" if whole and whole != division.name else division.name
        spots[f"{division.country}/{division.admin1_code}"] = _spot(division, name)
    towns = gazetteer.towns(TOWNS_CELL)
    named = tuple(_spot(town, town.name) for town in (gazetteer.record(int(n)) for n in towns[:NAMED_TOWNS]))
    dots = np.rint(gazetteer.coordinates(towns) * UNITS_PER_DEGREE).astype("<i2")
    return Atlas(spots, countries, named, dots.tobytes())


def load_atlas() -> Atlas:
    """The atlas of the baked gazetteer; an empty one, with a warning, where there is none and none can be baked."""
    try:
        return atlas_of(load_gazetteer())
    except (ConfigurationError, GazetteerFormatError, OSError) as error:
        log.warning("no map: places have neither names nor coordinates", error=str(error))
        return Atlas()


def _placed(places: Iterator[Candidate]) -> Iterator[Candidate]:
    return (place for place in places if not math.isnan(place.latitude))


def _spot(place: Candidate, name: str) -> Spot:
    return Spot(name, round(place.latitude, 3), round(place.longitude, 3))
