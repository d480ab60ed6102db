"""Whether two drafts of one article tell the same incident.

A lead and its body tell one thing twice; a round-up tells many things of one kind. What must agree (time, place, kind)
rules first; what then speaks for one incident or two is weighed.
"""

from __future__ import annotations

import math

from schemas import PlacePrecision, Status, SubEventType, WeaponKind

from .annotations import Effect
from .belonging import same_event
from .classify import FLOWN, LAUNCHED, PLANTED
from .drafts import Draft, Where
from .places.model import ResolvedPlace
from .scene import within
from .syntax.links import Links

S = SubEventType
LINK = 1.5
"""Weight of a sure link between two triggers."""
THRESHOLD = 2.4
"""Weight from which two drafts are one."""
_CROWD = frozenset(
    {S.peaceful_protest, S.protest_with_intervention, S.excessive_force_against_protesters, S.violent_demonstration}
)
_VIOLENT = frozenset(
    {
        S.air_drone_strike,
        S.shelling_artillery_missile_attack,
        S.remote_explosive_landmine_ied,
        S.suicide_bomb,
        S.grenade,
        S.armed_clash,
        S.attack,
        S.chemical_weapon,
        S.mob_violence,
        S.looting_property_destruction,
        S.abduction_forced_disappearance,
        S.sexual_violence,
    }
)
_TERRITORY = frozenset(
    {
        S.government_regains_territory,
        S.non_state_actor_overtakes_territory,
        S.non_violent_transfer_of_territory,
        S.armed_clash,
    }
)
_ALIKE = (
    frozenset({S.remote_explosive_landmine_ied, S.suicide_bomb, S.grenade}),
    frozenset({S.shelling_artillery_missile_attack, S.remote_explosive_landmine_ied}),
    frozenset({S.armed_clash, S.attack}),
    frozenset({S.attack, S.mob_violence, S.looting_property_destruction}),
    frozenset({S.attack, S.abduction_forced_disappearance, S.looting_property_destruction}),
    frozenset({S.attack, S.sexual_violence}),
    frozenset({S.shelling_artillery_missile_attack, S.air_drone_strike}),
    frozenset({S.suicide_bomb, S.attack, S.armed_clash}),
)
"""Types by which tellings of one incident may differ."""
_WITHOUT_AIRCRAFT = frozenset({"political_militia", "identity_militia", "rioters", "protesters", "civilians"})
_EARTH_KM = 6371.0
_SAME_SPOT_KM = 25.0


def same_spot(one: ResolvedPlace, other: ResolvedPlace) -> float | None:
    """How well two places agree: 2 the same spot, 1 one holds the other, None they contradict."""
    if PlacePrecision.unknown in {one.precision, other.precision}:
        return 0.5
    if one.country != other.country:
        return None
    if PlacePrecision.country in {one.precision, other.precision}:
        return 1.0
    if one.admin1_code and other.admin1_code and one.admin1_code != other.admin1_code:
        return None if (_apart(one, other) or 1e9) > _SAME_SPOT_KM else 1.0
    if PlacePrecision.admin1 in {one.precision, other.precision}:
        return 1.0
    if one.geonames_id is not None and one.geonames_id == other.geonames_id:
        return 2.0
    apart = _apart(one, other)
    if one.name == other.name or apart is None:
        return 2.0
    if one.city and one.city == other.city:
        # Two spots of one city: a city and a spot in it are one place, two spots are two.
        return 2.0 if PlacePrecision.city in {one.precision, other.precision} else 1.0 if apart < 3 else None
    if apart <= max(one.radius_km or 0, other.radius_km or 0, 5.0) + 5.0:
        return 1.0
    return 1.0 if PlacePrecision.near in {one.precision, other.precision} and apart < 60 else None


def _apart(one: ResolvedPlace, other: ResolvedPlace) -> float | None:
    if one.latitude is None or other.latitude is None or one.longitude is None or other.longitude is None:
        return None
    first, second = math.radians(one.latitude), math.radians(other.latitude)
    half = (
        math.sin((second - first) / 2) ** 2
        + math.cos(first) * math.cos(second) * math.sin(math.radians(other.longitude - one.longitude) / 2) ** 2
    )
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, half)))


def weight(old: Draft, new: Draft, links: Links | None = None) -> float:
    """How much speaks for one incident; minus infinity when something contradicts it."""
    kind = _kind_weight(old, new)
    place = _place_weight(old.where, new.where, anaphoric=_anaphoric(new))
    time = _time_weight(old, new)
    if kind is None or place is None or time is None or old.historical != new.historical:
        return -math.inf
    total = kind + place + time
    if _anaphoric(new):
        total += 1.5
    if new.effect_only:
        total += 1.0
    if new.first.separate and not (new.effect_only and new.where is None):
        total -= 3.0  # but "another 20 people were wounded" counts more of the same
    if new.first.response:
        total -= 4.0
    if new.where is None and new.when is None and not new.casualties:
        total += 0.5  # it tells nothing of its own that could tell it apart
    elif _goes_on(old, new):
        total += 0.5
    total += _actor_weight(old, new) + _toll_weight(old, new) + _weapon_weight(old, new)
    return total + _link_weight(old, new, links)


def _link_weight(old: Draft, new: Draft, links: Links | None) -> float:
    """What the trained model thinks of it, which compares the triggers themselves.

    Nothing of an attack and of weapons seized or stopped: who stopped them must not be taken for who attacked.
    """
    if S.disrupted_weapons_use in {old.type, new.type} and old.type is not new.type:
        return 0.0
    told = [p for mention in old.mentions if (p := same_event(links, mention, new.first)) is not None]
    return LINK * (2 * max(told) - 1) if told else 0.0


def _goes_on(old: Draft, new: Draft) -> bool:
    """Whether a telling goes on with the one right before it: the next sentence, which names no place, day or doer."""
    adjacent = 0 <= new.first.sentence - old.mentions[-1].sentence <= 1
    return adjacent and new.where is None and new.when is None and not new.perpetrators and not new.first.separate


def _is_of_crowd(draft: Draft) -> bool:
    return all(str(a._.actor.kind) in {"protesters", "rioters"} for a in draft.perpetrators)


def _is_of_the_ground(draft: Draft) -> bool:
    """Whether those who did it are named and have no aircraft: gunmen, bandits, a crowd."""
    return bool(draft.perpetrators) and all(str(a._.actor.kind) in _WITHOUT_AIRCRAFT for a in draft.perpetrators)


def _anaphoric(draft: Draft) -> bool:
    """Whether it points back: "the attack", or a claim of what was told before."""
    return all(m.definite or m.claims for m in draft.mentions)


def _kind_weight(old: Draft, new: Draft) -> float | None:
    one, other = old.type, new.type
    if one is other:
        return 1.5
    if S.air_drone_strike in {one, other} and _is_of_the_ground(new if one is S.air_drone_strike else old):
        return None
    if new.effect_only or old.effect_only:
        return 0.8 if not {one, other} & {S.agreement, S.disrupted_weapons_use} else -0.5
    if one in _CROWD and other in _CROWD:
        return 1.0
    if one in _CROWD or other in _CROWD:
        if other is S.looting_property_destruction and _is_of_crowd(new):
            return 1.0  # what demonstrators burn is part of the demonstration
        if other is S.arrests:
            return 1.0
        return 0.3 if (one in _CROWD and not new.strong and other is S.attack) else None
    if {one, other} <= _TERRITORY:
        return 0.5
    if any({one, other} <= alike for alike in _ALIKE) and not (
        old.strong and new.strong and {one, other} == {S.shelling_artillery_missile_attack, S.air_drone_strike}
    ):
        return 0.7
    if one in _VIOLENT and other is S.attack and not new.strong and not new.weapons:
        return 0.9
    if one in _VIOLENT and other in _VIOLENT:
        if new.strong and old.strong:
            return 0.2 if _anaphoric(new) else None
        return 0.5
    if (
        other is S.disrupted_weapons_use
        and new.trigger_ids <= {"weapons_found"}
        and one in _VIOLENT
        and new.where is None
        and _actor_weight(old, new) >= 0
        and (not new.perpetrators or bool(old.perpetrators))
    ):
        return 1.2  # what was seized after a fight belongs to it, if those who fought seized it
    if S.disrupted_weapons_use in {one, other} and {one, other} & _VIOLENT:
        return 0.0 if _anaphoric(new) or Status.thwarted in {new.status} & {old.status} else None
    if other is S.arrests and one in _VIOLENT:
        return None
    return None


def _place_weight(old: Where | None, new: Where | None, *, anaphoric: bool) -> float | None:
    if new is None:
        return 1.0
    if old is None:
        return 0.5
    if old.weak or new.weak:
        found = same_spot(old.place, new.place)
        return 0.5 if found is None else found / 2
    found = same_spot(old.place, new.place)
    if found is None and anaphoric and old.place.country == new.place.country and old.is_area:
        return -1.0
    return found


def _time_weight(old: Draft, new: Draft) -> float | None:
    if old.when is None or new.when is None:
        return 0.5
    if old.when.overlaps(new.when):
        return 1.5
    if old.when.weak or new.when.weak:
        # The lead tells the day of the statement, the body that of the deed.
        return 0.5 if within(old.when, new.when, 1) else -0.7 if within(old.when, new.when, 3) else None
    return None


def _actor_weight(old: Draft, new: Draft) -> float:
    one = {a._.actor.id or a._.actor.name for a in old.perpetrators if not a._.actor.generic}
    other = {a._.actor.id or a._.actor.name for a in new.perpetrators if not a._.actor.generic}
    if one & other:
        return 1.0
    if one and other:
        return -2.0
    victims = {a._.actor.id or a._.actor.name for a in old.victims if not a._.actor.generic}
    if victims & other and old.type is not S.armed_clash:
        return -1.5
    return 0.0


def _toll_weight(old: Draft, new: Draft) -> float:
    """The same numbers speak for one incident, more than were told before against it; fewer may be a part of them."""
    total = 0.0
    for effect in Effect:
        one = [c._.casualty.min for c in old.casualties if c.label_ == effect.value and not c._.casualty.part]
        other = [c._.casualty.min for c in new.casualties if c.label_ == effect.value and not c._.casualty.part]
        if not one or not other:
            continue
        if set(one) & set(other) or sum(one) == sum(other):
            total += 1.5
        elif sum(other) > sum(one) and not _anaphoric(new):
            total -= 1.0 if not new.effect_only or sum(other) > 2 * sum(one) else 0.0
    return total


def _weapon_weight(old: Draft, new: Draft) -> float:
    one, other = old.weapon_kinds - {WeaponKind.other}, new.weapon_kinds - {WeaponKind.other}
    if not one or not other or one & other:
        return 0.0
    if PLANTED & one and PLANTED & other:
        return 0.0
    return -0.5 if any(one & kinds and other & kinds for kinds in (LAUNCHED, FLOWN)) else -1.0
