"""Stories told by several articles, as tests/quality/resolution/README.md says how they are written."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, TypeAlias

from pydantic import AwareDatetime, Field, model_validator

from schemas import SubEventType

from ..gold.annotations import Annotation, KnownType, Toll, Words

LabelId: TypeAlias = Annotated[str, Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]


class LabelledPlace(Annotation):
    """Where an incident was."""

    name: Words
    near: tuple[Annotated[float, Field(ge=-90, le=90)], Annotated[float, Field(ge=-180, le=180)]]
    """Latitude and longitude, degrees; right to about 20 km."""


class LabelledIncident(Annotation):
    """An incident of the set."""

    id: LabelId
    sub_event_type: KnownType
    also_accepted: list[KnownType] = []
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    place: LabelledPlace
    date: dt.date
    """The first day, at the place."""
    killed: Toll = None
    """From the lowest account to the highest."""
    perpetrator_like: list[Words] = []
    """Lower-case pieces of names."""

    @property
    def types(self) -> frozenset[SubEventType]:
        """The sub-event types that a report of it may have."""
        return frozenset({self.sub_event_type, *self.also_accepted})


class LabelledArticle(Annotation):
    """An article of the set."""

    id: LabelId
    source: Literal["wire", "local", "official", "broadcast", "liveblog", "ngo", "social"]
    outlet: Words
    title: Words
    published: AwareDatetime
    """Of a version that revises another: when this one appeared."""
    dateline: str | None = None
    text: Words
    revises: LabelId | None = None
    """The article whose newer version this is, under the same address."""
    copy_of: LabelId | None = None
    """The article of another outlet whose text this is."""
    tells: list[LabelId]


class NearMiss(Annotation):
    """Two incidents that have to be kept apart, and why they might not be."""

    one: LabelId
    other: LabelId
    why: Words

    @model_validator(mode="before")
    @classmethod
    def _as_list(cls, value: object) -> object:
        """It is written as a list of the three."""
        if isinstance(value, list) and len(value) == len(cls.model_fields):
            return dict(zip(cls.model_fields, value, strict=True))
        return value


class Story(Annotation):
    """Incidents that can be mistaken for one another, and the articles that tell them."""

    id: LabelId
    articles: list[LabelledArticle]
    incidents: list[LabelledIncident]
    near_misses: list[NearMiss] = []
