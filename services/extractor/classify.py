"""The ACLED sub-event type of what a mention tells: from its triggers, weapons, actors and targets.

The rules are those of ACLED's codebook: an intercepted weapon is disrupted weapons use, an attack on an armed force a
battle, violence by a crowd against persons mob violence, force against a peaceful crowd excessive once it kills.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from schemas import Status, SubEventType, TargetKind, WeaponKind

from .annotations import Effect, Mention
from .inflection import VerbForm
from .lexicon import TriggerRole
from .told import ENOUGH
from .wordsets import word_set

S = SubEventType
LAUNCHED = frozenset(
    {WeaponKind.rocket, WeaponKind.missile, WeaponKind.mortar, WeaponKind.artillery, WeaponKind.indirect_fire}
)
PLANTED = frozenset({WeaponKind.ied, WeaponKind.mine, WeaponKind.vehicle_bomb, WeaponKind.explosive})
FLOWN = frozenset({WeaponKind.drone, WeaponKind.aircraft_bomb})
NON_STATE = frozenset({"rebel_group", "political_militia", "identity_militia", "unknown"})
ARMED = NON_STATE | {"state_forces", "external_other"}
_FORCES = frozenset({TargetKind.military, TargetKind.police, TargetKind.non_state_militia})
_STRONG_ORDER = (
    S.chemical_weapon,
    S.suicide_bomb,
    S.sexual_violence,
    S.abduction_forced_disappearance,
    S.air_drone_strike,
    S.shelling_artillery_missile_attack,
    S.grenade,
    S.remote_explosive_landmine_ied,
    S.mob_violence,
    S.armed_clash,
    S.looting_property_destruction,
    S.attack,
    S.non_violent_transfer_of_territory,
    S.headquarters_or_base_established,
    S.agreement,
    S.change_to_group_activity,
    S.arrests,
)
"""Of several types that the words themselves tell, the first of these stands."""
_FOUGHT = word_set("clash battle_with_armed shooting storming attack_general retaking overtaking")
"""What weapons that are seized afterwards belong to."""
_SUICIDE = frozenset({"suicide"})
_EXPLODING = frozenset({"explosion", "bombing", "set_off", "blowing_up"})
_TAKING = frozenset({"overtaking", "retaking", "re_entering", "falling"})
_RETAKING = frozenset({"retaking", "re_entering"})
_FLYING = word_set("planes jets warplanes aircraft helicopters air warplane")


FILES = 1.2
"""Weight of what the words of the knowledge files plainly tell, where a trigger that the model is sure of has 1."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A type, and whether the words themselves tell it."""

    type: SubEventType
    strong: bool


def classify(doc: Doc, mentions: Iterable[Mention]) -> Verdict:
    """The type of the incident that these mentions tell: that which the trained model and the files are surest of."""
    told = list(mentions)
    triggers = [t for m in told for t in m.triggers]
    listed = [t for t in triggers if t._.trigger.listed]
    by_files = _by_files(doc, told, listed) if listed else None
    weights: dict[SubEventType, float] = {}
    if by_files is not None:
        weights[by_files.type] = FILES if by_files.strong else 0.0
    for trigger in triggers:
        mark = trigger._.trigger
        if mark.type is not None and mark.told >= ENOUGH:
            weights[mark.type] = weights.get(mark.type, 0.0) + mark.told
    if not weights:
        return _by_files(doc, told, listed)
    kind = max(weights, key=lambda name: weights[name])
    return Verdict(kind, by_files is None or kind is not by_files.type or by_files.strong)


def _by_files(doc: Doc, told: list[Mention], triggers: list[Span]) -> Verdict:
    """The type by the words of the knowledge files, the weapons and the sides."""
    ids = {t._.trigger.sense.entry.id for t in triggers}
    words = {token.lower_ for m in told for token in doc[m.start : m.end]}
    killed = _harmed(told, Effect.killed)
    injured = _harmed(told, Effect.injured)
    perpetrators = [str(a._.actor.kind) for m in told for a in m.perpetrators]
    victims = [str(a._.actor.kind) for m in told for a in m.victims]
    weapons = {w._.weapon.kind for m in told for w in m.weapons}
    if (
        (any(m.crowd for m in told) and ids & {"protest", "gathering"})
        or ids & {"rioting", "crowd_violence", "live_fire_on_crowd"}
        or "police_dispersal" in ids
    ):
        return Verdict(_crowd(ids, words, killed + injured, victims, perpetrators, triggers), True)
    if any(t._.trigger.sense.entry.role is TriggerRole.disruption for t in triggers):
        struck = killed or any(
            t._.trigger.sense.entry.id in {"being_hit", "landing"} and t._.trigger.sense.verb_form is not VerbForm.ing
            for t in triggers
        )
        only_found = "weapons_found" in ids and not ids & {"weapons_stopped", "plot_foiled"}
        if (not struck and not (only_found and ids & _FOUGHT)) or "plot_foiled" in ids:
            return Verdict(S.disrupted_weapons_use, True)
    if (
        triggers
        and all(t._.trigger.status is Status.thwarted for t in triggers)
        and (weapons & (LAUNCHED | PLANTED | FLOWN | {WeaponKind.suicide_vest, WeaponKind.grenade}))
    ):
        return Verdict(S.disrupted_weapons_use, True)
    if ids & _TAKING and not (ids & {"overtaking"} and weapons and ids & {"weapons_found"}):
        state = "state_forces" in perpetrators and not set(perpetrators) & NON_STATE
        if ids & _RETAKING or state:
            return Verdict(
                S.government_regains_territory
                if not set(perpetrators) & NON_STATE or "state_forces" in perpetrators[:1]
                else S.non_state_actor_overtakes_territory,
                True,
            )
        return Verdict(S.non_state_actor_overtakes_territory, True)
    if (
        words & _SUICIDE
        and (
            ids
            & {
                "explosion",
                "bombing",
                "being_hit",
                "killing",
                "attack_general",
                "suicide_bombing",
                "set_off",
                "storming",
                "car_bombing",
                "wounding",
            }
            or WeaponKind.suicide_vest in weapons
        )
        and not words & {"drone", "drones"}
    ):
        return Verdict(S.suicide_bomb, True)
    if "clash" in ids and set(perpetrators + victims) & {"protesters", "rioters"}:
        return Verdict(S.violent_demonstration, True)
    if (
        "abduction" in ids
        and killed
        and killed >= _harmed(told, Effect.captured)
        and ids & {"attack_general", "storming", "shooting", "killing"}
    ):
        return Verdict(S.armed_clash if _between_forces(perpetrators, victims, told) else S.attack, True)
    strong = {t._.trigger.sense.entry.type for t in triggers if not t._.trigger.sense.entry.soft}
    for kind in _STRONG_ORDER:
        if kind in strong:
            if kind is S.armed_clash and not ids & {"battle_with_armed"} and weapons & FLOWN and not killed:
                continue
            if kind is S.armed_clash and ids == {"battle_with_armed"} and _civilian(victims, told):
                return Verdict(S.attack, True)
            if kind is S.attack and _between_forces(perpetrators, victims, told) and not ids & {"stabbing"}:
                return Verdict(S.armed_clash, True)
            if kind is S.looting_property_destruction and weapons & (FLOWN | LAUNCHED | PLANTED):
                break  # "drones set fire to a depot": the weapon tells more than what it left
            if kind is S.looting_property_destruction and (killed or injured):
                return Verdict(S.attack, True)
            return Verdict(kind, True)
    return _by_weapon(ids, weapons, words, perpetrators, victims, told)


def _by_weapon(
    ids: set[str],
    weapons: set[WeaponKind],
    words: set[str],
    perpetrators: list[str],
    victims: list[str],
    told: list[Mention],
) -> Verdict:
    if ids & {"attack_general", "storming"} and len(weapons) > 1 and _between_forces(perpetrators, victims, told):
        return Verdict(S.armed_clash, True)  # an assault with all arms, not a strike from afar
    shooting = bool(ids & {"shooting", "storming", "assassination"}) or WeaponKind.firearm in weapons
    if weapons & FLOWN and not (
        shooting and not ids & {"being_hit", "military_strike", "bombing_from_air"} and WeaponKind.drone not in weapons
    ):
        return Verdict(
            S.air_drone_strike, bool(ids & {"firing", "landing", "being_hit", "military_strike", "explosion"})
        )
    if "bombing_from_air" in ids and words & _FLYING:
        return Verdict(S.air_drone_strike, True)
    if weapons & LAUNCHED and not (
        shooting and "firing" not in ids and "being_hit" not in ids and "landing" not in ids
    ):
        return Verdict(S.shelling_artillery_missile_attack, True)
    if WeaponKind.grenade in weapons and not weapons & PLANTED and (not shooting or "throwing" in ids):
        return Verdict(S.grenade, True)
    if "throwing" in ids and WeaponKind.incendiary in weapons:
        return Verdict(S.attack if victims else S.looting_property_destruction, True)
    if ids & (_EXPLODING | {"bombing_from_air"}) or (weapons & PLANTED and not shooting):
        return Verdict(S.remote_explosive_landmine_ied, bool(weapons & PLANTED or ids & _EXPLODING))
    if WeaponKind.incendiary in weapons and not shooting and not victims:
        return Verdict(S.looting_property_destruction, False)
    if ids & {"bombard", "firing"} and not shooting:
        return Verdict(S.shelling_artillery_missile_attack, True)
    if "military_strike" in ids:
        return Verdict(S.air_drone_strike, True)
    if "being_hit" in ids and set(perpetrators) & {"state_forces", "external_other"} and not shooting:
        return Verdict(S.air_drone_strike, False)
    if weapons & {WeaponKind.chemical} and words & {"sarin", "chlorine", "nerve", "mustard"}:
        return Verdict(S.chemical_weapon, True)
    if _between_forces(perpetrators, victims, told):
        return Verdict(S.armed_clash, False)
    return Verdict(S.attack, bool(ids & {"shooting", "assassination", "storming"}))


def _crowd(
    ids: set[str], words: set[str], harmed: int, victims: list[str], perpetrators: list[str], triggers: list[Span]
) -> SubEventType:
    violent = bool(ids & {"rioting", "crowd_violence", "clash"}) or (
        bool(ids & {"looting", "throwing"}) and "protesters" not in victims
    )
    police = bool(words & {"police", "soldiers", "troops", "forces", "officers", "army", "gendarmes", "military"})
    if violent:
        return S.violent_demonstration
    if "mob" in ids:
        return S.mob_violence
    if "live_fire_on_crowd" in ids and (harmed or ids & {"live_fire_on_crowd"}):
        return S.excessive_force_against_protesters
    if harmed and police and (ids & {"killing", "wounding", "shooting", "dying", "beating"}):
        return S.excessive_force_against_protesters
    if ids & {"police_dispersal", "arrests"}:
        return S.protest_with_intervention
    return S.peaceful_protest


def _between_forces(perpetrators: list[str], victims: list[str], told: list[Mention]) -> bool:
    """Whether armed men attacked an armed force: by ACLED a battle, not violence against civilians."""
    if not set(perpetrators) & ARMED:
        return False
    if any(v in {"civilians", "protesters"} for v in victims[:1]):
        return False
    if set(victims) & (ARMED - {"unknown"}):
        return True
    targets = [t._.target.kind for m in told for t in m.targets]
    return bool(targets) and targets[0] in _FORCES


def _civilian(victims: list[str], told: list[Mention]) -> bool:
    if set(victims) & {"state_forces", "rebel_group", "external_other", "political_militia"}:
        return False
    targets = {t._.target.kind for m in told for t in m.targets}
    return "civilians" in victims or (bool(targets) and not targets & _FORCES)


def _harmed(mentions: list[Mention], effect: Effect) -> int:
    return max((c._.casualty.min for m in mentions for c in m.casualties if c.label_ == effect.value), default=0)
