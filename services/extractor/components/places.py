"""`tocsin_places`: fills `doc.spans["places"]` with the places that the text names, each resolved in the article's
context.

Requires nothing; reads `doc.spans["actors"]` where `tocsin_actors` ran before (a place inside an actor's name is none),
and `doc.user_data["dateline"]` (a string) as context. Each span has `span._.place`, a `ResolvedPlace`.
"""

from __future__ import annotations

import re
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from ..bake import load_gazetteer
from ..places.folding import fold
from ..places.gazetteer import Gazetteer
from ..places.mention import Mention
from ..places.mentions import find_mentions
from ..places.model import ResolvedPlace
from ..places.phrases import read_phrase
from ..places.resolution import DATELINE_COUNTRY_KEY, resolve
from ..places.words import PlaceWords, place_words

SPANS_KEY = "places"

if not Span.has_extension("place"):
    Span.set_extension("place", default=None)


@cache
def shared_gazetteer() -> Gazetteer:
    """The gazetteer of this process, baked where needed and mapped once."""
    return load_gazetteer()


class PlaceFinder:
    """The component."""

    def __init__(self, gazetteer: Gazetteer, words: PlaceWords) -> None:
        self.gazetteer = gazetteer
        self.words = words

    def __call__(self, doc: Doc) -> Doc:
        self._read_dateline(doc)
        mentions = find_mentions(doc, self.gazetteer, self.words)
        bearings = [read_phrase(doc, mention, self.words) for mention in mentions]
        places = resolve(doc, mentions, bearings, self.gazetteer, self.words)
        doc.spans[SPANS_KEY] = SpanGroup(doc, name=SPANS_KEY, spans=self._spans(doc, mentions, places))
        return doc

    def _read_dateline(self, doc: Doc) -> None:
        dateline = doc.user_data.get("dateline") or (doc._.dateline if Doc.has_extension("dateline") else None)
        if not isinstance(dateline, str) or DATELINE_COUNTRY_KEY in doc.user_data:
            return
        parts = [part for part in re.split(r"[,/(]", dateline) if part.strip()]
        for part in reversed(parts):
            found = self.gazetteer.lookup(fold(part))
            if found:
                areas = [candidate for candidate in found if candidate.kind.is_area and candidate.main]
                best = areas[0] if areas and len(parts) > 1 else max(found, key=lambda c: (c.capital, c.population))
                doc.user_data[DATELINE_COUNTRY_KEY] = best.country
                return

    def _spans(self, doc: Doc, mentions: list[Mention], places: list[ResolvedPlace]) -> list[Span]:
        spans, reached = [], 0
        for mention, place in zip(mentions, places, strict=True):
            span = Span(doc, max(mention.left, reached), mention.right, label="PLACE")
            span._.place = place
            spans.append(span)
            reached = mention.right
        return spans


@Language.factory("tocsin_places", assigns=["doc.spans", "span._.place"])
def make_places(nlp: Language, name: str) -> PlaceFinder:
    """Makes the component; the first call in a fresh checkout bakes the gazetteer, which takes some seconds."""
    return PlaceFinder(shared_gazetteer(), place_words())
