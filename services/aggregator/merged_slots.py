"""Each slot of an incident, from what its reports say of it.

`reports` are always in canonical order. `current` are the reports whose word counts for figures: the newest of each
story that says anything of the slot, so that a corrected number replaces the one before, and a hundred copies count as
one.
Slots come as plain values for `schemas.Incident` to validate.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from schemas import (
    DamageValue,
    IncidentReport,
    PlacePrecision,
    Quantity,
    ReportActor,
    ReportWeapon,
    Span,
    TimePrecision,
)
from schemas.slots import Slot

T = TypeVar("T")
Values = dict[str, Any]

_TIME_RANK = {precision: rank for rank, precision in enumerate(TimePrecision)}
_PLACE_RANK = {precision: rank for rank, precision in enumerate(PlacePrecision)}
_DAMAGE_RANK = {DamageValue.destroyed: 0, DamageValue.some: 1, DamageValue.unknown: 2, DamageValue.none: 3}


def sourced(slot: Slot[Span], report_id: str) -> Values:
    """A report's slot as values of an incident's: its spans name the report."""
    values = slot.model_dump()
    _name_source(values, report_id)
    return values


def _name_source(values: Values, report_id: str) -> None:
    for name, value in values.items():
        if name == "span" and value is not None:
            value["report_id"] = report_id
        elif name == "attributions":
            for said in value:
                _name_source(said, report_id)


def current(
    reports: Sequence[IncidentReport],
    stories: Mapping[str, str],
    says: Callable[[IncidentReport], object] | None = None,
) -> list[IncidentReport]:
    """The newest report of each story that says anything of the slot (`says` is not None), in canonical order."""
    if len(reports) == 1:
        return [] if says is not None and says(reports[0]) is None else [*reports]
    newest: dict[str, IncidentReport] = {}
    for report in reports:
        if says is not None and says(report) is None:
            continue
        held = newest.get(stories[report.id])
        if held is None or (report.version, report.id) > (held.version, held.id):
            newest[stories[report.id]] = report
    kept = {report.id for report in newest.values()}
    return [report for report in reports if report.id in kept]


def majority(values: Iterable[T]) -> T:
    """The commonest value; of equally common ones the first."""
    return Counter(values).most_common(1)[0][0]


def occurred(reports: Sequence[IncidentReport]) -> Values:
    """The most closely told time; of equally close ones the first."""
    best = min(reports, key=lambda report: _TIME_RANK[report.occurred.precision])
    return sourced(best.occurred, best.id)


def place(reports: Sequence[IncidentReport]) -> Values:
    """The most closely told place, one with its division before one without; of equally close ones the first."""
    best = min(reports, key=lambda report: (_PLACE_RANK[report.place.precision], report.place.admin1_code is None))
    return sourced(best.place, best.id)


def actors(reports: Sequence[IncidentReport]) -> list[Values]:
    """One entry for each actor and role, with all that is said of their part.

    Named actors are one by id; generic ones ("gunmen") by name and kind.
    """
    merged: dict[tuple[object, ...], Values] = {}
    for report in reports:
        for actor in report.actors:
            _unite_actor(merged, actor, report.id)
    return list(merged.values())


def _unite_actor(merged: dict[tuple[object, ...], Values], actor: ReportActor, report_id: str) -> None:
    name = (actor.id,) if actor.id else (None, actor.name.casefold(), actor.kind)
    values = sourced(actor, report_id)
    held = merged.setdefault((*name, actor.role), values)
    if held is values:
        values["attributions"] = []
    if held["country"] is None:
        held["country"] = actor.country
    if held["kind"] == "unknown":
        held["kind"] = actor.kind
    known = {(said["value"], said["said_by"]) for said in held["attributions"]}
    for said in actor.attributions:
        if (said.value, said.said_by) not in known:
            known.add((said.value, said.said_by))
            held["attributions"].append(sourced(said, report_id))


def targets(reports: Sequence[IncidentReport]) -> list[Values]:
    """One entry for each target: by kind, and by name or else the words."""
    merged: dict[tuple[object, ...], Values] = {}
    for report in reports:
        for target in report.targets:
            key = (target.kind, (target.name or target.text).casefold())
            if key not in merged:
                merged[key] = sourced(target, report.id)
    return list(merged.values())


def weapons(reports: Sequence[IncidentReport], stories: Mapping[str, str]) -> list[Values]:
    """One entry for each kind and name of weapon; the count from the lowest to the highest that is given.

    A weapon told by its kind alone is the named one of that kind, where there is only one.
    """
    names: dict[object, set[str]] = {}
    for report in reports:
        for weapon in report.weapons:
            if weapon.name:
                names.setdefault(weapon.kind, set()).add(weapon.name.casefold())

    def key(weapon: ReportWeapon) -> tuple[object, ...]:
        of_kind = names.get(weapon.kind, set())
        if weapon.name:
            return (weapon.kind, weapon.name.casefold())
        return (weapon.kind, next(iter(of_kind)) if len(of_kind) == 1 else None)

    merged: dict[tuple[object, ...], Values] = {}
    for report in reports:
        for weapon in report.weapons:
            held = merged.setdefault(key(weapon), sourced(weapon, report.id))
            if held["name"] is None and weapon.name:
                merged[key(weapon)] = sourced(weapon, report.id)
    for identity, values in merged.items():

        def counted(report: IncidentReport, identity: tuple[object, ...] = identity) -> list[Quantity] | None:
            return [each.count for each in report.weapons if each.count and key(each) == identity] or None

        counts = [count for report in current(reports, stories, counted) for count in counted(report) or []]
        values["count"] = span_of(counts)
    return list(merged.values())


def casualties(reports: Sequence[IncidentReport], stories: Mapping[str, str]) -> Values:
    """Killed, injured and captured: from the lowest figure to the highest of the newest version of each story.

    ACLED: where reports conflict, the lowest is coded; we keep the highest beside it. The span is that of the first
    report that gives the lowest figure.
    """
    return {name: _toll(name, reports, stories) for name in ("killed", "injured", "captured")}


def _toll(name: str, reports: Sequence[IncidentReport], stories: Mapping[str, str]) -> Values | None:
    tolls = [
        (getattr(report.casualties, name), report.id)
        for report in current(reports, stories, lambda report: getattr(report.casualties, name))
    ]
    bounds = span_of(toll for toll, _ in tolls)
    if bounds is None:
        return None
    lowest, report_id = next((toll, report_id) for toll, report_id in tolls if toll.min == bounds["min"])
    return {**sourced(lowest, report_id), **bounds}


def span_of(quantities: Iterable[Quantity]) -> Values | None:
    """From the lowest `min` to the highest `max` (an open one is the highest); None of none."""
    given = list(quantities)
    if not given:
        return None
    highest = [quantity.max for quantity in given if quantity.max is not None]
    return {
        "min": min(quantity.min for quantity in given),
        "max": max(highest) if len(highest) == len(given) else None,
    }


def damage(reports: Sequence[IncidentReport]) -> Values | None:
    """The worst that is told; of equally bad ones the first."""
    told = [(report.damage, report.id) for report in reports if report.damage]
    if not told:
        return None
    worst, report_id = min(told, key=lambda each: _DAMAGE_RANK[each[0].value])
    return sourced(worst, report_id)


def evidence(reports: Sequence[IncidentReport], stories: Mapping[str, str]) -> list[Values]:
    """The words of each report; what a story says is taken from the first report that has it, not from its copies."""
    seen: set[tuple[str, str]] = set()
    passages = []
    for report in reports:
        for words in report.evidence:
            if (stories[report.id], words.text) not in seen:
                seen.add((stories[report.id], words.text))
                passages.append({**words.model_dump(), "report_id": report.id})
    return passages
