"""The three tables of a partition and a consumer of `incidents.v1`, in memory: what a test runs the state against."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from schemas import Incident, IncidentReport, IncidentState, Override, Retraction
from services.aggregator.change import Change, Row
from services.aggregator.retention import Retention
from services.aggregator.state import PartitionState

Table = dict[str, Row]
Message = IncidentReport | Retraction | Override


class Tables:
    """Rows as JSON text, as a broker would have them: what does not survive JSON fails here."""

    def __init__(self) -> None:
        self.reports: Table = {}
        self.incidents: Table = {}
        self.tallies: Table = {}
        self.told: dict[str, Incident] = {}
        """What a consumer knows: the last message of each id."""

    def write(self, change: Change) -> None:
        """Sends, then writes."""
        self.send(change)
        for table, rows in (
            (self.reports, change.reports),
            (self.incidents, change.incidents),
            (self.tallies, change.tallies),
        ):
            assign(table, rows.items())

    def send(self, change: Change) -> None:
        """Tells the consumer."""
        for incident in change.outgoing:
            self.told[incident.id] = Incident.model_validate_json(incident.to_json())
        for id_ in change.ended:
            self.told.pop(id_, None)

    def load(self, retention: Retention | None = None) -> PartitionState:
        """The state of these rows."""
        reports, incidents, tallies = copy.deepcopy((self.reports, self.incidents, self.tallies))
        return PartitionState.load(reports.items(), incidents.items(), tallies.items(), retention=retention)


def assign(table: Table, rows: Iterable[tuple[str, Row | None]]) -> None:
    """Writes rows to a table; None deletes."""
    for key, row in rows:
        if row is None:
            table.pop(key, None)
        else:
            table[key] = json.loads(json.dumps(row))


def run(messages: Iterable[Message], tables: Tables | None = None, state: PartitionState | None = None) -> Tables:
    """The tables after these messages."""
    tables = tables or Tables()
    state = state or tables.load()
    for message in messages:
        tables.write(state.apply(message))
    return tables


def active(tables: Tables) -> dict[str, dict[str, Any]]:
    """The active incidents that the consumer knows, revisions aside."""
    return {id_: said for id_, said in everything_told(tables).items() if said["state"] == IncidentState.active}


def everything_told(tables: Tables) -> dict[str, dict[str, Any]]:
    """All that the consumer knows, revisions aside."""
    return {id_: incident.model_dump(mode="json", exclude={"revision"}) for id_, incident in tables.told.items()}


def without_revisions(table: Mapping[str, Row]) -> dict[str, Row]:
    """Rows of the incidents table to compare."""
    return {key: {name: value for name, value in row.items() if name != "revision"} for key, row in table.items()}


def only(tables: Tables) -> Incident:
    """The one active incident; fails when there are more or none."""
    (incident,) = (each for each in tables.told.values() if each.state is IncidentState.active)
    return incident


def at(hour: int, day: int = 5) -> datetime:
    """An hour of a day in January 2022, UTC."""
    return datetime.fromisoformat(f"2022-01-{day:02}T{hour:02}:00:00Z")
