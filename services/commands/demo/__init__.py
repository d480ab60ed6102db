"""`tocsin demo`: the whole pipeline on the embedded broker, over sample articles."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

SEEDS = Path(__file__).parents[3] / "seeds"


def demo(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Articles to feed; the samples of seeds/ when not given.", exists=True, show_default=False),
    ] = None,
    serve: Annotated[
        bool | None,
        typer.Option(
            "--serve/--once", help="Go on serving until Ctrl-C, or end. At a terminal it serves.", show_default=False
        ),
    ] = None,
    week: Annotated[
        bool,
        typer.Option("--week", help="Feed a generated week of news, hour by hour: to see counts move. Takes minutes."),
    ] = False,
    hours: Annotated[int, typer.Option(help="How much of the week.", min=1, max=168)] = 168,
    record: Annotated[
        Path | None,
        typer.Option(
            help="Keep here what a Prometheus scrapes meanwhile (needs prometheus on the PATH; replaces an older one).",
            file_okay=False,
            show_default=False,
        ),
    ] = None,
    timeout: Annotated[
        float | None,
        typer.Option(help="Seconds that the articles may take: 150, for a week 900.", min=10, show_default=False),
    ] = None,
) -> None:
    """Run the pipeline here and now: broker, three services, sample articles, incidents, rolling counts.

    Nothing needs to be installed, nothing is kept (but for --record), and nothing is left running.
    """
    from services.runtime.errors import ConfigurationError

    from .feeding import Feeding, Files, Week
    from .run import Demo

    if week and paths:
        raise ConfigurationError("--week feeds generated news: name no files with it.")
    folders = paths or [SEEDS]
    if not all(path.exists() for path in folders):
        raise ConfigurationError(f"{SEEDS} is not there: run from a clone of the repository, or name files to feed.")
    feeding: Feeding = Week(hours) if week else Files(folders)
    with tempfile.TemporaryDirectory(prefix="tocsin-demo-") as folder:
        demo = Demo(feeding, Path(folder), timeout=timeout or (900.0 if week else 150.0), record=record)
        asyncio.run(demo.run(serve=sys.stdout.isatty() if serve is None else serve))
