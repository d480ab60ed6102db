"""Incidents and counts as tables at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import ProgressColumn, Task
from rich.table import Table
from rich.text import Text

from schemas import Actor, ActorRole, Incident, IncidentReport, Quantity, Status

from .rolling import Count

PLAIN_WIDTH = 140
"""Columns where output is no terminal."""
Told = Incident | IncidentReport
WINDOWS = ("1h", "24h", "7d", "30d")


def quantity(value: Quantity | None) -> str:
    """`5`, `5+` (open), `5-8`; a dash when nothing is said."""
    if value is None:
        return "-"
    if value.max is None:
        return f"{value.min}+"
    return str(value.min) if value.max == value.min else f"{value.min}-{value.max}"


def console() -> Console:
    """Standard output; wide enough for tables where it is no terminal and has no width of its own."""
    found = Console()
    return found if found.is_terminal else Console(width=PLAIN_WIDTH)


def rate_column() -> ProgressColumn:
    """How many a second, for a progress bar."""
    return _Rate()


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:,.0f}/s", style="progress.data.speed")


def incidents_table(incidents: Iterable[Incident], *, title: str | None = None) -> Table:
    """One line an incident, as an analyst would scan them."""
    table = Table(title=title, title_justify="left", header_style="bold")
    table.add_column("when", no_wrap=True)
    for name in ("where", "what", "by"):
        table.add_column(name, min_width=10)
    table.add_column("killed", justify="right")
    table.add_column("injured", justify="right")
    table.add_column("told by")
    for incident in incidents:
        told = (
            f"{len(incident.reports)}: {', '.join(incident.sources)}"
            if incident.sources
            else str(len(incident.reports))
        )
        table.add_row(
            when(incident),
            escape(where(incident)),
            escape(what(incident)),
            escape(by_whom(incident)),
            quantity(incident.casualties.killed),
            quantity(incident.casualties.injured),
            escape(told),
        )
    return table


def report_lines(report: IncidentReport) -> str:
    """A report in a few lines, its evidence below."""
    weapons = [f"{weapon.name or weapon.text}{_times(weapon.count)}" for weapon in report.weapons]
    details = [
        f"by {by_whom(report)}",
        f"with {', '.join(weapons)}" if weapons else "",
        f"against {', '.join(target.text for target in report.targets)}" if report.targets else "",
        f"killed {quantity(report.casualties.killed)}, injured {quantity(report.casualties.injured)}",
        f"confidence {report.confidence:.2f}",
    ]
    lines = [
        f"[bold]{when(report)}  {escape(where(report))}  {escape(what(report))}[/bold]",
        escape("; ".join(detail for detail in details if detail)),
        *(f"[dim]{escape(item.text)}[/dim]" for item in report.evidence),
    ]
    return "\n  ".join(lines)


def when(told: Told) -> str:
    """The first day."""
    return told.occurred.start.isoformat()[:10] if told.occurred.start else "?"


def where(told: Told) -> str:
    """From the spot to the country."""
    place = told.place
    parts = dict.fromkeys(part for part in (place.name or place.city, place.admin1, place.country) if part)
    return "?" if place.country == "ZZ" else ", ".join(parts)


def what(told: Told) -> str:
    """Sub-event type, and the status where it is not done."""
    words = told.sub_event_type.value.replace("_", " ")
    if told.status is not Status.accomplished:
        words += f" ({told.status.value})"
    return f"{words} (background)" if told.historical else words


def by_whom(told: Told) -> str:
    """The perpetrators, and on whose word."""
    return ", ".join(actor_words(actor) for actor in told.actors if actor.role is ActorRole.perpetrator) or "?"


def _times(count: Quantity | None) -> str:
    return f" ×{quantity(count)}" if count else ""


def actor_words(actor: Actor[Any]) -> str:
    """The name, and how it is said that the actor did it."""
    said = dict.fromkeys(attribution.value.value for attribution in actor.attributions)
    return f"{actor.name} [{', '.join(said)}]" if said else actor.name


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
