"""Where the units of the rolling counts lie, and what a map is drawn with: read from the baked atlas."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import structlog

from services.runtime.baked import ATLAS, baked_dir

log = structlog.get_logger(__name__)


class Spot(NamedTuple):
    """A location of the counts: its name, and the middle of it in degrees (WGS 84)."""

    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Atlas:
    """What is known of places; all empty where there is no baked file."""

    spots: Mapping[str, Spot] = field(default_factory=dict)
    """By location: `IQ/01` for a division, `IQ/-` for a country."""
    countries: Sequence[Spot] = ()
    named_towns: Sequence[Spot] = ()
    """The most populous, biggest first."""
    towns: bytes = b""
    """Latitude and longitude of towns all over the world, as little-endian 16-bit integers."""
    units_per_degree: int = 1
    """Of `towns`."""

    def spot(self, location: str) -> Spot | None:
        """Of a location such as `IQ/01`; the country's where the division is not known, None where nothing is."""
        return self.spots.get(location) or self.spots.get(f"{location.partition('/')[0]}/-")


def load_atlas() -> Atlas:
    """The baked atlas; an empty one, with a warning, where there is none."""
    path = baked_dir() / ATLAS
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return Atlas(
            spots={location: Spot(*spot) for location, spot in stored["spots"].items()},
            countries=[Spot(*spot) for spot in stored["countries"]],
            named_towns=[Spot(*spot) for spot in stored["named_towns"]],
            towns=base64.b64decode(stored["towns"]),
            units_per_degree=stored["units_per_degree"],
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.warning(
            "no map: places have neither names nor coordinates. Run python -m services.extractor.bake",
            path=str(path),
            error=str(error),
        )
        return Atlas()
