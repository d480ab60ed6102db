"""Which predicted report tells which expected incident."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from schemas import IncidentReport

from .annotations import ExpectedIncident
from .judging import is_found, judge

_FOUND = 100
"""Outweighs all slots together: as many incidents as can be are found before any other slot is looked at."""


@dataclass(frozen=True)
class Pair:
    """An expected incident and the prediction that tells it."""

    expected: ExpectedIncident
    predicted: IncidentReport

    @property
    def found(self) -> bool:
        """Whether the prediction counts as the incident found."""
        return is_found(self.expected, self.predicted)


@dataclass(frozen=True)
class Alignment:
    """The best one-to-one pairing, and what it leaves over on either side."""

    pairs: tuple[Pair, ...]
    missed: tuple[ExpectedIncident, ...]
    extra: tuple[IncidentReport, ...]


def align(expected: Sequence[ExpectedIncident], predicted: Sequence[IncidentReport]) -> Alignment:
    """The pairing with the most incidents found and, among those, the most slots right.

    Two are paired only when sub-event type or country agrees: below that there is nothing to compare. A report
    has two or three incidents at most, so all pairings are tried.
    """
    _, partners = _best(expected, predicted, frozenset(range(len(predicted))))
    pairs = tuple(Pair(expected[i], predicted[j]) for i, j in enumerate(partners) if j is not None)
    return Alignment(
        pairs,
        missed=tuple(expected[i] for i, j in enumerate(partners) if j is None),
        extra=tuple(report for j, report in enumerate(predicted) if j not in partners),
    )


def _best(
    expected: Sequence[ExpectedIncident], predicted: Sequence[IncidentReport], free: frozenset[int]
) -> tuple[int, tuple[int | None, ...]]:
    if not expected:
        return 0, ()
    head, rest = expected[0], expected[1:]
    score, partners = _best(rest, predicted, free)
    best: tuple[int, tuple[int | None, ...]] = (score, (None, *partners))
    for j in sorted(free):
        if gain := _agreement(head, predicted[j]):
            score, partners = _best(rest, predicted, free - {j})
            if gain + score > best[0]:
                best = (gain + score, (j, *partners))
    return best


def _agreement(expected: ExpectedIncident, predicted: IncidentReport) -> int:
    verdicts = judge(expected, predicted)
    if not (verdicts["sub_event_type"] or verdicts["country"]):
        return 0
    return sum(verdicts.values()) + _FOUND * is_found(expected, predicted)
