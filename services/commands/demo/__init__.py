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
    timeout: Annotated[float, typer.Option(help="Seconds that the articles may take.", min=10)] = 150.0,
) -> None:
    """Run the pipeline here and now: broker, three services, sample articles, incidents, rolling counts.

    Nothing needs to be installed, nothing is kept, and nothing is left running.
    """
    from services.runtime.errors import ConfigurationError

    from .run import Demo

    folders = paths or [SEEDS]
    if not all(path.exists() for path in folders):
        raise ConfigurationError(f"{SEEDS} is not there: run from a clone of the repository, or name files to feed.")
    with tempfile.TemporaryDirectory(prefix="tocsin-demo-") as folder:
        asyncio.run(
            Demo(folders, Path(folder), timeout=timeout).run(serve=sys.stdout.isatty() if serve is None else serve)
        )
