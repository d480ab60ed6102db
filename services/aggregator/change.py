"""What a step of the aggregator changes: rows to assign, and messages to send before."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from schemas import Incident

Row = dict[str, Any]
"""A row of a table: plain JSON."""


class Outcome(StrEnum):
    """What became of a message."""

    applied = "applied"
    """It is the newest word on its report."""
    unchanged = "unchanged"
    """Held already, to the letter: a duplicate or a replay."""
    superseded = "superseded"
    """A newer word on its report is held."""


@dataclass(slots=True)
class Change:
    """What follows from one message, or from a look at the whole set.

    The order is binding. Send `outgoing` and the tombstones of `ended`, and wait until they are delivered; then write
    the rows of each table in the order given here. A crash at any point then repeats, and never forgets: whatever is
    lost is made again from the `reports` rows and the messages that are replayed.
    """

    outcome: Outcome = Outcome.applied
    late: bool = False
    """The report is older than the longest window: in its right place, but in no rolling count."""
    reports: dict[str, Row | None] = field(default_factory=dict)
    """By report id, or `overrides.row_key`. None deletes, here and below. The row of the message itself comes first."""
    incidents: dict[str, Row | None] = field(default_factory=dict)
    """By incident id."""
    tallies: dict[str, Row | None] = field(default_factory=dict)
    """By `tallies.row_key`."""
    outgoing: list[Incident] = field(default_factory=list)
    """For `incidents.v1`, active ones first, so that a reader who follows `merged_into` finds it there."""
    ended: list[str] = field(default_factory=list)
    """Incident ids whose retention has ended: for each, a message without a value."""

    def __len__(self) -> int:
        """Rows that change."""
        return len(self.reports) + len(self.incidents) + len(self.tallies)

    def __bool__(self) -> bool:
        """Whether there is anything to send or to write."""
        return bool(len(self) or self.outgoing or self.ended)
