"""The annotated reports, as the YAML file beside this one has them. Its head says what each slot means."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import yaml
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter

from schemas import ActorKind, AttributionValue, Quantity, Status, SubEventType, Vocabulary, WeaponKind

REPORTS = Path(__file__).with_name("plain_reports.yaml")


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

_SubEventType: TypeAlias = Annotated[SubEventType, _closed(SubEventType)]
_Status: TypeAlias = Annotated[Status, _closed(Status)]
_ActorKinds: TypeAlias = Annotated[list[Annotated[ActorKind, _closed(ActorKind)]], _ANY_OF]
_Attributions: TypeAlias = Annotated[list[Annotated[AttributionValue, _closed(AttributionValue)]], _ANY_OF]
_WeaponKinds: TypeAlias = Annotated[list[Annotated[WeaponKind, _closed(WeaponKind)]], _ANY_OF]
_Country: TypeAlias = Annotated[str, Field(pattern="^[A-Z]{2}$")]
Tolls: TypeAlias = Annotated[list[Annotated[Quantity | None, BeforeValidator(_as_quantity)]], _ANY_OF]


class Annotation(BaseModel):
    """Base of the annotations: a misspelt key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def judges(self, slot: str) -> bool:
        """Whether the annotator filled the slot; one that is left out is not judged."""
        return slot in self.model_fields_set


class Days(Annotation):
    """Any day from the first to the last, both included."""

    first: Annotated[date, Field(alias="from")]
    last: Annotated[date, Field(alias="to")]

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


Dates: TypeAlias = Days | Annotated[list[date], _ANY_OF]
"""The days any of which is right."""


class Point(Annotation):
    """Where a place is, as latitude and longitude in degrees, and how many kilometres off still count as there."""

    name: str
    near: tuple[Annotated[float, Field(ge=-90, le=90)], Annotated[float, Field(ge=-180, le=180)]]
    within_km: Annotated[float, Field(gt=0)]


class Perpetrator(Annotation):
    """Who did it: known by name, or where there is none, by kind; and who says so."""

    name_like: list[str] = []
    """Any of these, in lower case, occurs in the actor's name, id or words."""
    kind: _ActorKinds = []
    attributions: list[_Attributions] = []
    """All are needed; each is met by any of its alternatives. Empty: not judged."""


class ExpectedIncident(Annotation):
    """What a careful coder takes from the text about one incident."""

    sub_event_type: _SubEventType
    also_accepted: list[_SubEventType] = []
    country: Annotated[list[_Country], _ANY_OF]
    status: Annotated[list[_Status], _ANY_OF] = []
    place: Point | None = None
    date: Dates | None = None
    """First day at the place."""
    killed: Tolls = []
    injured: Tolls = []
    weapons: list[_WeaponKinds] = []
    """All are needed, and no other kind but the optional ones; each entry is met by any of its alternatives."""
    weapons_optional: _WeaponKinds = []
    perpetrators: list[Perpetrator] = []
    """All are needed, and nobody else may be named; when empty, nobody may be."""
    historical: bool | None = None
    optional: bool = False
    """Neither missed nor extra: one coder would report it, another would not."""

    @property
    def types(self) -> set[SubEventType]:
        """The sub-event types that are right."""
        return {self.sub_event_type, *self.also_accepted}


class AnnotatedReport(Annotation):
    """One news report and its incidents."""

    id: Annotated[str, Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
    published: AwareDatetime
    dateline: str | None = None
    text: str
    incidents: list[ExpectedIncident]

    @property
    def tells_none(self) -> bool:
        """Whether no coder must find an incident here."""
        return all(incident.optional for incident in self.incidents)


class _Loader(yaml.SafeLoader):
    """Leaves dates and instants as they are written: YAML's own reading of an instant forgets its offset."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@cache
def load_reports() -> tuple[AnnotatedReport, ...]:
    """All of the set, in the order of the file. Raises `pydantic.ValidationError` for a malformed annotation."""
    written = yaml.load(REPORTS.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (a SafeLoader)
    return TypeAdapter(tuple[AnnotatedReport, ...]).validate_python(written)
