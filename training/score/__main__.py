"""The scoring command: `python -m training.score NAME PATH [--json] [--errors]`.

Exit status: 0 when the data was scored, however badly; 2 when it could not be.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from .scorer import SCORERS, BadDataError, Scores, scorer

PROGRAM = "python -m training.score"
DESCRIPTION = (
    "Scores the extractor and ingest, as they are in this tree, on annotated data, and prints a table. docs/scores.md "
    "says how each figure is computed, docs/quality.md what they are now."
)
EPILOG = """\
examples:
  python -m training.score gold tests/quality/gold/dev --errors
  python -m training.score places ../shared/data/geoparse/lgl.xml --json
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    given = sys.argv[1:] if arguments is None else arguments
    # Only the scorer that runs is imported; all of them only to be listed.
    options = _parser([name for name in given[:1] if name in SCORERS] or SCORERS).parse_args(given)
    try:
        scores = _score(options.name, options.path)
    except BadDataError as problem:
        sys.stderr.write(f"{PROGRAM} {options.name}: {problem}\n")
        return 2
    sys.stdout.write((as_json if options.json else as_text)(scores, with_errors=options.errors) + "\n")
    return 0


def _parser(names: Iterable[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        PROGRAM, description=DESCRIPTION, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="name", metavar="NAME", required=True, title="what is scored")
    for name in names:
        text = scorer(name).HELP
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("path", metavar="PATH", type=Path, help="the data")
        command.add_argument("--json", action="store_true", help='print one JSON object, {"metrics": {name: figure}}')
        command.add_argument("--errors", action="store_true", help="print every error too, before the table")
    return parser


def _score(name: str, path: Path) -> Scores:
    if not path.exists():
        raise BadDataError(f"there is no file or folder {path}")
    try:
        return scorer(name).score(path)
    except OSError as problem:
        raise BadDataError(f"{problem.filename or path} can't be read: {problem.strerror or problem}") from problem


def as_text(scores: Scores, *, with_errors: bool) -> str:
    """The table, after the errors: it is what should be on the screen at the end."""
    return "\n\n".join(["\n".join(scores.errors), scores.table] if with_errors and scores.errors else [scores.table])


def as_json(scores: Scores, *, with_errors: bool) -> str:
    """One object, its figures rounded to a hundredth."""
    written: dict[str, object] = {"metrics": {name: round(value, 2) for name, value in scores.metrics.items()}}
    if with_errors:
        written["errors"] = scores.errors
    return json.dumps(written, indent=2, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main())
