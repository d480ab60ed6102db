"""Reports in the form of MUC-4 templates: what a system of 1992 would have handed in of what the contract carries.

Slots 15, 17, 22 and 24 (nationalities and totals) have no place in the contract and are not made.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from schemas import (
    ActorKind,
    ActorRole,
    Article,
    DamageValue,
    IncidentReport,
    Quantity,
    ReportToll,
    Span,
    TimePrecision,
)

from . import fills
from .keys import Filler, KeyTemplate, Slot
from .strings import leading_number, normalized, without_quantifier

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_STATE = frozenset({ActorKind.state_forces, ActorKind.external_other})
_PLACE_WORDS = ("name", "city", "admin1")
_SINGULAR_S = ("ss", "us", "is")
_IRREGULAR_PLURALS = ("men", "women", "people", "children", "police", "troops", "personnel", "dead", "wounded")


@dataclass
class Human:
    """People who were aimed at or harmed."""

    text: str
    name: str | None = None
    kind: ActorKind | None = None
    spans: list[Span] = field(default_factory=list)
    number: Quantity | None = None
    effects: list[str] = field(default_factory=list)

    @property
    def tags(self) -> tuple[str, ...]:
        """What other slots refer to: the name, else the description."""
        return (self.name or self.text,)


def responses(
    document: str, reports: Iterable[IncidentReport], article: Article, *, is_dated: bool = True
) -> list[KeyTemplate]:
    """The templates of an article's reports: of those that MUC's rules of relevance let in.

    The date is null for a text that has none in its head (7.3).
    """
    found: list[KeyTemplate] = []
    for report in reports:
        kind = fills.incident_type(report)
        if kind is not None and fills.is_relevant(report):
            found.append(KeyTemplate(document, str(len(found) + 1), False, _slots(report, kind, article, is_dated)))
    return found


def _slots(report: IncidentReport, kind: str, article: Article, is_dated: bool) -> dict[Slot, list[Filler]]:
    slots = {
        Slot.date: [Filler((date_fill(report),))] if is_dated else [],
        Slot.location: [Filler(location_fill(report))],
        Slot.type: [Filler((kind,))],
        Slot.stage: [Filler((fills.load_fills()["stage"][report.status.value],))],
    }
    slots |= _instruments(report) | _perpetrators(report)
    slots |= _physical_targets(report, kind) | _human_targets(humans(report, article), report, kind)
    return slots


def date_fill(report: IncidentReport) -> str:
    """7.3: `DD MMM YY`, a range, or `- DD MMM YY` for one that has no date but the article's, or only a weekday's name.

    A range does not go on after the article.
    """
    published = report.article.published_at.date()
    start, end = _day(report.occurred.start), _day(report.occurred.end)
    if start is None or _is_weekday_alone(report.occurred.text or ""):
        return f"- {_muc(published)}"
    if end is None and report.occurred.precision in {TimePrecision.week, TimePrecision.month, TimePrecision.year}:
        end = published
    if end is None or end <= start:
        return _muc(start)
    return f"{_muc(start)} - {_muc(max(start, min(end, published)))}"


def _is_weekday_alone(text: str) -> bool:
    """ "last Wednesday", and not "Wednesday, 4 October"."""
    words = normalized(text).split()
    return any(word in _WEEKDAYS for word in words) and not any(word[0].isdigit() for word in words)


def _day(moment: object) -> date | None:
    if moment is None:
        return None
    return date.fromisoformat(str(moment)[:10])


def _muc(day: date) -> str:
    return day.strftime("%d %b %y").upper()


def location_fill(report: IncidentReport) -> tuple[str, ...]:
    """The country, then every name of the place that the report has; empty when the country is unknown."""
    country = fills.country_name(report.place.country)
    if country is None:
        return ()
    names = [getattr(report.place, word) for word in _PLACE_WORDS]
    return (country, *(name.upper() for name in names if name))


def _instruments(report: IncidentReport) -> dict[Slot, list[Filler]]:
    told = [(fills.instrument_id(weapon), fills.instrument_type(weapon)) for weapon in report.weapons]
    return {
        Slot.instrument_id: [Filler((text,)) for text, _ in told if text],
        Slot.instrument_type: [Filler((fill,), (text,) if text else ()) for text, fill in told if fill],
    }


def _perpetrators(report: IncidentReport) -> dict[Slot, list[Filler]]:
    doers = [actor for actor in report.actors if actor.role is ActorRole.perpetrator]
    organizations = [actor for actor in doers if fills.is_organization(actor)]
    category = []
    if doers:
        category = ["STATE-SPONSORED VIOLENCE" if doers[0].kind in _STATE else "TERRORIST ACT"]
    return {
        Slot.category: [Filler((fill,)) for fill in category],
        Slot.perpetrator_individual: [Filler((actor.text,)) for actor in doers if actor not in organizations],
        Slot.perpetrator_organization: [Filler(tuple({actor.text, actor.name})) for actor in organizations],
        Slot.confidence: [
            Filler((fills.confidence(actor),), tuple({actor.text, actor.name})) for actor in organizations
        ],
    }


def _physical_targets(report: IncidentReport, kind: str) -> dict[Slot, list[Filler]]:
    things = [target for target in report.targets if not fills.is_people(target, report)]
    effect = None
    if kind == fills.ROBBERY:
        effect = "PROPERTY TAKEN FROM TARGET"
    elif report.damage is not None:
        effects = {
            DamageValue.destroyed: "DESTROYED",
            DamageValue.some: "SOME DAMAGE",
            DamageValue.none: "NO DAMAGE",
        }
        effect = effects.get(report.damage.value)
    tags: list[tuple[str, ...]] = [(target.text,) for target in things]
    return {
        Slot.physical_id: [Filler(tag) for tag in tags],
        Slot.physical_type: [Filler((fills.physical_type(thing),), (thing.text,)) for thing in things],
        Slot.physical_number: [Filler((_number(thing.text, None),), (thing.text,)) for thing in things],
        Slot.physical_effect: [Filler((effect,), tag) for tag in tags or [()]] if effect else [],
    }


def humans(report: IncidentReport, article: Article) -> list[Human]:
    """The people of a report: victims, targets that are people, and those who are counted, each once.

    Two that share words of the article are the same. A count whose words name no people is of no one in particular.
    """
    found: list[Human] = []
    for actor in report.actors:
        if actor.role is ActorRole.victim:
            name = actor.name if fills.is_named_person(actor) else None
            _place(found, Human(actor.text, name, actor.kind, [actor.span] if actor.span else []))
    for target in report.targets:
        if fills.is_people(target, report):
            _place(found, Human(target.text, target.name, None, [target.span] if target.span else []))
    tolls = report.casualties
    for toll, effect in ((tolls.killed, "DEATH"), (tolls.injured, "INJURY"), (tolls.captured, None)):
        if toll is not None and toll.min > 0:
            _place(found, _counted(toll, effect, article))
    return found


def _counted(toll: ReportToll, effect: str | None, article: Article) -> Human:
    text = article.text[toll.span.start : toll.span.end] if toll.span else ""
    said = without_quantifier(text)
    return Human(
        said if fills.is_person(said) else "",
        spans=[toll.span] if toll.span else [],
        number=Quantity(min=toll.min, max=toll.max),
        effects=[effect] if effect else [],
    )


def _place(found: list[Human], new: Human) -> None:
    """Adds people, or what is said of them to those who are there."""
    for old in found:
        shared = any(a.start < b.end and b.start < a.end for a in old.spans for b in new.spans)
        if shared or (new.text and normalized(new.text) == normalized(old.text)):
            old.name = old.name or new.name
            old.text = max(old.text, new.text, key=len)
            old.kind = old.kind or new.kind
            old.spans += new.spans
            old.number = old.number or new.number
            old.effects += [effect for effect in new.effects if effect not in old.effects]
            return
    found.append(new)


def _human_targets(people: list[Human], report: IncidentReport, kind: str) -> dict[Slot, list[Filler]]:
    told = [human for human in people if human.text or human.name]
    effects = [Filler((effect,), human.tags if human in told else ()) for human in people for effect in human.effects]
    effects += [Filler((effect,)) for effect in _no_effect(report)] if not effects else []
    descriptions = [
        Filler((human.text,), (human.name,) if human.name else ())
        for human in told
        if human.name is None or normalized(human.text) != normalized(human.name)
    ]
    return {
        Slot.human_name: [Filler((human.name,)) for human in told if human.name],
        Slot.human_description: descriptions,
        Slot.human_type: [Filler((_human_type(human),), human.tags) for human in told],
        Slot.human_number: [Filler((_number(human.text, human.number),), human.tags) for human in told],
        Slot.human_effect: effects,
    }


def _no_effect(report: IncidentReport) -> list[str]:
    none = [toll is not None and toll.max == 0 for toll in (report.casualties.killed, report.casualties.injured)]
    if all(none):
        return ["NO INJURY OR DEATH"]
    return ["NO DEATH"] if none[0] else ["NO INJURY"] if none[1] else []


def _human_type(human: Human) -> str:
    told = fills.human_type(human.text) or "CIVILIAN"
    return "ACTIVE MILITARY" if told == "CIVILIAN" and human.kind in _STATE else told


def _number(text: str, quantity: Quantity | None) -> str:
    """7.15, 7.22: a number, `low-high`, `low-` for an open one; where the report has none, the number that the phrase
    begins with, else PLURAL or 1 by its noun."""
    if quantity is None:
        return str(leading_number(text) or ("PLURAL" if _is_plural(text) else 1))
    if quantity.max is None:
        return f"{quantity.min}-"
    return str(quantity.min) if quantity.min == quantity.max else f"{quantity.min}-{quantity.max}"


def _is_plural(text: str) -> bool:
    word = fills.head_of(text)
    return word in _IRREGULAR_PLURALS or (word.endswith("s") and not word.endswith(_SINGULAR_S))
