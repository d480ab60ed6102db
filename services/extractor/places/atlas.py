"""The atlas: what of the gazetteer others want to know, as one file of JSON.

The aggregator names the units of its counts with it, and draws its map.
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from .gazetteer import Gazetteer
from .model import Candidate

TOWNS_CELL = 0.25
"""Degrees of the squares of which each gives its biggest town to the map: fine enough that coasts can be seen."""

NAMED_TOWNS = 2_000
"""Towns whose names a map can show."""

UNITS_PER_DEGREE = 180
"""Of the towns' coordinates: what brings 180 degrees into 16 bits."""

Spot = tuple[str, float, float]
"""Name, latitude and longitude."""


def write_atlas(path: Path, gazetteer: Gazetteer) -> None:
    """Writes `{"spots": {"IQ/01": [name, latitude, longitude]}, "countries": [...], "named_towns": [...],
    "towns": base64, "units_per_degree": 180}`.

    A spot is the middle of a first-level division, or of a country (`IQ/-`). `towns` are latitude and longitude of
    towns all over the world, little-endian 16-bit integers.
    """
    names = {country.country: country.name for country in gazetteer.countries()}
    spots = {f"{country.country}/-": _spot(country, country.name) for country in _placed(gazetteer.countries())}
    countries = list(spots.values())
    for division in _placed(gazetteer.divisions()):
        whole = names.get(division.country)
        name = f"{division.name}, {whole}" if whole and whole != division.name else division.name
        spots[f"{division.country}/{division.admin1_code}"] = _spot(division, name)
    towns = gazetteer.towns(TOWNS_CELL)
    named = [gazetteer.record(int(number)) for number in towns[:NAMED_TOWNS]]
    dots = np.rint(gazetteer.coordinates(towns) * UNITS_PER_DEGREE).astype("<i2")
    atlas = {
        "spots": spots,
        "countries": countries,
        "named_towns": [_spot(town, town.name) for town in named],
        "towns": base64.b64encode(dots.tobytes()).decode(),
        "units_per_degree": UNITS_PER_DEGREE,
    }
    path.write_text(json.dumps(atlas, ensure_ascii=False), encoding="utf-8")


def _placed(places: Iterator[Candidate]) -> Iterator[Candidate]:
    return (place for place in places if not math.isnan(place.latitude))


def _spot(place: Candidate, name: str) -> Spot:
    return name, round(place.latitude, 3), round(place.longitude, 3)
