"""`tocsin_places`: fills `doc.spans["places"]` with the places that the text names, each resolved in the article's
context.

Requires nothing; reads `doc.spans["actors"]` where `tocsin_actors` ran before (a place inside an actor's name is none),
and `doc.user_data["dateline"]` (a string) as context. Each span has `span._.place`, a `ResolvedPlace`.

A capital that stands for its government ("Moscow denied it") is no place of an incident: it is in
`doc.spans["governments"]`, resolved alike. `dateline_place` gives the place of the dateline, for what an article puts
nowhere.

`doc.spans["toponyms"]` has every name of a place by itself, however it is used, without the words that move it: of "30
km north of Mosul", Mosul. Each span has `span._.toponym`, a `ResolvedPlace`: what toponym resolution is scored by.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from schemas import PlacePrecision

from ..bake import load_gazetteer
from ..places.capitals import is_government
from ..places.context import DATELINE_COUNTRY_KEY, DATELINE_PLACE_KEY
from ..places.datelines import read_dateline
from ..places.gazetteer import Gazetteer
from ..places.mention import Mention
from ..places.mentions import find_mentions
from ..places.model import ResolvedPlace
from ..places.phrases import read_phrase
from ..places.relations import link_appositions, link_roads
from ..places.resolution import as_place, resolve
from ..places.streets import streets_without_city
from ..places.words import PlaceWords, place_words

SPANS_KEY = "places"
GOVERNMENTS_KEY = "governments"
TOPONYMS_KEY = "toponyms"
_IN_CITY = frozenset({PlacePrecision.city, PlacePrecision.near, PlacePrecision.exact})

if not Span.has_extension("place"):
    Span.set_extension("place", default=None)
if not Span.has_extension("toponym"):
    Span.set_extension("toponym", default=None)


@cache
def shared_gazetteer() -> Gazetteer:
    """The gazetteer of this process, baked where needed and mapped once."""
    return load_gazetteer()


def dateline_place(doc: Doc) -> ResolvedPlace | None:
    """The place of the document's dateline, once `tocsin_places` has run: a city with precision city, or, where the
    dateline names none, a country or division. Null without a dateline, and where its place is not known."""
    place = doc.user_data.get(DATELINE_PLACE_KEY)
    return place if isinstance(place, ResolvedPlace) else None


class PlaceFinder:
    """The component."""

    def __init__(self, gazetteer: Gazetteer, words: PlaceWords) -> None:
        self.gazetteer = gazetteer
        self.words = words

    def __call__(self, doc: Doc) -> Doc:
        self._read_dateline(doc)
        mentions = find_mentions(doc, self.gazetteer, self.words)
        bearings = [read_phrase(doc, mention, self.words) for mention in mentions]
        link_appositions(doc, mentions, bearings)
        link_roads(doc, mentions, self.words)
        resolved = list(zip(mentions, resolve(doc, mentions, bearings, self.gazetteer, self.words), strict=True))
        placed = [(mention, found.place) for mention, found in resolved]
        meant = [not is_government(doc, mention, self.words) for mention in mentions]
        governments = [pair for pair, is_meant in zip(placed, meant, strict=True) if not is_meant]
        places = [pair for pair, is_meant in zip(placed, meant, strict=True) if is_meant]
        places = self._with_streets(doc, places, placed)
        doc.spans[SPANS_KEY] = SpanGroup(doc, name=SPANS_KEY, spans=self._spans(doc, places))
        doc.spans[GOVERNMENTS_KEY] = SpanGroup(doc, name=GOVERNMENTS_KEY, spans=self._spans(doc, governments))
        named = [(mention.start, mention.end, found.toponym) for mention, found in resolved if not mention.by_role]
        doc.spans[TOPONYMS_KEY] = SpanGroup(doc, name=TOPONYMS_KEY, spans=self._toponyms(doc, named))
        return doc

    def _toponyms(self, doc: Doc, named: list[tuple[int, int, ResolvedPlace]]) -> list[Span]:
        """The names of places, and the abbreviated countries that are used as adjectives (`U.S. troops`)."""
        covered = {token for start, end, _ in named for token in range(start, end)}
        for token in doc:
            code = self.words.short_names.get(token.text)
            country = self.gazetteer.country(code) if code and token.i not in covered else None
            if country is not None:
                named.append((token.i, token.i + 1, as_place(country)))
        spans = []
        for start, end, place in sorted(named, key=lambda entry: entry[:2]):
            span = Span(doc, start, end, label="TOPONYM")
            span._.toponym = place
            spans.append(span)
        return spans

    def _read_dateline(self, doc: Doc) -> None:
        dateline = doc.user_data.get("dateline") or (doc._.dateline if Doc.has_extension("dateline") else None)
        if not isinstance(dateline, str) or DATELINE_PLACE_KEY in doc.user_data:
            return
        place = read_dateline(dateline, self.gazetteer, self.words)
        if place is not None:
            doc.user_data[DATELINE_PLACE_KEY] = place
            doc.user_data[DATELINE_COUNTRY_KEY] = place.country

    def _with_streets(
        self, doc: Doc, places: list[tuple[Mention, ResolvedPlace]], resolved: list[tuple[Mention, ResolvedPlace]]
    ) -> list[tuple[Mention, ResolvedPlace]]:
        """Adds the streets and buildings that the text names before any town: they are in the dateline's city."""
        home = dateline_place(doc)
        if home is None or home.precision is not PlacePrecision.city:
            return places
        taken = {token for mention, _ in resolved for token in range(mention.left, mention.right)}
        taken |= {token.i for span in doc.spans.get("actors", ()) for token in span}
        first_town = min((mention.start for mention, place in places if place.precision in _IN_CITY), default=len(doc))
        place = replace(home, precision=PlacePrecision.city)
        added = [
            (mention, place)
            for mention in streets_without_city(doc, taken, self.words)
            if mention.end <= first_town and not _names_town(doc, mention, first_town)
        ]
        return sorted([*places, *added], key=lambda pair: pair[0].start)

    def _spans(self, doc: Doc, found: Iterable[tuple[Mention, ResolvedPlace]]) -> list[Span]:
        spans, reached = [], 0
        for mention, place in found:
            span = Span(doc, max(mention.left, reached), mention.right, label="PLACE")
            span._.place = place
            spans.append(span)
            reached = mention.right
        return spans


def _names_town(doc: Doc, mention: Mention, town: int) -> bool:
    """Whether the sentence of a street names its town further on."""
    return all(token.text not in {".", "!", "?"} for token in doc[mention.end : town]) and town < len(doc)


@Language.factory("tocsin_places", assigns=["doc.spans", "span._.place", "span._.toponym"])
def make_places(nlp: Language, name: str) -> PlaceFinder:
    """Makes the component; the first call in a fresh checkout bakes the gazetteer, which takes some seconds."""
    return PlaceFinder(shared_gazetteer(), place_words())
