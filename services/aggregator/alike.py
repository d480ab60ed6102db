"""Which types, statuses and weapons may be told of one act: each teller has another word for it."""

from __future__ import annotations

from collections.abc import Iterator

from schemas import EVENT_TYPE_OF, EventType, Status, SubEventType, WeaponKind

_S = SubEventType


def _pairs(*groups: tuple[SubEventType, ...]) -> Iterator[frozenset[SubEventType]]:
    for first, *others in groups:
        for other in others:
            yield frozenset((first, other))


_NEAR_TYPES = frozenset(
    _pairs(
        # A fight, an assault and a change of hands are told as one another; a bomber opens an assault.
        (_S.armed_clash, _S.attack, _S.government_regains_territory, _S.non_state_actor_overtakes_territory),
        (_S.armed_clash, _S.suicide_bomb, _S.shelling_artillery_missile_attack, _S.remote_explosive_landmine_ied),
        # A raid is told by its fight or by what was burnt and taken.
        (_S.armed_clash, _S.looting_property_destruction),
        (_S.non_state_actor_overtakes_territory, _S.attack, _S.non_violent_transfer_of_territory),
        (_S.government_regains_territory, _S.non_violent_transfer_of_territory),
        # "A blast", "an explosion": the first reports do not know what went off.
        (_S.remote_explosive_landmine_ied, _S.suicide_bomb, _S.grenade, _S.attack, _S.air_drone_strike),
        (_S.remote_explosive_landmine_ied, _S.shelling_artillery_missile_attack),
        (_S.attack, _S.suicide_bomb, _S.grenade, _S.shelling_artillery_missile_attack, _S.air_drone_strike),
        # "A strike" may be from the air or the ground.
        (_S.air_drone_strike, _S.shelling_artillery_missile_attack),
        (_S.chemical_weapon, _S.air_drone_strike, _S.shelling_artillery_missile_attack),
        # What was stopped is told as the attack that it would have been.
        (_S.disrupted_weapons_use, _S.air_drone_strike, _S.shelling_artillery_missile_attack, _S.suicide_bomb),
        (_S.disrupted_weapons_use, _S.remote_explosive_landmine_ied, _S.arrests),
        # One crowd: the police, the marchers and the stone-throwers each have their word for it.
        (_S.protest_with_intervention, _S.peaceful_protest, _S.violent_demonstration),
        (_S.excessive_force_against_protesters, _S.protest_with_intervention, _S.violent_demonstration, _S.attack),
        (_S.violent_demonstration, _S.mob_violence, _S.looting_property_destruction),
        (_S.mob_violence, _S.attack, _S.looting_property_destruction),
        (_S.attack, _S.sexual_violence, _S.looting_property_destruction, _S.abduction_forced_disappearance),
        (_S.abduction_forced_disappearance, _S.arrests),
    )
)

_FORCE = frozenset({EventType.battles, EventType.explosions_remote_violence, EventType.violence_against_civilians})
_CROWDS = frozenset({EventType.protests, EventType.riots})


def near_types(one: SubEventType, other: SubEventType) -> bool:
    """Whether one act is often told as either."""
    return frozenset((one, other)) in _NEAR_TYPES


def same_family(one: SubEventType, other: SubEventType) -> bool:
    """Whether both are force of arms, or both the doing of crowds: a teller who knows little may mistake them."""
    families = (EVENT_TYPE_OF[one], EVENT_TYPE_OF[other])
    return any(family.issuperset(families) for family in (_FORCE, _CROWDS))


def is_gathering(type_: SubEventType) -> bool:
    """Whether it is one by city and day: a crowd that comes again the next day makes another incident."""
    return EVENT_TYPE_OF[type_] in _CROWDS


_DONE_OR_STOPPED = frozenset({Status.accomplished, Status.thwarted})


def status_points(one: Status, other: Status) -> float | None:
    """Points for two statuses of one act; `None` when no act has both.

    A threat is an incident of its own. An act that is told as done and as stopped takes much else that agrees.
    """
    if one is other:
        return 0.0
    if Status.threatened in (one, other):
        return None
    return -2.0 if {one, other} == _DONE_OR_STOPPED else 0.0


_W = WeaponKind
_KINDS_OF: dict[WeaponKind, frozenset[WeaponKind]] = {
    _W.explosive: frozenset({_W.ied, _W.vehicle_bomb, _W.suicide_vest, _W.mine, _W.grenade, _W.aircraft_bomb}),
    _W.ied: frozenset({_W.vehicle_bomb, _W.suicide_vest, _W.mine}),
    _W.indirect_fire: frozenset({_W.rocket, _W.missile, _W.mortar, _W.artillery}),
    _W.rocket: frozenset({_W.missile}),
    _W.vehicle: frozenset({_W.vehicle_bomb}),
}
"""Weapons that a wider word may stand for."""


def some_kind_of(wide: frozenset[WeaponKind], narrow: frozenset[WeaponKind]) -> bool:
    """Whether a weapon of `narrow` may be meant by a wider word of `wide`."""
    return any(not _KINDS_OF.get(kind, frozenset()).isdisjoint(narrow) for kind in wide)
