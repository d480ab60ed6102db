"""An annotated article, as tests/quality/gold/CODEBOOK.md says how it is written."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from schemas import (
    ActorKind,
    ActorRole,
    AttributionValue,
    DamageValue,
    Quantity,
    Status,
    SubEventType,
    TargetKind,
    Vocabulary,
    WeaponKind,
)

JudgedSlot: TypeAlias = Literal[
    "status",
    "place",
    "date",
    "killed",
    "injured",
    "captured",
    "weapons",
    "actors",
    "perpetrators",
    "targets",
    "damage",
    "historical",
    "evidence",
]
"""Slots that `judged` may name; type and country always are. `perpetrators` are the actors of that role alone."""


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def _as_quantity(value: Any) -> Any:
    """5 is short for 5 to 5."""
    return {"min": value, "max": value} if isinstance(value, int) else value


def _closed(vocabulary: type[Vocabulary]) -> BeforeValidator:
    """Unlike a topic's readers, who take a code that they don't know for `other`, an annotator may not mistype one."""

    def check(value: Any) -> Any:
        if value not in set(vocabulary):
            raise ValueError(f"{value!r} is no {vocabulary.__name__}")
        return value

    return BeforeValidator(check)


_ANY_OF = BeforeValidator(_as_list)
"""Alternatives, any of which is right; a single value stands for a list of one."""

KnownType: TypeAlias = Annotated[SubEventType, _closed(SubEventType)]
_ActorKinds: TypeAlias = Annotated[list[Annotated[ActorKind, _closed(ActorKind)]], _ANY_OF]
_Attributions: TypeAlias = Annotated[list[Annotated[AttributionValue, _closed(AttributionValue)]], _ANY_OF]
_WeaponKinds: TypeAlias = Annotated[list[Annotated[WeaponKind, _closed(WeaponKind)]], _ANY_OF]
Words: TypeAlias = Annotated[str, Field(min_length=1)]
Toll: TypeAlias = Annotated[Quantity | None, BeforeValidator(_as_quantity)]
Tolls: TypeAlias = Annotated[list[Toll], _ANY_OF]


class Annotation(BaseModel):
    """Base of the annotations: a misspelt key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Days(Annotation):
    """Any day from the first to the last, both included."""

    first: Annotated[date, Field(alias="from")]
    last: Annotated[date, Field(alias="to")]

    @model_validator(mode="before")
    @classmethod
    def _one_day(cls, value: Any) -> Any:
        return {"from": value, "to": value} if isinstance(value, (str, date)) else value

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


class Point(Annotation):
    """Where a place is, and how many kilometres off still count as there."""

    text: Words | None = None
    name: Words
    near: tuple[Annotated[float, Field(ge=-90, le=90)], Annotated[float, Field(ge=-180, le=180)]]
    """Latitude and longitude, degrees."""
    within_km: Annotated[float, Field(gt=0)]


class ExpectedActor(Annotation):
    """Someone who did, suffered, or answered the act."""

    role: Annotated[list[Annotated[ActorRole, _closed(ActorRole)]], _ANY_OF]
    text: Words | None = None
    id: Annotated[list[str], _ANY_OF] = []
    name_like: Annotated[list[str], _ANY_OF] = []
    """Any of these, in lower case, occurs in the actor's name, id or words."""
    kind: _ActorKinds = []
    attributions: list[_Attributions] = []
    """All are needed; each is met by any of its alternatives. Empty: not judged."""
    optional: bool = False


class ExpectedTarget(Annotation):
    """What was aimed at or hit."""

    kind: Annotated[list[Annotated[TargetKind, _closed(TargetKind)]], _ANY_OF]
    text: Words | None = None
    optional: bool = False


class ExpectedIncident(Annotation):
    """What a careful coder takes from the text about one incident. A slot that is left out is not judged."""

    sub_event_type: KnownType
    also_accepted: Annotated[list[KnownType], _ANY_OF] = []
    country: Annotated[list[Annotated[str, Field(pattern="^[A-Z]{2}$")]], _ANY_OF]
    status: Annotated[list[Annotated[Status, _closed(Status)]], _ANY_OF] = []
    place: Annotated[list[Point | Literal["country"]], _ANY_OF] = []
    """`country` where no more than the country is known."""
    date: Annotated[list[Days], _ANY_OF] = []
    """First day at the place."""
    killed: Tolls = []
    injured: Tolls = []
    captured: Tolls = []
    weapons: list[_WeaponKinds] = []
    """All are needed, and no other kind but the optional ones; each entry is met by any of its alternatives."""
    weapons_optional: _WeaponKinds = []
    weapon_texts: Annotated[list[Words], _ANY_OF] = []
    actors: list[ExpectedActor] = []
    targets: list[ExpectedTarget] = []
    damage: Annotated[list[Annotated[DamageValue, _closed(DamageValue)]], _ANY_OF] = []
    evidence: Annotated[list[Words], _ANY_OF] = []
    historical: bool = False
    optional: bool = False
    """Neither missed nor extra: one coder would report it, another would not."""

    @property
    def types(self) -> set[SubEventType]:
        """The sub-event types that are right."""
        return {self.sub_event_type, *self.also_accepted}

    def fills(self, slot: str) -> bool:
        """Whether the annotator wrote the slot down."""
        return slot in self.model_fields_set


class GoldItem(Annotation):
    """One article and its incidents."""

    id: Annotated[str, Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
    source: Literal["wire", "local", "official", "broadcast", "liveblog", "ngo", "social"] | None = None
    title: Words | None = None
    published: AwareDatetime
    dateline: str | None = None
    text: Words
    incidents: list[ExpectedIncident]
    judged: frozenset[JudgedSlot] | None = None
    """The slots that the annotation covers; null for all."""
    notes: str | None = None

    @property
    def tells_none(self) -> bool:
        """Whether no coder must find an incident here."""
        return all(incident.optional for incident in self.incidents)

    def covers(self, slot: str) -> bool:
        """Whether the annotators looked at the slot at all."""
        return self.judged is None or slot in self.judged
