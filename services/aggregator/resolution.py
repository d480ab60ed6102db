"""Resolution: which reports tell the same incident.

Pairs that score `SAME` or more are edges; a connected component is cut into clusters by agglomeration, best pair first,
under the rule that no two members of a cluster may be ruled out (`TOLERATED`). Ties fall to canonical order. A
component's clusters depend on its reports alone, so arrival order leaves no trace, and only the component that a change
touches is clustered anew.
"""

from __future__ import annotations

from collections.abc import Iterable

from .blocks import Blocks
from .features import Features
from .pair import SAME, TOLERATED, pair_score

Cluster = tuple[str, ...]
"""Report ids of one incident in canonical order: (`published_at`, id). The first names the incident."""


class Resolver:
    """The reports of a partition as a graph, and the clusters in it."""

    def __init__(self) -> None:
        self._features: dict[str, Features] = {}
        self._blocks = Blocks()
        self._scores: dict[str, dict[str, float]] = {}
        """For each report, those that it tolerates, with the pair's score."""
        self.pairs_scored = 0
        """Pairs compared since the start: what a report costs."""

    def __contains__(self, report_id: str) -> bool:
        return report_id in self._features

    def __len__(self) -> int:
        return len(self._features)

    def features(self) -> Iterable[Features]:
        """The reports held."""
        return self._features.values()

    def add(self, report: Features) -> None:
        """Takes a report in. One with the same id must be removed before (`ValueError`)."""
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

    def remove(self, report_id: str) -> None:
        """Takes a report out; raises `KeyError` if it is not held."""
        report = self._features.pop(report_id)
        self._blocks.remove(report)
        for neighbour in self._scores.pop(report_id):
            del self._scores[neighbour][report_id]

    def component(self, report_id: str) -> set[str]:
        """The reports connected with this one by edges, itself included; empty if it is not held."""
        if report_id not in self._features:
            return set()
        seen = {report_id}
        todo = [report_id]
        while todo:
            scores = self._scores[todo.pop()]
            found = [neighbour for neighbour in scores.keys() - seen if scores[neighbour] >= SAME]
            seen.update(found)
            todo += found
        return seen

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

    def _cut(self, component: set[str]) -> list[Cluster]:
        members = sorted(component, key=lambda report_id: self._features[report_id].order)
        tolerated = [component & self._scores[member].keys() | {member} for member in members]
        if all(len(group) == len(members) for group in tolerated):
            return [tuple(members)]  # nothing keeps any two apart: what agglomeration would come to
        rank = {member: position for position, member in enumerate(members)}
        edges = sorted(
            (-score, position, rank[neighbour])
            for position, member in enumerate(members)
            for neighbour, score in self._scores[member].items()
            if score >= SAME and rank[neighbour] > position
        )
        group_of = list(range(len(members)))
        groups = {position: {member} for position, member in enumerate(members)}
        for _, one, other in edges:
            into, taken = sorted((group_of[one], group_of[other]))
            if into == taken or not groups[taken] <= tolerated[into]:
                continue
            for member in groups[taken]:
                group_of[rank[member]] = into
            groups[into] |= groups.pop(taken)
            tolerated[into] &= tolerated[taken]
        return [tuple(sorted(group, key=rank.__getitem__)) for group in groups.values()]
