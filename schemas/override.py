"""Override: an analyst's word about incidents, which outranks what was worked out of the reports."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from pydantic import Field, model_validator

from .base import SCHEMA_VERSION, Contract, CountryCode, Instant, NonEmptyText, SchemaVersion, SourcedSpan
from .slots import Actor, Occurred, Place, Quantity, Target, Weapon
from .vocabulary import DamageValue, OverrideKind, Status, SubEventType


class OverrideTarget(Contract):
    """A report that the analyst's word is about."""

    report: NonEmptyText
    """Id of the report."""
    article: str | None = None
    """Id of its article, set only where that article tells nothing else. The word then passes to the one report of a
    newer version of the article."""


class Correction(Contract):
    """What an incident says instead. A slot that is null is left as the reports have it.

    A quantity of 0 to null says that the number is not known; an empty list, that nothing is.
    """

    sub_event_type: SubEventType | None = None
    """The event type follows from it."""
    status: Status | None = None
    occurred: Occurred[SourcedSpan] | None = None
    place: Place[SourcedSpan] | None = None
    actors: list[Actor[SourcedSpan]] | None = None
    targets: list[Target[SourcedSpan]] | None = None
    weapons: list[Weapon[SourcedSpan]] | None = None
    killed: Quantity | None = None
    injured: Quantity | None = None
    captured: Quantity | None = None
    damage: DamageValue | None = None

    @property
    def slots(self) -> list[str]:
        """The slots that it gives, in the order of the model."""
        return [name for name in type(self).model_fields if getattr(self, name) is not None]


class Override(Contract):
    """An analyst's word about incidents: it is so, it is not, they are one, they are two, a slot says something else.

    Topic `incidents.overrides.v1`, key `country`. It names reports, as an incident's id follows from its reports and
    changes with them.
    """

    schema_version: SchemaVersion = SCHEMA_VERSION
    id: NonEmptyText
    """Any that is unique; UUIDv5 of the content where Tocsin writes it."""
    kind: OverrideKind
    country: CountryCode
    """The key of the reports that it names, so that it lies in their partition."""
    by: NonEmptyText
    """Who says so."""
    reason: NonEmptyText
    """Why."""
    at: Instant
    """When it was said. Of words that contradict each other the latest holds; of equally late ones the greatest id."""
    reports: list[OverrideTarget] = []
    """confirm, reject, correct: reports of the incident that is meant. merge: all that are of one incident. split:
    those that are not of the incident of `apart_from`."""
    apart_from: list[OverrideTarget] = []
    """Set for a split alone."""
    correction: Correction | None = None
    """Set for a correction alone."""
    undoes: str | None = None
    """For an undo alone: id of the earlier override that it takes back, which may be an undo itself."""

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        kind = self.kind
        if kind is OverrideKind.unknown:
            return self
        if (self.undoes is not None) != (kind is OverrideKind.undo):
            raise ValueError("`undoes` is set exactly for an undo")
        least = {OverrideKind.undo: 0, OverrideKind.merge: 2}.get(kind, 1)
        if len(self.reports) < least:
            raise ValueError(f"`reports` of kind {kind} names {least} or more")
        if bool(self.apart_from) != (kind is OverrideKind.split):
            raise ValueError("`apart_from` is given exactly for a split")
        if {each.report for each in self.reports} & {each.report for each in self.apart_from}:
            raise ValueError("a report can't be split from itself")
        if bool(self.correction and self.correction.slots) != (kind is OverrideKind.correct):
            raise ValueError("`correction` is given, with a slot at least, exactly for kind correct")
        return self

    @property
    def key(self) -> str:
        """The message key: that of the reports."""
        return self.country

    @property
    def order(self) -> tuple[datetime, str]:
        """The greatest is the latest word."""
        return (self.at, self.id)


class AppliedOverride(Contract):
    """An override as an incident shows it."""

    id: NonEmptyText
    kind: OverrideKind
    by: NonEmptyText
    reason: NonEmptyText
    at: Instant
    country: CountryCode
    """The key of the override and of the incident's reports, whatever the place was corrected to."""
    slots: list[Annotated[str, Field(min_length=1)]] = []
    """Of a correction: the slots that are as it says."""
