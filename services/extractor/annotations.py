"""What the pipeline writes on a document: span groups, and the custom attributes of their spans.

    group        attribute        filled by
    events       `_.told`         tocsin_syntax       words that tell an incident (label: its type);
                                                      how likely they do,
                 `_.modality`                         and whether as something that happened
    roles        -                tocsin_syntax       who and what takes part (label: perpetrator, victim, target, ...)
    triggers     `_.trigger`      tocsin_triggers     a word that tells an incident, or what one did
    actors       `_.actor`        tocsin_actors       a named or generic actor
    weapons      `_.weapon`       tocsin_weapons
    targets      `_.target`       tocsin_targets
    places       `_.place`        tocsin_places
    times        `_.time`         tocsin_times
    quantities   `_.quantity`     tocsin_quantities
    casualties   `_.casualty`     tocsin_casualties
    reports      -                tocsin_attribution  words that give a statement to someone

A step reads the groups of those before it and never how they were found, so that a trained model may fill any of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from spacy.tokens import Doc, Span

from schemas import AttributionValue, Status, SubEventType, TargetKind, TimePrecision, WeaponKind

from .lexicon import TriggerSense


class Voice(StrEnum):
    """How a trigger stands to its subject; `nominal` for a noun."""

    active = "active"
    passive = "passive"
    nominal = "nominal"


class Modality(StrEnum):
    """Whether the text says that it happened."""

    asserted = "asserted"
    negated = "negated"
    hypothetical = "hypothetical"
    threatened = "threatened"


class Effect(StrEnum):
    """What befell people."""

    killed = "killed"
    injured = "injured"
    captured = "captured"


@dataclass(slots=True)
class TriggerMark:
    """A trigger in its clause."""

    sense: TriggerSense
    voice: Voice
    modality: Modality = Modality.asserted
    status: Status = Status.accomplished
    background: bool = False
    """Told as history."""
    type: SubEventType | None = None
    """What the trained model takes it to tell; None where it does not say."""
    told: float = 0.0
    """How likely the model finds it that the word tells an incident."""
    listed: bool = True
    """Whether the knowledge files have it; else only the model sees it."""
    modality_told: str | None = None
    """Whether as something that happened, in the model's words."""


@dataclass(frozen=True, slots=True)
class WeaponMark:
    """What a weapon span means."""

    kind: WeaponKind
    name: str | None = None
    quantity: QuantityMark | None = None


@dataclass(frozen=True, slots=True)
class TargetMark:
    """What a target span means."""

    kind: TargetKind


@dataclass(frozen=True, slots=True)
class QuantityMark:
    """A number as the text gives it; `max` None is open."""

    min: int
    max: int | None


@dataclass(frozen=True, slots=True)
class CasualtyMark:
    """People killed, injured or captured: the label of the span says which (an `Effect`)."""

    min: int
    max: int | None
    part: bool = False
    """Part of a number that is told elsewhere ("among them three children")."""
    people: str = ""
    """The noun that is counted, lower case."""
    kind: str = "civilians"
    """ACLED actor kind of people so called."""
    name: str | None = None
    """Of a person who is named."""


@dataclass(frozen=True, slots=True)
class TimeMark:
    """A time expression, resolved against the time of publication."""

    start: date | None
    end: date | None
    precision: TimePrecision
    reporting: bool = False
    """When it was said, not when it happened ("said on Monday")."""
    relative_to_story: bool = False
    """Counted from what was told before ("a day earlier"), not from publication."""
    future: bool = False


class ActorMark(Protocol):
    """What an actor span carries, from the knowledge of actors."""

    id: str | None
    name: str
    kind: str
    country: str | None
    generic: bool


@dataclass(slots=True, eq=False)
class Claim:
    """Words that say who did it, or who did not."""

    value: AttributionValue
    span: Span
    actor: Span | None
    """The one who did it, by this claim."""
    actor_name: str | None
    said_by: Span | None
    trigger: Span | None = None


@dataclass(slots=True, eq=False)
class Mention:
    """One telling of one incident, in one sentence: its triggers, and the spans that fill its roles."""

    sentence: int
    start: int
    """First token of the clauses that tell it."""
    end: int
    triggers: list[Span]
    perpetrators: list[Span] = field(default_factory=list)
    victims: list[Span] = field(default_factory=list)
    targets: list[Span] = field(default_factory=list)
    weapons: list[Span] = field(default_factory=list)
    places: list[Span] = field(default_factory=list)
    times: list[Span] = field(default_factory=list)
    casualties: list[Span] = field(default_factory=list)
    effects: list[Span] = field(default_factory=list)
    """Words for what an event did, as the trained model marks them."""
    claims: list[Claim] = field(default_factory=list)
    separate: bool = False
    """Told as another one ("in a separate attack")."""
    definite: bool = False
    """Points back at what was told ("the attack")."""
    response: bool = False
    """An answer to what was told before ("responded by firing")."""
    crowd: bool = False
    plural: bool = False


GROUPS = (
    "events",
    "roles",
    "fillers",
    "triggers",
    "actors",
    "weapons",
    "targets",
    "places",
    "times",
    "quantities",
    "casualties",
    "reports",
    "claims",
)
"""Span groups of a document, present (if empty) on every relevant one."""


def register() -> None:
    """Declare the custom attributes; harmless when they are declared already."""
    for name in (
        "told",
        "modality",
        "attribution",
        "crime",
        "trigger",
        "weapon",
        "target",
        "quantity",
        "time",
        "casualty",
        "actor",
        "place",
    ):
        if not Span.has_extension(name):
            Span.set_extension(name, default=None)
    defaults: dict[str, object] = {
        "published": None,
        "dateline": None,
        "title": None,
        "relevant": True,
        "relevance": 0.5,
        "links": None,
    }
    for name, default in defaults.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)
    for name in ("topics", "claims", "mentions", "incidents"):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=[])


def group(doc: Doc, name: str) -> list[Span]:
    """The spans of a group, in order of the text; none when no step has filled it."""
    return (
        sorted((span for span in doc.spans[name] if len(span)), key=lambda span: (span.start, -span.end))
        if name in doc.spans
        else []
    )


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a token."""
    return one.start < other.end and other.start < one.end


class Groups:
    """The span groups of a document, for asking what stands where without going through all of it."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self._spans: dict[str, list[Span]] = {}
        self._starts: dict[str, list[int]] = {}
        self._countries: Counter[str] | None = None

    def all(self, name: str) -> list[Span]:
        """The spans of a group, in order of the text."""
        if name not in self._spans:
            self._spans[name] = group(self.doc, name)
            self._starts[name] = [span.start for span in self._spans[name]]
        return self._spans[name]

    def within(self, name: str, start: int, end: int) -> list[Span]:
        """The spans of a group that lie between two tokens."""
        spans = self.all(name)
        first, last = bisect_left(self._starts[name], start), bisect_left(self._starts[name], end)
        return [span for span in spans[first:last] if span.end <= end]

    def sharing(self, name: str, start: int, end: int) -> list[Span]:
        """The spans of a group that share a token with a stretch; they are taken to be at most 20 tokens long."""
        spans = self.all(name)
        first, last = bisect_left(self._starts[name], start - 20), bisect_left(self._starts[name], end)
        return [span for span in spans[first:last] if span.end > start]

    def overlapping(self, name: str, start: int, end: int) -> bool:
        """Whether a span of a group shares a token with a stretch."""
        return bool(self.sharing(name, start, end))

    def countries(self) -> Counter[str]:
        """How often the places of the document lie in each country."""
        if self._countries is None:
            self._countries = Counter(place._.place.country for place in self.all("places"))
        return self._countries

    def of_sentence(self, name: str, sent: Span) -> list[Span]:
        """The spans of a group that lie in a sentence."""
        return self.within(name, sent.start, sent.end)


def published_day(doc: Doc) -> date | None:
    """The day of publication (UTC), where known."""
    published: datetime | None = doc._.published
    return published.date() if published else None


register()
