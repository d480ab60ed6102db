"""Lemmas as a class of their words: how the end of a form is to be changed (Straka 2018, UDPipe 2).

`"2+e"` takes two letters off a form in lower case and adds an e, "taking" → "take"; `KEEP` leaves the form as it is
written, names among them. A classifier over these learns which one a word wants in its sentence. Irregular forms, which
it would have to meet each, are looked up before it is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import yaml

KEEP = "="
IRREGULAR = Path(__file__).parent / "irregular.yaml"
_PAST_TAGS = frozenset({"VBD", "VBN"})
_INFLECTED = {"VBD": ("ed",), "VBN": ("ed",), "VBG": ("ing",), "VBZ": ("s",), "NNS": ("s",)}
"""Tags of inflected words, with their regular endings."""
_BASES_TOO = frozenset({"bore", "bound", "fell", "felt", "found", "ground", "lay", "left", "saw", "wound"})
"""Past forms of one verb that are the base form of another."""


def _any(_: str) -> bool:
    return True


def lemma_class(form: str, lemma: str) -> str:
    """The class that makes this lemma of this form."""
    if form == lemma:
        return KEEP
    lowered = form.lower()
    common = 0
    while common < min(len(lowered), len(lemma)) and lowered[common] == lemma[common]:
        common += 1
    return f"{len(lowered) - common}+{lemma[common:]}"


def lemma_of(form: str, name: str, tag: str, is_word: Callable[[str], bool] = _any) -> str:
    """The lemma of a word.

    The classifier is weak on whether an e was dropped ("closed"). Where what it makes is no word, a regular form that
    is one takes its place.

    Args:
        form: the word as it is written.
        name: its lemma class; one that wants a longer word than this is as good as none.
        tag: its Penn Treebank tag.
        is_word: whether something in lower case is known to be a word.
    """
    lowered = form.lower()
    # "Gunmen shot three": past and present look alike to a tagger, and only "shoot" makes sense of either.
    if tag in _PAST_TAGS or (tag.startswith("VB") and lowered not in _BASES_TOO):
        base = _irregular()["verbs"].get(lowered)
        if base:
            return base
    if tag == "NNS":
        base = _singular(lowered)
        if base:
            return base
    if name == KEEP and tag not in _INFLECTED:
        return form
    lemma = _changed(lowered, name)
    if tag in _INFLECTED and not is_word(lemma):
        return next((other for other in _regular(lowered, tag) if is_word(other)), lemma)
    return lemma


def _changed(lowered: str, name: str) -> str:
    cut, _, ending = name.partition("+")
    if name == KEEP or int(cut) > len(lowered):
        return lowered
    return lowered[: len(lowered) - int(cut)] + ending


def _regular(lowered: str, tag: str) -> list[str]:
    """What a form may be the regular inflection of, the likeliest first."""
    for ending in _INFLECTED[tag]:
        if lowered.endswith(ending) and len(lowered) > len(ending) + 1:
            stem = lowered[: -len(ending)]
            if ending == "s":
                return [stem, stem[:-1], f"{stem[:-2]}y"]
            undoubled = [stem[:-1]] if stem[-1] == stem[-2] else []
            return [*undoubled, f"{stem}e", stem, f"{stem[:-1]}y"]
    return []


def _singular(lowered: str) -> str | None:
    if lowered.endswith("men"):
        # Gunmen, policewomen, fishermen.
        return f"{lowered[:-3]}man"
    return _irregular()["nouns"].get(lowered)


@cache
def _irregular() -> dict[str, dict[str, str]]:
    """By part of speech, irregular form to base form."""
    tables: dict[str, str] = yaml.safe_load(IRREGULAR.read_text(encoding="utf-8"))
    lines = {kind: [line.split() for line in table.splitlines()] for kind, table in tables.items()}
    return {kind: {form: base for base, *forms in rows for form in forms} for kind, rows in lines.items()}
