"""Clusters of reports by the scores of their pairs: average linkage, then vague tellings to what alone they fit.

The same scores make the same clusters: equally good joins are made in canonical order. Sums of scores are exact
(`pair`), so that the order in which they are added leaves no trace either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush

from .pair import ATTACHED, SAME

CLEARLY = 0.25
"""By so much a vague telling must fit one cluster better than any other."""


def clusters_of(scores: Sequence[Mapping[int, float]], is_open: Sequence[bool], same: float = SAME) -> list[list[int]]:
    """Clusters of the items 0, 1, ..., each in ascending order, and in that of their lowest items.

    First the two clusters of the highest mean score are joined, for as long as that mean is `same` or more. Then a
    cluster that is open, all of it, is joined with another where their mean is `ATTACHED` or more, if no third fits it
    as well: "an attack in the north" is the one that is known there, and neither of two. Clusters are only ever joined
    when all items of the one tolerate all of the other.

    Args:
        scores: of each item the score with every other one that it tolerates, either way the same.
        is_open: of each item, whether it is vague and fits few enough others for the second step.
        same: the threshold of the first step.
    """
    clusters = _Clusters(scores, is_open)
    clusters.agglomerate(same)
    clusters.attach()
    return [sorted(clusters.members[lowest]) for lowest in sorted(clusters.members)]


class _Clusters:
    """Clusters, each known by its lowest item, and the sum of the scores between any two that tolerate each other."""

    def __init__(self, scores: Sequence[Mapping[int, float]], is_open: Sequence[bool]) -> None:
        self._open = {item for item, each in enumerate(is_open) if each}
        """The clusters that are open, all of each."""
        self.members = {item: [item] for item in range(len(scores))}
        self._sums = [dict(of_item) for of_item in scores]

    def agglomerate(self, same: float) -> None:
        """Average linkage (UPGMA) down to a mean of `same`."""
        joins = [
            (-score, one, other)
            for one, of_one in enumerate(self._sums)
            for other, score in of_one.items()
            if one < other and score >= same
        ]
        heapify(joins)
        while joins:
            negated, one, other = heappop(joins)
            if self._mean(one, other) != -negated:
                continue  # one of them has grown, or is part of another by now
            self._join(one, other)
            for third in self._sums[one]:
                mean = self._mean(one, third)
                if mean is not None and mean >= same:
                    heappush(joins, (-mean, min(one, third), max(one, third)))

    def attach(self) -> None:
        """Join each open cluster with the one that it fits, where that is clear; the best fits first."""
        joins = []
        for one in self._open & self.members.keys():
            means = [(self._mean(one, other) or 0.0, other) for other in self._sums[one]]
            fits = sorted((-mean, other) for mean, other in means if mean >= ATTACHED)
            if fits and (len(fits) == 1 or fits[1][0] - fits[0][0] >= CLEARLY):
                negated, other = fits[0]
                joins.append((negated, min(one, other), max(one, other)))
        part_of = {lowest: lowest for lowest in self.members}
        for _, first, second in sorted(set(joins)):
            one, other = sorted((part_of[first], part_of[second]))
            if other in self._sums[one]:
                self._join(one, other)
                part_of |= {lowest: one for lowest, whole in part_of.items() if whole == other}

    def _mean(self, one: int, other: int) -> float | None:
        """Of the scores between two clusters; None where some items do not tolerate each other, or one is gone."""
        total = self._sums[one].get(other)
        return None if total is None else total / (len(self.members[one]) * len(self.members[other]))

    def _join(self, one: int, other: int) -> None:
        """Takes the cluster `other` into `one`, which has the lower item."""
        mine, theirs = self._sums[one], self._sums[other]
        for third in mine.keys() | theirs.keys():
            self._sums[third].pop(one, None)
            self._sums[third].pop(other, None)
        self._sums[one] = {third: total + theirs[third] for third, total in mine.items() if third in theirs}
        self._sums[other] = {}
        for third, total in self._sums[one].items():
            self._sums[third][one] = total
        self.members[one] += self.members.pop(other)
        if other not in self._open:
            self._open.discard(one)
