"""One plain sentence for a report, made from its slots."""

from __future__ import annotations

from schemas import (
    ActorRole,
    PlacePrecision,
    ReportActor,
    ReportCasualties,
    ReportOccurred,
    ReportPlace,
    ReportToll,
    Status,
    SubEventType,
    TimePrecision,
)

LABELS = {
    SubEventType.government_regains_territory: "Government regains territory",
    SubEventType.non_state_actor_overtakes_territory: "Non-state actor overtakes territory",
    SubEventType.armed_clash: "Armed clash",
    SubEventType.excessive_force_against_protesters: "Excessive force against protesters",
    SubEventType.protest_with_intervention: "Protest with intervention",
    SubEventType.peaceful_protest: "Peaceful protest",
    SubEventType.violent_demonstration: "Violent demonstration",
    SubEventType.mob_violence: "Mob violence",
    SubEventType.chemical_weapon: "Chemical weapon attack",
    SubEventType.air_drone_strike: "Air or drone strike",
    SubEventType.suicide_bomb: "Suicide bombing",
    SubEventType.shelling_artillery_missile_attack: "Shelling, artillery or missile attack",
    SubEventType.remote_explosive_landmine_ied: "Remote explosive, landmine or IED",
    SubEventType.grenade: "Grenade attack",
    SubEventType.sexual_violence: "Sexual violence",
    SubEventType.attack: "Attack",
    SubEventType.abduction_forced_disappearance: "Abduction or forced disappearance",
    SubEventType.agreement: "Agreement",
    SubEventType.arrests: "Arrests",
    SubEventType.change_to_group_activity: "Change to group activity",
    SubEventType.disrupted_weapons_use: "Disrupted weapons use",
    SubEventType.headquarters_or_base_established: "Headquarters or base established",
    SubEventType.looting_property_destruction: "Looting or property destruction",
    SubEventType.non_violent_transfer_of_territory: "Non-violent transfer of territory",
    SubEventType.other: "Other strategic development",
}


def summarize(
    type_: SubEventType,
    status: Status,
    occurred: ReportOccurred,
    place: ReportPlace,
    actors: list[ReportActor],
    casualties: ReportCasualties,
) -> str:
    """Such as "Air or drone strike by Israel in Gaza, PS, on 2024-01-03: 5 killed, at least 12 injured."."""
    parts = [LABELS[type_]]
    if status is not Status.accomplished:
        parts[0] += f" ({status.value})"
    doers = list(dict.fromkeys(a.name for a in actors if a.role is ActorRole.perpetrator))
    if doers:
        parts.append(f"by {' and '.join(doers[:3])}")
    victims = list(dict.fromkeys(a.name for a in actors if a.role is ActorRole.victim))
    if victims:
        parts.append(f"against {' and '.join(victims[:3])}")
    if place.precision is not PlacePrecision.unknown:
        spot = ", ".join(dict.fromkeys(n for n in (place.name, place.admin1, place.country) if n))
        parts.append(f"in {spot}")
    if occurred.precision is not TimePrecision.unknown and occurred.start is not None:
        parts.append(
            f"on {occurred.start.isoformat()[:10]}"
            if occurred.precision in _DAYS
            else f"({occurred.precision.value} of {occurred.start.isoformat()[:10]})"
        )
    tolls = [
        f"{_count(toll)} {name}"
        for name in ("killed", "injured", "captured")
        if (toll := getattr(casualties, name)) is not None
    ]
    return " ".join(parts) + (f": {', '.join(tolls)}" if tolls else "") + "."


_DAYS = frozenset({TimePrecision.minute, TimePrecision.hour, TimePrecision.part_of_day, TimePrecision.day})


def _count(toll: ReportToll) -> str:
    if toll.max is None:
        return f"at least {toll.min}"
    return str(toll.min) if toll.min == toll.max else f"{toll.min} to {toll.max}"
