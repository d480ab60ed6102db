"""What `--set SLOT=VALUE` means."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from pydantic import ValidationError

from schemas import (
    ActorKind,
    ActorRole,
    Correction,
    DamageValue,
    Incident,
    Status,
    SubEventType,
    Vocabulary,
    WeaponKind,
)
from services.runtime.errors import UsageError

_QUANTITY = re.compile(r"(?P<min>\d{1,7})(?:(?P<open>\+)|-(?P<max>\d{1,7}))?")
_MONTH = re.compile(r"\d{4}-\d{2}")


def correction_of(given: Iterable[str], incident: Incident) -> Correction:
    """The correction that `SLOT=VALUE` texts make of an incident.

    Raises:
        UsageError: naming the slot, and what it can be.
    """
    values: dict[str, Any] = {}
    for each in given:
        name, equals, text = each.partition("=")
        if not equals or name not in SLOTS:
            raise UsageError(f"--set {each}: write SLOT=VALUE, where SLOT is one of {', '.join(SLOTS)}.")
        slot, read = SLOTS[name]
        if slot in values:
            raise UsageError(f"--set {each}: {slot} is given twice.")
        values[slot] = read(name, text.strip(), incident)
    try:
        correction = Correction.model_validate(values)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        raise UsageError(f"--set {'.'.join(map(str, fault['loc']))}: {fault['msg']}.") from error
    ignored = next(_ignored(values, correction.model_dump(mode="json"), ""), None)
    if ignored is not None:
        raise UsageError(f"--set {ignored}: no such field or code; schemas/json/Override.schema.json lists them.")
    if not correction.slots:
        raise UsageError("--set SLOT=VALUE is missing: what is so instead?")
    return correction


def _ignored(given: Any, read: Any, path: str) -> Iterator[str]:
    """Paths of what a lenient reader would pass over: unknown fields, and codes taken for `other` or `unknown`."""
    if isinstance(given, dict) and isinstance(read, dict):
        for name, value in given.items():
            where = f"{path}.{name}" if path else name
            if name not in read:
                yield where
            else:
                yield from _ignored(value, read[name], where)
    elif isinstance(given, list) and isinstance(read, list):
        for place, (one, other) in enumerate(zip(given, read, strict=False)):
            yield from _ignored(one, other, f"{path}.{place}")
    elif isinstance(given, str) and isinstance(read, str) and given != read and read in ("other", "unknown"):
        yield f"{path} {given}"


def _quantity(name: str, text: str, _: Incident) -> dict[str, int | None]:
    if text == "unknown":
        return {"min": 0, "max": None}
    match = _QUANTITY.fullmatch(text)
    if match is None:
        raise UsageError(f"--set {name}={text}: a number such as 5, 5+ (at least), 5-8, or unknown.")
    least = int(match["min"])
    return {"min": least, "max": None if match["open"] else int(match["max"] or least)}


def _code(codes: type[Vocabulary]) -> Callable[[str, str, Incident], Vocabulary]:
    def read(name: str, text: str, _: Incident) -> Vocabulary:
        known = [code.value for code in codes if code.value not in codes.reader_only()]
        if text not in known:
            raise UsageError(f"--set {name}={text}: one of {', '.join(known)}.")
        return codes(text)

    return read


def _date(name: str, text: str, _: Incident) -> Any:
    if text.startswith("{"):
        return _json(name, text, dict)
    first, _dots, last = text.partition("..")
    try:
        if _MONTH.fullmatch(text):
            return {"start": date.fromisoformat(f"{text}-01").isoformat(), "precision": "month"}
        start, end = date.fromisoformat(first), date.fromisoformat(last) if last else None
    except ValueError:
        raise UsageError(
            f"--set {name}={text}: a day (2022-01-05), days (2022-01-05..2022-01-06), a month (2022-01), or JSON."
        ) from None
    if end is not None and end < start:
        raise UsageError(f"--set {name}={text}: the last day is before the first.")
    return {"start": start.isoformat(), "end": end.isoformat() if end else None, "precision": "day"}


def _place(name: str, text: str, _: Incident) -> Any:
    place = _json(name, text, dict)
    if "precision" not in place and "country" in place:
        place["precision"] = next((level for level in ("city", "admin1") if place.get(level)), "country")
    return place


def _perpetrators(name: str, text: str, incident: Incident) -> Any:
    """Named ones, by id, in place of all perpetrators; those of other roles stay."""
    known = {actor.id: actor for actor in incident.actors if actor.id}
    kept = [actor.model_dump(mode="json") for actor in incident.actors if actor.role is not ActorRole.perpetrator]
    for each in filter(None, text.split(",")):
        id_, slash, kind = each.strip().partition("/")
        held = known.get(id_)
        if not kind:
            kind = held.kind.value if held is not None else ActorKind.unknown.value
        if (slash and kind not in ActorKind.__members__) or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id_):
            raise UsageError(
                f"--set {name}={text}: ids such as islamic-state, each with /KIND if need be; kinds are "
                f"{', '.join(ActorKind.__members__)}."
            )
        named = held.name if held is not None else id_.replace("-", " ").title()
        country = held.country if held is not None else None
        kept.append({"id": id_, "name": named, "text": named, "kind": kind, "country": country, "role": "perpetrator"})
    return kept


def _weapons(name: str, text: str, incident: Incident) -> Any:
    if text.startswith("["):
        return _json(name, text, list)
    read = _code(WeaponKind)
    return [
        {"kind": read(name, each.strip(), incident).value, "text": each.strip()} for each in text.split(",") if each
    ]


def _list(name: str, text: str, _: Incident) -> Any:
    return _json(name, text, list)


def _json(name: str, text: str, form: type) -> Any:
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if not isinstance(value, form):
        what = "object" if form is dict else "list of objects"
        raise UsageError(f"--set {name}: a JSON {what}, as in schemas/json/Override.schema.json.")
    return value


SLOTS: dict[str, tuple[str, Callable[[str, str, Incident], Any]]] = {
    "killed": ("killed", _quantity),
    "injured": ("injured", _quantity),
    "captured": ("captured", _quantity),
    "type": ("sub_event_type", _code(SubEventType)),
    "status": ("status", _code(Status)),
    "date": ("occurred", _date),
    "place": ("place", _place),
    "perpetrators": ("actors", _perpetrators),
    "actors": ("actors", _list),
    "weapons": ("weapons", _weapons),
    "targets": ("targets", _list),
    "damage": ("damage", _code(DamageValue)),
}
"""By the name that an analyst gives: the slot of `Correction`, and how its text is read."""
