"""Options that several subcommands share."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

Bootstrap = Annotated[
    str | None,
    typer.Option("--bootstrap", help="Kafka's host:port; TOCSIN_BOOTSTRAP when not given.", metavar="HOST:PORT"),
]
Prefix = Annotated[
    str | None, typer.Option("--topic-prefix", help="Put before all topic names; TOCSIN_TOPIC_PREFIX when not given.")
]
Published = Annotated[
    datetime | None,
    typer.Option(
        help="Publication time of articles that say none themselves; UTC.",
        formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        show_default=False,
    ),
]
