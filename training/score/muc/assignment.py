"""The best one-to-one assignment of rows to columns: what every alignment of predictions with keys comes down to."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf


def best_assignment(gains: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Pairs of (row, column), each row and column at most once, with the greatest sum of gains; in order of rows.

    The Hungarian method with potentials (Kuhn 1955, Munkres 1957), O(rows² columns). Every row is paired where there
    are enough columns, also at a gain of 0: drop what must not be paired. `gains` is rectangular; ties go to the
    lower column.
    """
    if not gains or not gains[0]:
        return []
    if len(gains) > len(gains[0]):
        turned = best_assignment([list(column) for column in zip(*gains, strict=True)])
        return sorted((row, column) for column, row in turned)
    rows, columns = len(gains), len(gains[0])
    # 1-based, as the method is usually written: row 0 and column 0 stand for "not paired".
    row_potential, column_potential = [0.0] * (rows + 1), [0.0] * (columns + 1)
    row_of = [0] * (columns + 1)
    for row in range(1, rows + 1):
        row_of[0], column = row, 0
        slack, came_from, seen = [inf] * (columns + 1), [0] * (columns + 1), [False] * (columns + 1)
        while row_of[column]:
            seen[column] = True
            current, least, following = row_of[column], inf, 0
            for other in range(1, columns + 1):
                if seen[other]:
                    continue
                reduced = -gains[current - 1][other - 1] - row_potential[current] - column_potential[other]
                if reduced < slack[other]:
                    slack[other], came_from[other] = reduced, column
                if slack[other] < least:
                    least, following = slack[other], other
            for other in range(columns + 1):
                if seen[other]:
                    row_potential[row_of[other]] += least
                    column_potential[other] -= least
                else:
                    slack[other] -= least
            column = following
        while column:
            row_of[column] = row_of[came_from[column]]
            column = came_from[column]
    return sorted((row_of[column] - 1, column - 1) for column in range(1, columns + 1) if row_of[column])
