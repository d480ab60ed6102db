"""Names of persons who are killed or taken, which no knowledge file can list."""

from __future__ import annotations

from spacy.tokens import Doc, Span

from .annotations import Groups
from .noun_phrases import is_modifier
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
_NOT_NAMES = word_set(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december i the a an in on at his her their its
    """
)
_LONGEST = 7
_LEAD = 5


def persons_after(groups: Groups, end: int, sent: Span) -> list[tuple[Span, bool]]:
    """Named persons who are the object of a verb that ends at a token, as (name, whether an officer of armed forces).

    "killed top general Amir Khan and Omar Said in Herat": two names. None where a listed actor, a place or a time is.
    """
    doc = groups.doc
    found: list[tuple[Span, bool]] = []
    at = end
    while True:
        start = at
        while start < min(sent.end - 1, at + _LEAD) and is_modifier(doc, start) and not _stands_alone(doc, start):
            start += 1
        stop = _end_of_name(doc, start, sent.end)
        if stop == start or any(groups.overlapping(n, start, stop) for n in ("actors", "places", "times", "weapons")):
            return found
        titles = {doc[i].lower_ for i in range(at, stop)}
        first = next((i for i in range(start, stop) if doc[i].lower_ not in _TITLES), stop)
        if first < stop:
            found.append((doc[first:stop], not titles.isdisjoint(_OFFICERS)))
        if stop + 1 >= sent.end or doc[stop].lower_ != "and":
            return found
        at = stop + 1


def _begins_name(doc: Doc, i: int) -> bool:
    token = doc[i]
    return token.text[:1].isupper() and token.lower_ not in _NOT_NAMES and token.text[:1].isalpha()


def _stands_alone(doc: Doc, i: int) -> bool:
    """Whether a capital begins a name, and is not that of an adjective before its noun ("Iranian general")."""
    following = doc[i + 1]
    adjective = following.is_alpha and following.is_lower and is_modifier(doc, i + 1) and following.lower_ not in _INNER
    return _begins_name(doc, i) and not adjective


def _end_of_name(doc: Doc, start: int, limit: int) -> int:
    stop = start
    while stop < min(limit, start + _LONGEST):
        inner = doc[stop].lower_ in _INNER or doc[stop].lower_ in _TITLES
        if not (_begins_name(doc, stop) or (inner and stop + 1 < limit and _begins_name(doc, stop + 1))):
            break
        stop += 1
    return stop
