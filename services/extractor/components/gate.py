"""`tocsin_gate`: tells articles that may tell an incident from those that can't, from their words alone.

Most news is no incident, so this must cost next to nothing: a weight for each word of the text (relevance.py). It sets
`doc._.relevant` and `doc._.relevance`; every later step returns at once when the first is False.
"""

from __future__ import annotations

import math
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from ..annotations import register
from ..lexicon import KNOWLEDGE_DIR, Lexicon, load_lexicon
from ..relevance import Relevance, load_relevance, words_of


class Gate:
    """Reads on where the words of a text are like those of incidents, or where a user's own trigger is among them."""

    def __init__(self, relevance: Relevance, own: Lexicon) -> None:
        """`own`: the knowledge of this installation. Triggers that Tocsin does not ship always open the gate."""
        self._relevance = relevance
        shipped = _triggers(load_lexicon(KNOWLEDGE_DIR))
        self._own = [frozenset(words_of(text)) for text in _triggers(own) - shipped]

    def __call__(self, text: str) -> bool:
        """Whether an article with this text may tell an incident."""
        words = words_of(text)
        return self._relevance.score(words) >= self._relevance.least or any(want <= words for want in self._own)

    def likelihood(self, text: str) -> float:
        """How likely it is that it tells one, from 0 to 1."""
        return 1 / (1 + math.exp(-self._relevance.score(words_of(text))))


def _triggers(lexicon: Lexicon) -> set[str]:
    return {text for text, _ in lexicon.trigger_senses()}


class GateComponent:
    """The gate as a step of the pipeline."""

    def __init__(self, knowledge: Path) -> None:
        register()
        self.gate = Gate(load_relevance(), load_lexicon(knowledge))

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.relevant` and `doc._.relevance`."""
        doc._.relevant = self.gate(doc.text)
        doc._.relevance = self.gate.likelihood(doc.text)
        return doc


@Language.factory("tocsin_gate", default_config={"knowledge": None}, assigns=["doc._.relevant", "doc._.relevance"])
def make_gate(nlp: Language, name: str, knowledge: str | None) -> GateComponent:
    """Make the step; `knowledge` is a folder of knowledge files, None for those that ship with Tocsin."""
    return GateComponent(Path(knowledge) if knowledge else KNOWLEDGE_DIR)
