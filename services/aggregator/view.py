"""Incidents and counts of one worker's partitions as JSON, read-only: `/api/v1/` on the web port.

    GET /api/v1/incidents?limit=50&cursor=&since=&until=&country=IQ&location=IQ/01&actor=ID&type=SUB_EVENT_TYPE
        {"incidents": [as on incidents.v1, newest first], "next": cursor or null, "partitions": [held by this worker]}
    GET /api/v1/incidents/ID
        {"incident": as on incidents.v1; one that was merged or retracted too, "partitions": [...]}
    GET /api/v1/tallies?window=24h&by=location|actor|type|location_actor&limit=50
        {"rows": [{labels, "incidents", "deaths", and of a location "name", "latitude", "longitude"}], biggest first,
         "total_rows", "clock", "window", "by", "partitions"}

Filters by place, actor and type look at counted incidents (not at background, nor at threats). What is asked for
wrongly is a 400, what is not held here a 404, each with {"error": what to do}.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from aiohttp import web

from schemas import Incident

from .atlas import Atlas
from .exporter import summed
from .state import PartitionState
from .tallies import WINDOWS, Counted

MOST = 500
"""Incidents or rows in one answer."""

HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
Clock = Callable[[PartitionState], datetime | None]
Position = tuple[datetime, str]
"""Where a page ends: (`first_reported_at`, id)."""

BY: dict[str, tuple[str, ...]] = {
    "location": ("location",),
    "actor": ("actor", "role"),
    "type": ("sub_event_type",),
    "location_actor": ("location", "actor", "role"),
}
"""Labels of the rows of each kind of tally."""

V = TypeVar("V")


class BadQueryError(ValueError):
    """What is asked for can't be understood; the message says what can."""


class View:
    """The view of partitions.

    Args:
        states: the partitions held now, by number.
        clock: what the windows of a partition are counted back from; null while it has seen nothing.
        atlas: where locations lie.
    """

    def __init__(self, states: Mapping[int, PartitionState], clock: Clock, atlas: Atlas) -> None:
        self._states = states
        self._clock = clock
        self._atlas = atlas

    def routes(self) -> list[web.RouteDef]:
        """For the worker's web port."""
        return [
            web.get("/api/v1/incidents", self._incidents),
            web.get("/api/v1/incidents/{id}", self._incident),
            web.get("/api/v1/tallies", self._tallies),
        ]

    async def _incidents(self, request: web.Request) -> web.Response:
        return self._answer(self.incidents, request.query)

    async def _tallies(self, request: web.Request) -> web.Response:
        return self._answer(self.tallies, request.query)

    async def _incident(self, request: web.Request) -> web.Response:
        incident = self.incident(request.match_info["id"])
        if incident is None:
            held = ", ".join(map(str, sorted(self._states))) or "none"
            return _json({"error": f"no such incident in the partitions of this worker ({held})"}, 404)
        return _json({"incident": _plain(incident), "partitions": sorted(self._states)})

    def _answer(self, ask: Callable[[Mapping[str, str]], dict[str, Any]], query: Mapping[str, str]) -> web.Response:
        try:
            return _json({**ask(query), "partitions": sorted(self._states)})
        except BadQueryError as bad:
            return _json({"error": str(bad)}, 400)

    def incident(self, id_: str) -> Incident | None:
        """What is said of an id; None where none of the partitions knows it."""
        return next((found for state in self._states.values() if (found := state.incident(id_)) is not None), None)

    def incidents(self, query: Mapping[str, str]) -> dict[str, Any]:
        """One page; merges only the incidents that are on it. Raises `BadQueryError`."""
        _only(query, {"limit", "cursor", "since", "until", "country", "location", "actor", "type"})
        limit = _limit(query)
        since, until = _moment(query, "since"), _moment(query, "until")
        before = _position(query["cursor"]) if query.get("cursor") else None
        found: list[tuple[Position, PartitionState]] = []
        for state in self._states.values():
            for id_, first in state.first_reported().items():
                at = (first, id_)
                if (
                    (before is None or at < before)
                    and (since is None or first >= since)
                    and (until is None or first < until)
                    and _fits(state, id_, query)
                ):
                    found.append((at, state))
        found.sort(key=lambda each: each[0], reverse=True)
        page = found[:limit]
        incidents = [state.incident(id_) for (_, id_), state in page]
        return {
            "incidents": [_plain(incident) for incident in incidents if incident is not None],
            "next": _cursor(page[-1][0]) if len(found) > limit else None,
        }

    def tallies(self, query: Mapping[str, str]) -> dict[str, Any]:
        """Counts of one window. Raises `BadQueryError`."""
        _only(query, {"window", "by", "limit"})
        window, by = _one_of(query, "window", WINDOWS, "24h"), _one_of(query, "by", BY, "location")
        limit = _limit(query)
        clocks = {partition: self._clock(state) for partition, state in self._states.items()}
        counted = [self._states[partition].windows(now) for partition, now in clocks.items() if now is not None]
        keyed: Iterable[tuple[tuple[str, ...], Any]]
        if by == "location":
            keyed = (((key,), windows) for each in counted for key, windows in each.locations.items())
        elif by == "type":
            keyed = (((key,), windows) for each in counted for key, windows in each.types.items())
        elif by == "actor":
            keyed = (item for each in counted for item in each.actors.items())
        else:
            keyed = (item for each in counted for item in each.rows.items())
        rows = {key: windows[window] for key, windows in summed(keyed).items() if windows[window].incidents}
        ranked = sorted(rows, key=lambda key: (-rows[key].incidents, key))
        newest = max((now for now in clocks.values() if now is not None), default=None)
        return {
            "window": window,
            "by": by,
            "clock": newest.isoformat() if newest else None,
            "rows": [
                {
                    **dict(zip(BY[by], key, strict=True)),
                    "incidents": rows[key].incidents,
                    "deaths": rows[key].deaths,
                    **(self._where(key[0]) if "location" in BY[by] else {}),
                }
                for key in ranked[:limit]
            ],
            "total_rows": len(rows),
        }

    def _where(self, location: str) -> dict[str, str | float]:
        spot = self._atlas.spot(location)
        return {} if spot is None else spot._asdict()


def _fits(state: PartitionState, id_: str, query: Mapping[str, str]) -> bool:
    asked = {name: query[name] for name in ("country", "location", "actor", "type") if query.get(name)}
    if not asked:
        return True
    counted = state.counted(id_)
    return counted is not None and all(_says(counted, name, value) for name, value in asked.items())


def _says(counted: Counted, name: str, value: str) -> bool:
    if name == "country":
        return counted.location.partition("/")[0] == value.upper()
    if name == "location":
        return counted.location == value
    if name == "type":
        return counted.entry[3] == value
    return any(actor == value for actor, _ in counted.actors)


def _only(query: Mapping[str, str], known: set[str]) -> None:
    unknown = sorted(set(query) - known)
    if unknown:
        raise BadQueryError(f"{', '.join(unknown)}: unknown; what can be asked for is {', '.join(sorted(known))}")


def _limit(query: Mapping[str, str]) -> int:
    text = query.get("limit", "50")
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= MOST:
        raise BadQueryError(f"limit: a whole number from 1 to {MOST}")
    return int(text)


def _one_of(query: Mapping[str, str], name: str, allowed: Iterable[str], default: str) -> str:
    value = query.get(name, default)
    if value not in allowed:
        raise BadQueryError(f"{name}: one of {', '.join(allowed)}")
    return value


def _moment(query: Mapping[str, str], name: str) -> datetime | None:
    text = query.get(name)
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadQueryError(f"{name}: a date or time as in ISO 8601, such as 2022-01-05 or 2022-01-05T09:00Z") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _cursor(position: Position) -> str:
    return f"{position[0].isoformat().replace('+00:00', 'Z')}_{position[1]}"


def _position(cursor: str) -> Position:
    moment, _, id_ = cursor.partition("_")
    try:
        first = datetime.fromisoformat(moment)
    except ValueError:
        first = None
    if first is None or first.tzinfo is None or not id_:
        raise BadQueryError("cursor: the `next` of an answer, as it is")
    return first, id_


def _plain(incident: Incident) -> Any:
    return incident.model_dump(mode="json")


def _json(body: dict[str, Any], status: int = 200) -> web.Response:
    text = json.dumps(body, ensure_ascii=False)
    return web.Response(text=text, status=status, content_type="application/json", headers=HEADERS)
