"""The best one-to-one assignment of rows to columns: what every alignment of predictions with keys comes down to."""

from __future__ import annotations

from collections.abc import Sequence

from .. import assignment


def best_assignment(gains: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Pairs of (row, column), each row and column at most once, with the greatest sum of gains; in order of rows.

    Every row is paired where there are enough columns, also at a gain of 0: drop what must not be paired. `gains` is
    rectangular and not negative, so that one more for every pair changes nothing but that.
    """
    partners = assignment.best_assignment([[gain + 1 for gain in row] for row in gains])
    return [(row, column) for row, column in enumerate(partners) if column is not None]
