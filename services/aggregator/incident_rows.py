"""The rows of the `incidents` table: what was last said of each incident id.

    {"id", "revision", "state", "merged_into", "hash", "members": [report id, ...],
     "seen": [published_at, fetched_at], "brief", "closed", "follows", "counted"}

`hash` is of the content that was sent, so that an incident is sent again only when it says something else. `seen` is
the newest of its reports, by which retention goes. A closed row is all that is left when the retention of its reports
has ended: it remembers the id until the tombstone that ends the incident is due. `follows` tells of which words of
which reports, by which version of the program, the row was made, and `counted` what the tallies have of it: a row that
follows from the reports as they are need not be worked out again when a state is recovered.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator, KeysView, Sequence
from importlib.metadata import version
from typing import Any

from schemas import Incident, IncidentState, Override

from .change import Row
from .packing import pack_json, unpack_json
from .register import Register
from .tallies import counted, counted_row

PROGRAM = version("tocsin")
"""Another version may make other rows of the same reports."""


def incident_row(
    incident: Incident,
    digest: str,
    members: Sequence[str],
    seen: list[str],
    brief: dict[str, Any],
    follows: str | None,
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
        "follows": follows,
        "counted": counted_row(counted(incident)),
    }


def closed(row: Row) -> Row:
    """The row when its reports are gone."""
    return {**row, "members": [], "brief": None, "closed": True, "follows": None, "counted": None}


def follows(members: Sequence[Register], said: Sequence[Override] = ()) -> str:
    """What a row that these registers make follows from, in their order, and what analysts said of it."""
    digest = hashlib.blake2b(PROGRAM.encode(), digest_size=16)
    for register in members:
        digest.update(register.digest)
    for word in said:
        digest.update(word.to_json())
    return digest.hexdigest()


def says(row: Row | None, state: IncidentState, merged_into: str | None = None) -> bool:
    """Whether this is what was last said, and its reports are still held."""
    return row is not None and not row["closed"] and row["state"] == state and row["merged_into"] == merged_into


def stands(row: Row | None) -> bool:
    """Whether it was last said that the incident is active, or rejected, and its reports are still held."""
    return row is not None and not row["closed"] and row["state"] in (IncidentState.active, IncidentState.rejected)


def seen(members: Sequence[Register]) -> list[str]:
    """Newest `published_at` (`revised_at` where it is unknown) and newest `fetched_at`."""
    return [
        max(register.published_at or register.version[0] for register in members).isoformat(),
        max(register.version[1] for register in members).isoformat(),
    ]


class IncidentRows:
    """The rows by incident id, packed."""

    def __init__(self, rows: Iterable[tuple[str, Row]] = ()) -> None:
        self._packed: dict[str, bytes] = {}
        self._heard: dict[str, tuple[bool, str, str]] = {}
        """Whether it is closed, and `seen`: what the look for expired ones goes by."""
        for id_, row in rows:
            self[id_] = row

    def __getitem__(self, id_: str) -> Row:
        row: Row = unpack_json(self._packed[id_])
        return row

    def __setitem__(self, id_: str, row: Row) -> None:
        self._packed[id_] = pack_json(row)
        self._heard[id_] = (bool(row["closed"]), *_shared_text(row["seen"]))

    def __delitem__(self, id_: str) -> None:
        del self._packed[id_], self._heard[id_]

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)

    def get(self, id_: str) -> Row | None:
        """The row of an id; None where there is none."""
        return self[id_] if id_ in self._packed else None

    def keys(self) -> KeysView[str]:
        """The ids."""
        return self._packed.keys()

    def heard(self) -> list[tuple[str, bool, tuple[str, str]]]:
        """Id, whether its row is closed, and `seen`, of each in order of ids."""
        return [
            (id_, closed, (published, fetched)) for id_, (closed, published, fetched) in sorted(self._heard.items())
        ]


def _shared_text(seen: Sequence[str]) -> tuple[str, str]:
    published, fetched = seen
    return sys.intern(published), sys.intern(fetched)
