"""An incident as one flat row: what a spreadsheet, a data frame or a map has room for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from schemas import ActorRole, Incident, Quantity
from services.commands.rendering import actor_words

Value = str | int | float | bool | None

COLUMNS: dict[str, type] = {
    "id": str,
    "revision": int,
    "state": str,
    "first_reported_at": datetime,
    "last_reported_at": datetime,
    "event_type": str,
    "sub_event_type": str,
    "status": str,
    "historical": bool,
    "start": str,
    "end": str,
    "time_precision": str,
    "place": str,
    "city": str,
    "admin1": str,
    "admin1_code": str,
    "country": str,
    "latitude": float,
    "longitude": float,
    "radius_km": float,
    "place_precision": str,
    "perpetrators": str,
    "victims": str,
    "weapons": str,
    "killed_min": int,
    "killed_max": int,
    "injured_min": int,
    "injured_max": int,
    "sources": str,
    "stories": int,
    "reports": int,
    "confidence": float,
    "disputed": str,
    "summary": str,
}
"""Name and type of each column; several values of one column are joined by `; `."""


def row(incident: Incident) -> dict[str, Any]:
    """The values by column; None where nothing is known. A toll without a highest figure is open-ended."""
    occurred, place = incident.occurred, incident.place
    return {
        "id": incident.id,
        "revision": incident.revision,
        "state": incident.state.value,
        "first_reported_at": incident.first_reported_at,
        "last_reported_at": incident.last_reported_at,
        "event_type": incident.event_type.value,
        "sub_event_type": incident.sub_event_type.value,
        "status": incident.status.value,
        "historical": incident.historical,
        "start": occurred.start.isoformat() if occurred.start else None,
        "end": occurred.end.isoformat() if occurred.end else None,
        "time_precision": occurred.precision.value,
        "place": place.name,
        "city": place.city,
        "admin1": place.admin1,
        "admin1_code": place.admin1_code,
        "country": place.country,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "radius_km": place.radius_km,
        "place_precision": place.precision.value,
        "perpetrators": _joined(actor_words(a) for a in incident.actors if a.role is ActorRole.perpetrator),
        "victims": _joined(actor_words(a) for a in incident.actors if a.role is ActorRole.victim),
        "weapons": _joined(weapon.name or weapon.kind.value for weapon in incident.weapons),
        **_range("killed", incident.casualties.killed),
        **_range("injured", incident.casualties.injured),
        "sources": _joined(incident.sources),
        "stories": incident.stories,
        "reports": len(incident.reports),
        "confidence": incident.confidence,
        "disputed": _joined(dispute.slot for dispute in incident.disputed),
        "summary": incident.summary,
    }


def plain_row(incident: Incident) -> dict[str, Value]:
    """The same with times as text (RFC 3339)."""
    return {
        name: value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else value
        for name, value in row(incident).items()
    }


def _joined(values: Any) -> str | None:
    return "; ".join(dict.fromkeys(values)) or None


def _range(name: str, told: Quantity | None) -> dict[str, int | None]:
    return {f"{name}_min": told.min if told else None, f"{name}_max": told.max if told else None}
