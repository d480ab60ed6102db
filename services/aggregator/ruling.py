"""Clusters as analysts rule: what they part is never joined, and what they merge brings its company along.

Reports are clustered as ever, but for those that are apart. Then clusters that hold reports of one group are one: so a
further report joins a merged incident where it fits any part of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

Pair = tuple[int, int]


def parted(
    scores: Sequence[Mapping[int, float]], groups: Iterable[Sequence[int]], apart: Iterable[Pair]
) -> list[dict[int, float]]:
    """The scores without those of items that are apart, themselves or by the groups that they are of."""
    group_of = {item: group[0] for group in groups for item in group}
    barred = {frozenset((group_of.get(one, one), group_of.get(other, other))) for one, other in apart}
    return [
        {
            other: score
            for other, score in of_one.items()
            if frozenset((group_of.get(one, one), group_of.get(other, other))) not in barred
        }
        for one, of_one in enumerate(scores)
    ]


def united(
    clusters: Sequence[Sequence[int]], groups: Sequence[Sequence[int]], apart: Sequence[Pair]
) -> list[list[int]]:
    """The clusters when each group is one, in the order of their lowest items.

    Where that would bring items together that are apart, as company of the groups, the groups are without company.
    """
    part_of = {item: number for number, cluster in enumerate(clusters) for item in cluster}
    whole_of = list(range(len(clusters)))

    def whole(number: int) -> int:
        while whole_of[number] != number:
            number = whole_of[number]
        return number

    for group in groups:
        for item in group:
            one, other = sorted((whole(part_of[group[0]]), whole(part_of[item])))
            whole_of[other] = one
    wholes: defaultdict[int, set[int]] = defaultdict(set)
    for item, number in part_of.items():
        wholes[whole(number)].add(item)
    found: list[list[int]] = []
    for number, items in wholes.items():
        if not any(one in items and other in items for one, other in apart):
            found.append(sorted(items))
            continue
        here = [sorted(group) for group in groups if group[0] in items]
        grouped = {item for group in here for item in group}
        rests = [sorted({*cluster} - grouped) for part, cluster in enumerate(clusters) if whole(part) == number]
        found += [*here, *(rest for rest in rests if rest)]
    return sorted(found)
