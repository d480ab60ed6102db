"""How a trigger word is to be read where it stands: noun or verb, active or passive."""

from __future__ import annotations

from spacy.tokens import Doc

from .annotations import Voice
from .dependencies import head_of, is_passive
from .lexicon import Frame, TriggerForm, TriggerRole, TriggerSense

_VERBAL = frozenset({"VERB", "AUX"})
_NOMINAL = frozenset({"NOUN", "PROPN"})


def readings(doc: Doc, start: int, end: int, senses: list[TriggerSense]) -> list[TriggerSense]:
    """The readings that a word's part of speech allows; none for a participle before its noun ("the burning depot")."""
    nouns = [s for s in senses if s.form is not TriggerForm.verb]
    verbs = [s for s in senses if s.form is TriggerForm.verb]
    if not verbs:
        return nouns
    root = head_of(doc[start:end])
    if root.pos_ in _NOMINAL:
        return nouns
    if root.dep_ == "amod":
        return []
    is_state = root.pos_ == "ADJ" and any(child.dep_ == "cop" for child in root.children)  # "twelve were hurt"
    return verbs if root.pos_ in _VERBAL or is_state else nouns


def voice_of(doc: Doc, start: int, end: int, sense: TriggerSense) -> Voice:
    """Voice of a trigger, by what hangs on it and what it hangs on."""
    if sense.form is TriggerForm.noun or (sense.form is TriggerForm.phrase and _is_noun_phrase(doc, start, sense)):
        return Voice.nominal
    return Voice.passive if is_passive(head_of(doc[start:end])) else Voice.active


def _is_noun_phrase(doc: Doc, start: int, sense: TriggerSense) -> bool:
    """Whether a trigger phrase is a noun ("live ammunition") rather than a verb with its object ("threw stones")."""
    verbal = doc[start].lower_.endswith(("ed", "t", "n", "ing"))
    return not verbal and sense.entry.frame is Frame.transitive and sense.entry.role is not TriggerRole.response
