"""`tocsin schemas`: hand out the contracts, or check the generated files."""

from __future__ import annotations

import shutil
import sys
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Export the contracts (JSON Schema, AsyncAPI, examples), or check them.", no_args_is_help=True)

PARTS = ("json", "examples", "topics", "released")


@app.command("export")
def export(
    folder: Annotated[Path, typer.Argument(help="Where to put them; made when missing.", file_okay=False)],
) -> None:
    """Copy everything that a consumer in any language needs into a folder."""
    with as_file(files("schemas")) as source:
        folder.mkdir(parents=True, exist_ok=True)
        for part in PARTS:
            shutil.copytree(source / part, folder / part, dirs_exist_ok=True)
        for name in ("asyncapi.yaml", "README.md"):
            shutil.copy2(source / name, folder / name)
    typer.echo(f"Contracts are in {folder}: start with README.md.")


@app.command("check")
def check() -> None:
    """Check that the generated files agree with the models and that nothing breaks consumers; ends with 1 if not."""
    from schemas.compatibility import breaking_changes_since_release
    from schemas.generate import stale_files

    problems = [f"schemas/{problem}: run python -m schemas.generate" for problem in stale_files()]
    problems += breaking_changes_since_release()
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    if problems:
        raise typer.Exit(1)
    typer.echo("Contracts are consistent.")
