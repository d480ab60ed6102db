"""Distance on the globe."""

from __future__ import annotations

import math

EARTH_RADIUS_KM = 6371.0


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance (haversine) of two points given in degrees. Symmetric to the last bit."""
    lat, other_lat = math.radians(one[0]), math.radians(other[0])
    half_lat, half_lon = abs(lat - other_lat) / 2, math.radians(abs(one[1] - other[1])) / 2
    root = math.sin(half_lat) ** 2 + (math.cos(lat) * math.cos(other_lat)) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(root)))
