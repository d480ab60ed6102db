"""Scores of arcs to trees: each word its best head, and where that makes no tree, the maximum spanning tree.

The tree is that of Chu and Liu (1965) and Edmonds (1967), with exactly one word under the root, as Universal
Dependencies wants it.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32] | NDArray[np.float64]
Numbers: TypeAlias = NDArray[np.int64]


def are_trees(heads: Numbers, lengths: Numbers) -> NDArray[np.bool_]:
    """Whether each sentence's heads make a tree with exactly one word under the root.

    Args:
        heads: [sentences, words], each the number of a word from 1, or 0 for the root; behind a sentence, anything.
        lengths: the words of each sentence.
    """
    sentences, width = heads.shape
    inside = np.arange(width) < lengths[:, None]
    heads = np.where(inside, heads, 0)
    one_root = ((heads == 0) & inside).sum(axis=1) == 1
    # Doubling the way up each time: after log2 rounds everything that is no cycle has come to the root.
    up = np.concatenate([np.zeros((sentences, 1), dtype=np.int64), heads], axis=1)
    for _ in range(max(1, width.bit_length())):
        up = np.take_along_axis(up, up, axis=1)
    tree: NDArray[np.bool_] = one_root & ~up.any(axis=1)
    return tree


def best_tree(scores: Floats) -> Numbers:
    """The heads of the tree with the highest sum of scores among those with one word under the root.

    Args:
        scores: [words, 1 + words], finite, of each node as a word's head; node 0 is the root.
    """
    words = len(scores)
    square = np.full((words + 1, words + 1), -np.inf)
    square[1:] = scores
    np.fill_diagonal(square, -np.inf)
    heads = _spanning(square)[1:]
    if np.count_nonzero(heads == 0) > 1:
        # A word under the root now costs more than any tree can win: the best tree has no more of them than it must.
        square[1:, 0] -= 1.0 + 2.0 * float(np.ptp(scores)) * (words + 1)
        heads = _spanning(square)[1:]
    return heads


def _spanning(scores: NDArray[np.float64]) -> Numbers:
    """The best head of each node [nodes] in a tree from node 0; scores are [dependents, heads]."""
    heads: Numbers = scores.argmax(axis=1)
    heads[0] = 0
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    # The cycle becomes one node, the last, whose arcs are the best of those of its nodes.
    is_outside = np.ones(len(heads), dtype=bool)
    is_outside[cycle] = False
    rest = np.flatnonzero(is_outside)
    outside = len(rest)
    smaller = np.full((outside + 1, outside + 1), -np.inf)
    from_rest = scores[:, rest]
    smaller[:outside, :outside] = from_rest[rest]
    entering = from_rest[cycle] - scores[cycle, heads[cycle]][:, None]
    leaving = scores[:, cycle][rest]
    smaller[outside, :outside] = entering.max(axis=0)
    smaller[:outside, outside] = leaving.max(axis=1)
    found = _spanning(smaller)
    in_cycle = cycle[leaving.argmax(axis=1)]
    heads[rest] = np.where(found[:outside] == outside, in_cycle, np.append(rest, 0)[found[:outside]])
    into = found[outside]
    heads[cycle[entering[:, into].argmax()]] = rest[into]
    return heads


def _cycle(heads: Numbers) -> Numbers | None:
    """The nodes of some cycle, if there is one; node 0 is its own head and makes none."""
    state = np.zeros(len(heads), dtype=np.int64)
    state[0] = -1
    for start in range(1, len(heads)):
        node = start
        while state[node] == 0:
            state[node] = start
            node = int(heads[node])
        if state[node] == start:
            cycle = [node]
            while heads[cycle[-1]] != node:
                cycle.append(int(heads[cycle[-1]]))
            return np.array(cycle, dtype=np.int64)
    return None
