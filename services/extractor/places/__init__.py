"""Places: the gazetteer, the mentions of places in a text, and which place each of them is."""

from __future__ import annotations

from .combination import combine
from .gazetteer import Gazetteer, GazetteerFormatError
from .model import UNKNOWN_PLACE, Candidate, PlaceKind, ResolvedPlace, distance_km, moved

__all__ = [
    "UNKNOWN_PLACE",
    "Candidate",
    "Gazetteer",
    "GazetteerFormatError",
    "PlaceKind",
    "ResolvedPlace",
    "combine",
    "distance_km",
    "moved",
]
