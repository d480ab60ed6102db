"""`tocsin_syntax`: parts of speech, lemmas, dependencies and named entities, by the trained encoder (../syntax)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from ..annotations import register
from ..syntax.labels import ROOT
from ..syntax.links import ELSEWHERE, Links
from ..syntax.network import WEIGHTS
from ..syntax.parser import Parser, Syntax
from ..syntax.spans import entity_spans, trigger_spans

DOCS = 16
"""Documents whose sentences share batches: enough to fill them, few enough that the first need not wait long."""
EVENT = "event"
"""The head's label of words that tell an incident: the span gets its type. Words for what one did are `effect`."""
LEAST_TOLD = 0.05
"""What is less likely a trigger is not marked; steps that read the marks set their own bars above it."""
LEAST_PLAYED = 0.5
"""What is less likely to take part is not marked."""
LEAST_FILLED = 0.2
"""What is less likely to fill a role of MUC-4's is not marked."""
ATTRIBUTES = ("HEAD", "DEP", "POS", "TAG", "LEMMA", "ENT_IOB", "ENT_TYPE")
_INSIDE, _OUTSIDE, _BEGIN = 1, 2, 3  # spaCy's codes of ENT_IOB


class SyntaxComponent:
    """Analyses every sentence that an earlier step set; the whole document where none did.

    The labels are those of Universal Dependencies (`token.dep_`, `token.pos_`) and of the Penn Treebank (`token.tag_`);
    the root's is `ROOT`, as in every spaCy pipeline. White space hangs on the word before it.
    """

    def __init__(self, vocab: Vocab, weights: Path = WEIGHTS) -> None:
        register()
        self._vocab = vocab
        self._parser = Parser(weights)

    def __call__(self, doc: Doc) -> Doc:
        """Annotate a document, if it is relevant."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = DOCS) -> Iterator[Doc]:
        """Annotate documents, `DOCS` at a time, in their order."""
        docs = iter(stream)
        while batch := list(islice(docs, min(batch_size, DOCS))):
            self._annotate([doc for doc in batch if doc._.relevant and len(doc)])
            yield from batch

    def _annotate(self, docs: list[Doc]) -> None:
        sentences = [[_words(sentence) for sentence in _sentences(doc)] for doc in docs]
        parsed = self._parser.parse([[[token for _, token in words] for words in of_doc] for of_doc in sentences])
        for doc, of_doc, told in zip(docs, sentences, parsed, strict=True):
            self._write(doc, [([i for i, _ in words], syntax) for words, syntax in zip(of_doc, told, strict=True)])

    def _mark_events(self, doc: Doc, sentences: list[tuple[list[int], Syntax]]) -> None:
        """Write the triggers and the roles that the heads see."""
        events: list[Span] = []
        roles: list[Span] = []
        fillers: list[Span] = []
        for places, syntax in sentences:
            for start, end, label in trigger_spans(syntax.events, syntax.told, LEAST_TOLD):
                best = max(range(start, end), key=lambda i: syntax.told[i])
                kind = syntax.kinds[best] if label == EVENT else label
                span = Span(doc, places[start], places[end - 1] + 1, label=kind)
                span._.told, span._.modality = syntax.told[best], syntax.modalities[best]
                events.append(span)
            for start, end, label in trigger_spans(syntax.roles, syntax.played, LEAST_PLAYED):
                role = Span(doc, places[start], places[end - 1] + 1, label=label)
                role._.told = sum(syntax.played[start:end]) / (end - start)
                role._.attribution = Counter(syntax.attributions[start:end]).most_common(1)[0][0]
                roles.append(role)
            for start, end, label in trigger_spans(syntax.fillers, syntax.filled, LEAST_FILLED):
                filler = Span(doc, places[start], places[end - 1] + 1, label=label)
                filler._.crime = Counter(syntax.crimes[start:end]).most_common(1)[0][0]
                filler._.told = sum(syntax.filled[start:end]) / (end - start)
                fillers.append(filler)
        doc.spans["events"], doc.spans["roles"], doc.spans["fillers"] = events, roles, fillers
        doc._.links = _links(doc, sentences)

    def _write(self, doc: Doc, sentences: list[tuple[list[int], Syntax]]) -> None:
        """Write every sentence's analysis, given with the places of its words, in one go."""
        number = self._vocab.strings.add
        heads = np.zeros(len(doc), dtype=np.int64)
        columns = {name: np.zeros(len(doc), dtype=np.uint64) for name in ATTRIBUTES[1:]}
        columns["ENT_IOB"][:] = _OUTSIDE
        self._write_spaces(doc, heads, columns)
        for places, syntax in sentences:
            for word, i in enumerate(places):
                head = syntax.heads[word]
                heads[i] = places[head - 1] - i if head else 0
                relation = syntax.relations[word]
                columns["DEP"][i] = number("ROOT" if relation == ROOT else relation)
                columns["POS"][i] = number(syntax.upos[word])
                columns["TAG"][i] = number(syntax.xpos[word])
                columns["LEMMA"][i] = number(syntax.lemmas[word])
            for start, end, label in entity_spans(syntax.entities):
                inside = slice(places[start], places[end - 1] + 1)
                columns["ENT_TYPE"][inside] = number(label)
                columns["ENT_IOB"][inside] = _INSIDE
                columns["ENT_IOB"][places[start]] = _BEGIN
        table: Any = np.column_stack([heads.view(np.uint64), *(columns[name] for name in ATTRIBUTES[1:])])
        doc.from_array(list(ATTRIBUTES), table)
        self._mark_events(doc, sentences)

    def _write_spaces(self, doc: Doc, heads: Any, columns: dict[str, Any]) -> None:
        """White space, which the parser never sees: on the token before it, or on the sentence's first word."""
        number = self._vocab.strings.add
        for sentence in _sentences(doc):
            start, end = sentence.start, sentence.end
            first_word = next((i for i in range(start, end) if not doc[i].is_space), start)
            for i in range(start, end):
                if doc[i].is_space:
                    heads[i] = (first_word if i < first_word else i - 1 if i > start else i) - i
                    columns["DEP"][i] = number("dep" if heads[i] else "ROOT")
                    columns["POS"][i] = number("SPACE")
                    columns["TAG"][i] = number("_SP")
                    columns["LEMMA"][i] = number(doc[i].text)


def _sentences(doc: Doc) -> Iterable[Span]:
    return doc.sents if doc.has_annotation("SENT_START") else [doc[:]]


def _links(doc: Doc, sentences: list[tuple[list[int], Syntax]]) -> Links | None:
    sentences = [(of_sentence, syntax) for of_sentence, syntax in sentences if of_sentence]
    if not sentences:
        return None
    places = [i for of_sentence, _ in sentences for i in of_sentence]
    width = sentences[0][1].as_word.shape[1]
    as_word = np.zeros((len(doc), width), dtype=np.float32)
    as_trigger = np.zeros((len(doc), width), dtype=np.float32)
    window = np.full(len(doc), ELSEWHERE, dtype=np.int64)
    as_word[places] = np.concatenate([syntax.as_word for _, syntax in sentences])
    as_trigger[places] = np.concatenate([syntax.as_trigger for _, syntax in sentences])
    window[places] = [number for _, syntax in sentences for number in syntax.windows]
    return Links(as_word, as_trigger, window)


def _words(sentence: Span) -> list[tuple[int, str]]:
    return [(token.i, token.text) for token in sentence if not token.is_space]


@Language.factory(
    "tocsin_syntax",
    default_config={"weights": None},
    assigns=[
        "token.dep",
        "token.head",
        "token.pos",
        "token.tag",
        "token.lemma",
        "doc.ents",
        "token.ent_iob",
        "token.ent_type",
        "doc.spans",
    ],
    requires=["doc._.relevant"],
)
def make_syntax(nlp: Language, name: str, weights: str | None) -> SyntaxComponent:
    """Make the step; `weights` is a folder as `python -m training.syntax export` writes it, None for ours."""
    return SyntaxComponent(nlp.vocab, Path(weights) if weights else WEIGHTS)
