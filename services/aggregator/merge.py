"""From the reports of one incident to the incident: what all of them together say."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from schemas import Actor, Casualties, Incident, IncidentReport, IncidentState, Occurred, Place, SourcedSpan
from schemas.ids import incident_id

from . import merged_slots as slots
from .disputes import disputes
from .stories import story_of
from .summary import summarize

HIGHEST_CONFIDENCE = 0.99
"""However many say it, something may be wrong that all of them share."""


def canonical(report: IncidentReport) -> tuple[Any, str]:
    """Key of the canonical order of reports: (`published_at`, id)."""
    return (report.article.published_at, report.id)


def merge(reports: Sequence[IncidentReport], revision: int = 1) -> Incident:
    """The active incident that `reports` (at least one, in any order) tell.

    Slots are as `merged_slots` says; type and status go by majority of stories, the earlier on a tie. What one
    article tells as news is news, though others tell it as background.
    """
    reports = sorted(reports, key=canonical)
    stories = story_of(reports)
    newest = slots.current(reports, stories)
    sub_event_type = slots.majority(report.sub_event_type for report in newest)
    status = slots.majority(report.status for report in newest)
    occurred = Occurred[SourcedSpan].model_validate(slots.occurred(reports))
    place = Place[SourcedSpan].model_validate(slots.place(reports))
    actors = [Actor[SourcedSpan].model_validate(actor) for actor in slots.actors(reports)]
    casualties = Casualties[SourcedSpan].model_validate(slots.casualties(reports, stories))
    return Incident.model_validate(
        {
            "id": incident_id(reports[0].id),
            "revision": revision,
            "state": IncidentState.active,
            "first_reported_at": reports[0].article.published_at,
            "last_reported_at": reports[-1].article.published_at,
            "summary": summarize(sub_event_type, status, occurred, place, actors, casualties),
            "event_type": next(report.event_type for report in newest if report.sub_event_type is sub_event_type),
            "sub_event_type": sub_event_type,
            "status": status,
            "historical": all(report.historical for report in reports),
            "confidence": _confidence(reports, stories),
            "occurred": occurred,
            "place": place,
            "actors": actors,
            "targets": slots.targets(reports),
            "weapons": slots.weapons(reports, stories),
            "casualties": casualties,
            "damage": slots.damage(reports),
            "evidence": slots.evidence(reports, stories),
            "reports": [
                {"id": report.id, "article": report.article, "story": stories[report.id]} for report in reports
            ],
            "sources": list(dict.fromkeys(report.article.source for report in reports if report.article.source)),
            "stories": len(set(stories.values())),
            "disputed": disputes(reports, stories),
        }
    )


def _confidence(reports: Sequence[IncidentReport], stories: dict[str, str]) -> float:
    """Noisy-or over independent stories: each is as sure as its surest report, and one being right is enough.

    Rounded, so that the order in which floats are multiplied can't make another content.
    """
    surest: dict[str, float] = {}
    for report in reports:
        story = stories[report.id]
        surest[story] = max(surest.get(story, 0.0), report.confidence)
    wrong = 1.0
    for story in sorted(surest):
        wrong *= 1 - surest[story]
    return round(min(1 - wrong, max(HIGHEST_CONFIDENCE, *surest.values())), 6)


def brief(report: IncidentReport) -> dict[str, Any]:
    """What stays of an incident when it goes: type, time and place as its first report has them, as plain JSON values.

    Kept in rows, so that the last word about an id can be said again when the report itself is gone.
    """
    published_at = report.article.published_at.isoformat()
    return {
        "id": incident_id(report.id),
        "first_reported_at": published_at,
        "last_reported_at": published_at,
        "summary": report.summary,
        "event_type": report.event_type.value,
        "sub_event_type": report.sub_event_type.value,
        "status": report.status.value,
        "historical": report.historical,
        "confidence": 0.0,
        "occurred": report.occurred.model_dump(mode="json", exclude={"span"}),
        "place": report.place.model_dump(mode="json", exclude={"span"}),
        "casualties": {},
        "evidence": [],
        "reports": [],
        "stories": 0,
    }


def departed(remains: dict[str, Any], revision: int, merged_into: str | None) -> Incident:
    """The last word about an id that went: part of `merged_into`, or reported by no one any more where that is None.

    `remains` is its `brief`. Confidence is 0 and there is neither evidence nor a report: they are the other incident's
    now, or withdrawn.
    """
    state = IncidentState.retracted if merged_into is None else IncidentState.merged
    return Incident.model_validate({**remains, "revision": revision, "state": state, "merged_into": merged_into})


def content_hash(incident: Incident) -> str:
    """Hex SHA-256 of all that the incident says, the revision aside: the same content has the same hash.

    One of which no analyst said anything hashes as it did before there were overrides.
    """
    left_out = {"revision"} if incident.overrides else {"revision", "overrides"}
    return hashlib.sha256(incident.model_dump_json(exclude=left_out).encode()).hexdigest()
