"""Options that several subcommands share."""

from __future__ import annotations

from typing import Annotated

import typer

Bootstrap = Annotated[
    str | None,
    typer.Option("--bootstrap", help="Kafka's host:port; TOCSIN_BOOTSTRAP when not given.", metavar="HOST:PORT"),
]
Prefix = Annotated[
    str | None, typer.Option("--topic-prefix", help="Put before all topic names; TOCSIN_TOPIC_PREFIX when not given.")
]
