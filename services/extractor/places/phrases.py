"""What stands around a place's name and moves it: "western", "north of", "near", "outside the town of"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Doc

from .mention import Mention
from .words import PlaceWords

_HYPHENS = frozenset("-‐‑–")
_NUMBER = re.compile(r"^\d[\d,.]*$")
_KM = (
    dict.fromkeys(["km", "kms", "kilometer", "kilometers", "kilometre", "kilometres"], 1.0)
    | dict.fromkeys(["mile", "miles", "mi"], 1.609)
    | dict.fromkeys(["m", "meter", "meters", "metre", "metres"], 0.001)
    | {"yards": 0.0009}
)
_COASTS = frozenset({"coast", "coastline", "shore", "shores"})
_NEAR = frozenset({"near", "off", "outside", "around", "close", "beside", "nearby", "towards", "toward"})
_BESIDE = frozenset({"outskirts", "vicinity", "suburbs", "outside", "coast", "coastline", "shore", "shores"})
_SKIPPED = frozenset({"the", "a", "an", "its", "'s", "’s"})


@dataclass(frozen=True, slots=True)
class Bearing:
    """How a phrase moves its place."""

    near: bool = False
    """Beside it, not in it: "near", "outside", "north of"."""
    part: float | None = None
    """The part of it that is meant, as a bearing from its middle: "western" is 270 degrees."""
    towards: float | None = None
    """Where it lies from the place: "north of" is 0 degrees."""
    km: float | None = None
    """How far, where the text says so."""


def read_phrase(doc: Doc, mention: Mention, words: PlaceWords) -> Bearing:
    """Reads the words around a mention, and notes in it where the whole phrase begins and ends."""
    left, right = mention.start, mention.facility or mention.end
    nouns = words.division_nouns | words.district_nouns | words.town_nouns
    if not mention.facility and right < len(doc) and doc[right].lower_ in nouns and doc[right].lower_ != "capital":
        right += 1
    position, part = left - 1, None
    word, before = _direction(doc, position, words)
    if word is not None:
        part, left = word, before + 1
    elif position >= 0 and doc[position].lower_ in words.middle and doc[position].lower_ != "rural":
        left = position
    outer = left - 1
    if outer >= 1 and doc[outer].lower_ == "of" and doc[outer - 1].lower_ in nouns:
        outer -= 2
        word, before = _direction(doc, outer, words)
        outer = before if word is not None else outer
    while outer >= 0 and doc[outer].lower_ in _SKIPPED:
        outer -= 1
    bearing = Bearing(part=part)
    if outer >= 0 and doc[outer].lower_ in _NEAR:
        bearing = Bearing(near=True)
        left = outer
    elif (outer >= 1 and doc[outer].lower_ == "to" and doc[outer - 1].lower_ == "close") or (
        outer >= 1 and doc[outer].lower_ == "of" and doc[outer - 1].lower_ in _BESIDE
    ):
        bearing = Bearing(near=True)
        left = outer - 1
        if doc[left].lower_ in _COASTS:
            left = _off_coast(doc, left, words)
    elif outer >= 1 and doc[outer].lower_ in {"of", "from"}:
        towards, before = _direction(doc, outer - 1, words)
        if towards is not None and not doc[outer - 1].lower_.endswith("ern"):
            km, before = _distance(doc, before)
            bearing = Bearing(near=True, towards=towards, km=km)
            left = before + 1
        elif doc[outer].lower_ == "from" or doc[outer - 1].lower_ == "outside":
            km, before = _distance(doc, outer - 1)
            if km is not None:
                bearing, left = Bearing(near=True, km=km), before + 1
    mention.left, mention.right = left, right
    return bearing


def _off_coast(doc: Doc, coast: int, words: PlaceWords) -> int:
    """Where "off the (western) coast of" begins whose last noun is at `coast`; `coast` itself without the "off"."""
    at = coast - 1
    while at >= 0 and (doc[at].lower_ in words.directions or doc[at].text in _HYPHENS or doc[at].lower_ in _SKIPPED):
        at -= 1
    return at if at >= 0 and doc[at].lower_ == "off" else coast


def _direction(doc: Doc, position: int, words: PlaceWords) -> tuple[float | None, int]:
    """The bearing named by the word that ends at `position`, and where the text before it ends."""
    if position < 0 or doc[position].lower_ not in words.directions:
        return None, position
    bearing = words.directions[doc[position].lower_]
    if position >= 2 and doc[position - 1].text in _HYPHENS and doc[position - 2].lower_ in words.directions:
        first = words.directions[doc[position - 2].lower_]
        return (first + ((bearing - first + 180) % 360 - 180) / 2) % 360, position - 3
    return bearing, position - 1


def _distance(doc: Doc, position: int) -> tuple[float | None, int]:
    """The distance whose unit ends at `position`, in kilometres, and where the text before it ends."""
    at = position
    if at >= 0 and doc[at].text == ")":
        while at >= 0 and doc[at].text != "(":
            at -= 1
        at -= 1
    while at >= 0 and doc[at].lower_ in {"away", "to", "the"}:
        at -= 1
    if at >= 0 and doc[at].text == ")":
        return None, position
    if at < 1 or doc[at].lower_ not in _KM:
        return None, position
    number = at - 1
    if doc[number].text in _HYPHENS:
        number -= 1
    if number < 0 or not _NUMBER.match(doc[number].text):
        return None, position
    try:
        value = float(doc[number].text.replace(",", ""))
    except ValueError:
        return None, position
    return value * _KM[doc[at].lower_], number - 1
