"""How long things are kept, and by which clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from .register import Register
from .tallies import LONGEST_WINDOW

Clock = Literal["wall", "event"]


@dataclass(frozen=True, slots=True)
class Retention:
    """How long reports and incidents are kept."""

    reports: timedelta = timedelta(days=90)
    """Reports, by the newest of their incident: an incident goes whole or not at all. At least the longest window."""
    incidents: timedelta = timedelta(days=400)
    """Ids of incidents, until their tombstone is sent. At least `reports`."""
    clock: Clock = "wall"
    """`wall`: by `fetched_at`. `event`: by `published_at`."""

    def __post_init__(self) -> None:
        if self.reports < LONGEST_WINDOW:
            raise ValueError(f"keep reports for {LONGEST_WINDOW.days} days or more: the longest window counts them")
        if self.incidents < self.reports:
            raise ValueError("keep incidents at least as long as reports")

    def heard(self, register: Register) -> datetime:
        """When a report was heard of."""
        return (register.published_at or register.version[0]) if self.clock == "event" else register.version[1]

    def last_heard(self, seen: Sequence[str]) -> datetime:
        """When an incident was last heard of, by `seen` of its row."""
        return datetime.fromisoformat(seen[0 if self.clock == "event" else 1])
