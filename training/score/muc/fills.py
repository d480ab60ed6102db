"""MUC-4's set fills for what the contract says in codes: the knowledge of `fills.yaml`, and how it is looked up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from schemas import (
    ActorKind,
    ActorRole,
    IncidentReport,
    ReportActor,
    ReportTarget,
    ReportWeapon,
    SubEventType,
    TargetKind,
    WeaponKind,
)

_AFTER_HEAD = frozenset({"of", "in", "at", "from", "who", "with", "on", "near"})
_WORD = re.compile(r"[\w'-]+")
_EXPLOSIVES = frozenset(
    {WeaponKind.ied, WeaponKind.vehicle_bomb, WeaponKind.explosive, WeaponKind.mine, WeaponKind.suicide_vest}
)
_PROPERTY_ACTS = frozenset({SubEventType.looting_property_destruction, SubEventType.attack, SubEventType.mob_violence})
ATTACK, BOMBING, KIDNAPPING, ARSON, ROBBERY = "ATTACK", "BOMBING", "KIDNAPPING", "ARSON", "ROBBERY"


@dataclass(frozen=True)
class Fills:
    """The tables of `fills.yaml`, each under its name there."""

    tables: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.tables[name]


@cache
def load_fills() -> Fills:
    """The tables, read once."""
    return Fills(yaml.safe_load(Path(__file__).with_name("fills.yaml").read_text(encoding="utf-8")))


def words_of(text: str) -> list[str]:
    """Lower-case words in order."""
    return [word.strip("'-") for word in _WORD.findall(text.lower())]


def incident_type(report: IncidentReport) -> str | None:
    """The incident type of a report (7.5), or None for what MUC has no type for.

    Arson and robbery are told by the words of the evidence, for ACLED has no such sub-types; a bomb makes an attack a
    bombing, unless it fell from an aircraft; explosives that were found or defused are an attempted bombing (7.6).
    """
    fills = load_fills()
    kinds = {weapon.kind for weapon in report.weapons}
    if report.sub_event_type is SubEventType.disrupted_weapons_use:
        return BOMBING if kinds & _EXPLOSIVES else None
    found: str | None = fills["incident_type"].get(report.sub_event_type.value)
    if report.sub_event_type in _PROPERTY_ACTS:
        evidence = " ".join(" ".join(words_of(piece.text)) for piece in report.evidence)
        if report.sub_event_type is SubEventType.looting_property_destruction or not _harmed(report):
            if _has_any(evidence, fills["arson_words"]) and not kinds & _EXPLOSIVES:
                return ARSON
            if _has_any(evidence, fills["robbery_words"]):
                return ROBBERY
    if found == ATTACK and kinds & _EXPLOSIVES:
        return BOMBING
    return found


def is_relevant(report: IncidentReport) -> bool:
    """Whether MUC's database would have the incident (1.0), as far as a report can tell without what is scored.

    Not background (6), and not fighting in which nothing but soldiers, police or armed groups was aimed at (1). That
    the incident belongs to one of nine countries (4) is not asked: a report with a wrong country would be left out,
    and its error with it.
    """
    if report.historical or incident_type(report) is None:
        return False
    fighting = report.sub_event_type in {SubEventType.armed_clash, SubEventType.government_regains_territory}
    return not fighting or any(not is_military(target) for target in report.targets)


def is_military(target: ReportTarget) -> bool:
    """Whether a target is a military or police one, or an armed group."""
    return target.kind in {TargetKind.military, TargetKind.police, TargetKind.non_state_militia}


def instrument_type(weapon: ReportWeapon) -> str | None:
    """7.8: by the words for the weapon where they tell more than its kind, None for what fits no category."""
    fills = load_fills()
    words = f" {' '.join(words_of(weapon.text))} "
    for fill, names in fills["instrument_words"].items():
        if _has_any(words, names):
            return str(fill)
    return fills["instrument_type"].get(weapon.kind.value)  # type: ignore[no-any-return]


def instrument_id(weapon: ReportWeapon) -> str | None:
    """7.7: the words for a weapon, None where they are for its use or effect."""
    return None if set(words_of(weapon.text)) <= set(load_fills()["act_words"]) else weapon.text


def confidence(actor: ReportActor) -> str:
    """7.12: of several attributions the strongest; REPORTED AS FACT is the default."""
    values = {attribution.value.value for attribution in actor.attributions}
    table = load_fills()["confidence"]
    return next((str(fill) for value, fill in table.items() if value in values), "REPORTED AS FACT")


def human_type(text: str) -> str | None:
    """7.21: the category of the people that a phrase is for, None when it is not for people."""
    fills = load_fills()
    words = words_of(text)
    for word in reversed(words):
        for fill, names in fills["human_words"].items():
            if word in names:
                former = not set(words).isdisjoint(fills["former_words"])
                return str(fills["former_types"].get(fill, fill) if former else fill)
        if word in fills["people"]:
            return "CIVILIAN"
    return None


def is_person(text: str) -> bool:
    """Whether the head of a phrase is a word for people."""
    return human_type(head_of(text)) is not None


def is_people(target: ReportTarget, report: IncidentReport) -> bool:
    """Whether a target is people and no thing: by its words, or since a victim is named by the same words."""
    victims = [actor.span for actor in report.actors if actor.role is ActorRole.victim]
    span = target.span
    return is_person(target.text) or any(
        one is not None and span is not None and one.start < span.end and span.start < one.end for one in victims
    )


def is_named_person(actor: ReportActor) -> bool:
    """Whether an actor is a person by name: the contract has an id for names alone, and forces and groups have other
    kinds."""
    return actor.id is not None and actor.kind in {ActorKind.civilians, ActorKind.unknown}


def head_of(text: str) -> str:
    """The noun that a phrase is about: its last word before "of", "in", "who" ..., lower case; "" without words."""
    words = words_of(text)
    for number, word in enumerate(words):
        if number and word in _AFTER_HEAD:
            return words[number - 1]
    return words[-1] if words else ""


def physical_type(target: ReportTarget) -> str:
    """7.14: by the words for the target, last first, else by its kind; OTHER where neither tells."""
    fills = load_fills()
    for word in reversed(words_of(target.text)):
        for fill, names in fills["physical_words"].items():
            if word in names:
                return str(fill)
    return str(fills["physical_kinds"].get(target.kind.value, "OTHER"))


def is_organization(actor: ReportActor) -> bool:
    """Slot 10 rather than slot 9: a named actor, or one of the institutions that part 2 lists."""
    text = " ".join(words_of(actor.text))
    return actor.id is not None or any(text == name or text.endswith(" " + name) for name in _organizations())


@cache
def _organizations() -> tuple[str, ...]:
    return tuple(load_fills()["organization_words"])


def country_name(code: str | None) -> str | None:
    """A country's name in the keys (`set-list-foreign-nation`); its code for one that they don't name; None for ZZ."""
    if code is None or code == "ZZ":
        return None
    return str(load_fills()["countries"].get(code, code))


def _has_any(words: str, phrases: list[str]) -> bool:
    return any(f" {phrase} " in f" {words.strip()} " for phrase in phrases)


def _harmed(report: IncidentReport) -> bool:
    tolls = (report.casualties.killed, report.casualties.injured)
    return any(toll is not None and toll.min > 0 for toll in tolls)
