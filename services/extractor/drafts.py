"""An incident while it is put together from its mentions, before it becomes a report."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from spacy.tokens import Span

from schemas import PlacePrecision, Status, SubEventType, TimePrecision, WeaponKind

from .annotations import Claim, Mention
from .places.model import ResolvedPlace

NEWS_DAYS = 45
"""An act that a text dates further back than this is background, even where nothing else says so."""
NOTHING_FINER = {
    TimePrecision.minute: 0,
    TimePrecision.hour: 1,
    TimePrecision.part_of_day: 2,
    TimePrecision.day: 3,
    TimePrecision.week: 4,
    TimePrecision.month: 5,
    TimePrecision.year: 6,
    TimePrecision.unknown: 7,
}
"""Order of the precisions of time, the finest first."""


@dataclass(frozen=True, slots=True)
class When:
    """When a draft happened. `weak`: only the day on which it was told, or that of the incident told before."""

    start: date
    end: date | None
    precision: TimePrecision
    span: Span | None
    weak: bool = False

    @property
    def last(self) -> date:
        """The last day that it may mean."""
        return self.end or self.start

    def overlaps(self, other: When) -> bool:
        """Whether both may mean one day; news of two days apart by a night may."""
        return self.start <= other.last and other.start <= self.last


@dataclass(frozen=True, slots=True)
class Where:
    """Where a draft happened. `weak`: taken from what was told before."""

    place: ResolvedPlace
    span: Span | None
    weak: bool = False

    @property
    def is_area(self) -> bool:
        """Whether it is a division or a country rather than a spot."""
        return self.place.precision in {PlacePrecision.admin1, PlacePrecision.country}


@dataclass(slots=True, eq=False)
class Draft:
    """One incident, from one or more mentions."""

    mentions: list[Mention]
    type: SubEventType
    status: Status
    historical: bool
    when: When | None
    where: Where | None
    perpetrators: list[Span] = field(default_factory=list)
    victims: list[Span] = field(default_factory=list)
    targets: list[Span] = field(default_factory=list)
    weapons: list[Span] = field(default_factory=list)
    casualties: list[Span] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    strong: bool = False
    """The type is the trigger's own, not a guess from weapons and actors."""
    type_is_told: bool = True
    """False where the type is that of the incident told before, of which this is another place."""
    beside_the_topic: bool = False
    """Of an article that is mostly about something else, such as ordinary crime."""
    confidence: float = 0.5
    """How likely it is right, from 0 to 1."""
    plausible: bool = True
    """Whether it is stated as plainly as the rules of plausibility.py ask for."""
    effect_only: bool = False
    """Tells only what happened to people or things, not what was done."""

    @property
    def first(self) -> Mention:
        """The mention that tells it first."""
        return self.mentions[0]

    @property
    def trigger_ids(self) -> set[str]:
        """Ids of the trigger entries of all mentions."""
        return {t._.trigger.sense.entry.id for m in self.mentions for t in m.triggers}

    @property
    def weapon_kinds(self) -> set[WeaponKind]:
        """Kinds of all its weapons."""
        return {w._.weapon.kind for w in self.weapons}


def days_before(day: date, days: int) -> date:
    """A day some days earlier; the earliest date there is when that lies before it."""
    return day - timedelta(days=days) if day.toordinal() > days else date.min
