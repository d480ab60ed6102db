"""How likely a draft is a report that a careful coder would make too: a logistic model over what was found of it.

The weights are fitted by `python -m training.confidence` on the gold articles of `train/` and `dev/`, and lie in
confidence.json beside this file. What is less likely than `LEAST` is not reported, unless model and files agree.
"""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path

from spacy.tokens import Doc

from schemas import PlacePrecision, Status

from .classify import FLOWN, LAUNCHED, PLANTED
from .drafts import Draft
from .lexicon import TriggerRole
from .told import EFFECT, ENOUGH

WEIGHTS = Path(__file__).with_name("confidence.json")
LEAST = 0.5
"""Chosen on the articles that the weights were fitted on: the best F1 of incidents lies at about this."""
LEAST_AGAINST_RULES = 0.65
"""Of a draft that the rules of plausibility.py speak against; chosen likewise."""
_ARMED = frozenset({"rebel_group", "political_militia", "identity_militia", "state_forces", "external_other"})
_UNREAL = frozenset({"negated", "hypothetical", "drill", "general", "history"})
_FAMILIES = {
    "crowd": ("peaceful_protest", "protest_with_intervention", "excessive_force_against_protesters",
              "violent_demonstration", "mob_violence"),
    "battle": ("armed_clash", "government_regains_territory", "non_state_actor_overtakes_territory"),
    "blast": ("air_drone_strike", "suicide_bomb", "shelling_artillery_missile_attack", "remote_explosive_landmine_ied",
              "grenade", "chemical_weapon"),
    "taking": ("arrests", "abduction_forced_disappearance", "disrupted_weapons_use"),
    "politics": ("agreement", "change_to_group_activity", "headquarters_or_base_established",
                 "non_violent_transfer_of_territory", "other"),
}  # fmt: skip


def features(doc: Doc, draft: Draft) -> dict[str, float]:
    """What speaks for and against a draft, each from 0 to 1."""
    events = [
        t._.trigger
        for m in draft.mentions
        for t in m.triggers
        if t._.trigger.sense.entry.role is not TriggerRole.effect
    ]
    kinds = {str(a._.actor.kind) for a in draft.perpetrators}
    killed = [c for c in draft.casualties if c.label_ == "killed" and c._.casualty.max != 0]
    where, when = draft.where, draft.when
    marked = [event for event in doc.spans.get("events", ()) if event.label_ != EFFECT and event._.told >= ENOUGH]
    unreal = [event for event in marked if event._.modality in _UNREAL]
    found = {
        "told": max((mark.told for mark in events), default=0.0),
        "told_together": min(1.0, sum(mark.told for mark in events) / 3),
        "listed": any(mark.listed for mark in events),
        "listed_and_told": any(mark.listed and mark.told > 0 for mark in events),
        "effect_only": draft.effect_only,
        "strong": draft.strong,
        "weapon": bool(draft.weapons),
        "weapon_of_war": bool(draft.weapon_kinds & (FLOWN | LAUNCHED | PLANTED)),
        "perpetrator": bool(draft.perpetrators),
        "armed_perpetrator": bool(kinds & _ARMED),
        "named_perpetrator": any(not a._.actor.generic for a in draft.perpetrators),
        "crowd": bool(kinds & {"protesters", "rioters"}),
        "victim": bool(draft.victims),
        "target": bool(draft.targets),
        "claim": bool(draft.claims),
        "killed": bool(killed),
        "toll": bool(draft.casualties),
        "own_time": when is not None and not when.weak,
        "own_place": where is not None and not where.weak,
        "spot": where is not None and not where.weak and where.place.precision is not PlacePrecision.country,
        "mentions": min(1.0, (len(draft.mentions) - 1) / 3),
        "other_topic": draft.beside_the_topic,
        "historical": draft.historical,
        "not_accomplished": draft.status is not Status.accomplished,
        "plausible": draft.plausible,
        "beside_others": min(1.0, (len(marked) - len(unreal)) / 6),
        "among_unreal": len(unreal) / max(1, len(marked)),
        "relevance": doc._.relevance,
        "short": min(1.0, 1.5 / max(1, sum(1 for _ in doc.sents))),
        "early": 1 - draft.first.start / max(1, len(doc)),
    }
    found |= {f"is_{name}": str(draft.type) in types for name, types in _FAMILIES.items()}
    return {name: float(value) for name, value in found.items()}


def confidence(doc: Doc, draft: Draft) -> float:
    """How likely the draft is right, from 0 to 1."""
    weights = _weights()
    score = weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in features(doc, draft).items())
    return 1 / (1 + math.exp(-score))


@cache
def _weights() -> dict[str, float]:
    loaded: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return loaded
