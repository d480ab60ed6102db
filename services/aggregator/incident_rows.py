"""The rows of the `incidents` table: what was last said of each incident id.

    {"id", "revision", "state", "merged_into", "hash", "members": [report id, ...],
     "seen": [published_at, fetched_at], "brief", "closed"}

`hash` is of the content that was sent, so that an incident is sent again only when it says something else. `seen` is
the newest of its reports, by which retention goes. A closed row is all that is left when the retention of its reports
has ended: it remembers the id until the tombstone that ends the incident is due.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from schemas import Incident, IncidentState

from .change import Row
from .register import Register


def incident_row(
    incident: Incident, digest: str, members: Sequence[str], seen: list[str], brief: dict[str, Any]
) -> Row:
    """The row of what is now said of an incident."""
    return {
        "id": incident.id,
        "revision": incident.revision,
        "state": incident.state.value,
        "merged_into": incident.merged_into,
        "hash": digest,
        "members": list(members),
        "seen": seen,
        "brief": brief,
        "closed": False,
    }


def closed(row: Row) -> Row:
    """The row when its reports are gone."""
    return {**row, "members": [], "brief": None, "closed": True}


def says(row: Row | None, state: IncidentState, merged_into: str | None = None) -> bool:
    """Whether this is what was last said, and its reports are still held."""
    return row is not None and not row["closed"] and row["state"] == state and row["merged_into"] == merged_into


def seen(members: Sequence[Register]) -> list[str]:
    """Newest `published_at` (`revised_at` where it is unknown) and newest `fetched_at`."""
    return [
        max(register.published_at or register.version[0] for register in members).isoformat(),
        max(register.version[1] for register in members).isoformat(),
    ]
