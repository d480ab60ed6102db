"""`tocsin show`: one incident, with its sources and what they differ on."""

from __future__ import annotations

import asyncio
import sys
from typing import Annotated

import typer

from .options import Bootstrap, Prefix


def show(
    incident_id: Annotated[str, typer.Argument(metavar="ID", help="An incident's id, or how it begins.")],
    as_json: Annotated[bool, typer.Option("--json", help="The message of incidents.v1, as it is.")] = False,
    bootstrap: Bootstrap = None,
    topic_prefix: Prefix = None,
) -> None:
    """Show one incident as Kafka holds it: what, where, when, who says so, evidence, sources, disputes, overrides."""
    from services.runtime.errors import ConfigurationError
    from services.runtime.settings import load_settings

    from .incident_topic import SHORTEST, newest, pick
    from .rendering import console
    from .rendering_incident import incident_lines

    if len(incident_id) < SHORTEST:
        raise typer.BadParameter(f"give at least {SHORTEST} characters of the id")
    held = asyncio.run(newest(load_settings(bootstrap=bootstrap, topic_prefix=topic_prefix)))
    try:
        found = pick(held, incident_id)
    except LookupError as error:
        raise ConfigurationError(str(error)) from error
    if as_json:
        sys.stdout.write(found.to_json().decode() + "\n")
    else:
        console().print("\n".join(incident_lines(found)))
