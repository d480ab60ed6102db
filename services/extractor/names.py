"""Names of persons who are killed or taken, which no knowledge file can list."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from .annotations import Groups
from .wordsets import word_set

_INNER = frozenset({"al", "-", "bin", "ibn", "de", "da", "van", "von", "el", "abu", "la", "del", "dos"})
"""Small words and marks within a name."""
_TITLES = word_set(
    """
    gen lt col maj capt sgt brig dr mr mrs ms prof sheikh gov sen rep rev gen. lt. col. maj. brig. dr. rev. . mayor
    president governor minister judge senator father bishop pastor imam colonel general major captain commander
    """
)
_OFFICERS = word_set(
    """
    general gen gen. colonel col col. major maj maj. captain capt lieutenant commander officer sergeant admiral
    """
)
_NAMING = frozenset({"compound", "flat", "nmod:desc", "appos"})
"""Relations within a name and its titles."""
_LONGEST = 7


def person_at(groups: Groups, head: Token) -> tuple[Span, bool] | None:
    """The person whose name is the noun phrase of a head, and whether he is an officer of armed forces.

    None where the phrase is no name, or a listed actor, a place or a time.
    """
    doc = groups.doc
    first = min([head.i, *(c.left_edge.i for c in head.lefts if c.dep_ in _NAMING | {"amod"})])
    last = max([head.i, *(c.i for c in head.rights if c.dep_ in _NAMING and _adjoins(doc, head, c))])
    titles = {doc[i].lower_ for i in range(first, last + 1)}
    start = next(
        (
            i
            for i in range(first, last + 1)
            if _begins_name(doc, i) and not _is_adjective(doc[i]) and doc[i].lower_ not in _TITLES
        ),
        None,
    )
    if start is None:
        return None
    end = _end_of_name(doc, start, min(head.sent.end, start + _LONGEST))
    if not (end > head.i or titles & _TITLES) or (end <= head.i and end <= last):
        return None
    if any(groups.overlapping(name, start, end) for name in ("actors", "places", "times", "weapons")):
        return None
    return doc[start:end], not titles.isdisjoint(_OFFICERS)


def _adjoins(doc: Doc, head: Token, name: Token) -> bool:
    """Whether no comma parts a title from a name: "general Amir Khan"."""
    return not any(doc[i].is_punct and doc[i].text not in {"-", "."} for i in range(head.i + 1, name.left_edge.i))


def _begins_name(doc: Doc, i: int) -> bool:
    token = doc[i]
    return token.text[:1].isupper() and token.text[:1].isalpha() and token.pos_ in {"PROPN", "X"}


def _is_adjective(token: Token) -> bool:
    """ "Iranian" before "general"."""
    return token.dep_ == "amod" or token.pos_ == "ADJ"


def _end_of_name(doc: Doc, start: int, limit: int) -> int:
    stop = start
    while stop < limit:
        inner = doc[stop].lower_ in _INNER or doc[stop].lower_ in _TITLES
        if not (_begins_name(doc, stop) or (inner and stop + 1 < limit and _begins_name(doc, stop + 1))):
            break
        stop += 1
    return stop
