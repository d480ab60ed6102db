"""The figures of a run: the aggregator's incidents against those of the labels."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from schemas import IncidentReport

from ..scorer import percent
from .fitting import given
from .labels import NearMiss, Story
from .measures import Agreement, b_cubed, joined, pairwise
from .reading import incidents_of
from .stream import Telling


@dataclass(frozen=True)
class Truth:
    """What the newest versions' reports tell by the labels."""

    incident_of: dict[str, str]
    """The labelled incident of each report that fits one, by report id."""
    reports: dict[str, tuple[str, IncidentReport]]
    """All reports by id, each with the id of its article in the set."""
    told_twice: int
    """Reports of an incident that an earlier report of the same article tells."""
    judged: list[NearMiss]
    """The near misses of which both incidents have a report."""
    untold: list[str]
    """Incidents without a report, of those that a newest version tells."""

    @classmethod
    def of(cls, stories: Sequence[Story], newest: Sequence[Telling]) -> Truth:
        """Fit the reports of the newest versions to what their articles tell."""
        incidents = incidents_of(stories)
        incident_of: dict[str, str] = {}
        twice = 0
        for telling in newest:
            fits = given(telling.reports, [incidents[told] for told in telling.labelled.tells])
            twice += len(fits) - len(set(fits.values()))
            incident_of |= fits
        told = set(incident_of.values())
        wanted = {incident for telling in newest for incident in telling.labelled.tells}
        return cls(
            incident_of,
            {report.id: (telling.labelled.id, report) for telling in newest for report in telling.reports},
            twice,
            [pair for story in stories for pair in story.near_misses if {pair.one, pair.other} <= told],
            sorted(wanted - told),
        )

    def at_best(self) -> dict[str, str]:
        """The best clusters that resolution may make: reports of two countries, and two of one article, never are
        one."""
        number: Counter[tuple[str, str]] = Counter()
        clusters = {}
        for report_id, incident in self.incident_of.items():
            article, report = self.reports[report_id]
            clusters[report_id] = f"{incident} in {report.place.country}, {number[article, incident]}"
            number[article, incident] += 1
        return clusters


@dataclass(frozen=True)
class Verdict:
    """How far clusters agree with the labels."""

    b_cubed: Agreement
    pairwise: Agreement
    kept_apart: float
    """Percent of the near misses."""

    @classmethod
    def of(cls, truth: Mapping[str, str], clusters: Mapping[str, str], near_misses: Sequence[NearMiss]) -> Verdict:
        """Judge the clusters of the reports of `truth`."""
        together = joined(truth, clusters)
        apart = sum(frozenset((pair.one, pair.other)) not in together for pair in near_misses)
        return cls(b_cubed(truth, clusters), pairwise(truth, clusters), percent(apart, len(near_misses)))


def errors_of(truth: Truth, clusters: Mapping[str, str]) -> Iterator[str]:
    """A line for each incident that is in several clusters, and for each two that share one."""
    members: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for report_id, incident in truth.incident_of.items():
        members[incident][clusters[report_id]].append(_told(*truth.reports[report_id]))
    for incident, parts in members.items():
        if len(parts) > 1:
            yield f"{incident}: split: " + " | ".join("; ".join(part) for part in parts.values())
    why = {frozenset((pair.one, pair.other)): pair.why for pair in truth.judged}
    for pair in sorted(joined(truth.incident_of, clusters), key=sorted):
        one, other = sorted(pair)
        shared = members[one].keys() & members[other].keys()
        tellings = [telling for cluster in sorted(shared) for of in (one, other) for telling in members[of][cluster]]
        yield f"{one} and {other}: joined ({why.get(pair, 'no near miss')}): " + "; ".join(tellings)


def _told(article: str, report: IncidentReport) -> str:
    place = report.place.name or report.place.text or report.place.precision
    return f"{article} ({report.sub_event_type}, {place}, {report.occurred.start or 'undated'})"
