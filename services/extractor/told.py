"""Triggers that the trained model sees, as the readings of trigger words that the other steps know.

The model tells which words are a trigger and of what type; the knowledge files, where they list the word, how its
clause is built (its frame) and what it implies. How sure the model is of a listed word tells in the confidence.
"""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from schemas import SubEventType, WeaponKind

from .annotations import TriggerMark, Voice, group, overlap
from .dependencies import head_of, is_passive
from .inflection import VerbForm
from .lexicon import Frame, TriggerEntry, TriggerForm, TriggerRole, TriggerSense

S = SubEventType
EFFECT = "effect"
"""The label of words for what an event did."""
_SURE = 0.5
"""How likely a listed effect word ("killed") must be to tell an incident by itself."""
ENOUGH = 0.5
"""How likely a word must be a trigger that no knowledge file has."""
_FORMS = {"VBG": VerbForm.ing, "VB": VerbForm.base, "VBP": VerbForm.base, "VBZ": VerbForm.s}
_IDS = {
    S.government_regains_territory: "retaking",
    S.non_state_actor_overtakes_territory: "overtaking",
    S.armed_clash: "clash",
    S.excessive_force_against_protesters: "live_fire_on_crowd",
    S.protest_with_intervention: "police_dispersal",
    S.peaceful_protest: "protest",
    S.violent_demonstration: "rioting",
    S.mob_violence: "mob",
    S.disrupted_weapons_use: "weapons_stopped",
    S.agreement: "agreement",
    S.arrests: "arrests",
    S.abduction_forced_disappearance: "abduction",
    S.remote_explosive_landmine_ied: "explosion",
    S.attack: "attack_general",
}
"""The entry of triggers.yaml that says most of what a word of this type means to the other steps."""
_FRAMES = {
    S.armed_clash: Frame.mutual,
    S.agreement: Frame.mutual,
    S.peaceful_protest: Frame.crowd,
    S.violent_demonstration: Frame.crowd,
    S.government_regains_territory: Frame.taking,
    S.non_state_actor_overtakes_territory: Frame.taking,
    S.non_violent_transfer_of_territory: Frame.taking,
}
_ROLES = {
    S.disrupted_weapons_use: TriggerRole.disruption,
    S.protest_with_intervention: TriggerRole.response,
    S.excessive_force_against_protesters: TriggerRole.response,
}
_WEAPONS = {S.grenade: WeaponKind.grenade, S.chemical_weapon: WeaponKind.chemical}


def with_the_models(doc: Doc, listed: list[Span], blocked: set[int]) -> list[Span]:
    """The triggers that the knowledge files found, with the model's word on them, and the model's own.

    Where no model marked anything (`doc.spans["events"]`), those that were found. `blocked` are the tokens of phrases
    that mean something else ("heart attack").
    """
    if "events" not in doc.spans:
        return listed
    events = [span for span in group(doc, "events") if span.label_ != EFFECT]
    for trigger in listed:
        seen = max((e for e in events if overlap(e, trigger)), key=lambda e: e._.told, default=None)
        if seen is not None:
            _confirm(trigger._.trigger, seen)
    new = [
        e
        for e in events
        if e._.told >= ENOUGH and not any(overlap(e, t) for t in listed) and blocked.isdisjoint(range(e.start, e.end))
    ]
    return sorted([*listed, *map(_as_trigger, new)], key=lambda span: span.start)


def _confirm(mark: TriggerMark, seen: Span) -> None:
    entry = mark.sense.entry
    mark.told, mark.modality_told, mark.type = seen._.told, seen._.modality, S(seen.label_)
    if entry.role is TriggerRole.effect and mark.told >= _SURE:
        entry = entry.model_copy(update={"role": TriggerRole.event, "type": mark.type})
        mark.sense = mark.sense.model_copy(update={"entry": entry})


def _as_trigger(seen: Span) -> Span:
    kind = S(seen.label_)
    root = head_of(seen)
    entry = TriggerEntry(
        id=_IDS.get(kind, str(kind)),
        type=kind,
        role=_ROLES.get(kind, TriggerRole.event),
        frame=_FRAMES.get(kind, Frame.transitive),
        weapon=_WEAPONS.get(kind),
    )
    is_verb = root.pos_ in {"VERB", "AUX"}
    sense = TriggerSense(
        entry=entry,
        form=TriggerForm.verb if is_verb else TriggerForm.noun,
        verb_form=_verb_form(root) if is_verb else None,
        plural=root.tag_ in {"NNS", "NNPS"},
    )
    voice = Voice.nominal if not is_verb else Voice.passive if is_passive(root) else Voice.active
    span = Span(seen.doc, seen.start, seen.end, label="TRIGGER")
    span._.trigger = TriggerMark(sense, voice, type=kind, told=seen._.told, modality_told=seen._.modality, listed=False)
    return span


def _verb_form(token: Token) -> VerbForm:
    return _FORMS.get(token.tag_, VerbForm.ed)
