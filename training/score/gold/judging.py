"""Whether one predicted report fills one expected incident's slots rightly.

Slots of one value are right or wrong. Of slots of several values (`actors`, `weapons`, `targets`) this is whether the
whole slot is right; how many of its values are is in `sets`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from schemas import ActorRole, AttributionValue, IncidentReport, Quantity
from services.extractor.places.model import distance_km

from .annotations import ExpectedActor, ExpectedIncident, GoldItem, Point, Tolls
from .sets import is_called, match_actors, match_targets, match_weapons

ALL_ROLES = frozenset({ActorRole.perpetrator, ActorRole.victim, ActorRole.responder})


def judged_roles(item: GoldItem, expected: ExpectedIncident) -> frozenset[ActorRole]:
    """The roles whose actors the annotation covers; none where it has no actors."""
    if not expected.fills("actors"):
        return frozenset()
    if item.covers("actors"):
        return ALL_ROLES
    return frozenset({ActorRole.perpetrator}) if item.covers("perpetrators") else frozenset()


def judge(item: GoldItem, expected: ExpectedIncident, predicted: IncidentReport) -> dict[str, bool]:
    """Slot → whether it is right, for each slot that the annotation judges, in the order of `SLOTS`."""
    verdicts = {
        "sub_event_type": predicted.sub_event_type in expected.types,
        "country": predicted.place.country in expected.country,
    }
    for slot, right in _JUDGES.items():
        if item.covers(slot) and (expected.fills(slot) or slot == "historical"):
            verdicts[slot] = right(expected, predicted)
    if roles := judged_roles(item, expected):
        verdicts["actors"] = match_actors(expected.actors, predicted.actors, roles).exact
        if claims := attributed(expected):
            verdicts["attribution"] = all(has_attributions(actor, predicted) for actor in claims)
    return verdicts


def attributed(expected: ExpectedIncident) -> list[ExpectedActor]:
    """The perpetrators of whom the annotation says who says so."""
    return [actor for actor in expected.actors if actor.attributions and ActorRole.perpetrator in actor.role]


def has_attributions(wanted: ExpectedActor, predicted: IncidentReport) -> bool:
    """Whether the report gives this perpetrator all values that are asked for.

    Wrong too where the perpetrator is not found: nobody is told who is said to have done it. One without any
    attribution is `reported`.
    """
    found = [a for a in predicted.actors if a.role is ActorRole.perpetrator and is_called(wanted, a)]
    values = {attribution.value for actor in found for attribution in actor.attributions}
    if found and not values:
        values = {AttributionValue.reported}
    return all(values & set(alternatives) for alternatives in wanted.attributions)


def is_found(expected: ExpectedIncident, predicted: IncidentReport) -> bool:
    """The bar for an incident to count as found: sub-event type and country agree."""
    return predicted.sub_event_type in expected.types and predicted.place.country in expected.country


def _place(expected: ExpectedIncident, predicted: IncidentReport) -> bool:
    """Within the radius; where only the country is known, in it."""
    return any(
        _is_near(place, predicted) if isinstance(place, Point) else predicted.place.country in expected.country
        for place in expected.place
    )


def _is_near(point: Point, predicted: IncidentReport) -> bool:
    place = predicted.place
    if place.latitude is None or place.longitude is None:
        return False
    return distance_km(*point.near, place.latitude, place.longitude) <= point.within_km


def _date(expected: ExpectedIncident, predicted: IncidentReport) -> bool:
    start = predicted.occurred.start
    if start is None:
        return False
    day: date = start.date() if isinstance(start, datetime) else start
    return any(day in days for days in expected.date)


def _toll_is_right(accepted: Tolls, predicted: Quantity | None) -> bool:
    bounds = (predicted.min, predicted.max) if predicted else None
    return any(bounds == ((toll.min, toll.max) if toll else None) for toll in accepted)


_JUDGES: dict[str, Callable[[ExpectedIncident, IncidentReport], bool]] = {
    "status": lambda expected, predicted: predicted.status in expected.status,
    "place": _place,
    "date": _date,
    "killed": lambda expected, predicted: _toll_is_right(expected.killed, predicted.casualties.killed),
    "injured": lambda expected, predicted: _toll_is_right(expected.injured, predicted.casualties.injured),
    "captured": lambda expected, predicted: _toll_is_right(expected.captured, predicted.casualties.captured),
    "weapons": lambda expected, predicted: match_weapons(expected, {w.kind for w in predicted.weapons}).exact,
    "targets": lambda expected, predicted: match_targets(expected.targets, predicted.targets).exact,
    "damage": lambda expected, predicted: predicted.damage is not None and predicted.damage.value in expected.damage,
    "historical": lambda expected, predicted: predicted.historical is expected.historical,
}

SLOTS = ("sub_event_type", "country", *_JUDGES, "actors", "attribution")
"""The slots that are judged, in the order of the table."""
