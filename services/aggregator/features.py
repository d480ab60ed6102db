"""What resolution looks at in a report, worked out once when the report arrives."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum
from functools import lru_cache
from typing import Any, TypeVar

from schemas import (
    Actor,
    ActorRole,
    AttributionValue,
    IncidentReport,
    PlacePrecision,
    ReportActor,
    Status,
    SubEventType,
    TimePrecision,
    WeaponKind,
)
from schemas.fingerprint import Fingerprint

from .hours import Window, window

LONGEST_SPAN_DAYS = 8
"""A report whose days span more than this is coarse: it is set beside equally coarse ones only."""

UNDATED_DAYS = 3
"""An undated report is taken to tell of the day it was published or one of the two before."""

LOOSE_KM = 30.0
"""A place that no gazetteer has is put into the middle of what holds it; with a radius over this, by name alone."""

Value = TypeVar("Value")

Day = int | str
"""A day as its proleptic Gregorian ordinal, or the name of a coarse span (`month:737791`)."""

Spot = tuple[int | str | float, ...]
"""What tells a town or spot from others, roughly: two that are one place may differ in it."""

Range = tuple[int, int | None]
"""Lowest and highest of a quantity; no highest is open."""

_COARSE = frozenset({TimePrecision.month, TimePrecision.year})
_CLOCK_SLACK_S = {TimePrecision.minute: 3600.0, TimePrecision.hour: 2 * 3600.0, TimePrecision.part_of_day: 6 * 3600.0}
_SPECIFIC = frozenset({PlacePrecision.exact, PlacePrecision.near, PlacePrecision.city})
_RADIUS_KM = {PlacePrecision.exact: 2.0, PlacePrecision.near: 10.0, PlacePrecision.city: 12.0}
_STATED = frozenset({AttributionValue.reported, AttributionValue.admitted})


class Level(IntEnum):
    """How much of the place is known, for resolution."""

    unknown = 0
    country = 1
    admin1 = 2
    specific = 3
    """A spot or a town, by coordinates or by name."""


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a report."""

    country: str
    level: Level
    admin1: str | None
    names: frozenset[str]
    """What a town or spot, and the town that it is in, are called, case-folded; empty below level `specific`."""
    geonames_id: int | None
    point: tuple[float, float] | None
    """Latitude and longitude in degrees; set at level `specific` alone, and not where they are those of something much
    larger that holds the place."""
    radius_km: float
    is_town: bool
    """The town as a whole, not a spot in or near it."""
    is_spot: bool
    """A base, a square, a street: its place is known to the kilometre."""

    @property
    def spot(self) -> Spot | None:
        """The town or spot; None below level `specific`."""
        if self.level < Level.specific:
            return None
        if self.geonames_id is not None:
            return (self.geonames_id,)
        return self.point or (min(self.names, default=""),)


@dataclass(frozen=True, slots=True)
class When:
    """The time of a report."""

    days: frozenset[Day]
    by_day: bool
    """Told to the day or finer."""
    clock: tuple[float, float, float] | None
    """First and last moment (POSIX seconds) and slack (seconds), where the text gives the hour."""
    window: Window | None
    """Between which hours at the place; None where not even the days are calendar days."""

    @property
    def near_days(self) -> frozenset[Day]:
        """The days, and where they are told by day those on either side: outlets differ by a day around midnight."""
        if not self.by_day:
            return self.days
        return self.days | {day + step for day in self.days if isinstance(day, int) for step in (-1, 1)}


@dataclass(frozen=True, slots=True)
class Features:
    """What resolution looks at in one report."""

    id: str
    order: tuple[datetime, str]
    """(`published_at`, id): the canonical order."""
    article: str
    said_in: int
    """Hash of article, its content, extractor and its version: two reports with the same are different incidents."""
    fingerprint: Fingerprint
    sub_event_type: SubEventType
    status: Status
    historical: bool
    where: Where
    when: When
    suspects: frozenset[str]
    """Ids of named perpetrators, those aside that are only denied."""
    stated: frozenset[str]
    """Those of them whom the article names in its own voice, or who admit it."""
    suspect_countries: frozenset[str]
    victims: frozenset[str]
    """Ids of named victims."""
    target_kinds: frozenset[str]
    target_names: frozenset[str]
    """Case-folded."""
    weapons: frozenset[WeaponKind]
    counts: tuple[tuple[WeaponKind, Range], ...]
    killed: Range | None
    injured: Range | None
    wording: tuple[int, ...]
    """Hashes of the evidence, a passage each: copies of a story tell an incident in the same words."""

    @property
    def vague(self) -> bool:
        """Whether it tells no more than the region or the week: it may fit several incidents."""
        return self.where.level < Level.specific or not self.when.by_day


def features(report: IncidentReport) -> Features:
    """What resolution looks at in `report`."""
    suspects = [
        actor for actor in report.actors if actor.role is ActorRole.perpetrator and actor.id and not is_denied(actor)
    ]
    killed, injured = report.casualties.killed, report.casualties.injured
    return Features(
        id=sys.intern(report.id),
        order=(report.article.published_at, sys.intern(report.id)),
        article=report.article.id,
        said_in=_hash(
            "\n".join(
                (
                    report.article.id,
                    report.article.content_sha256,
                    report.extractor.name,
                    report.extractor.version,
                )
            )
        ),
        fingerprint=Fingerprint.decode(report.article.fingerprint),
        sub_event_type=report.sub_event_type,
        status=report.status,
        historical=report.historical,
        where=_shared(_where(report)),
        when=_shared(_when(report)),
        suspects=_shared(frozenset(actor.id for actor in suspects if actor.id)),
        stated=_shared(frozenset(actor.id for actor in suspects if actor.id and _is_stated(actor))),
        suspect_countries=_shared(frozenset(actor.country for actor in suspects if actor.country)),
        victims=_shared(frozenset(actor.id for actor in report.actors if actor.role is ActorRole.victim and actor.id)),
        target_kinds=_shared(
            frozenset(
                target.kind.value
                for target in report.targets
                if target.kind not in (target.kind.other, target.kind.unknown)
            )
        ),
        target_names=_shared(frozenset(target.name.casefold() for target in report.targets if target.name)),
        weapons=_shared(
            frozenset(
                weapon.kind for weapon in report.weapons if weapon.kind not in (WeaponKind.other, WeaponKind.unknown)
            )
        ),
        counts=tuple((weapon.kind, (weapon.count.min, weapon.count.max)) for weapon in report.weapons if weapon.count),
        killed=(killed.min, killed.max) if killed else None,
        injured=(injured.min, injured.max) if injured else None,
        wording=tuple(sorted({_hash(" ".join(words.text.casefold().split())) for words in report.evidence})),
    )


def is_denied(actor: Actor[Any]) -> bool:
    """Whether all that is said of the actor's part is a denial."""
    return bool(actor.attributions) and all(said.value is AttributionValue.denied for said in actor.attributions)


def _is_stated(actor: ReportActor) -> bool:
    return not actor.attributions or any(said.value in _STATED for said in actor.attributions)


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())


@lru_cache(maxsize=100_000)
def _shared(value: Value) -> Value:
    """One object for all reports that have an equal one: of places, days and actors there are few."""
    return value


def _where(report: IncidentReport) -> Where:
    place = report.place
    point = None
    level = Level.country
    if place.precision is PlacePrecision.unknown:
        level = Level.unknown
    elif place.precision in _SPECIFIC and (place.latitude is not None or place.city or place.geonames_id):
        level = Level.specific
        loose = place.radius_km is not None and place.radius_km > LOOSE_KM and place.geonames_id is None
        if place.latitude is not None and place.longitude is not None and not loose:
            point = (place.latitude, place.longitude)
    elif place.precision is not PlacePrecision.country and place.admin1_code:
        level = Level.admin1
    radius = place.radius_km if place.radius_km is not None else _RADIUS_KM.get(place.precision, 0.0)
    return Where(
        country=sys.intern(place.country),
        level=level,
        admin1=place.admin1_code,
        names=frozenset(
            sys.intern(name.casefold()) for name in (place.city, place.name) if name and level is Level.specific
        ),
        geonames_id=place.geonames_id if level is Level.specific else None,
        point=point,
        radius_km=radius,
        is_town=place.precision is PlacePrecision.city,
        is_spot=place.precision is PlacePrecision.exact,
    )


def _when(report: IncidentReport) -> When:
    occurred = report.occurred
    if occurred.start is None:
        published = report.article.published_at.date().toordinal()
        if report.historical:
            return When(frozenset({f"undated:{published}"}), by_day=False, clock=None, window=None)
        earliest = published - UNDATED_DAYS + 1
        hours = window(report, date.fromordinal(earliest), date.fromordinal(published))
        return When(_shared(frozenset(range(earliest, published + 1))), by_day=False, clock=None, window=hours)
    start = occurred.start
    end = occurred.end if occurred.end is not None else start
    if occurred.end is None and occurred.precision is TimePrecision.week:
        end = start + timedelta(days=6)
    days = {day.toordinal() for moment in (start, end) for day in _dates(moment)}
    first, last = min(days), max(days)
    if occurred.precision in _COARSE or last - first > LONGEST_SPAN_DAYS:
        span = occurred.precision if occurred.precision in _COARSE else "span"
        return When(frozenset({f"{span}:{first}"}), by_day=False, clock=None, window=None)
    clock = None
    slack = _CLOCK_SLACK_S.get(occurred.precision)
    if slack is not None and isinstance(start, datetime):
        moments = [moment.timestamp() for moment in (start, end) if isinstance(moment, datetime)]
        clock = (min(moments), max(moments), slack)
    return When(
        _shared(frozenset(range(first, last + 1))),
        by_day=occurred.precision is not TimePrecision.week and last - first <= 1,
        clock=clock,
        window=window(report, date.fromordinal(first), date.fromordinal(last)),
    )


def _dates(moment: date | datetime) -> tuple[date, ...]:
    """The calendar date at the place, and for a moment with an offset its date in UTC as well: outlets differ in it."""
    if isinstance(moment, datetime):
        return (moment.date(), moment.astimezone(UTC).date())
    return (moment,)
