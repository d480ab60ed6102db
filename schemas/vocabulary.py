"""The codes that incidents are described with.

Event types are ACLED's (Armed Conflict Location & Event Data Project, Codebook), target kinds are those of the Global
Terrorism Database's codebook, attribution values widen the perpetrator confidence of MUC-4.
"""

from __future__ import annotations

from .base import Vocabulary


class EventType(Vocabulary):
    """ACLED event type."""

    battles = "battles"
    protests = "protests"
    riots = "riots"
    explosions_remote_violence = "explosions_remote_violence"
    violence_against_civilians = "violence_against_civilians"
    strategic_developments = "strategic_developments"
    unknown = "unknown"

    @classmethod
    def reader_only(cls) -> frozenset[str]:
        return frozenset({"unknown"})


class SubEventType(Vocabulary):
    """ACLED sub-event type."""

    government_regains_territory = "government_regains_territory"
    non_state_actor_overtakes_territory = "non_state_actor_overtakes_territory"
    armed_clash = "armed_clash"
    excessive_force_against_protesters = "excessive_force_against_protesters"
    protest_with_intervention = "protest_with_intervention"
    peaceful_protest = "peaceful_protest"
    violent_demonstration = "violent_demonstration"
    mob_violence = "mob_violence"
    chemical_weapon = "chemical_weapon"
    air_drone_strike = "air_drone_strike"
    suicide_bomb = "suicide_bomb"
    shelling_artillery_missile_attack = "shelling_artillery_missile_attack"
    remote_explosive_landmine_ied = "remote_explosive_landmine_ied"
    grenade = "grenade"
    sexual_violence = "sexual_violence"
    attack = "attack"
    abduction_forced_disappearance = "abduction_forced_disappearance"
    agreement = "agreement"
    arrests = "arrests"
    change_to_group_activity = "change_to_group_activity"
    disrupted_weapons_use = "disrupted_weapons_use"
    headquarters_or_base_established = "headquarters_or_base_established"
    looting_property_destruction = "looting_property_destruction"
    non_violent_transfer_of_territory = "non_violent_transfer_of_territory"
    other = "other"


_S = SubEventType
_SUB_EVENT_TYPES: dict[EventType, tuple[SubEventType, ...]] = {
    EventType.battles: (
        _S.government_regains_territory,
        _S.non_state_actor_overtakes_territory,
        _S.armed_clash,
    ),
    EventType.protests: (
        _S.excessive_force_against_protesters,
        _S.protest_with_intervention,
        _S.peaceful_protest,
    ),
    EventType.riots: (_S.violent_demonstration, _S.mob_violence),
    EventType.explosions_remote_violence: (
        _S.chemical_weapon,
        _S.air_drone_strike,
        _S.suicide_bomb,
        _S.shelling_artillery_missile_attack,
        _S.remote_explosive_landmine_ied,
        _S.grenade,
    ),
    EventType.violence_against_civilians: (
        _S.sexual_violence,
        _S.attack,
        _S.abduction_forced_disappearance,
    ),
    EventType.strategic_developments: (
        _S.agreement,
        _S.arrests,
        _S.change_to_group_activity,
        _S.disrupted_weapons_use,
        _S.headquarters_or_base_established,
        _S.looting_property_destruction,
        _S.non_violent_transfer_of_territory,
        _S.other,
    ),
}

EVENT_TYPE_OF: dict[SubEventType, EventType] = {sub: event for event, subs in _SUB_EVENT_TYPES.items() for sub in subs}
"""The event type that each sub-event type belongs to, as ACLED's codebook has it."""


class Status(Vocabulary):
    """How far the act got: done, tried and failed, stopped by others, or announced against a named target or place."""

    accomplished = "accomplished"
    attempted = "attempted"
    thwarted = "thwarted"
    threatened = "threatened"
    unknown = "unknown"

    @classmethod
    def reader_only(cls) -> frozenset[str]:
        return frozenset({"unknown"})


class TimePrecision(Vocabulary):
    """How closely the text tells when it happened."""

    minute = "minute"
    hour = "hour"
    part_of_day = "part_of_day"
    day = "day"
    week = "week"
    month = "month"
    year = "year"
    unknown = "unknown"


class PlacePrecision(Vocabulary):
    """How closely the text tells where it happened."""

    exact = "exact"
    near = "near"
    city = "city"
    admin1 = "admin1"
    country = "country"
    unknown = "unknown"


class ActorKind(Vocabulary):
    """ACLED actor type."""

    state_forces = "state_forces"
    rebel_group = "rebel_group"
    political_militia = "political_militia"
    identity_militia = "identity_militia"
    rioters = "rioters"
    protesters = "protesters"
    civilians = "civilians"
    external_other = "external_other"
    unknown = "unknown"


class ActorRole(Vocabulary):
    """What the actor did in, or suffered from, the incident."""

    perpetrator = "perpetrator"
    victim = "victim"
    responder = "responder"
    unknown = "unknown"

    @classmethod
    def reader_only(cls) -> frozenset[str]:
        return frozenset({"unknown"})


class AttributionValue(Vocabulary):
    """How sure, and by whose word, it is that the actor did it (MUC-4's perpetrator confidence, widened)."""

    reported = "reported"
    claimed = "claimed"
    admitted = "admitted"
    accused = "accused"
    accused_by_authorities = "accused_by_authorities"
    suspected = "suspected"
    denied = "denied"
    unknown = "unknown"

    @classmethod
    def reader_only(cls) -> frozenset[str]:
        return frozenset({"unknown"})


class TargetKind(Vocabulary):
    """Target type of the Global Terrorism Database."""

    business = "business"
    government_general = "government_general"
    police = "police"
    military = "military"
    airports_aircraft = "airports_aircraft"
    government_diplomatic = "government_diplomatic"
    educational_institution = "educational_institution"
    food_water_supply = "food_water_supply"
    journalists_media = "journalists_media"
    maritime = "maritime"
    ngo = "ngo"
    private_citizens_property = "private_citizens_property"
    religious = "religious"
    telecommunication = "telecommunication"
    non_state_militia = "non_state_militia"
    tourists = "tourists"
    transportation = "transportation"
    utilities = "utilities"
    violent_political_party = "violent_political_party"
    abortion_related = "abortion_related"
    other = "other"
    unknown = "unknown"


class WeaponKind(Vocabulary):
    """Kind of weapon."""

    firearm = "firearm"
    rocket = "rocket"
    missile = "missile"
    mortar = "mortar"
    artillery = "artillery"
    indirect_fire = "indirect_fire"
    drone = "drone"
    aircraft_bomb = "aircraft_bomb"
    ied = "ied"
    vehicle_bomb = "vehicle_bomb"
    suicide_vest = "suicide_vest"
    mine = "mine"
    grenade = "grenade"
    incendiary = "incendiary"
    chemical = "chemical"
    melee = "melee"
    vehicle = "vehicle"
    explosive = "explosive"
    other = "other"
    unknown = "unknown"


class DamageValue(Vocabulary):
    """Extent of material damage."""

    none = "none"
    some = "some"
    destroyed = "destroyed"
    unknown = "unknown"

    @classmethod
    def reader_only(cls) -> frozenset[str]:
        return frozenset({"unknown"})


class IncidentState(Vocabulary):
    """Whether the incident stands, is part of another, is reported by no one any more, or was rejected."""

    active = "active"
    merged = "merged"
    retracted = "retracted"
    rejected = "rejected"
    unknown = "unknown"

    @classmethod
    def reader_only(cls) -> frozenset[str]:
        return frozenset({"unknown"})


class OverrideKind(Vocabulary):
    """What an analyst says of incidents."""

    confirm = "confirm"
    reject = "reject"
    merge = "merge"
    split = "split"  # type: ignore[assignment]  # hides a method of `str` that no one calls on a code
    correct = "correct"
    undo = "undo"
    unknown = "unknown"

    @classmethod
    def reader_only(cls) -> frozenset[str]:
        return frozenset({"unknown"})


class RetractionReason(Vocabulary):
    """Why a report is withdrawn."""

    updated = "updated"
    re_extracted = "re_extracted"
    other = "other"
