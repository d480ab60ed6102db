"""How far a stated confidence is from the share that is right."""

from __future__ import annotations

from collections.abc import Iterable

BINS = 10


def expected_calibration_error(judged: Iterable[tuple[float, bool]], bins: int = BINS) -> float:
    """The mean distance between confidence and accuracy over bins of equal width, weighted by their size; 0 to 1.

    `judged` has the confidence (0 to 1) of each prediction and whether it is right. The measure is that of Naeini,
    Cooper and Hauskrecht (2015). Of nothing it is 0.
    """
    binned: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for confidence, right in judged:
        binned[min(int(confidence * bins), bins - 1)].append((confidence, right))
    total = sum(map(len, binned))
    # A bin's distance times its size is the distance of its sums.
    return sum(abs(sum(c for c, _ in b) - sum(r for _, r in b)) for b in binned) / total if total else 0.0
