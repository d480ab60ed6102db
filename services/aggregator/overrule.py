"""An incident as analysts have it: what their words change of what its reports say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from schemas import EVENT_TYPE_OF, AppliedOverride, Incident, IncidentState, Override, OverrideKind

from .summary import summarize

_TOLLS = ("killed", "injured", "captured")

_DISPUTED_AS = {
    "occurred": "occurred.start",
    "place": "place.city",
    "actors": "actors.perpetrator",
    **{name: f"casualties.{name}" for name in _TOLLS},
}
"""Names of slots in disputes, where they are other ones."""


def overrule(incident: Incident, said: Sequence[Override]) -> Incident:
    """The active incident with what analysts `said` of it, the earliest word first (`Overrides.of`).

    A rejected one has that state, and so is not counted. A confirmed one is certain. Of a corrected slot the latest
    word is taken; it is disputed no longer. That an incident is confirmed settles nothing on which its reports differ.
    """
    if not said:
        return incident
    values: dict[str, Any] = {}
    slots_of: dict[str, list[str]] = {}
    by_slot: dict[str, str] = {}
    tolls: dict[str, Any] = {}
    for word in said:
        if word.kind is OverrideKind.reject:
            values["state"] = IncidentState.rejected
        elif word.kind is OverrideKind.confirm:
            values["confidence"] = 1.0
        for slot in word.correction.slots if word.correction else ():
            value = getattr(word.correction, slot)
            by_slot[slot] = word.id
            if slot in _TOLLS:
                tolls[slot] = None if (value.min, value.max) == (0, None) else value.model_dump()
            elif slot == "damage":
                values["damage"] = {"value": value}
            else:
                values[slot] = value
    for slot, id_ in by_slot.items():
        slots_of.setdefault(id_, []).append(slot)
    if "sub_event_type" in values:
        values["event_type"] = EVENT_TYPE_OF[values["sub_event_type"]]
    if tolls:
        values["casualties"] = {**incident.casualties.model_dump(), **tolls}
    settled = {_DISPUTED_AS.get(slot, slot) for slot in by_slot}
    values["disputed"] = [dispute for dispute in incident.disputed if dispute.slot not in settled]
    values["overrides"] = [
        AppliedOverride(
            id=word.id,
            kind=word.kind,
            by=word.by,
            reason=word.reason,
            at=word.at,
            country=word.country,
            slots=sorted(slots_of.get(word.id, ())),
        )
        for word in said
    ]
    kept = {name: getattr(incident, name) for name in type(incident).model_fields}
    corrected = Incident.model_validate({**kept, **values})
    if not by_slot:
        return corrected
    summary = summarize(
        corrected.sub_event_type,
        corrected.status,
        corrected.occurred,
        corrected.place,
        corrected.actors,
        corrected.casualties,
    )
    return corrected.model_copy(update={"summary": summary})
