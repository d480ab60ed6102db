"""Which predicted report tells which expected incident."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from schemas import Article, IncidentReport

from ..assignment import best_assignment
from .annotations import ExpectedIncident, GoldItem
from .judging import is_found, judge

_FOUND = 1000.0
"""Outweighs all slots together: as many incidents as can be are found before any other slot is looked at."""
_SAME_WORDS = 5.0
"""What overlapping evidence weighs, in slots that agree."""

_Weight: TypeAlias = Callable[[ExpectedIncident, IncidentReport], float]


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


def align(item: GoldItem, article: Article, predicted: Sequence[IncidentReport]) -> Alignment:
    """The pairing with the most incidents found and, among those, the most slots right, by which slots are judged.

    Two are paired only when sub-event type, country or some words of the evidence agree: below that there is nothing to
    compare.
    """

    def weight(expected: ExpectedIncident, report: IncidentReport) -> float:
        verdicts = judge(item, expected, report)
        same_words = evidence_overlaps(expected, report, article)
        if not (verdicts["sub_event_type"] or verdicts["country"] or same_words):
            return 0.0
        found = _FOUND * (1 if expected.optional else 2) * is_found(expected, report)
        return found + _SAME_WORDS * same_words + sum(verdicts.values())

    return _align(item.incidents, predicted, weight)


def align_by_all_but_type(item: GoldItem, article: Article, predicted: Sequence[IncidentReport]) -> Alignment:
    """The pairing by which types are judged: by evidence and all other slots. Two are paired only when country or
    evidence agree."""

    def weight(expected: ExpectedIncident, report: IncidentReport) -> float:
        verdicts = judge(item, expected, report)
        same_words = evidence_overlaps(expected, report, article)
        if not (verdicts["country"] or same_words):
            return 0.0
        others = sum(right for slot, right in verdicts.items() if slot != "sub_event_type")
        return others + _SAME_WORDS * same_words + (0.0 if expected.optional else 0.5)

    return _align(item.incidents, predicted, weight)


def _align(expected: Sequence[ExpectedIncident], predicted: Sequence[IncidentReport], weight: _Weight) -> Alignment:
    partners = best_assignment([[weight(incident, report) for report in predicted] for incident in expected])
    return Alignment(
        tuple(Pair(expected[i], predicted[j]) for i, j in enumerate(partners) if j is not None),
        missed=tuple(expected[i] for i, j in enumerate(partners) if j is None),
        extra=tuple(report for j, report in enumerate(predicted) if j not in partners),
    )


def evidence_overlaps(expected: ExpectedIncident, predicted: IncidentReport, article: Article) -> bool:
    """Whether the report's evidence has some of the words that the annotator marked."""
    stretches = [stretch for words in expected.evidence for stretch in _occurrences(words, article.text)]
    return any(e.start < end and start < e.end for e in predicted.evidence for start, end in stretches)


def _occurrences(words: str, text: str) -> list[tuple[int, int]]:
    """Where words stand in a text, however the lines are broken."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    return [match.span() for match in re.finditer(pattern, text)]
