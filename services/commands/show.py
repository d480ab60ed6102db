"""`tocsin show`: one incident, with its sources and what they differ on."""

from __future__ import annotations

import asyncio
import sys
from typing import Annotated

import typer

from .options import Bootstrap, Prefix

SHORTEST = 4
"""Characters of an id that may stand for all of it."""


def show(
    incident_id: Annotated[str, typer.Argument(metavar="ID", help="An incident's id, or how it begins.")],
    as_json: Annotated[bool, typer.Option("--json", help="The message of incidents.v1, as it is.")] = False,
    bootstrap: Bootstrap = None,
    topic_prefix: Prefix = None,
) -> None:
    """Show one incident as Kafka holds it: what, where, when, who says so, evidence, sources and disputes."""
    from services.runtime.errors import ConfigurationError
    from services.runtime.settings import load_settings

    from .incident_topic import newest
    from .rendering import console
    from .rendering_incident import incident_lines

    if len(incident_id) < SHORTEST:
        raise typer.BadParameter(f"give at least {SHORTEST} characters of the id")
    held = asyncio.run(newest(load_settings(bootstrap=bootstrap, topic_prefix=topic_prefix)))
    found = [held[id_] for id_ in sorted(held) if id_.startswith(incident_id)]
    if not found:
        raise ConfigurationError(
            f"No incident {incident_id} among the {len(held):,} that incidents.v1 holds. `tocsin tail incidents "
            "--once` or `tocsin export` lists them; ids whose retention has ended are gone."
        )
    if len(found) > 1:
        raise ConfigurationError(
            f"{len(found)} incidents begin with {incident_id}: {', '.join(i.id for i in found[:5])}. Give more."
        )
    if as_json:
        sys.stdout.write(found[0].to_json().decode() + "\n")
    else:
        console().print("\n".join(incident_lines(found[0])))
