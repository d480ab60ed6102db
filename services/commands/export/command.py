"""`tocsin export`: what `incidents.v1` holds, in a file."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from ..options import Bootstrap, Prefix
from .formats import WRITERS, Format, located

_DAYS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]


def export(
    since: Annotated[
        datetime | None, typer.Option(help="First reported then or later; UTC.", formats=_DAYS, show_default=False)
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(help="First reported before that; UTC.", formats=_DAYS, show_default=False)
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.jsonl,
    out: Annotated[
        Path, typer.Option(help="A file, replaced only when all is written; - is standard output.", allow_dash=True)
    ] = Path("-"),
    all_states: Annotated[
        bool, typer.Option("--all", help="Incidents that were merged or retracted too; jsonl tells into what.")
    ] = False,
    bootstrap: Bootstrap = None,
    topic_prefix: Prefix = None,
) -> None:
    """Write the incidents that Kafka holds, each in its newest revision, oldest first.

    **jsonl**: the messages of incidents.v1, whole. **csv**, **parquet**: a row an incident: when, where, what, by whom
    and on whose word, tolls as lowest and highest figure (no highest: open-ended), sources, disputed slots; several
    values of one column are joined by "; ". **geojson**: the same as points, those without coordinates left out and
    counted.
    """
    from schemas import IncidentState
    from services.runtime.errors import ConfigurationError
    from services.runtime.settings import load_settings

    from ..incident_topic import newest

    if since and until and since >= until:
        raise typer.BadParameter("--since must be before --until")
    if form is Format.parquet and str(out) == "-" and sys.stdout.isatty():
        raise typer.BadParameter("Parquet is no text: name a file with --out")
    settings = load_settings(bootstrap=bootstrap, topic_prefix=topic_prefix)
    first = since.replace(tzinfo=UTC) if since else None
    last = until.replace(tzinfo=UTC) if until else None
    incidents = sorted(
        (
            incident
            for incident in asyncio.run(newest(settings)).values()
            if (all_states or incident.state is IncidentState.active)
            and (first is None or incident.first_reported_at >= first)
            and (last is None or incident.first_reported_at < last)
        ),
        key=lambda incident: (incident.first_reported_at, incident.id),
    )
    data = WRITERS[form](incidents)
    if str(out) == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        try:
            part = out.with_name(f".{out.name}.part")
            part.write_bytes(data)
            part.replace(out)
        except OSError as error:
            raise ConfigurationError(f"{out} can't be written ({error.strerror}): name another with --out.") from error
    told = f"{len(incidents):,} incidents"
    if form is Format.geojson:
        told += f", {sum(not located(incident) for incident in incidents):,} of them without coordinates left out"
    typer.echo(told, err=True)
