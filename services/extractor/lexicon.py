"""The knowledge files that say which words tell what: triggers, weapons, targets, people and contexts.

Each file is YAML, validated here by a model that refuses what it does not know, so that a misspelt key is an error at
load and not a rule that never fires. Actors and places have loaders of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from schemas import ActorKind, SubEventType, TargetKind, Vocabulary, WeaponKind

from .inflection import VerbForm, noun_forms, verb_forms
from .knowledge.files import KnowledgeError as KnowledgeError
from .knowledge.files import laid_over, read_yaml, user_folder, validated

KNOWLEDGE_DIR = Path(__file__).parent / "knowledge"
"""The knowledge that ships with Tocsin."""

GAP = "..."
"""Stands in a phrase for up to eight tokens."""


def _written(vocabulary: type[Vocabulary]) -> BeforeValidator:
    """Refuses a code that a vocabulary lacks: its readers take one for `other`, a file of ours must not."""

    def check(value: object) -> object:
        if isinstance(value, str) and value not in vocabulary.__members__:
            raise ValueError(f"{value!r} is none of {', '.join(vocabulary.__members__)}")
        return value

    return BeforeValidator(check)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TriggerRole(StrEnum):
    """What a trigger does in a report.

    `event` tells an incident by itself, `effect` what one did, `disruption` that one was stopped, `response` what the
    police did to a crowd, `violence` what a crowd did.
    """

    event = "event"
    effect = "effect"
    disruption = "disruption"
    response = "response"
    violence = "violence"


class Frame(StrEnum):
    """Who is who around a trigger verb; see the head of triggers.yaml."""

    transitive = "transitive"
    intransitive = "intransitive"
    experiencer = "experiencer"
    mutual = "mutual"
    crowd = "crowd"
    taking = "taking"


Need = Literal[
    "weapon", "actor", "armed", "target", "person", "place", "toll", "crowd", "gathering", "military", "demand",
    "claim", "deliberate", "subject_weapon", "object_weapon", "object_grenade", "object_aircraft", "near_weapon",
    "found_weapon", "plot", "agreeing", "armed_place", "armed_person", "political_person", "target_property",
    "armed_object", "armed_property", "base", "fallen_place", "object_chemical", "object_munition", "rammed_people",
    "rebels_subject", "rioters", "taken_away", "territory", "threatened_target",
]  # fmt: skip
Words = tuple[Annotated[str, Field(min_length=1, pattern=r"^\S.*\S$|^\S$")], ...]


class Needs(_Strict):
    """Conditions, any one of which lets a form of the trigger count; none listed: it always counts."""

    verbs: tuple[Need, ...] = ()
    nouns: tuple[Need, ...] = ()
    phrases: tuple[Need, ...] = ()


class TriggerEntry(_Strict):
    """One meaning, with the words for it."""

    id: str
    type: Annotated[SubEventType, _written(SubEventType)] | None = None
    role: TriggerRole = TriggerRole.event
    frame: Frame = Frame.transitive
    soft: bool = False
    """The weapon, actors and targets of the clause may overrule `type`."""
    weapon: Annotated[WeaponKind, _written(WeaponKind)] | None = None
    needs: Needs = Needs()
    verbs: Words = ()
    nouns: Words = ()
    phrases: Words = ()


class TriggerForm(StrEnum):
    """How a trigger word stands in its dictionary."""

    verb = "verb"
    noun = "noun"
    phrase = "phrase"


class TriggerSense(_Strict):
    """One reading of a trigger word."""

    entry: TriggerEntry
    form: TriggerForm
    verb_form: VerbForm | None = None
    plural: bool = False

    @property
    def needs(self) -> tuple[Need, ...]:
        """The conditions of this form."""
        return {
            TriggerForm.verb: self.entry.needs.verbs,
            TriggerForm.noun: self.entry.needs.nouns,
            TriggerForm.phrase: self.entry.needs.phrases,
        }[self.form]


class WordList(_Strict):
    """Words that are inflected as nouns, phrases that are not, and the names of models (of weapons)."""

    words: Words = ()
    phrases: Words = ()
    models: Words = ()


class CasualtyWords(_Strict):
    """Words for one effect on people (casualties.yaml)."""

    verbs: Words = ()
    suffered: Words = ()
    states: Words = ()
    nouns: Words = ()
    gaps: Words = ()
    """A verb, its object and what completes it: "beat ... to death"."""


class Contexts(_Strict):
    """Words that set the reading of a clause or of a whole article (contexts.yaml)."""

    topics: dict[str, Words]
    blockers: Words
    report_verbs: Words
    report_phrases: Words
    negators: Words
    hypothetical_before: Words
    threat_verbs: Words
    attempt_before: Words
    attempt_phrases: Words
    thwarted_phrases: Words
    claims: Words
    exercise_words: Words
    separators: Words
    responses: Words
    definites: Words
    anniversary: Words
    deliberate: Words
    demands: Words
    political_persons: Words
    public_persons: Words
    ordinary_crime: Words


class Lexicon(_Strict):
    """All of it."""

    triggers: tuple[TriggerEntry, ...]
    weapons: dict[WeaponKind, WordList]
    targets: dict[TargetKind, WordList]
    people: dict[ActorKind, Words]
    contexts: Contexts

    def trigger_senses(self) -> Iterator[tuple[str, TriggerSense]]:
        """Every surface form of every trigger, lower case, with its reading."""
        for entry in self.triggers:
            for verb in entry.verbs:
                for text, verb_form in verb_forms(verb).items():
                    yield text, TriggerSense(entry=entry, form=TriggerForm.verb, verb_form=verb_form)
            for noun in entry.nouns:
                singular, plural = noun_forms(noun)
                yield singular, TriggerSense(entry=entry, form=TriggerForm.noun)
                yield plural, TriggerSense(entry=entry, form=TriggerForm.noun, plural=True)
            for phrase in entry.phrases:
                yield phrase, TriggerSense(entry=entry, form=TriggerForm.phrase)


def word_forms(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(form, lexeme) of nouns, lower case, singular and plural."""
    for word in words:
        for form in dict.fromkeys(noun_forms(word)):
            yield form.lower(), word


_WEAPON = Annotated[WeaponKind, _written(WeaponKind)]
_TARGET = Annotated[TargetKind, _written(TargetKind)]
_ACTOR = Annotated[ActorKind, _written(ActorKind)]


def _load(folder: Path, name: str, kind: Any, *, moves: bool = False) -> Any:
    """A file of ours, with that of a user's folder laid over it."""
    ours = read_yaml(KNOWLEDGE_DIR / name)
    theirs = folder / name
    if folder == KNOWLEDGE_DIR or not user_folder(folder) or not theirs.exists():
        return validated(kind, ours, KNOWLEDGE_DIR / name)
    own = read_yaml(theirs)
    if isinstance(own, list):
        validated(kind, own, theirs)  # by itself first: an error then counts the user's entries, not ours
    return validated(kind, laid_over(ours, own, theirs, moves=moves), theirs)


@cache
def load_casualty_words(folder: Path = KNOWLEDGE_DIR) -> dict[str, CasualtyWords]:
    """Words for what befell people, by effect: killed, injured, captured. A user's folder adds to ours.

    Raises:
        KnowledgeError: the file can't be used.
    """
    kind = dict[Literal["killed", "injured", "captured"], CasualtyWords]
    return dict(_load(folder, "casualties.yaml", kind))


@cache
def load_lexicon(folder: Path = KNOWLEDGE_DIR) -> Lexicon:
    """Read and validate the files that ship with Tocsin, and those of a user's folder, which add to them.

    Raises:
        KnowledgeError: the folder is missing, or a file is not YAML or breaks a rule of its model.
    """
    return Lexicon(
        triggers=_load(folder, "triggers.yaml", tuple[TriggerEntry, ...]),
        weapons=_load(folder, "weapons.yaml", dict[_WEAPON, WordList], moves=True),
        targets=_load(folder, "targets.yaml", dict[_TARGET, WordList], moves=True),
        people=_load(folder, "people.yaml", dict[_ACTOR, Words], moves=True),
        contexts=_load(folder, "contexts.yaml", Contexts),
    )
