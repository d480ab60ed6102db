"""How much speaks for two reports telling the same incident.

The score is a sum of points, each a judgement on one slot; the same two reports always score the same, whichever comes
first. `None` means that they cannot be the same: nothing that other reports say can then bring them together.
Two reports that agree on day, town and type, and on which nothing conflicts, stand at 5.5, well over `SAME`.
"""

from __future__ import annotations

import math

from schemas import Status, SubEventType, WeaponKind
from schemas.fingerprint import is_same_story

from .features import Features, Level, Range, When, Where

SAME = 4.0
"""From here on two reports are taken to tell the same incident."""

TOLERATED = 3.0
"""From here on two reports may be in one incident if others link them; below it they are kept apart."""

REACH_KM = 30.0
"""Places further apart than this are never the same, whatever their radii."""

EARTH_RADIUS_KM = 6371.0

_SPOT_SLACK_KM = 3.0
"""Two gazetteers put one base or airport up to this far apart."""

_S = SubEventType
_NEAR_TYPES: frozenset[frozenset[SubEventType]] = frozenset(
    frozenset(pair)
    for pair in (
        # A fight, an assault and a change of hands are told as one another.
        (_S.armed_clash, _S.attack),
        (_S.armed_clash, _S.government_regains_territory),
        (_S.armed_clash, _S.non_state_actor_overtakes_territory),
        # "A blast", "an explosion": the first reports do not know what went off.
        (_S.remote_explosive_landmine_ied, _S.suicide_bomb),
        (_S.remote_explosive_landmine_ied, _S.grenade),
        (_S.remote_explosive_landmine_ied, _S.attack),
        (_S.remote_explosive_landmine_ied, _S.air_drone_strike),
        (_S.remote_explosive_landmine_ied, _S.shelling_artillery_missile_attack),
        (_S.suicide_bomb, _S.attack),
        (_S.grenade, _S.attack),
        # "A strike" may be from the air or the ground.
        (_S.air_drone_strike, _S.shelling_artillery_missile_attack),
        (_S.chemical_weapon, _S.air_drone_strike),
        (_S.chemical_weapon, _S.shelling_artillery_missile_attack),
        # What was stopped is told as the attack that it would have been.
        (_S.disrupted_weapons_use, _S.air_drone_strike),
        (_S.disrupted_weapons_use, _S.shelling_artillery_missile_attack),
        (_S.disrupted_weapons_use, _S.remote_explosive_landmine_ied),
        (_S.disrupted_weapons_use, _S.suicide_bomb),
        # One crowd: the police, the marchers and the stone-throwers each have their word for it.
        (_S.peaceful_protest, _S.protest_with_intervention),
        (_S.protest_with_intervention, _S.excessive_force_against_protesters),
        (_S.protest_with_intervention, _S.violent_demonstration),
        (_S.excessive_force_against_protesters, _S.violent_demonstration),
        (_S.violent_demonstration, _S.mob_violence),
        (_S.mob_violence, _S.attack),
        (_S.mob_violence, _S.looting_property_destruction),
        (_S.attack, _S.sexual_violence),
        (_S.attack, _S.looting_property_destruction),
    )
)

_STATUSES: frozenset[frozenset[Status]] = frozenset(
    {
        frozenset({Status.attempted, Status.thwarted}),
        frozenset({Status.attempted, Status.accomplished}),
        frozenset({Status.unknown, Status.accomplished}),
        frozenset({Status.unknown, Status.attempted}),
        frozenset({Status.unknown, Status.thwarted}),
    }
)
"""Different statuses that may be told of one act. A threat is an incident of its own; done and stopped exclude each
other."""

_W = WeaponKind
_KINDS_OF: dict[WeaponKind, frozenset[WeaponKind]] = {
    _W.explosive: frozenset({_W.ied, _W.vehicle_bomb, _W.suicide_vest, _W.mine, _W.grenade, _W.aircraft_bomb}),
    _W.ied: frozenset({_W.vehicle_bomb, _W.suicide_vest, _W.mine}),
    _W.indirect_fire: frozenset({_W.rocket, _W.missile, _W.mortar, _W.artillery}),
    _W.rocket: frozenset({_W.missile}),
    _W.vehicle: frozenset({_W.vehicle_bomb}),
}
"""Weapons that a wider word may stand for."""


def pair_score(one: Features, other: Features) -> float | None:
    """Points for `one` and `other` telling the same incident; `None` when they cannot."""
    if one.said_in == other.said_in or one.historical != other.historical or one.where.country != other.where.country:
        return None
    if one.status is not other.status and frozenset((one.status, other.status)) not in _STATUSES:
        return None
    type_points = _type_points(one.sub_event_type, other.sub_event_type)
    time_points = _time_points(one.when, other.when)
    place_points = _place_points(one.where, other.where)
    if type_points is None or time_points is None or place_points is None:
        return None
    if one.stated and other.stated and not _same_party(one.stated, other.stated, one, other):
        return None
    retold = one.article == other.article or is_same_story(one.fingerprint, other.fingerprint)
    if not retold and _counts_contradict(one, other):
        return None
    score = type_points + time_points + place_points + _people_points(one, other) + _means_points(one, other)
    # An update gives new figures, and so may a copy that was brought up to date: within a story they are no evidence.
    score += _wording_points(one, other) if retold else _toll_points(one, other)
    return score


def _type_points(one: SubEventType, other: SubEventType) -> float | None:
    if one is other:
        return 1.5
    return 0.5 if frozenset((one, other)) in _NEAR_TYPES else None


def _time_points(one: When, other: When) -> float | None:
    if one.days.isdisjoint(other.days):
        return None
    if one.clock and other.clock:
        gap = max(one.clock[0], other.clock[0]) - min(one.clock[1], other.clock[1])
        if gap > one.clock[2] + other.clock[2]:
            return None
    return 2.0 if one.by_day and other.by_day else 0.0


def _place_points(one: Where, other: Where) -> float | None:
    if one.level is Level.unknown or other.level is Level.unknown:
        return -1.0
    if one.level is Level.specific and other.level is Level.specific:
        return _spot_points(one, other)
    if one.admin1 and other.admin1:
        if one.admin1 != other.admin1 and Level.country not in (one.level, other.level):
            return None
        if one.level >= Level.admin1 and other.level >= Level.admin1:
            return 0.5
    return 0.0


def _spot_points(one: Where, other: Where) -> float | None:
    """Points for two towns or spots. A town is compared by name or distance, two spots by distance alone."""
    town = one.is_town or other.is_town
    if one.geonames_id is not None and one.geonames_id == other.geonames_id:
        return 2.0 if town else 3.0
    distance = _distance_km(one.point, other.point) if one.point and other.point else None
    if town or distance is None:
        same_admin1 = not (one.admin1 and other.admin1) or one.admin1 == other.admin1
        if one.city and one.city == other.city and same_admin1:
            return 2.0
        if distance is None:
            return None
        return 1.5 if distance <= min(one.radius_km + other.radius_km, REACH_KM) else None
    if distance <= _SPOT_SLACK_KM:
        return 3.0
    return 1.5 if distance <= min(one.radius_km + other.radius_km, REACH_KM) else None


def _distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance (haversine) of two points given in degrees. Symmetric to the last bit."""
    lat, other_lat = math.radians(one[0]), math.radians(other[0])
    half_lat, half_lon = abs(lat - other_lat) / 2, math.radians(abs(one[1] - other[1])) / 2
    root = math.sin(half_lat) ** 2 + (math.cos(lat) * math.cos(other_lat)) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(root)))


def _same_party(mine: frozenset[str], theirs: frozenset[str], one: Features, other: Features) -> bool:
    """Whether two sets of named perpetrators can be one party: a common name, or a common country (a navy and its
    state)."""
    return bool(mine & theirs) or bool(one.suspect_countries & other.suspect_countries)


def _people_points(one: Features, other: Features) -> float:
    points = 0.0
    if one.suspects and other.suspects:
        if one.suspects & other.suspects:
            points += 1.5
        elif not one.suspect_countries & other.suspect_countries:
            points -= 2.0
    if one.victims and other.victims:
        points += 1.0 if one.victims & other.victims else -1.0
    if one.target_names & other.target_names:
        points += 1.0
    elif one.target_kinds and other.target_kinds:
        points += 0.5 if one.target_kinds & other.target_kinds else -0.5
    return points


def _means_points(one: Features, other: Features) -> float:
    if not one.weapons or not other.weapons:
        return 0.0
    if one.weapons & other.weapons:
        return 0.5
    if _some_kind_of(one.weapons, other.weapons) or _some_kind_of(other.weapons, one.weapons):
        return 0.25
    return -1.0


def _some_kind_of(wide: frozenset[WeaponKind], narrow: frozenset[WeaponKind]) -> bool:
    return any(not _KINDS_OF.get(kind, frozenset()).isdisjoint(narrow) for kind in wide)


def _counts_contradict(one: Features, other: Features) -> bool:
    """Whether a kind of weapon is counted by both, and no count of the one can be a count of the other."""
    for kind in {kind for kind, _ in one.counts} & {kind for kind, _ in other.counts}:
        mine = [count for counted, count in one.counts if counted is kind]
        theirs = [count for counted, count in other.counts if counted is kind]
        if not any(_overlap(count, count_there) for count in mine for count_there in theirs):
            return True
    return False


def _overlap(one: Range, other: Range) -> bool:
    return (one[1] is None or other[0] <= one[1]) and (other[1] is None or one[0] <= other[1])


def _toll_points(one: Features, other: Features) -> float:
    points = 0.0
    for mine, theirs in ((one.killed, other.killed), (one.injured, other.injured)):
        if mine is None or theirs is None:
            continue
        if _overlap(mine, theirs):
            points += 1.0 if mine == theirs and mine[0] > 0 else 0.25
            continue
        low, high = sorted((mine, theirs))
        ratio = (high[0] + 1) / ((low[1] or 0) + 1)
        points -= 0.25 if ratio <= 2 else 0.75 if ratio <= 5 else 3.0
    return max(points, -3.0)


def _wording_points(one: Features, other: Features) -> float:
    """Copies of a story tell one incident in one wording, and two in two."""
    return 2.0 if one.wording & other.wording else -1.0
