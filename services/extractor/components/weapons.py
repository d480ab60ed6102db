"""`tocsin_weapons`: what it was done with, its kind, its own name and how many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from schemas import WeaponKind

from ..annotations import QuantityMark, WeaponMark, register
from ..lexicon import KNOWLEDGE_DIR, Lexicon, load_lexicon, word_forms
from ..noun_phrases import is_modifier
from ..phrases import PhraseIndex
from ..wordsets import word_set

_UNITS_OF = word_set(
    """
    round rounds barrage barrages volley volleys salvo salvos hail dozens pieces wave waves swarm series
    """
)
"""Words that count a weapon with "of": "six rounds of mortar fire"."""
_AMBIGUOUS = {
    "mine": frozenset({"a", "naval", "sea", "tank", "personnel", "by", "hidden", "buried"}),
    "stick": frozenset({"with", "and"}),
    "sticks": frozenset({"with", "and"}),
    "stone": frozenset({"with", "and"}),
    "stones": frozenset({"with", "and", "threw", "throwing", "hurled", "hurling", "pelted"}),
    "mines": word_set(
        """
        naval sea tank personnel by laid buried hidden of
        """
    ),
    "shell": frozenset({"a", "tank", "the", "artillery", "one", "unexploded"}),
    "explosive": frozenset({"an", "of"}),
    "grad": frozenset({"by", "fired", "of"}),
    "patriot": frozenset(),
}
"""Words that are weapons only after one of these."""
_CARRIED = frozenset({WeaponKind.explosive, WeaponKind.ied})
_FIXED = word_set("rigged strapped hidden placed planted mounted concealed fitted loaded packed stashed")
_CARRIERS = word_set(
    """
    motorcycle motorbike motorcycles motorbikes car truck van bicycle vehicle rickshaw cart tricycle lorry pickup
    minivan taxi scooter moped
    """
)
_SUPPORTED = frozenset({"patriot", "s-300"})
"""Systems of defence: not what an attack is made with."""


@dataclass(frozen=True, slots=True)
class _Reading:
    kind: WeaponKind
    model: str | None = None


class Weapons:
    """Fills `doc.spans["weapons"]`."""

    def __init__(self, nlp: Language, lexicon: Lexicon) -> None:
        register()
        self._index = PhraseIndex(nlp, _readings(lexicon))

    def __call__(self, doc: Doc) -> Doc:
        """Mark the weapons of a relevant document."""
        if not doc._.relevant:
            return doc
        quantities = {span.end: span for span in doc.spans["quantities"]} if "quantities" in doc.spans else {}
        found = []
        matches = [m for m in self._index.longest(doc) if self._is_weapon(doc, m[0], m[1], m[2][0])]
        i = 0
        while i < len(matches):
            start, end, readings = matches[i]
            reading = readings[0]
            # "Katyusha rockets": the name and the word are one weapon.
            while (
                i + 1 < len(matches)
                and matches[i + 1][0] == end
                and (reading.model or reading.kind is matches[i + 1][2][0].kind)
            ):
                following = matches[i + 1][2][0]
                reading = _Reading(
                    following.kind if following.kind is not WeaponKind.unknown else reading.kind,
                    reading.model or following.model,
                )
                end = matches[i + 1][1]
                i += 1
            if reading.kind in _CARRIED and _is_on_vehicle(doc, end):
                reading = _Reading(WeaponKind.vehicle_bomb)
            start, quantity = _counted(doc, start, quantities)
            span = doc[start:end]
            span._.weapon = WeaponMark(reading.kind, reading.model, quantity)
            found.append(span)
            i += 1
        doc.spans["weapons"] = found
        return doc

    @staticmethod
    def _is_weapon(doc: Doc, start: int, end: int, reading: _Reading) -> bool:
        word = doc[start:end].text
        if reading.model and (not word[0].isupper() or word.lower() in _SUPPORTED):
            return False
        wanted = _AMBIGUOUS.get(word.lower())
        return wanted is None or (start > 0 and doc[start - 1].lower_ in wanted)


def _is_on_vehicle(doc: Doc, end: int) -> bool:
    """Whether a bomb is said to be carried by a vehicle: "a bomb hidden in a parked car"; one under a seat is not."""
    words = [token.lower_ for token in doc[end : end + 8]]
    for i, word in enumerate(words[:4]):
        if word in _FIXED:
            return any(
                w in {"to", "on", "onto", "in", "inside", "aboard"} and not _CARRIERS.isdisjoint(words[j : j + 4])
                for j, w in enumerate(words[i + 1 : i + 3], start=i + 1)
            )
    return False


def _readings(lexicon: Lexicon) -> Iterator[tuple[str, _Reading]]:
    for kind, words in lexicon.weapons.items():
        for form, _ in word_forms(words.words):
            yield form, _Reading(kind)
        for phrase in words.phrases:
            yield phrase, _Reading(kind)
        for model in words.models:
            yield model, _Reading(kind, model)


def _counted(doc: Doc, start: int, quantities: dict[int, object]) -> tuple[int, QuantityMark | None]:
    """Extend a weapon to the left over its modifiers, "rounds of" and its number: (start, number)."""
    begin = start
    for _ in range(2):
        for _ in range(4):
            if begin - 1 in quantities and doc[begin - 1].lower_ == "of":
                begin -= 1  # "dozens of missiles"
            if begin in quantities:
                span = quantities[begin]
                return span.start, span._.quantity  # type: ignore[attr-defined]
            if not begin or not is_modifier(doc, begin - 1):
                break
            begin -= 1
        if begin >= 2 and doc[begin - 1].lower_ == "of" and doc[begin - 2].lower_ in _UNITS_OF:
            begin -= 2
            if begin in quantities:
                span = quantities[begin]
                return span.start, span._.quantity  # type: ignore[attr-defined]
            continue
        break
    if begin and doc[begin - 1].lower_ in {"a", "an"} and doc[begin].lower_ not in _UNITS_OF:
        return begin - 1, QuantityMark(1, 1)
    return start, None


@Language.factory(
    "tocsin_weapons", default_config={"knowledge": None}, requires=["doc._.relevant"], assigns=["doc.spans"]
)
def make_weapons(nlp: Language, name: str, knowledge: str | None) -> Weapons:
    """Make the step; `knowledge` is a folder of knowledge files, None for those that ship with Tocsin."""
    return Weapons(nlp, load_lexicon(Path(knowledge) if knowledge else KNOWLEDGE_DIR))
