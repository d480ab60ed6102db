"""Article in, incident reports out: what the extractor service is for, without a broker."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from spacy.language import Language
from spacy.tokens import Doc

from schemas import Article, IncidentReport

from .casing import Recaser, as_written, lacks_case
from .components.actors import ActorFinder
from .components.gate import GateComponent
from .pipeline import build
from .reports import EXTRACTOR_NAME, EXTRACTOR_VERSION, reports_of

MAX_CHARACTERS = 100_000
"""Of a longer article the rest is not read: news is not that long, and the cost of an article must be bounded."""
_NO_WORDS = re.compile(r"[^\w\s]{100,}")
"""Rules of dashes and the like, which the tokenizer would take apart at a cost that grows with their square."""

__all__ = ["EXTRACTOR_NAME", "EXTRACTOR_VERSION", "MAX_CHARACTERS", "Extractor"]


class Extractor:
    """Makes incident reports of articles. One instance serves one process, and one thread at a time."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        gate = nlp.get_pipe("tocsin_gate")
        if not isinstance(gate, GateComponent):
            raise TypeError(
                "`tocsin_gate` of the pipeline's config must be the gate of services.extractor.components.gate"
            )
        self._gate = gate.gate
        actors = nlp.get_pipe("tocsin_actors")
        if not isinstance(actors, ActorFinder):
            raise TypeError(
                "`tocsin_actors` of the pipeline's config must be that of services.extractor.components.actors"
            )
        self._recase = Recaser(nlp, actors.lexicon)

    @classmethod
    def load(cls, knowledge_dir: Path | None = None) -> Self:
        """Assemble the pipeline; takes a second or two.

        Args:
            knowledge_dir: a folder whose knowledge files add to those that ship with Tocsin.

        Raises:
            KnowledgeError: a knowledge file can't be used.
        """
        return cls(build(knowledge_dir))

    def extract(self, article: Article) -> list[IncidentReport]:
        """The incidents that an article reports, in the order in which it tells them. Never raises on any text."""
        return self.extract_all([article])[0]

    def extract_all(self, articles: Iterable[Article]) -> list[list[IncidentReport]]:
        """The incidents of each of several articles; the same as `extract` on each, with less overhead."""
        todo = list(articles)
        relevant = [i for i, article in enumerate(todo) if self._gate(article.text[:MAX_CHARACTERS])]
        found: list[list[IncidentReport]] = [[] for _ in todo]
        for i, doc in zip(relevant, self._nlp.pipe(self._doc(todo[i]) for i in relevant), strict=True):
            reports = reports_of(doc, todo[i])
            found[i] = [as_written(r, todo[i].text) for r in reports] if doc.user_data["rewritten"] else reports
        return found

    def annotate(self, article: Article) -> Doc:
        """The annotated document of an article, for showing what was found and why."""
        return self._nlp(self._doc(article))

    def _doc(self, article: Article) -> Doc:
        text = article.text[:MAX_CHARACTERS]
        recased = lacks_case(text)
        plain = _NO_WORDS.sub(_blank, self._recase(text) if recased else text)
        doc = self._nlp.make_doc(plain)
        doc.user_data["rewritten"] = plain != text
        doc._.published = article.published_at
        doc._.dateline = article.dateline
        doc._.title = article.title
        doc.user_data["dateline"] = article.dateline
        doc.user_data["source"] = article.url or article.source
        return doc


def _blank(stretch: re.Match[str]) -> str:
    return " " * len(stretch[0])
