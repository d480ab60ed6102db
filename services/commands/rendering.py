"""Incidents and counts as tables at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.markup import escape
from rich.table import Table

from schemas import ActorRole, Incident, Quantity, Status

from .rolling import Count

WINDOWS = ("1h", "24h", "7d", "30d")


def quantity(value: Quantity | None) -> str:
    """`5`, `5+` (open), `5-8`; a dash when nothing is said."""
    if value is None:
        return "-"
    if value.max is None:
        return f"{value.min}+"
    return str(value.min) if value.max == value.min else f"{value.min}-{value.max}"


def incidents_table(incidents: Iterable[Incident], *, title: str | None = None) -> Table:
    """One line an incident, as an analyst would scan them."""
    table = Table(title=title, title_justify="left", header_style="bold", expand=True)
    for name in ("when", "where", "what", "by"):
        table.add_column(name, ratio=2 if name in ("where", "what") else None, overflow="fold")
    table.add_column("killed", justify="right")
    table.add_column("injured", justify="right")
    table.add_column("told by", overflow="fold")
    for incident in incidents:
        table.add_row(*incident_cells(incident))
    return table


def incident_cells(incident: Incident) -> list[str]:
    """The cells of an incident's line."""
    when = incident.occurred.start.isoformat()[:10] if incident.occurred.start else "?"
    place = incident.place
    named = dict.fromkeys(part for part in (place.name or place.city, place.admin1, place.country) if part)
    what = incident.sub_event_type.value.replace("_", " ")
    if incident.status is not Status.accomplished:
        what += f" ({incident.status.value})"
    if incident.historical:
        what += " (background)"
    actors = [actor for actor in incident.actors if actor.role is ActorRole.perpetrator]
    by = ", ".join(
        actor.name
        + (f" [{'/'.join(dict.fromkeys(a.value.value for a in actor.attributions))}]" if actor.attributions else "")
        for actor in actors
    )
    told = f"{len(incident.reports)}: {', '.join(incident.sources)}" if incident.sources else str(len(incident.reports))
    cells = [
        when,
        ", ".join(named) if named else "?",
        what,
        by or "?",
        quantity(incident.casualties.killed),
        quantity(incident.casualties.injured),
        told,
    ]
    return [escape(cell) for cell in cells]


def counts_table(counts: Sequence[Count], labels: Sequence[str], *, title: str, limit: int = 15) -> Table:
    """Incidents (and deaths) in each window, one line a series; what is beyond `limit` is told in the caption."""
    table = Table(title=title, title_justify="left", header_style="bold")
    for label in labels:
        table.add_column(label, overflow="fold")
    for window in WINDOWS:
        table.add_column(window, justify="right")
    table.add_column("deaths 30d", justify="right")
    for count in counts[:limit]:
        table.add_row(
            *(escape(count.labels.get(label, "")) for label in labels),
            *(str(count.incidents.get(window, 0)) for window in WINDOWS),
            str(count.deaths.get("30d", 0)),
        )
    if len(counts) > limit:
        table.caption = f"and {len(counts) - limit} more"
    return table
