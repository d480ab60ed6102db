"""What is about to be told: a mark among the truth, written before, and taken away after the rows that follow.

A worker that dies in between has told of incidents what no row remembers, and what is done again may be done in another
order, as two topics have none between them: what was told may then never be so again, and never be taken back. So
whoever takes the partition over tells anew of all that a mark names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemas import Incident

from .change import Row

ROW_KEY = "telling"
"""Of the mark, in the `reports` table: it lies in one order with the rows of reports and overrides."""


def row_of(outgoing: Mapping[str, Incident | None]) -> Row:
    """The mark of what is told by incident id; null ends an id."""
    return {"telling": {id_: incident.revision if incident else 0 for id_, incident in outgoing.items()}}


def is_row(row: Any) -> bool:
    """Whether a row of the `reports` table is the mark."""
    return "telling" in row


def of_row(row: Any) -> dict[str, int]:
    """The revisions that may have been told, by incident id."""
    return {str(id_): int(revision) for id_, revision in row["telling"].items()}
