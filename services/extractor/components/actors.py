"""`tocsin_actors`: fills `doc.spans["actors"]` with whoever the text names, or calls without a name.

Requires nothing. Each span has `span._.actor`, an `ActorMatch`. The longest match wins; spans do not overlap.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import filter_spans

from ..actors.lexicon import ActorLexicon, build_lexicon
from ..actors.match import ActorMatch
from ..actors.patterns import find_actors
from ..knowledge.actors import load_actors, load_generic_actors

SPANS_KEY = "actors"

if not Span.has_extension("actor"):
    Span.set_extension("actor", default=None)


@cache
def shared_lexicon(folder: Path | None = None) -> ActorLexicon:
    """The lexicon of this process, read once: ours, with a user's folder laid over it."""
    return build_lexicon(load_actors(folder), load_generic_actors(folder))


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


@Language.factory(
    "tocsin_actors",
    default_config={"knowledge": None},
    assigns=["doc.spans", "span._.actor"],
)
def make_actors(nlp: Language, name: str, knowledge: str | None) -> ActorFinder:
    """Make the step; `knowledge` is a folder of knowledge files that add to those that ship with Tocsin."""
    return ActorFinder(shared_lexicon(Path(knowledge) if knowledge else None))
