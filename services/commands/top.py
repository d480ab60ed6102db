"""`tocsin top`: the rolling counts, live."""

from __future__ import annotations

from enum import StrEnum
from time import sleep
from typing import Annotated

import typer


class By(StrEnum):
    """What to count by."""

    actor = "actor"
    location = "location"


def top(
    metrics_url: Annotated[
        list[str] | None,
        typer.Option(help="An aggregator's /metrics; several when there are several.", show_default=False),
    ] = None,
    by: Annotated[By, typer.Option(help="Count by location, actor and role, or by location alone.")] = By.actor,
    limit: Annotated[int, typer.Option(help="Lines to show.", min=1)] = 25,
    once: Annotated[bool, typer.Option("--once", help="Show the counts now, and end.")] = False,
) -> None:
    """Show incidents per actor and location in the last 1 h, 24 h, 7 d and 30 d, until Ctrl-C."""
    from rich.console import Group
    from rich.live import Live

    from services.runtime.settings import WEB_PORTS

    from . import rolling
    from .rendering import console as make_console
    from .rendering import counts_table

    urls = metrics_url or [f"http://127.0.0.1:{WEB_PORTS['aggregator']}/metrics"]

    def render() -> Group:
        samples = rolling.scrape(urls)
        now = rolling.clock(samples)
        title = f"Rolling counts at {now:%Y-%m-%d %H:%M} UTC" if now else "Rolling counts: no incidents yet"
        if by is By.location:
            return Group(counts_table(rolling.location_counts(samples), ["location"], title=title, limit=limit))
        labels = ["location", "actor", "role"]
        return Group(counts_table(rolling.rolling_counts(samples), labels, title=title, limit=limit))

    console = make_console()
    if once or not console.is_terminal:
        console.print(render())
        return
    with Live(render(), console=console, refresh_per_second=4) as live:
        while True:
            sleep(2)
            live.update(render())
