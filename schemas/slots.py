"""The slots of an incident: who, where, when, with what, to whom.

Each is generic over its span: in a report a slot points into the one article (`Span`), in an incident it also names the
report that it was read from (`SourcedSpan`).
"""

from __future__ import annotations

from typing import Annotated, Any, Generic, Self, TypeVar

from pydantic import Field, model_validator

from .base import Contract, CountryCode, Moment, NonEmptyText, Slug, Span, Text
from .vocabulary import (
    ActorKind,
    ActorRole,
    AttributionValue,
    DamageValue,
    PlacePrecision,
    TargetKind,
    TimePrecision,
    WeaponKind,
)

S = TypeVar("S", bound=Span)


class Slot(Contract, Generic[S]):
    """Base of the slots."""

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        return ("Report" if params[0] is Span else "Incident") + cls.__name__


class Quantity(Contract):
    """A number as the text gives it. "five" is 5 to 5, "at least five" 5 to null, "dozens" 12 to null."""

    min: Annotated[int, Field(ge=0)]
    max: Annotated[int, Field(ge=0)] | None = None
    """Null is open-ended."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.max is not None and self.max < self.min:
            raise ValueError(f"max {self.max} is below min {self.min}")
        return self


class Toll(Quantity, Slot[S], Generic[S]):
    """A number of people, and where the text gives it."""

    span: S | None = None


class Occurred(Slot[S], Generic[S]):
    """When it happened."""

    start: Moment | None = None
    """First day or moment; null when unknown."""
    end: Moment | None = None
    """Last day or moment; null if open or the same as `start`."""
    precision: TimePrecision
    text: Text | None = None
    """The words that tell it (`Wednesday evening`)."""
    span: S | None = None

    @model_validator(mode="after")
    def _known_or_not(self) -> Self:
        if (self.start is None) != (self.precision is TimePrecision.unknown):
            raise ValueError("`start` is null exactly when `precision` is unknown")
        return self


class Place(Slot[S], Generic[S]):
    """Where it happened. Never absent: `unknown` is a precision."""

    text: Text | None = None
    """The words that tell it."""
    span: S | None = None
    name: Text | None = None
    """The place's own name, in English."""
    city: Text | None = None
    admin1: Text | None = None
    """Name of the first-level administrative division."""
    admin1_code: str | None = None
    """GeoNames admin1 code, such as `01`; with the country it makes the location `IQ/01`."""
    country: CountryCode = "ZZ"
    """ISO 3166-1 alpha-2; `ZZ` when unknown. The report's key."""
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    """Degrees, WGS 84."""
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    """Degrees, WGS 84."""
    radius_km: Annotated[float, Field(ge=0)] | None = None
    """Kilometres around the coordinates within which it happened."""
    geonames_id: int | None = None
    precision: PlacePrecision

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.country == "ZZ") != (self.precision is PlacePrecision.unknown):
            raise ValueError("`country` is ZZ exactly when `precision` is unknown")
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("latitude and longitude come together")
        return self

    @property
    def location(self) -> str:
        """`<country>/<admin1 code>`, the unit of the rolling counts; `IQ/-` when the division is unknown."""
        return f"{self.country}/{self.admin1_code or '-'}"


class Attribution(Slot[S], Generic[S]):
    """Who says that the actor did it, and how."""

    value: AttributionValue
    said_by: Text | None = None
    """The words for the one who says so."""
    span: S | None = None
    """Where it is said."""


class Actor(Slot[S], Generic[S]):
    """Someone who did, suffered, or answered the act."""

    id: Slug | None = None
    """Knowledge file's id, kebab-case of the English name; null for a generic actor ("gunmen")."""
    name: NonEmptyText
    text: NonEmptyText
    """The words of the article."""
    span: S | None = None
    kind: ActorKind
    country: CountryCode | None = None
    role: ActorRole
    attributions: list[Attribution[S]] = []
    """Several may stand: accused and denied, say."""


class Target(Slot[S], Generic[S]):
    """What was aimed at or hit."""

    kind: TargetKind
    name: Text | None = None
    text: NonEmptyText
    span: S | None = None


class Weapon(Slot[S], Generic[S]):
    """What it was done with."""

    kind: WeaponKind
    name: Text | None = None
    """Model or make (`Katyusha`)."""
    text: NonEmptyText
    span: S | None = None
    count: Quantity | None = None


class Casualties(Slot[S], Generic[S]):
    """People harmed. Null: the text says nothing. "No casualties" is 0 to 0 for killed and injured."""

    killed: Toll[S] | None = None
    injured: Toll[S] | None = None
    captured: Toll[S] | None = None


class Damage(Slot[S], Generic[S]):
    """Material damage."""

    value: DamageValue
    span: S | None = None


class Description(Slot[S], Generic[S]):
    """The slots that a report and an incident have alike."""

    occurred: Occurred[S]
    place: Place[S]
    actors: list[Actor[S]] = []
    targets: list[Target[S]] = []
    weapons: list[Weapon[S]] = []
    casualties: Casualties[S]
    damage: Damage[S] | None = None
