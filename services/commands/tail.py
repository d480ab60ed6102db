"""`tocsin tail`: watch incidents as they come."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from .options import Bootstrap, Prefix

if TYPE_CHECKING:
    from services.runtime.settings import Settings

app = typer.Typer(help="Watch a topic as it grows.", no_args_is_help=True)

SHOWN = 30
"""Lines of the live table."""


@app.command("incidents")
def incidents(
    from_beginning: Annotated[bool, typer.Option(help="Begin with what the topic holds already.")] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON message a line instead of a live table.")] = False,
    once: Annotated[bool, typer.Option("--once", help="Show what the topic holds now, and end.")] = False,
    bootstrap: Bootstrap = None,
    topic_prefix: Prefix = None,
) -> None:
    """Show incidents as they are found and revised, until Ctrl-C."""
    from services.runtime.settings import load_settings

    settings = load_settings(bootstrap=bootstrap, topic_prefix=topic_prefix)
    show = _print_lines if jsonl else _show_table
    asyncio.run(show(settings, from_beginning or once, once))


async def _print_lines(settings: Settings, from_beginning: bool, once: bool) -> None:
    from .incident_topic import follow

    async for _, incident in follow(settings, from_beginning=from_beginning, stop_at_end=once):
        if incident is not None:
            typer.echo(incident.to_json())


async def _show_table(settings: Settings, from_beginning: bool, once: bool) -> None:
    from rich.live import Live
    from rich.table import Table

    from schemas import Incident, IncidentState

    from .incident_topic import follow
    from .rendering import console as make_console
    from .rendering import incidents_table

    held: dict[str, Incident] = {}
    console = make_console()

    def table(most: int | None) -> Table:
        newest = list(held.values())[::-1][:most]
        return incidents_table(newest, title=f"{len(held)} incidents, newest change first")

    with nullcontext() if once else Live(console=console, auto_refresh=False) as live:
        async for incident_id, incident in follow(settings, from_beginning=from_beginning, stop_at_end=once):
            held.pop(incident_id, None)
            if incident is not None and incident.state is IncidentState.active:
                held[incident_id] = incident
            if live is not None:
                live.update(table(SHOWN), refresh=True)
    if once:
        console.print(table(None))
