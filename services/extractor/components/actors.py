"""`tocsin_actors`: fills `doc.spans["actors"]` with whoever the text names, or calls without a name.

Requires nothing. Each span has `span._.actor`, an `ActorMatch`. The longest match wins; spans do not overlap.
"""

from __future__ import annotations

from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import filter_spans

from ..actors.lexicon import ActorLexicon, build_lexicon
from ..actors.match import ActorMatch
from ..actors.patterns import find_actors

SPANS_KEY = "actors"

if not Span.has_extension("actor"):
    Span.set_extension("actor", default=None)


@cache
def shared_lexicon() -> ActorLexicon:
    """The lexicon of this process, read once."""
    return build_lexicon()


class ActorFinder:
    """The component."""

    def __init__(self, lexicon: ActorLexicon) -> None:
        self.lexicon = lexicon

    def __call__(self, doc: Doc) -> Doc:
        matches: dict[tuple[int, int], ActorMatch] = {}
        for start, end, match in find_actors(doc, self.lexicon):
            matches.setdefault((start, end), match)
        spans = filter_spans([Span(doc, start, end, label="ACTOR") for start, end in matches])
        for span in spans:
            span._.actor = matches[(span.start, span.end)]
        doc.spans[SPANS_KEY] = SpanGroup(doc, name=SPANS_KEY, spans=spans)
        return doc


@Language.factory("tocsin_actors", assigns=["doc.spans", "span._.actor"])
def make_actors(nlp: Language, name: str) -> ActorFinder:
    """Makes the component from the knowledge files, ours and the user's."""
    return ActorFinder(shared_lexicon())
