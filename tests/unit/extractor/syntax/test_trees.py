"""Trees: whatever the scores are, what comes out is a tree with one root, and the best one."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from services.extractor.syntax.parser import relation_numbers
from services.extractor.syntax.trees import are_trees, best_tree

MAX_WORDS = 12


def is_tree(heads: list[int]) -> bool:
    """Walked word by word: one root, and every word comes up to it."""
    for start in range(1, len(heads) + 1):
        node, steps = start, 0
        while node and steps <= len(heads):
            node, steps = heads[node - 1], steps + 1
        if node:
            return False
    return heads.count(0) == 1


@st.composite
def score_tables(draw: st.DrawFn, most: int = MAX_WORDS) -> NDArray[np.float64]:
    words = draw(st.integers(1, most))
    return draw(arrays(np.float64, (words, words + 1), elements=st.floats(-1e4, 1e4, allow_nan=False)))


@given(score_tables())
def test_any_scores_make_a_tree_with_one_root(scores: NDArray[np.float64]) -> None:
    assert is_tree(best_tree(scores).tolist())


@given(score_tables(most=4))
def test_no_other_tree_scores_higher(scores: NDArray[np.float64]) -> None:
    words = len(scores)
    rows = np.arange(words)
    best = max(
        scores[rows, list(heads)].sum() for heads in product(range(words + 1), repeat=words) if is_tree(list(heads))
    )
    assert scores[rows, best_tree(scores)].sum() == pytest.approx(best)


@given(st.lists(st.integers(0, 6), min_size=1, max_size=6), st.integers(0, 3))
def test_trees_are_told_from_what_is_none(heads: list[int], padding: int) -> None:
    heads = [min(head, len(heads)) for head in heads]
    padded = np.array([heads + [3] * padding]) if len(heads) >= 3 else np.array([heads + [0] * padding])
    assert are_trees(padded, np.array([len(heads)])).tolist() == [is_tree(heads)]


def test_equal_scores_everywhere_still_make_a_tree() -> None:
    assert is_tree(best_tree(np.zeros((150, 151))).tolist())


def test_a_relation_is_that_to_the_head_that_was_decided_on() -> None:
    candidates = np.array([[2, 0, 3], [0, 1, 3], [1, 2, 0]])
    relations = np.array([[10, 0, 11], [0, 12, 13], [14, 15, 0]])
    assert relation_numbers(np.array([3, 0, 1]), candidates, relations).tolist() == [11, 0, 14]


def test_a_word_whose_head_was_no_candidate_is_not_called_root() -> None:
    candidates = np.array([[0, 2, 3]])
    relations = np.array([[0, 7, 8]])
    assert relation_numbers(np.array([5]), candidates, relations).tolist() == [7]
