"""Resolution: which reports tell the same incident.

Pairs that score `SAME` or more are edges, and so are those of `ATTACHED` or more with a vague report that fits few
others. A connected component is cut into clusters as `clustering` says, in which no two members may be ruled out
(`TOLERATED`). Ties fall to canonical order. A component's clusters depend on its reports alone, so arrival order leaves
no trace, and only the components that a change touches are clustered anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from .blocks import Blocks
from .clustering import clusters_of
from .features import Features, Spot
from .overrides import Overrides
from .pair import ATTACHED, SAME, TOLERATED, pair_score
from .ruling import parted, united

CROWD = 6
"""A vague report that fits reports of more places than this is lost in the crowd: which of them it tells cannot be
known, and what it costs is bounded."""

UNMISTAKABLE = 6.0
"""A report that is lost in the crowd is one with what it scores this much with: its own copies, above all."""

Cluster = tuple[str, ...]
"""Report ids of one incident in canonical order: (`published_at`, id). The first names the incident."""


class Resolver:
    """The reports of a partition as a graph, and the clusters in it."""

    def __init__(self, same: float = SAME, overrides: Overrides | None = None) -> None:
        """`same`, the threshold, is for tuning: at least `ATTACHED`. What `overrides` say outranks scores."""
        self._same = same
        self._overrides = overrides if overrides is not None else Overrides()
        self._features: dict[str, Features] = {}
        self._blocks = Blocks()
        self._fits: dict[str, Counter[Spot]] = {}
        """For each vague report, of how many others that score `ATTACHED` or more with it each place is."""
        self._scores: dict[str, dict[str, float]] = {}
        """For each report, those that it tolerates, with the pair's score."""
        self.pairs_scored = 0
        """Pairs compared since the start: what a report costs."""

    def __contains__(self, report_id: str) -> bool:
        return report_id in self._features

    def __len__(self) -> int:
        return len(self._features)

    def get(self, report_id: str) -> Features | None:
        """The report of an id; None if it is not held."""
        return self._features.get(report_id)

    def features(self) -> Iterable[Features]:
        """The reports held."""
        return self._features.values()

    def add(self, report: Features) -> set[str]:
        """Takes a report in. One with the same id must be removed before (`ValueError`).

        Returns the reports held whose clusters may be other ones now, itself included.
        """
        if report.id in self._features:
            raise ValueError(f"report {report.id} is held already: remove it first")
        scores: dict[str, float] = {}
        for candidate in self._blocks.candidates(report):
            self.pairs_scored += 1
            score = pair_score(report, self._features[candidate])
            if score is not None and score >= TOLERATED:
                scores[candidate] = score
                self._scores[candidate][report.id] = score
        self._features[report.id] = report
        self._scores[report.id] = scores
        self._blocks.add(report)
        if report.vague:
            self._fits[report.id] = Counter()
        touched = self.component(report.id)
        for neighbour, score in scores.items():
            if score >= ATTACHED:
                touched |= self._fit(neighbour, report) | self._fit(report.id, self._features[neighbour])
        return touched

    def _fit(self, report_id: str, other: Features) -> set[str]:
        """Notes that a report, if it is vague, fits another one. Returns what may be clustered otherwise for it."""
        spot = other.where.spot
        if report_id not in self._fits or spot is None:
            return set()
        self._fits[report_id][spot] += 1
        if self._fits[report_id][spot] > 1 or len(self._fits[report_id]) != CROWD + 1:
            return set()
        # It has just got lost: what it held together falls apart.
        touched = self.component(report_id)
        for neighbour in self._scores[report_id]:
            if neighbour not in touched:
                touched |= self.component(neighbour)
        return touched

    def _unfit(self, report_id: str, other: Features) -> set[str]:
        """Takes that back."""
        spot = other.where.spot
        if report_id not in self._fits or spot is None:
            return set()
        self._fits[report_id][spot] -= 1
        if self._fits[report_id][spot]:
            return set()
        del self._fits[report_id][spot]
        return self.component(report_id) if len(self._fits[report_id]) == CROWD else set()

    def remove(self, report_id: str) -> set[str]:
        """Takes a report out; raises `KeyError` if it is not held.

        Returns the reports held whose clusters may be other ones now.
        """
        touched = self.component(report_id)
        report = self._features.pop(report_id)
        self._blocks.remove(report)
        self._fits.pop(report_id, None)
        scores = self._scores.pop(report_id)
        for neighbour in scores:  # all of them first: the next step walks from one to the other
            del self._scores[neighbour][report_id]
        for neighbour, score in scores.items():
            if score >= ATTACHED:
                touched |= self._unfit(neighbour, report)
        touched.discard(report_id)
        return touched

    def component(self, report_id: str) -> set[str]:
        """The reports connected with this one by edges and by analysts, itself included; empty if it is not held."""
        if report_id not in self._features:
            return set()
        seen = {report_id}
        todo = [report_id]
        while todo:
            one = todo.pop()
            least = ATTACHED if self._is_open(one) else SAME
            for other, score in self._counting(one):
                if other not in seen and (score >= least or (score >= ATTACHED and self._is_open(other))):
                    seen.add(other)
                    todo.append(other)
            for other in self._overrides.joined(one):
                if other not in seen and other in self._features:
                    seen.add(other)
                    todo.append(other)
        return seen

    def _counting(self, report_id: str) -> Iterator[tuple[str, float]]:
        """The reports that this one tolerates, with their scores, without those that are lost in the crowd to it."""
        lost = self._is_lost(report_id)
        for other, score in self._scores[report_id].items():
            if score >= UNMISTAKABLE or not (lost or self._is_lost(other)):
                yield other, score

    def _is_lost(self, report_id: str) -> bool:
        return len(self._fits.get(report_id, ())) > CROWD

    def _is_open(self, report_id: str) -> bool:
        """Whether it is vague, and fits so few places that one may be told to be meant."""
        return report_id in self._fits and not self._is_lost(report_id)

    def clusters(self, report_ids: Iterable[str]) -> list[Cluster]:
        """The clusters of all components that hold one of these reports (those not held aside), in canonical order of
        their first reports."""
        found: list[Cluster] = []
        seen: set[str] = set()
        for report_id in report_ids:
            if report_id not in seen and report_id in self._features:
                component = self.component(report_id)
                seen |= component
                found += self._cut(component)
        return sorted(found, key=lambda cluster: self._features[cluster[0]].order)

    def in_order(self, clusters: Iterable[Iterable[str]]) -> list[Cluster]:
        """Clusters of reports held, each and all of them in canonical order."""

        def order(report_id: str) -> tuple[datetime, str]:
            return self._features[report_id].order

        return sorted((tuple(sorted(each, key=order)) for each in clusters), key=lambda cluster: order(cluster[0]))

    def _cut(self, component: set[str]) -> list[Cluster]:
        if len(component) == 1:
            return [(*component,)]
        members = sorted(component, key=lambda report_id: self._features[report_id].order)
        rank = {member: position for position, member in enumerate(members)}
        scores: list[dict[int, float]] = [
            {rank[other]: score for other, score in self._counting(member) if other in component} for member in members
        ]
        rulings = self._overrides.rulings(component)
        groups = [sorted(rank[member] for member in group) for group in rulings.groups]
        apart = [(rank[one], rank[other]) for one, other in rulings.apart]
        if apart:
            scores = parted(scores, groups, apart)
        clusters = clusters_of(scores, [self._is_open(member) for member in members], self._same)
        if groups:
            clusters = united(clusters, groups, apart)
        return [tuple(members[position] for position in cluster) for cluster in clusters]
