"""BIO labels to spans."""

from __future__ import annotations

from collections.abc import Sequence

OUTSIDE = "O"


def entity_spans(labels: Sequence[str]) -> list[tuple[int, int, str]]:
    """Spans (start, end, label) that BIO labels tell; an `I-` that continues nothing of its label begins a span."""
    spans: list[tuple[int, int, str]] = []
    for i, label in enumerate(labels):
        if label == OUTSIDE:
            continue
        mark, _, kind = label.partition("-")
        if mark == "I" and spans and spans[-1][1] == i and spans[-1][2] == kind:
            spans[-1] = (spans[-1][0], i + 1, kind)
        else:
            spans.append((i, i + 1, kind))
    return spans


def trigger_spans(labels: Sequence[str], told: Sequence[float], least: float) -> list[tuple[int, int, str]]:
    """Spans (start, end, label) of words each at least so likely to be part of a trigger."""
    return entity_spans([label if p >= least else OUTSIDE for label, p in zip(labels, told, strict=True)])
