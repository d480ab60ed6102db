"""Which articles tell one story: copies, rewrites with a new head, and updates that keep the text."""

from __future__ import annotations

from collections.abc import Sequence

from schemas import IncidentReport
from schemas.fingerprint import Fingerprint, is_same_story


def story_of(reports: Sequence[IncidentReport]) -> dict[str, str]:
    """Story of each report, by report id: the id of the first article that told it.

    Stories are the connected groups of articles that are versions of each other (same id) or similar. `reports` are in
    canonical order, so that the first article is the same whatever order they arrived in.
    """
    if len(reports) == 1:
        return {reports[0].id: reports[0].article.id}
    prints = [Fingerprint.decode(report.article.fingerprint) for report in reports]
    group = list(range(len(reports)))

    def root(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    for later in range(len(reports)):
        for earlier in range(later):
            first, second = root(earlier), root(later)
            if first != second and (
                reports[earlier].article.id == reports[later].article.id
                or is_same_story(prints[earlier], prints[later])
            ):
                group[max(first, second)] = min(first, second)
    return {report.id: reports[root(index)].article.id for index, report in enumerate(reports)}
