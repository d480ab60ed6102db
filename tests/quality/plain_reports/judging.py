"""Whether one predicted report fills one expected incident's slots rightly."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from math import asin, cos, radians, sin, sqrt

from schemas import Actor, ActorRole, AttributionValue, IncidentReport, Quantity, Span, WeaponKind

from .annotations import Days, ExpectedIncident, Perpetrator, Point, Tolls

EARTH_RADIUS_KM = 6371.0


def judge(expected: ExpectedIncident, predicted: IncidentReport) -> dict[str, bool]:
    """Slot → whether it is right, for each slot that the annotation judges.

    `attribution` is wrong too where the perpetrator is not found at all: nobody is told who is said to have done it.
    """
    verdicts = {
        "sub_event_type": predicted.sub_event_type in expected.types,
        "country": predicted.place.country in expected.country,
    }
    verdicts |= {slot: right(expected, predicted) for slot, right in _JUDGES.items() if expected.judges(slot)}
    if claims := [wanted for wanted in expected.perpetrators if wanted.attributions]:
        verdicts["attribution"] = all(_attributed(wanted, _found(wanted, predicted)) for wanted in claims)
    return verdicts


def is_found(expected: ExpectedIncident, predicted: IncidentReport) -> bool:
    """The bar for an incident to count as found: sub-event type and country agree."""
    return predicted.sub_event_type in expected.types and predicted.place.country in expected.country


def _place(expected: ExpectedIncident, predicted: IncidentReport) -> bool:
    point, place = expected.place, predicted.place
    if point is None or place.latitude is None or place.longitude is None:
        return False
    return _distance_km(point, place.latitude, place.longitude) <= point.within_km


def _distance_km(point: Point, latitude: float, longitude: float) -> float:
    """Great-circle distance by the haversine formula."""
    phi, other_phi = radians(point.near[0]), radians(latitude)
    across = radians(longitude - point.near[1])
    chord = sin((other_phi - phi) / 2) ** 2 + cos(phi) * cos(other_phi) * sin(across / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(chord))


def _date(expected: ExpectedIncident, predicted: IncidentReport) -> bool:
    start = predicted.occurred.start
    if start is None or expected.date is None:
        return False
    day: date = start.date() if isinstance(start, datetime) else start
    accepted: Days | list[date] = expected.date
    return day in accepted


def _toll_is_right(accepted: Tolls, predicted: Quantity | None) -> bool:
    bounds = (predicted.min, predicted.max) if predicted else None
    return any(bounds == ((toll.min, toll.max) if toll else None) for toll in accepted)


def _weapons(expected: ExpectedIncident, predicted: IncidentReport) -> bool:
    kinds: set[WeaponKind] = {weapon.kind for weapon in predicted.weapons}
    allowed = {kind for alternatives in expected.weapons for kind in alternatives} | set(expected.weapons_optional)
    return kinds <= allowed and all(kinds & set(alternatives) for alternatives in expected.weapons)


def _perpetrators(expected: ExpectedIncident, predicted: IncidentReport) -> bool:
    """Every one that is expected is there, and no other named actor; a further generic one ("gunmen") is let pass."""
    wanted = expected.perpetrators
    others = [actor for actor in _perpetrators_of(predicted) if not any(_is(person, actor) for person in wanted)]
    return all(_found(person, predicted) for person in wanted) and not any(actor.id for actor in others)


def _perpetrators_of(predicted: IncidentReport) -> Iterable[Actor[Span]]:
    return (actor for actor in predicted.actors if actor.role is ActorRole.perpetrator)


def _found(wanted: Perpetrator, predicted: IncidentReport) -> list[Actor[Span]]:
    return [actor for actor in _perpetrators_of(predicted) if _is(wanted, actor)]


def _is(wanted: Perpetrator, actor: Actor[Span]) -> bool:
    if not wanted.name_like:
        return actor.kind in wanted.kind
    words = f"{actor.name}\n{actor.id or ''}\n{actor.text}".lower()
    return any(part in words for part in wanted.name_like)


def _attributed(wanted: Perpetrator, found: list[Actor[Span]]) -> bool:
    """An actor without any attribution is `reported`."""
    values = {attribution.value for actor in found for attribution in actor.attributions}
    if found and not values:
        values = {AttributionValue.reported}
    return all(values & set(alternatives) for alternatives in wanted.attributions)


_JUDGES: dict[str, Callable[[ExpectedIncident, IncidentReport], bool]] = {
    "status": lambda expected, predicted: predicted.status in expected.status,
    "place": _place,
    "date": _date,
    "killed": lambda expected, predicted: _toll_is_right(expected.killed, predicted.casualties.killed),
    "injured": lambda expected, predicted: _toll_is_right(expected.injured, predicted.casualties.injured),
    "weapons": _weapons,
    "perpetrators": _perpetrators,
    "historical": lambda expected, predicted: predicted.historical is expected.historical,
}

SLOTS = ("sub_event_type", "country", *_JUDGES, "attribution")
"""The slots that are judged, in the order of the table."""
