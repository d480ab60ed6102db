"""Rolling counts: incidents and deaths per location, actor and role.

Counted are active incidents that are not historical and not merely threatened, at the time they were first reported. An
incident stands once under each of its perpetrators and each of its victims:

- a perpetrator whose only attribution is a denial is not counted;
- an unnamed one counts as `unknown:<kind>`, and only where no perpetrator is named, so that a later report that names
  the actor moves the count;
- an incident with no perpetrator to count stands under `unknown:unknown`, so that every counted incident has a row;
- unnamed victims count as `unknown:<kind>`, unless a named victim is of the same kind.

Rows are one a location, actor, role and day of first report (UTC), so that no row grows with the length of time that is
kept, and one report writes a few small rows. Totals per location, per actor and per type are of distinct incidents.
Times are whole milliseconds since 1970.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, Literal, TypeVar

from schemas import ActorRole, Incident, IncidentState, Status

from .features import is_denied

WINDOWS: dict[str, timedelta] = {
    "1h": timedelta(hours=1),
    "24h": timedelta(hours=24),
    "7d": timedelta(days=7),
    "30d": timedelta(days=30),
}
"""The rolling windows, each half-open: later than `now - window`, not later than `now`."""

LONGEST_WINDOW = WINDOWS["30d"]

Role = Literal["perpetrator", "victim"]
Entry = tuple[int, str, int, str]
"""(`first_reported_at` in ms, incident id, `killed.min`, sub-event type)."""

Series = tuple[str, ...]
K = TypeVar("K")


def epoch_ms(moment: datetime) -> int:
    """Whole milliseconds since 1970, rounded down."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Counted:
    """What one incident brings to the counts."""

    entry: Entry
    location: str
    """`IQ/01`; `IQ/-` when the division is unknown."""
    actors: tuple[tuple[str, Role], ...]
    """Distinct (actor, role)."""

    def row_keys(self) -> list[str]:
        """Keys of the rows that the incident stands in."""
        day = datetime.fromtimestamp(self.entry[0] // 1000, UTC).date().isoformat()
        return [row_key(self.location, actor, role, day) for actor, role in self.actors]


def counted(incident: Incident) -> Counted | None:
    """What `incident` brings to the counts, or None when it is not counted."""
    if incident.state is not IncidentState.active or incident.historical or incident.status is Status.threatened:
        return None
    killed = incident.casualties.killed
    return Counted(
        entry=(
            epoch_ms(incident.first_reported_at),
            incident.id,
            killed.min if killed else 0,
            incident.sub_event_type.value,
        ),
        location=incident.place.location,
        actors=(
            *((actor, "perpetrator") for actor in _perpetrators(incident)),
            *((v, "victim") for v in _victims(incident)),
        ),
    )


def counted_row(brought: Counted | None) -> list[Any] | None:
    """`brought` as JSON values, the incident's id aside."""
    if brought is None:
        return None
    ms, _, killed, sub_event_type = brought.entry
    return [ms, killed, sub_event_type, brought.location, [list(actor) for actor in brought.actors]]


def counted_of(incident_id: str, row: Sequence[Any] | None) -> Counted | None:
    """What `counted_row` was made of."""
    if row is None:
        return None
    ms, killed, sub_event_type, location, actors = row
    return Counted((ms, incident_id, killed, sub_event_type), location, tuple((actor, role) for actor, role in actors))


def _perpetrators(incident: Incident) -> list[str]:
    suspects = [actor for actor in incident.actors if actor.role is ActorRole.perpetrator and not is_denied(actor)]
    named = {actor.id for actor in suspects if actor.id}
    return sorted(named) or sorted({f"unknown:{actor.kind}" for actor in suspects}) or ["unknown:unknown"]


def _victims(incident: Incident) -> list[str]:
    victims = [actor for actor in incident.actors if actor.role is ActorRole.victim]
    kinds_named = {actor.kind for actor in victims if actor.id}
    return sorted(
        {actor.id or f"unknown:{actor.kind}" for actor in victims if actor.id or actor.kind not in kinds_named}
    )


def row_key(location: str, actor: str, role: str, day: str) -> str:
    """Key of a row, such as `IQ/01|islamic-state|perpetrator|2022-01-05`."""
    return f"{location}|{actor}|{role}|{day}"


@dataclass(frozen=True, slots=True)
class Count:
    """Distinct incidents in a window, and the deaths in them (the sum of `killed.min`)."""

    incidents: int
    deaths: int


@dataclass(frozen=True, slots=True)
class WindowCounts:
    """Counts by window name (`WINDOWS`), of everything with an incident in the longest window."""

    rows: dict[tuple[str, str, str], dict[str, Count]]
    """By (location, actor, role)."""
    locations: dict[str, dict[str, Count]]
    actors: dict[tuple[str, str], dict[str, Count]]
    """By (actor, role), over all locations of the partition."""
    types: dict[str, dict[str, Count]]
    """By sub-event type."""


class _Sorted(Generic[K]):
    """Sorted entries by key."""

    def __init__(self) -> None:
        self.entries: dict[K, list[Entry]] = {}

    def add(self, key: K, entry: Entry) -> None:
        entries = self.entries.setdefault(key, [])
        at = bisect_left(entries, entry)
        if at == len(entries) or entries[at] != entry:
            insort(entries, entry)

    def remove(self, key: K, entry: Entry) -> None:
        entries = self.entries.get(key, [])
        at = bisect_left(entries, entry)
        if at < len(entries) and entries[at] == entry:
            del entries[at]
        if not entries:
            self.entries.pop(key, None)

    def counts(self, now: int) -> dict[K, dict[str, Count]]:
        found = {}
        for key, entries in self.entries.items():
            until = bisect_left(entries, (now + 1,))
            windows = {}
            for name, length in WINDOWS.items():
                window = entries[bisect_left(entries, (now - length // timedelta(milliseconds=1) + 1,)) : until]
                windows[name] = Count(len(window), sum(entry[2] for entry in window))
            if windows["30d"].incidents:
                found[key] = windows
        return found

    def not_after(self, moment: int) -> int:
        """Entries of all keys up to and including a time in ms."""
        return sum(bisect_left(entries, (moment + 1,)) for entries in self.entries.values())


class Tallies:
    """The counts of one partition: rows by key, and totals beside them."""

    def __init__(self) -> None:
        self._rows: _Sorted[str] = _Sorted()
        self._series: _Sorted[tuple[str, str, str]] = _Sorted()
        self._locations: _Sorted[str] = _Sorted()
        self._actors: _Sorted[tuple[str, str]] = _Sorted()
        self._types: _Sorted[str] = _Sorted()
        self._counted: dict[str, Counted] = {}

    def __len__(self) -> int:
        """Incidents counted."""
        return len(self._counted)

    @classmethod
    def of(cls, incidents: Iterable[Counted]) -> Tallies:
        """The counts of these incidents."""
        tallies = cls()
        for each in incidents:
            tallies.assign(each.entry[1], each)
        return tallies

    def assign(self, incident_id: str, now_counted: Counted | None) -> set[str]:
        """Sets what an incident brings (None: nothing) in place of what it brought.

        Returns the keys of the rows changed.
        """
        before = self._counted.get(incident_id)
        if before == now_counted:
            return set()
        changed: set[str] = set()
        if before is not None:
            del self._counted[incident_id]
            changed.update(before.row_keys())
            for key in before.row_keys():
                self._rows.remove(key, before.entry)
            for actor, role in before.actors:
                self._series.remove((before.location, actor, role), before.entry)
                self._actors.remove((actor, role), before.entry)
            self._locations.remove(before.location, before.entry)
            self._types.remove(before.entry[3], before.entry)
        if now_counted is not None:
            self._counted[incident_id] = now_counted
            changed.update(now_counted.row_keys())
            for key in now_counted.row_keys():
                self._rows.add(key, now_counted.entry)
            for actor, role in now_counted.actors:
                self._series.add((now_counted.location, actor, role), now_counted.entry)
                self._actors.add((actor, role), now_counted.entry)
            self._locations.add(now_counted.location, now_counted.entry)
            self._types.add(now_counted.entry[3], now_counted.entry)
        return changed

    def counted(self, incident_id: str) -> Counted | None:
        """What an incident brings; None where it is not counted."""
        return self._counted.get(incident_id)

    def row(self, key: str) -> dict[str, Any] | None:
        """The row to store under `key`; None when nothing is counted there."""
        entries = self._rows.entries.get(key)
        return {"entries": [list(entry) for entry in entries]} if entries else None

    def keys(self) -> Iterable[str]:
        """Keys of the rows."""
        return self._rows.entries.keys()

    def windows(self, now: datetime) -> WindowCounts:
        """Counts of each window that ends at `now`."""
        until = epoch_ms(now)
        return WindowCounts(
            rows=self._series.counts(until),
            locations=self._locations.counts(until),
            actors=self._actors.counts(until),
            types=self._types.counts(until),
        )

    def late(self, now: datetime) -> int:
        """Incidents that are counted in no window because they were first reported before the longest began."""
        return self._types.not_after(epoch_ms(now - LONGEST_WINDOW))
