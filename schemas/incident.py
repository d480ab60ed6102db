"""Incident: what all articles together say of one incident, the output of the aggregator."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from .article import ArticleRef
from .base import SCHEMA_VERSION, Contract, Instant, NonEmptyText, SchemaVersion, SourcedSpan, Text
from .override import AppliedOverride
from .slots import Description
from .vocabulary import EventType, IncidentState, Status, SubEventType


class SourcedEvidence(SourcedSpan):
    """Words of one of the articles."""

    text: NonEmptyText


class MemberReport(Contract):
    """One live report of the incident."""

    id: NonEmptyText
    article: ArticleRef
    story: NonEmptyText
    """Copies and updates of one story share it: the id of the first article that told it."""


class DisputedValue(Contract):
    """One of the values that the reports give for a slot."""

    value: Any
    report_ids: Annotated[list[str], Field(min_length=1)]
    """Who gives it."""


class Dispute(Contract):
    """A slot on which the reports differ."""

    slot: NonEmptyText
    """Dotted path, such as `casualties.killed`."""
    values: Annotated[list[DisputedValue], Field(min_length=2)]


class IncidentHead(Contract):
    """Which incident, in which state, and in short; before the slots, so that a reader of the JSON meets it first."""

    kind: Literal["incident"] = "incident"
    schema_version: SchemaVersion = SCHEMA_VERSION
    id: NonEmptyText
    """UUIDv5 of the id of the incident's first live report in order of (`published_at`, id)."""
    revision: Annotated[int, Field(ge=1)]
    """Counts the changes of this id, from 1."""
    state: IncidentState
    merged_into: str | None = None
    """The incident that this one was found to be part of."""
    first_reported_at: Instant
    """Earliest `published_at` of the live reports: the time that rolling counts go by."""
    last_reported_at: Instant
    summary: Text
    event_type: EventType
    sub_event_type: SubEventType
    status: Status
    historical: bool = False


class Incident(Description[SourcedSpan], IncidentHead):
    """What all articles together say of one incident. Topic `incidents.v1` (compacted), key `id`.

    Re-sent when it changes, and only then. A message without a value (a tombstone) under the id says that the
    incident's retention has ended.
    """

    confidence: Annotated[float, Field(ge=0, le=1)]
    evidence: list[SourcedEvidence]
    reports: list[MemberReport]
    sources: list[str] = []
    """Outlets."""
    stories: Annotated[int, Field(ge=0)]
    """How many independent stories tell it: copies and updates of one count once."""
    disputed: list[Dispute] = []
    overrides: list[AppliedOverride] = []
    """What analysts said that holds for it, in order of time. Those undone or overruled are not among them."""

    @model_validator(mode="after")
    def _state_fits(self) -> Self:
        if (self.merged_into is not None) != (self.state is IncidentState.merged):
            raise ValueError("`merged_into` is set exactly when `state` is merged")
        if self.state in (IncidentState.active, IncidentState.rejected) and not (self.reports and self.evidence):
            raise ValueError("an active incident has reports and evidence")
        return self

    @property
    def key(self) -> str:
        """The message key: the incident's id."""
        return self.id
