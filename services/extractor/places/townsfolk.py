"""What only towns have after their name: an office, an institution, people of theirs, or an article's first words.

Local news names its towns without a preposition: `Torrance police said`, `a Galt man`, `Ashland High School`. Any of
these makes a name a place that by itself might be a person's.
"""

from __future__ import annotations

from spacy.tokens import Doc

from .mention import is_capitalised
from .words import PlaceWords

_DASHES = frozenset({"—", "–", "--", "-"})
_SAINTS = frozenset({"st", "st.", "saint", "ste", "ste.", "sainte"})


def belongs_to_town(doc: Doc, start: int, end: int, words: PlaceWords) -> bool:
    """Whether the words after a name make it a town's: its people, its offices or its institutions."""
    if end >= len(doc):
        return False
    first = doc[end].lower_
    single_given = end - start == 1 and doc[start].lower_ in words.given_names
    if first in words.townsfolk and doc[end].is_lower:
        return not single_given
    second = doc[end + 1].lower_ if end + 1 < len(doc) else ""
    return f"{first}-{second}" in words.town_institutions


def opens_dateline(doc: Doc, start: int, end: int) -> bool:
    """Whether a name in capitals, and then a dash, begin a paragraph: `WINONA — `."""
    if not (start == 0 or doc[start - 1].is_space or doc[start - 1].text in {".", "!", "?", "\u201d"}):
        return False
    return end < len(doc) and doc[end].text in _DASHES and doc[start:end].text.isupper()


def is_patron(doc: Doc, start: int, end: int) -> bool:
    """Whether a saint's name is that of a house: `St. Mary's Hospital`, `St. Peter's Square`."""
    if doc[start].lower_ not in _SAINTS or end + 1 >= len(doc):
        return False
    return doc[end].lower_ in {"'s", "’s"} and is_capitalised(doc[end + 1])
