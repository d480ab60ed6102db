"""`tocsin_gate`: tells articles that may tell an incident from those that can't, from their words alone.

Most news is no incident, so this must cost next to nothing: one set of words, intersected with those that the triggers
need. It sets `doc._.relevant`; every later step returns at once when that is False.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from ..annotations import register
from ..lexicon import KNOWLEDGE_DIR, Lexicon, TriggerRole, TriggerSense, load_lexicon, word_forms
from ..wordsets import word_set

_WORD = re.compile(r"[A-Za-z]+")
_ON_A_WEAPON = frozenset(
    {
        "subject_weapon",
        "object_weapon",
        "object_munition",
        "object_chemical",
        "object_grenade",
        "near_weapon",
        "object_aircraft",
        "weapon",
        "military",
        "armed_object",
        "armed_property",
        "rebels_subject",
        "threatened_target",
    }
)
"""Needs that only the word for a weapon, or for the military, can meet."""
_MILITARY = word_set(
    """
    military army troops forces soldiers militants warplanes navy jets gunmen rebels police aircraft helicopter
    helicopters airliner protesters demonstrators militia militias militiamen militant fighters jihadists insurgents
    bandits mob rioters settlers factions separatists guerrillas
    """
)


class Gate:
    """The words without which no incident is told."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._arms = set(_MILITARY)
        arms_of_several: set[frozenset[str]] = set()
        for listed in lexicon.weapons.values():
            forms = [form for form, _ in word_forms(listed.words)]
            for form in (*forms, *listed.phrases, *listed.models):
                words = _words(form)
                if len(words) == 1:
                    self._arms |= words
                else:
                    arms_of_several.add(frozenset(words))
        # What holds a weapon's single word needs no test of its own: "assault rifle" beside "rifle".
        self._arms_of_several = [words for words in arms_of_several if self._arms.isdisjoint(words)]
        self._alone: set[str] = set()
        self._with_arms: set[str] = set()
        self._several: dict[str, set[frozenset[str]]] = defaultdict(set)
        for text, sense in lexicon.trigger_senses():
            words = _words(text)
            if len(words) > 1:
                self._several[max(words, key=len)].add(frozenset(words))
            elif words:
                (self._with_arms if _is_weak(sense) else self._alone).update(words)

    def __call__(self, text: str) -> bool:
        """Whether an article with this text may tell an incident."""
        words = {word.lower() for word in _WORD.findall(text) if word != "March"}
        if not self._alone.isdisjoint(words):
            return True
        if not self._with_arms.isdisjoint(words) and self._has_arms(words):
            return True
        return any(want <= words for key in self._several.keys() & words for want in self._several[key])

    def _has_arms(self, words: set[str]) -> bool:
        return not self._arms.isdisjoint(words) or any(want <= words for want in self._arms_of_several)


def _is_weak(sense: TriggerSense) -> bool:
    """Whether a word tells an incident only beside a weapon: by its needs, or because it tells what came of one."""
    if sense.entry.role is TriggerRole.effect:
        return sense.entry.id != "killing"
    return bool(sense.needs) and set(sense.needs) <= _ON_A_WEAPON


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))


class GateComponent:
    """The gate as a step of the pipeline."""

    def __init__(self, knowledge: Path) -> None:
        register()
        self.gate = Gate(load_lexicon(knowledge))

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.relevant`."""
        doc._.relevant = self.gate(doc.text)
        return doc


@Language.factory("tocsin_gate", default_config={"knowledge": None}, assigns=["doc._.relevant"])
def make_gate(nlp: Language, name: str, knowledge: str | None) -> GateComponent:
    """Make the step; `knowledge` is a folder of knowledge files, None for those that ship with Tocsin."""
    return GateComponent(Path(knowledge) if knowledge else KNOWLEDGE_DIR)
