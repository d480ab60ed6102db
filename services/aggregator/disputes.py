"""The slots on which the reports of one incident differ, with each value and who gives it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from schemas import ActorRole, IncidentReport, Quantity, TimePrecision

from .features import is_denied
from .merged_slots import Values, current

_TO_THE_DAY = frozenset({TimePrecision.minute, TimePrecision.hour, TimePrecision.part_of_day, TimePrecision.day})


def disputes(reports: Sequence[IncidentReport], stories: Mapping[str, str]) -> list[Values]:
    """Slots on which independent stories, each by its newest word, cannot both be right, in a fixed order.

    Saying less is not a dispute: "at least five" agrees with "seven", and silence with anything.
    """
    if len(set(stories.values())) < 2:
        return []
    slots: list[tuple[str, Callable[[IncidentReport], Any], Callable[[list[Any]], bool]]] = [
        ("sub_event_type", lambda report: report.sub_event_type.value, _several),
        ("status", lambda report: report.status.value, _several),
        ("occurred.start", _day, _several),
        ("place.city", lambda report: report.place.city, _several_names),
        ("actors.perpetrator", _perpetrators, _without_common_name),
        ("casualties.killed", lambda report: _range(report.casualties.killed), _ranges_apart),
        ("casualties.injured", lambda report: _range(report.casualties.injured), _ranges_apart),
        ("casualties.captured", lambda report: _range(report.casualties.captured), _ranges_apart),
        ("damage", lambda report: report.damage.value.value if report.damage else None, _several),
    ]
    found = []
    for slot, value_in, differ in slots:
        given: list[tuple[Any, list[str]]] = []
        for report in current(reports, stories, value_in):
            value = value_in(report)
            for known, report_ids in given:
                if known == value:
                    report_ids.append(report.id)
                    break
            else:
                given.append((value, [report.id]))
        if differ([value for value, _ in given]):
            found.append({"slot": slot, "values": [{"value": value, "report_ids": ids} for value, ids in given]})
    return found


def _several(values: list[Any]) -> bool:
    return len(values) > 1


def _several_names(values: list[str]) -> bool:
    return len({value.casefold() for value in values}) > 1


def _without_common_name(values: list[list[str]]) -> bool:
    return any(set(one).isdisjoint(other) for one in values for other in values)


def _ranges_apart(values: list[Values]) -> bool:
    lowest_top = min((value["max"] for value in values if value["max"] is not None), default=None)
    return lowest_top is not None and max(value["min"] for value in values) > lowest_top


def _range(quantity: Quantity | None) -> Values | None:
    return {"min": quantity.min, "max": quantity.max} if quantity else None


def _day(report: IncidentReport) -> str | None:
    start = report.occurred.start
    return start.isoformat()[:10] if start and report.occurred.precision in _TO_THE_DAY else None


def _perpetrators(report: IncidentReport) -> list[str] | None:
    named = {
        actor.id for actor in report.actors if actor.id and actor.role is ActorRole.perpetrator and not is_denied(actor)
    }
    return sorted(named) or None
