"""Which incident each report of an article tells: the truth that the aggregator's incidents are compared with.

A report is given to that one of the article's `tells` which it fits best by type, place and date. At most one report an
incident first, so that of two acts of one kind each gets its report; then further reports of an act told twice.
A report that fits none is left out: it is of something optional or recalled in passing, or it is the extractor's error.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from schemas import IncidentReport, PlacePrecision
from services.extractor.places.model import distance_km

from ..assignment import best_assignment
from .labels import LabelledIncident

RIGHT_WITHIN_KM = 20.0
"""How far off a label's place may be."""

_SLACK = timedelta(days=1)
"""Outlets differ by a day around midnight."""

_FITS = 100.0
_SPECIFIC = frozenset({PlacePrecision.exact, PlacePrecision.near, PlacePrecision.city})


def given(reports: Sequence[IncidentReport], tells: Sequence[LabelledIncident]) -> dict[str, str]:
    """Incident of each report, by report id, of those that fit one."""
    weights = [[fit(report, incident) for incident in tells] for report in reports]
    partners = best_assignment(weights)
    found: dict[str, str] = {}
    for report, weight_of, partner in zip(reports, weights, partners, strict=True):
        best = partner if partner is not None else max(range(len(tells)), key=weight_of.__getitem__, default=None)
        if best is not None and weight_of[best] > 0:
            found[report.id] = tells[best].id
    return found


def fit(report: IncidentReport, incident: LabelledIncident) -> float:
    """How well a report fits an incident; 0 where its type, place or date speaks against it.

    Saying nothing, or nothing so precise, speaks against nothing, but fits less well.
    """
    place, day = _place(report, incident), _day(report, incident)
    if report.sub_event_type not in incident.types or place is None or day is None:
        return 0.0
    first_choice = 0.25 * (report.sub_event_type is incident.sub_event_type)
    return _FITS + place + day + first_choice + 0.5 * _toll(report, incident) + 0.5 * _doer(report, incident)


def _place(report: IncidentReport, incident: LabelledIncident) -> float | None:
    place = report.place
    if place.precision is PlacePrecision.unknown:
        return 0.0
    if place.country != incident.country:
        return None
    if place.precision not in _SPECIFIC or place.latitude is None or place.longitude is None:
        return 0.5
    distance = distance_km(*incident.place.near, place.latitude, place.longitude)
    # A name that no gazetteer has is placed in the middle of what is known to hold it, with a radius of that size.
    reach = RIGHT_WITHIN_KM + (place.radius_km or 0.0)
    return 2.0 - distance / reach if distance <= reach else None


def _day(report: IncidentReport, incident: LabelledIncident) -> float | None:
    start, end = _date(report.occurred.start), _date(report.occurred.end)
    if start is None:
        return 0.0
    end = end or start
    if start <= incident.date <= end:
        return 2.0
    return 1.0 if start - _SLACK <= incident.date <= end + _SLACK else None


def _date(moment: date | datetime | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def _toll(report: IncidentReport, incident: LabelledIncident) -> bool:
    """Whether the dead are as many as some account has them."""
    told, wanted = report.casualties.killed, incident.killed
    if told is None or wanted is None:
        return False
    return (wanted.max is None or told.min <= wanted.max) and (told.max is None or wanted.min <= told.max)


def _doer(report: IncidentReport, incident: LabelledIncident) -> bool:
    words = "\n".join(f"{actor.name}\n{actor.text}" for actor in report.actors).lower()
    return any(piece in words for piece in incident.perpetrator_like)
