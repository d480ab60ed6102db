"""The words of speech acts (knowledge/speech_acts.yaml), ready for look-up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from ..inflection import verb_forms
from ..knowledge.files import laid_over, read_yaml, validated
from ..lexicon import KNOWLEDGE_DIR

FILE = "speech_acts.yaml"


class SpeechActFile(BaseModel):
    """What the file holds; its own comments say what each list is for. Verbs are inflected when loaded."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    saying: list[str] = []
    admitting: list[str] = []
    own: list[str] = []
    doing: list[str] = []
    deeds: list[str] = []
    shares: list[str] = []
    charges: list[str] = []
    denying: list[str] = []
    group_nouns: list[str] = []
    state_nouns: list[str] = []
    authorities: list[str] = []
    habits: list[str] = []
    capitals: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class SpeechActWords:
    """The lists as sets of lower-cased single words; of a verb with a particle, its first word."""

    saying: frozenset[str]
    admitting: frozenset[str]
    own: frozenset[str]
    doing: frozenset[str]
    doing_ing: frozenset[str]
    """The gerunds of `doing`."""
    deeds: frozenset[str]
    shares: frozenset[str]
    charges: frozenset[str]
    denying: frozenset[str]
    group_nouns: frozenset[str]
    state_nouns: frozenset[str]
    authorities: frozenset[str]
    habits: frozenset[str]
    capitals: dict[str, str]
    """Lower-cased name -> ISO 3166-1 alpha-2 of the state that it stands for."""


_IRREGULAR = {
    "do": ("did", "done"),
    "say": ("said",),
    "tell": ("told",),
    "write": ("wrote", "written"),
    "sink": ("sank", "sunk"),
    "commit": ("committed", "committing"),
    "admit": ("admitted", "admitting"),
}


def _forms(verbs: Sequence[str]) -> frozenset[str]:
    regular = {form.partition(" ")[0] for verb in verbs for form in verb_forms(verb)}
    return frozenset(regular.union(*(_IRREGULAR.get(verb.partition(" ")[0], ()) for verb in verbs)))


@cache
def load_speech_acts(folder: Path = KNOWLEDGE_DIR) -> SpeechActWords:
    """The words that ship with Tocsin, and those that a user's folder adds to them.

    Raises:
        KnowledgeError: a file is not YAML, or breaks a rule of its model.
    """
    raw = read_yaml(KNOWLEDGE_DIR / FILE)
    path = KNOWLEDGE_DIR / FILE
    if folder != KNOWLEDGE_DIR and (folder / FILE).exists():
        path = folder / FILE
        raw = laid_over(raw, read_yaml(path), path)
    file: SpeechActFile = validated(SpeechActFile, raw, path)
    capitals = {name.lower(): country for name, country in file.capitals.items()}
    names = [name for name in SpeechActFile.model_fields if name != "capitals"]
    lists = {name: [word.lower() for word in getattr(file, name)] for name in names}
    verbs = {name: _forms(lists[name]) for name in ("saying", "admitting", "doing", "denying")}
    plain = {name: frozenset(words) for name, words in lists.items() if name not in verbs}
    gerunds = frozenset(form for form in verbs["doing"] if form.endswith("ing"))
    return SpeechActWords(**verbs, **plain, doing_ing=gerunds, capitals=capitals)
