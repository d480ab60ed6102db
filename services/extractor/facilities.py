"""Facilities that are named only later: "a base in eastern Syria", and below it "the base known as Green Village"."""

from __future__ import annotations

from spacy.tokens import Doc, Span

from schemas import PlacePrecision

from .annotations import Groups
from .drafts import Draft, Where
from .wordsets import word_set

_KINDS = word_set(
    """
    base camp post outpost airport airbase airfield compound hospital school university mosque church temple market
    prison barracks station checkpoint embassy consulate hotel plant refinery depot port bridge dam mine
    """
)
"""Nouns for what has a name of its own."""
_CALLED = word_set("known called named dubbed as the , ( at")
_REACH = 4


def named_later(groups: Groups, draft: Draft) -> Where | None:
    """The spot of an incident of which only the country or the province is told, but whose target is named later on."""
    where = draft.where
    if where is None or not where.is_area:
        return None
    nouns = {token.lower_ for target in draft.targets for token in target if token.lower_ in _KINDS}
    if not nouns:
        return None
    for place in groups.all("places"):
        spot = place._.place
        if (
            place.start > draft.first.start
            and spot.precision is PlacePrecision.exact
            and spot.country == where.place.country
            and (where.place.admin1_code is None or where.place.admin1_code == spot.admin1_code)
            and _names_one(groups.doc, place, nouns)
        ):
            return Where(spot, place)
    return None


def _names_one(doc: Doc, place: Span, nouns: set[str]) -> bool:
    """Whether the words before a place say that it is the name of such a thing: "the base known as"."""
    for i in range(place.start - 1, max(place.sent.start, place.start - _REACH) - 1, -1):
        word = doc[i].lower_
        if word in nouns:
            return i > 0 and doc[i - 1].lower_ in {"the", "their", "its", "his"}
        if word not in _CALLED:
            return False
    return False
