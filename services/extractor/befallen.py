"""Whom a word for killing, hurting or taking is about: the people who are its object, its subject in the passive."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from .annotations import Effect
from .dependencies import head_of, is_passive, joined_by, objects, subjects
from .inflection import VerbForm
from .wordsets import word_set

_OF = frozenset({"of"})
_SINGLE = frozenset({"him", "her"})
_AMOUNTS = word_set("total number group lot dozens hundreds scores majority some most many none member members")
"""Nouns before "of" and the people who are meant."""
_NEXT = word_set("wounded injured hurt dead killed missing others")


@dataclass(frozen=True, slots=True)
class EffectWord:
    """A word for what befell people.

    Attributes:
        effect: what befell them.
        form: of a verb.
        suffered: a verb whose subject it befell ("died").
        state: an adjective ("dead").
        noun: "deaths".
    """

    effect: Effect
    form: VerbForm | None
    suffered: bool = False
    state: bool = False
    noun: bool = False


@dataclass(frozen=True, slots=True)
class People:
    """A counted noun phrase."""

    start: int
    end: int
    min: int
    max: int | None
    noun: str
    part: bool
    counted: bool
    kind: str = "civilians"


def befalls_object(word: EffectWord, root: Token) -> bool:
    """Whether a word is about its object: an active verb of doing."""
    state = root.pos_ == "ADJ" or any(c.dep_ == "cop" for c in root.children)  # "twelve were hurt"
    return word.form is not None and not word.suffered and not state and not is_passive(root)


def heads_of(word: EffectWord, root: Token) -> list[Token]:
    """The heads of the noun phrases that a word, standing at `root`, is about."""
    if word.noun or root.pos_ in {"NOUN", "PROPN"}:
        return joined_by(root, _OF)  # "deaths of", "the killing of"
    if befalls_object(word, root):
        return objects(root)
    if root.dep_ == "amod":
        return [root.head]  # "two wounded soldiers"
    return subjects(root)


def befallen(doc: Doc, start: int, end: int, word: EffectWord, people: list[People]) -> list[People]:
    """The people whom the word at some tokens is about."""
    root = head_of(doc[start:end])
    beside = next((p for p in people if p.end == start and p.counted), None)
    if word.noun:
        found = people_at(heads_of(word, root), people)
        return found or ([beside] if beside is not None and not beside.noun else [])
    heads = heads_of(word, root)
    found = [p for n, p in enumerate(people_at(heads, people)) if not n or not _is_of_next(doc, p, start)]
    if not found and befalls_object(word, root):
        found = [People(t.i, t.i + 1, 1, 1, "", part=False, counted=False) for t in heads if t.lower_ in _SINGLE]
    after = next((p for p in people if p.start == end and p.counted), None)
    if not found and after is not None and befalls_object(word, root):
        found = [after]
    if beside is not None and beside not in found and (not word.form or not any(p.start >= end for p in found)):
        return [beside]  # "17 dead, 22 wounded and nine missing"
    return found


def people_at(heads: Iterable[Token], people: list[People]) -> list[People]:
    """The counted noun phrases that hold some heads, each once."""
    found: list[People] = []
    for head in heads:
        here = next((p for p in people if p.start <= head.i < p.end), None)
        if here is None and (head.lower_ in _AMOUNTS or head.like_num):
            here = next((p for t in joined_by(head, _OF) for p in people if p.start <= t.i < p.end), None)
        if here is not None and here not in found:
            found.append(here)
    return found


def _is_of_next(doc: Doc, person: People, word: int) -> bool:
    """Whether what follows a phrase tells what befell these: "killed five soldiers and ten wounded"."""
    return word < person.start and person.end < len(doc) and doc[person.end].lower_ in _NEXT
