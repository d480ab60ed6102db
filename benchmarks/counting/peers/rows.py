"""What every peer counts: reports by location and perpetrator, in hopping windows of event time.

A framework's windows do not slide: each has a fixed grid of starts, and a message is counted in every window that it
lies in. Twelve starts a window are told apart here; a finer grid costs each of them as many more writes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

HOUR = 3600
WINDOWS: dict[str, tuple[int, int]] = {
    "1h": (HOUR, HOUR // 12),
    "24h": (24 * HOUR, 2 * HOUR),
    "7d": (7 * 24 * HOUR, 14 * HOUR),
    "30d": (30 * 24 * HOUR, 60 * HOUR),
}
"""Size and step of each window, in seconds."""


def rows_of(value: bytes) -> list[str]:
    """Keys of the rows that a report is counted in; none for a retraction, of which a count can't be taken back."""
    report = json.loads(value)
    if report["kind"] != "report":
        return []
    place = report["place"]
    location = f"{place['country']}/{place['admin1_code'] or '-'}"
    return [f"{location}|{actor['id']}" for actor in report["actors"] if actor["role"] == "perpetrator"]


def starts_of(timestamp: float, size: int, step: int) -> Iterator[int]:
    """Starts of the windows that a time lies in."""
    start = int(timestamp // step) * step
    while start > timestamp - size:
        yield start
        start -= step
