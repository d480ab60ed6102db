"""The threshold of resolution against data: `python -m training.score.resolution.thresholds PATH`.

Prints the scores at each threshold around `services.aggregator.pair.SAME`. For the development half alone.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from services.aggregator.features import features
from services.aggregator.pair import ATTACHED, SAME
from services.aggregator.resolution import Resolver

from ..scorer import BadDataError, extractor, with_progress
from .figures import Truth, Verdict
from .reading import articles_of, read_stories
from .stream import Telling, newest_of, tell

PROGRAM = "python -m training.score.resolution.thresholds"
_STEP = 0.25
_STEPS = 12


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status: 2 when the data could not be scored."""
    parser = argparse.ArgumentParser(PROGRAM, description="Scores resolution at thresholds around the one in use.")
    parser.add_argument("path", metavar="PATH", type=Path, help="the development half: tests/quality/resolution/dev")
    path = parser.parse_args(arguments).path
    try:
        stories = read_stories(path)
        articles = articles_of(stories)
        telling = list(with_progress(tell(articles, extractor().extract), f"of {len(articles)} articles"))
    except (BadDataError, OSError) as problem:
        sys.stderr.write(f"{PROGRAM}: {problem}\n")
        return 2
    newest = newest_of(telling)
    sys.stdout.write(table(Truth.of(stories, newest), newest) + "\n")
    return 0


def table(truth: Truth, newest: Sequence[Telling]) -> str:
    """A line for each threshold; the one in use is marked."""
    lines = ["threshold   B³ F1  precision  recall  pairwise F1  near misses kept apart"]
    for step in range(_STEPS):
        threshold = ATTACHED + step * _STEP
        verdict = Verdict.of(truth.incident_of, clusters_at(threshold, newest), truth.judged)
        agreement = verdict.b_cubed
        lines.append(
            f"{threshold:>8.2f}{' *' if threshold == SAME else '  '}{agreement.f1:>7.1f}{agreement.precision:>11.1f}"
            f"{agreement.recall:>8.1f}{verdict.pairwise.f1:>13.1f}{verdict.kept_apart:>24.1f}"
        )
    return "\n".join(lines)


def clusters_at(threshold: float, newest: Sequence[Telling]) -> dict[str, str]:
    """The cluster of each report of the newest versions at another threshold, named by its first report."""
    resolver = Resolver(threshold)
    reports = [report for telling in newest for report in telling.reports]
    for report in reports:
        resolver.add(features(report))
    return {member: each[0] for each in resolver.clusters([report.id for report in reports]) for member in each}


if __name__ == "__main__":
    sys.exit(main())
