"""IncidentReport and Retraction: what one version of one article says of one incident, and its withdrawal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, TypeAdapter, model_validator

from .article import Article, ArticleRef
from .base import SCHEMA_VERSION, Contract, CountryCode, Instant, NonEmptyText, SchemaVersion, Span, Text
from .slots import (
    Actor,
    Attribution,
    Casualties,
    Damage,
    Description,
    Occurred,
    Place,
    Target,
    Toll,
    Weapon,
)
from .vocabulary import EVENT_TYPE_OF, EventType, RetractionReason, Status, SubEventType

ReportOccurred = Occurred[Span]
ReportPlace = Place[Span]
ReportAttribution = Attribution[Span]
ReportActor = Actor[Span]
ReportTarget = Target[Span]
ReportWeapon = Weapon[Span]
ReportToll = Toll[Span]
ReportCasualties = Casualties[Span]
ReportDamage = Damage[Span]


class Evidence(Span):
    """Words of the article that carry the report: `Article.text[start:end]` is exactly `text`."""

    text: NonEmptyText


class ExtractorInfo(Contract):
    """What made the report."""

    name: NonEmptyText
    version: NonEmptyText
    model: str | None = None
    """Name and version of the trained model; null where none was used."""


class ReportHead(Contract):
    """What a report is of, and in short; before the slots, so that a reader of the JSON meets it first."""

    kind: Literal["report"] = "report"
    schema_version: SchemaVersion = SCHEMA_VERSION
    id: NonEmptyText
    """UUIDv5 of article id, content hash, extractor version and the report's number in the article."""
    article: ArticleRef
    summary: Text
    """One plain sentence made from the slots."""
    event_type: EventType
    sub_event_type: SubEventType
    status: Status
    historical: bool = False
    """Background: told, but not news in this article."""


class IncidentReport(Description[Span], ReportHead):
    """What one version of one article says of one incident. Topic `incidents.reported.v1`, key `place.country`."""

    evidence: Annotated[list[Evidence], Field(min_length=1)]
    confidence: Annotated[float, Field(ge=0, le=1)]
    """Calibrated probability that the report is right."""
    extractor: ExtractorInfo

    @model_validator(mode="after")
    def _types_agree(self) -> Self:
        expected = EVENT_TYPE_OF[self.sub_event_type]
        if self.event_type is not expected and self.event_type is not EventType.unknown:
            raise ValueError(f"{self.sub_event_type} belongs to {expected}, not to {self.event_type}")
        return self

    @property
    def key(self) -> str:
        """The message key: the country of the place."""
        return self.place.country

    @property
    def version(self) -> tuple[datetime, datetime, bool]:
        """Its order in the register of its id: the greatest wins."""
        return (self.article.revised_at, self.article.fetched_at, False)

    def spans(self) -> Iterator[tuple[str, Span, str | None]]:
        """Every span as (slot, span, the words that the slot claims to be there, or null where it claims none)."""
        if self.occurred.span:
            yield "occurred", self.occurred.span, self.occurred.text
        if self.place.span:
            yield "place", self.place.span, self.place.text
        for slot, items in (("actors", self.actors), ("targets", self.targets), ("weapons", self.weapons)):
            for item in items:
                if item.span:
                    yield slot, item.span, item.text
        for actor in self.actors:
            for attribution in actor.attributions:
                if attribution.span:
                    yield "attributions", attribution.span, None
        for name in ("killed", "injured", "captured"):
            toll = getattr(self.casualties, name)
            if toll is not None and toll.span:
                yield f"casualties.{name}", toll.span, None
        if self.damage and self.damage.span:
            yield "damage", self.damage.span, None
        for words in self.evidence:
            yield "evidence", words, words.text


class Retraction(Contract):
    """Withdraws one report, under the key that the report went to. Topic `incidents.reported.v1`."""

    kind: Literal["retraction"] = "retraction"
    schema_version: SchemaVersion = SCHEMA_VERSION
    id: NonEmptyText
    """Of the report that is withdrawn."""
    article_id: NonEmptyText
    revised_at: Instant
    """Of the version that no longer says it."""
    fetched_at: Instant
    """Of the version that no longer says it. A report id is a last-writer-wins register, ordered by (`revised_at`,
    `fetched_at`); where both are equal the retraction wins."""
    reason: RetractionReason
    country: CountryCode
    """The key of the report that is withdrawn."""

    @property
    def key(self) -> str:
        """The message key: that of the report that is withdrawn."""
        return self.country

    @property
    def version(self) -> tuple[datetime, datetime, bool]:
        """Its order in the register of its id: the greatest wins."""
        return (self.revised_at, self.fetched_at, True)


Reported = Annotated[IncidentReport | Retraction, Field(discriminator="kind")]
"""Either message of `incidents.reported.v1`."""

REPORTED: TypeAdapter[IncidentReport | Retraction] = TypeAdapter(Reported)


def wrong_spans(report: IncidentReport, article: Article) -> list[str]:
    """What is wrong with the report's offsets, in words; empty when each points at the words that it claims."""
    problems = []
    for slot, span, claimed in report.spans():
        found = article.text[span.start : span.end]
        if span.end > len(article.text):
            problems.append(f"{slot}: {span.start}..{span.end} runs past the text of {len(article.text)} code points")
        elif claimed is not None and found != claimed:
            problems.append(f"{slot}: {span.start}..{span.end} is {found!r}, not {claimed!r}")
    return problems
