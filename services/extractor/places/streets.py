"""Streets and buildings that a text names without their city: they are in the city of the dateline."""

from __future__ import annotations

from spacy.tokens import Doc

from ..wordsets import word_set
from .mention import HYPHENS, Mention, is_capitalised
from .words import PlaceWords

_LONGEST_NAME = 5
_BEFORE = word_set("on in at along near off outside inside of hit struck stormed attacked bombed raided torched to")
_PREFIXES = word_set("Plaza Avenida Calle Rua Rue Avenue Boulevard Jalan Via Praça Place Maidan")
_BUILDINGS = word_set(
    """
    square bridge market mosque church hotel hospital mall stadium cathedral synagogue temple bazaar roundabout theatre
    theater
    """
)


def streets_without_city(doc: Doc, taken: set[int], words: PlaceWords) -> list[Mention]:
    """Mentions, without candidates, of `Rustaveli Avenue` and `the Al-Noor mosque`. `taken` are tokens that are not to
    be read again."""
    found = []
    for token in doc:
        if token.i in taken:
            continue
        start, end = token.i, token.i + 1
        if token.text in _PREFIXES and end < len(doc) and is_capitalised(doc[end]) and doc[end].is_alpha:
            while end < len(doc) and (is_capitalised(doc[end]) or doc[end].lower_ in words.connectors):
                end += 1
            while not is_capitalised(doc[end - 1]):
                end -= 1
        elif not (token.lower_ in _BUILDINGS or (is_capitalised(token) and token.lower_ in words.streets)):
            continue
        while start > 0 and (is_capitalised(doc[start - 1]) or (start < token.i and doc[start - 1].text in HYPHENS)):
            start -= 1
        before = doc[start - 1].lower_ if start else ""
        if before == "the" and start >= 2:
            before = doc[start - 2].lower_
        name = range(start, end)
        if before not in _BEFORE or not 1 < len(name) <= _LONGEST_NAME + 1 or not taken.isdisjoint(name):
            continue
        if doc[start].text in words.demonyms and len(name) == 2:
            continue
        mention = Mention(start, end, (), cued=True)
        mention.left, mention.right = mention.start, mention.end
        found.append(mention)
    return found
