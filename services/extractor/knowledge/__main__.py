"""`python -m services.extractor.knowledge lint [FOLDER]`: checks the knowledge files, and a user's laid over them.

Ends with 0 where all is well, and with 1 after a line for each problem.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from .files import KnowledgeError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command on the given arguments, by default the process's own; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m services.extractor.knowledge", description="Knowledge files.")
    commands = parser.add_subparsers(required=True)
    checking = commands.add_parser("lint", help="tell what is wrong with the files, one problem a line")
    checking.add_argument(
        "folder", type=Path, nargs="?", help="your own knowledge files, checked together with the built-in ones"
    )
    folder: Path | None = parser.parse_args(arguments).folder

    from .lint import lint  # late: it loads spaCy, which `--help` need not wait for

    try:
        problems = lint(folder)
    except KnowledgeError as error:
        problems = [str(error)]
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    sys.stderr.write(f"{len(problems)} problem{'' if len(problems) == 1 else 's'}\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
