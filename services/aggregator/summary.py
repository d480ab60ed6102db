"""One plain sentence for an incident, made from its slots."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from schemas import Actor, ActorRole, Casualties, Occurred, Place, Quantity, Status, SubEventType, TimePrecision

from .features import is_denied

_S = SubEventType
PHRASES: dict[SubEventType, str] = {
    _S.government_regains_territory: "government forces retook territory",
    _S.non_state_actor_overtakes_territory: "armed group took territory",
    _S.armed_clash: "armed clash",
    _S.excessive_force_against_protesters: "excessive force against protesters",
    _S.protest_with_intervention: "protest with intervention",
    _S.peaceful_protest: "peaceful protest",
    _S.violent_demonstration: "violent demonstration",
    _S.mob_violence: "mob violence",
    _S.chemical_weapon: "chemical attack",
    _S.air_drone_strike: "air or drone strike",
    _S.suicide_bomb: "suicide bombing",
    _S.shelling_artillery_missile_attack: "shelling, rocket or missile attack",
    _S.remote_explosive_landmine_ied: "explosive device or mine",
    _S.grenade: "grenade attack",
    _S.sexual_violence: "sexual violence",
    _S.attack: "attack",
    _S.abduction_forced_disappearance: "abduction",
    _S.agreement: "agreement",
    _S.arrests: "arrests",
    _S.change_to_group_activity: "change in a group's activity",
    _S.disrupted_weapons_use: "weapons stopped before use",
    _S.headquarters_or_base_established: "base established",
    _S.looting_property_destruction: "looting or destruction of property",
    _S.non_violent_transfer_of_territory: "peaceful transfer of territory",
    _S.other: "strategic development",
}
"""Each sub-event type in plain words."""

_STATUS_WORDS = {Status.attempted: "attempted: ", Status.thwarted: "thwarted: ", Status.threatened: "threatened: "}


def summarize(
    sub_event_type: SubEventType,
    status: Status,
    occurred: Occurred[Any],
    place: Place[Any],
    actors: list[Actor[Any]],
    casualties: Casualties[Any],
) -> str:
    """Such as "Suicide bombing in Kabul, AF on 2021-08-26, by Islamic State: 170 killed, at least 150 injured."."""
    words = _STATUS_WORDS.get(status, "") + PHRASES[sub_event_type] + _where(place) + _when(occurred) + _by(actors)
    toll = [
        f"{_quantity(number)} {name}"
        for name, number in (
            ("killed", casualties.killed),
            ("injured", casualties.injured),
            ("captured", casualties.captured),
        )
        if number is not None
    ]
    return words[0].upper() + words[1:] + (f": {', '.join(toll)}." if toll else ".")


def _where(place: Place[Any]) -> str:
    if place.country == "ZZ":
        return ""
    name = place.name or place.city or place.admin1
    return f" in {name}, {place.country}" if name and name != place.country else f" in {place.country}"


def _when(occurred: Occurred[Any]) -> str:
    start = occurred.start
    if start is None:
        return ""
    day = _day(start)
    if occurred.precision is TimePrecision.year:
        return f" in {day[:4]}"
    if occurred.precision is TimePrecision.month:
        return f" in {day[:7]}"
    last = _day(occurred.end) if occurred.end is not None else day
    if last != day:
        return f" from {day} to {last}"
    return f" in the week of {day}" if occurred.precision is TimePrecision.week else f" on {day}"


def _day(moment: date | datetime) -> str:
    return moment.isoformat()[:10]


def _by(actors: list[Actor[Any]]) -> str:
    names = [actor.name for actor in actors if actor.role is ActorRole.perpetrator and not is_denied(actor)]
    if not names:
        return ""
    names = list(dict.fromkeys(names))
    said = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f", by {said}"


def _quantity(number: Quantity) -> str:
    if number.max is None:
        return f"at least {number.min}"
    if number.min == 0 and number.max == 0:
        return "none"
    return str(number.min) if number.min == number.max else f"{number.min} to {number.max}"
