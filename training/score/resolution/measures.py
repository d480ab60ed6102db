"""How well a clustering of reports agrees with the incidents that they tell.

`incidents` and `clusters` give the true incident and the cluster of each item by its id, for the same items.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import comb

from ..scorer import f1, percent


@dataclass(frozen=True)
class Agreement:
    """Precision, recall and F1, in percent."""

    precision: float
    recall: float
    f1: float


def b_cubed(incidents: Mapping[str, str], clusters: Mapping[str, str]) -> Agreement:
    """B³ (Bagga and Baldwin, 1998): each item's precision is the share of its cluster that is of its incident, and its
    recall the share of its incident that is in its cluster; the mean of each over the items, and their F1."""
    shared = Counter((incidents[item], clusters[item]) for item in incidents)
    of_incident, of_cluster = Counter(incidents.values()), Counter(clusters[item] for item in incidents)
    precision = percent(sum(n * n / of_cluster[cluster] for (_, cluster), n in shared.items()), len(incidents))
    recall = percent(sum(n * n / of_incident[incident] for (incident, _), n in shared.items()), len(incidents))
    return Agreement(precision, recall, _harmonic(precision, recall))


def pairwise(incidents: Mapping[str, str], clusters: Mapping[str, str]) -> Agreement:
    """Over pairs of items: a pair in one cluster is right when it is of one incident."""
    right = _pairs(Counter((incidents[item], clusters[item]) for item in incidents).values())
    told = _pairs(Counter(clusters[item] for item in incidents).values())
    wanted = _pairs(Counter(incidents.values()).values())
    return Agreement(percent(right, told), percent(right, wanted), f1(right, told, wanted))


def joined(incidents: Mapping[str, str], clusters: Mapping[str, str]) -> set[frozenset[str]]:
    """The pairs of incidents of which some cluster holds an item each."""
    held: dict[str, set[str]] = {}
    for item, incident in incidents.items():
        held.setdefault(clusters[item], set()).add(incident)
    return {frozenset((one, other)) for together in held.values() for one in together for other in together - {one}}


def _pairs(sizes: Iterable[int]) -> int:
    return sum(comb(size, 2) for size in sizes)


def _harmonic(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
