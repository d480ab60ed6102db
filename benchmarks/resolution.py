"""What resolution costs as incidents pile up: `python -m benchmarks.resolution [--incidents N ...] [--json]`.

For each number of open incidents, generated over a month in forty countries (one of which has a fifth of them), told by
one to three reports each: memory, processor time and pairs compared for the last reports, and how long the state takes
to be recovered from its rows. Each number is measured in a process of its own. Time is that of the processor, so that
what else the machine does counts little.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from time import process_time
from typing import Any, TextIO

from services.aggregator.change import Change
from services.aggregator.state import PartitionState

from .generated_reports import END, generated_reports

SIZES = (1_000, 10_000, 100_000)
LAST = 1_000
"""Reports at the end whose cost is told."""

TABLES = ("reports", "incidents", "tallies")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; returns the exit status."""
    parser = argparse.ArgumentParser("python -m benchmarks.resolution", description="The cost of open incidents.")
    parser.add_argument("--incidents", type=int, nargs="+", default=SIZES, metavar="N", help="open incidents")
    parser.add_argument("--countries", type=int, default=40, metavar="N", help="countries that they lie in")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    parser.add_argument("--step", choices=("fill", "recover"), help=argparse.SUPPRESS)
    parser.add_argument("--rows", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.step == "fill":
        figures = fill(options.incidents[0], options.countries, options.rows)
    elif options.step == "recover":
        figures = recover(options.rows)
    if options.step:
        sys.stdout.write(json.dumps(figures) + "\n")
        return 0
    for number in options.incidents:
        figures = measure(number, options.countries)
        if options.json:
            sys.stdout.write(json.dumps(figures) + "\n")
        else:
            sys.stdout.write("".join(f"{name:<28}{value:>14,.2f}\n" for name, value in figures.items()) + "\n")
        sys.stdout.flush()
    return 0


def measure(incidents: int, countries: int) -> dict[str, float]:
    """The figures of one number of open incidents."""
    with tempfile.TemporaryDirectory() as folder:
        common = [f"--incidents={incidents}", f"--countries={countries}", "--rows", folder]
        figures: dict[str, float] = {}
        for step in ("fill", "recover"):
            command = [sys.executable, "-m", "benchmarks.resolution", "--step", step, *common]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            figures |= json.loads(done.stdout)
        return figures


def fill(incidents: int, countries: int, folder: Path) -> dict[str, float]:
    """Takes the reports in one by one, writes the rows, and tells what that cost."""
    reports = list(generated_reports(incidents + LAST // 2, countries))
    before = resident_mb()
    state = PartitionState()
    spent, pairs = 0.0, 0
    with ExitStack() as files:
        logs = {name: files.enter_context((folder / name).open("w")) for name in TABLES}
        for number, text in enumerate(reports):
            message = text.report()
            if number == len(reports) - LAST:
                spent, pairs = process_time(), state.pairs_scored
            change = state.apply(message)
            if number < len(reports) - LAST:
                _write(change, logs)
    seconds = (process_time() - spent) / LAST
    held = resident_mb() - before
    return {
        "incidents": state.active_incidents,
        "reports": state.live_reports,
        "fill_mb": held,
        "ms_per_report": seconds * 1000,
        "pairs_per_report": (state.pairs_scored - pairs) / LAST,
    }


def recover(folder: Path) -> dict[str, float]:
    """Loads the state from its rows and tells how long that took and what it holds."""
    for name in TABLES:
        _compact(folder / name)

    def rows(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
        with (folder / name).open() as log:
            for line in log:
                yield json.loads(line)

    before = resident_mb()
    started = process_time()
    state = PartitionState.load(*(rows(name) for name in TABLES))
    loaded = process_time()
    change = state.recover(END + timedelta(hours=1))
    done = process_time()
    return {
        "load_s": loaded - started,
        "mend_s": done - loaded,
        "rows_mended": len(change),
        "recovered_mb": resident_mb() - before,
    }


def _write(change: Change, logs: Mapping[str, TextIO]) -> None:
    for name, log in logs.items():
        for key, row in getattr(change, name).items():
            log.write(json.dumps([key, row]) + "\n")


def _compact(path: Path) -> None:
    """Leaves the last row of each key, in the order of keys, as a local store does."""
    last: dict[str, int] = {}
    with path.open("rb") as log:
        at = 0
        for line in log:
            last[json.loads(line)[0]] = at
            at += len(line)
    compacted = path.with_suffix(".compacted")
    with path.open("rb") as log, compacted.open("wb") as rows:
        for _, at in sorted(last.items()):
            log.seek(at)
            line = log.readline()
            if json.loads(line)[1] is not None:
                rows.write(line)
    compacted.replace(path)


def resident_mb() -> float:
    """Memory of this process that is in RAM, MB (10^6 bytes)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


if __name__ == "__main__":
    sys.exit(main())
