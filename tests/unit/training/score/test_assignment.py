"""The pairing is the best there is."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from training.score.assignment import best_assignment

WEIGHTS = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(st.integers(-3, 9), min_size=width, max_size=width), min_size=1, max_size=4)
)


def total(weights: list[list[int]], partners: list[int | None]) -> int:
    return sum(weights[row][column] for row, column in enumerate(partners) if column is not None)


def greatest(weights: list[list[int]]) -> int:
    """By trying all, with an idle column for each row."""
    rows, columns = len(weights), len(weights[0])
    padded = [[*row, *([0] * rows)] for row in weights]
    return max(
        sum(padded[row][column] for row, column in enumerate(chosen))
        for chosen in permutations(range(columns + rows), rows)
    )


@given(WEIGHTS)
def test_no_other_pairing_weighs_more(weights: list[list[int]]) -> None:
    assert total(weights, best_assignment(weights)) == greatest(weights)


@given(WEIGHTS)
def test_nothing_is_paired_twice_or_for_nothing(weights: list[list[int]]) -> None:
    partners = best_assignment(weights)
    columns = [column for column in partners if column is not None]
    assert len(columns) == len(set(columns))
    assert all(weights[row][column] > 0 for row, column in enumerate(partners) if column is not None)


def test_nothing_on_either_side_pairs_nothing() -> None:
    assert best_assignment([]) == []
    assert best_assignment([[], []]) == [None, None]
