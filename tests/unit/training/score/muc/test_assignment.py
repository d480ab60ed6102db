"""The assignment that every alignment rests on."""

from __future__ import annotations

import random
from itertools import permutations

import pytest

from training.score.muc.assignment import best_assignment


def _best_by_trying_all(gains: list[list[float]]) -> float:
    rows, columns = len(gains), len(gains[0])
    if rows > columns:
        return _best_by_trying_all([list(column) for column in zip(*gains, strict=True)])
    orders = permutations(range(columns), rows)
    return max(sum(gains[row][column] for row, column in enumerate(order)) for order in orders)


@pytest.mark.parametrize("seed", range(40))
def test_gain_is_that_of_the_best_of_all_assignments(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    rows, columns = chance.randint(1, 5), chance.randint(1, 5)
    gains = [[chance.choice([0.0, 0.5, 1.0, 2.5]) for _ in range(columns)] for _ in range(rows)]
    pairs = best_assignment(gains)
    assert len(pairs) == min(rows, columns)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    assert sum(gains[row][column] for row, column in pairs) == pytest.approx(_best_by_trying_all(gains))


def test_nothing_is_assigned_where_one_side_is_empty() -> None:
    assert best_assignment([]) == []
    assert best_assignment([[], []]) == []
