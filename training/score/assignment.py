"""The best one-to-one pairing of two lists, by the Hungarian method."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf


def best_assignment(weights: Sequence[Sequence[float]]) -> list[int | None]:
    """For each row the column that is paired with it, or null, so that the sum of the weights is greatest.

    `weights` is a matrix of rows of equal length. A pair whose weight is not positive is not made.

    Kuhn's method with potentials (as in Burkard, Dell'Amico, Martello, Assignment Problems, 2009): one row after the
    other finds its cheapest augmenting path. Cubic in the number of rows, linear in that of columns.
    """
    rows = len(weights)
    if not rows or not weights[0]:
        return [None] * rows
    # As many idle columns as rows, of no weight, let every row stay alone.
    costs = [[*(-max(weight, 0.0) for weight in row), *([0.0] * rows)] for row in weights]
    owner = _owners(costs)
    partners: list[int | None] = [None] * rows
    for column in range(len(weights[0])):
        row = owner[column]
        if row is not None and weights[row][column] > 0:
            partners[row] = column
    return partners


def _owners(costs: list[list[float]]) -> list[int | None]:
    """The row that has each column in the cheapest assignment of all rows; there must be no fewer columns than rows."""
    columns = len(costs[0])
    row_potential, column_potential = [0.0] * len(costs), [0.0] * columns
    owner: list[int | None] = [None] * columns
    for new in range(len(costs)):
        slack, came_from = [inf] * columns, [-1] * columns
        visited = [False] * columns
        row, last = new, -1
        while True:
            if last >= 0:
                visited[last] = True
            free = [c for c in range(columns) if not visited[c]]
            for c in free:
                reduced = costs[row][c] - row_potential[row] - column_potential[c]
                if reduced < slack[c]:
                    slack[c], came_from[c] = reduced, last
            nearest = min(free, key=slack.__getitem__)
            step = slack[nearest]
            row_potential[new] += step
            for c in range(columns):
                if visited[c]:
                    holder = owner[c]
                    if holder is not None:
                        row_potential[holder] += step
                    column_potential[c] -= step
                else:
                    slack[c] -= step
            last = nearest
            holder = owner[nearest]
            if holder is None:
                break
            row = holder
        while last >= 0:
            before = came_from[last]
            owner[last] = owner[before] if before >= 0 else new
            last = before
    return owner
