"""Parts of speech, lemmas, trees and names, through the extractor's spaCy component with the weights that ship.

UAS and LAS are those of the CoNLL 2018 shared task (Zeman et al. 2018): every word counts, punctuation included, and a
relation is compared without its sub-type (`nsubj` for `nsubj:pass`); `las_subtypes` compares it whole. `uas`, `las` and
the accuracies take the treebank's words and sentences as given; `raw_*` start from the text, with the extractor's own,
and are F1 over words that both have.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from importlib import import_module
from itertools import groupby
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token

from services.extractor.syntax.network import WEIGHTS

from ..syntax import entities
from ..syntax.conllu import ConlluError, Sentence, read
from .scorer import BadDataError, Scores

HELP = "PATH is a CoNLL-U file, plain or gzipped, such as ../shared/data/ud/gum-open-dev.conllu.gz"
_GENRE = re.compile(r"(?:GUM_)?(?P<genre>[a-z]+)")
_MEASURES = ("uas", "las", "las_subtypes", "upos", "xpos", "lemma")


@dataclass
class _Count:
    """Words, and how many of them are right, by measure; F1 where gold and found differ in number."""

    gold: int = 0
    found: int = 0
    right: Counter[str] = field(default_factory=Counter)

    def percent(self, measure: str) -> float:
        """The F1 of a measure, which is the accuracy where words are given."""
        return 200 * self.right[measure] / max(1, self.gold + self.found)


def score(path: Path, weights: Path = WEIGHTS) -> Scores:
    """Score the component on a treebank, by default with the weights that ship. Raises `BadDataError` if it is none."""
    try:
        sentences = read(path)
    except (OSError, UnicodeDecodeError, ConlluError) as error:
        raise BadDataError(f"{error}; {HELP}") from error
    if not sentences:
        raise BadDataError(f"{path} has no sentence; {HELP}")
    nlp = pipeline(weights)
    by_genre: dict[str, _Count] = {}
    raw, names = _Count(), _Count()
    errors: list[str] = []
    for document, group in groupby(sentences, key=lambda sentence: sentence.document):
        of_document = list(group)
        matched = _GENRE.match(document)
        count = by_genre.setdefault(matched["genre"] if matched else "unnamed", _Count())
        doc = nlp.get_pipe("tocsin_syntax")(given(nlp, of_document))
        errors += _judge(doc, of_document, count, f"{path.name} {document}")
        if any("Entity=" in misc for sentence in of_document for misc in sentence.misc):
            _judge_names(doc, of_document, names)
        _judge_raw(nlp, of_document, raw)
    total = sum_of(list(by_genre.values()))
    metrics = {measure: total.percent(measure) for measure in _MEASURES}
    metrics |= {
        f"{measure}_{genre}": by_genre[genre].percent(measure)
        for genre in sorted(by_genre)
        for measure in ("uas", "las")
    }
    metrics |= {f"raw_{measure}": raw.percent(measure) for measure in ("words", "uas", "las")}
    if names.gold:
        metrics["entity_f1"] = names.percent("entity")
    return Scores(metrics, _table(by_genre, total, raw, metrics), errors)


def pipeline(weights: Path = WEIGHTS) -> Language:
    """A pipeline of the extractor's sentences and syntax alone."""
    for step in ("sentences", "syntax"):
        import_module(f"services.extractor.components.{step}")
    nlp = spacy.blank("en")
    nlp.add_pipe("tocsin_sentences")
    nlp.add_pipe("tocsin_syntax", config={"weights": str(weights)})
    return nlp


def given(nlp: Language, sentences: list[Sentence]) -> Doc:
    """A document of the treebank's own words and sentences."""
    doc = Doc(
        nlp.vocab,
        words=[word for sentence in sentences for word in sentence.words],
        spaces=[space for sentence in sentences for space in sentence.spaces],
        sent_starts=[i == 0 for sentence in sentences for i in range(len(sentence.words))],
    )
    doc._.relevant = True
    return doc


def sum_of(counts: list[_Count]) -> _Count:
    """All counts as one."""
    total = _Count()
    for count in counts:
        total.gold += count.gold
        total.found += count.found
        total.right.update(count.right)
    return total


def _judge(doc: Doc, sentences: list[Sentence], count: _Count, where: str) -> list[str]:
    errors = []
    start = 0
    for number, sentence in enumerate(sentences, start=1):
        for i, head in enumerate(sentence.heads):
            token = doc[start + i]
            found = 0 if token.head.i == token.i else token.head.i - start + 1
            count.right.update(_right(token, found == head, sentence, i))
            if found != head or _relation(token) != sentence.relations[i]:
                wanted = sentence.words[head - 1] if head else "the root"
                errors.append(
                    f"{where} sentence {number}: {token.text!r} is {sentence.relations[i]} of {wanted!r}, "
                    f"found {_relation(token)} of {token.head.text!r}"
                )
        count.gold += len(sentence.words)
        count.found += len(sentence.words)
        start += len(sentence.words)
    return errors


def _right(token: Token, same_head: bool, sentence: Sentence, i: int) -> Counter[str]:
    """Which measures a word is right by."""
    relation, gold = _relation(token), sentence.relations[i]
    return Counter(
        uas=int(same_head),
        las=int(same_head and relation.partition(":")[0] == gold.partition(":")[0]),
        las_subtypes=int(same_head and relation == gold),
        upos=int(token.pos_ == sentence.upos[i]),
        xpos=int(token.tag_ == sentence.xpos[i]),
        lemma=int(token.lemma_ == sentence.lemmas[i]),
    )


def _relation(token: Token) -> str:
    return "root" if token.dep_ == "ROOT" else token.dep_


def _judge_names(doc: Doc, sentences: list[Sentence], count: _Count) -> None:
    start = 0
    gold: set[tuple[int, int, str]] = set()
    for sentence in sentences:
        gold |= {(start + begin, start + end, label) for begin, end, label in entities.named(sentence)}
        start += len(sentence.words)
    found = {(span.start, span.end, span.label_) for span in doc.ents}
    count.gold += len(gold)
    count.found += len(found)
    count.right["entity"] += len(gold & found)


def _judge_raw(nlp: Language, sentences: list[Sentence], count: _Count) -> None:
    text, places = _text(sentences)
    doc = nlp.make_doc(text)
    doc._.relevant = True
    for _, step in nlp.pipeline:
        doc = step(doc)
    tokens = {(token.idx, token.idx + len(token)): token for token in doc if not token.is_space}
    count.found += len(tokens)
    for sentence, spans in zip(sentences, places, strict=True):
        count.gold += len(spans)
        for i, span in enumerate(spans):
            token = tokens.get(span)
            if token is None:
                continue
            head = sentence.heads[i]
            found = None if token.head.i == token.i else (token.head.idx, token.head.idx + len(token.head))
            same = found == (spans[head - 1] if head else None)
            count.right["words"] += 1
            count.right.update(_right(token, same, sentence, i))


def _text(sentences: list[Sentence]) -> tuple[str, list[list[tuple[int, int]]]]:
    """The running text, and where in it each sentence's words are."""
    text = ""
    places = []
    for sentence in sentences:
        if sentence.opens_paragraph and text:
            text = text.rstrip(" ") + "\n\n"
        spans = []
        for word, space in zip(sentence.words, sentence.spaces, strict=True):
            spans.append((len(text), len(text) + len(word)))
            text += word + (" " if space else "")
        places.append(spans)
    return text, places


def _table(by_genre: dict[str, _Count], total: _Count, raw: _Count, metrics: dict[str, float]) -> str:
    lines = ["genre          words    UAS    LAS  +sub-types   UPOS   XPOS  lemmas"]
    for name, count in [*sorted(by_genre.items()), ("all", total)]:
        uas, las, whole, upos, xpos, lemma = (count.percent(measure) for measure in _MEASURES)
        lines.append(
            f"{name:<12}{count.gold:>8} {uas:6.2f} {las:6.2f}      {whole:6.2f} {upos:6.2f} {xpos:6.2f}  {lemma:6.2f}"
        )
    words, raw_uas, raw_las = (f"{raw.percent(measure):.2f}" for measure in ("words", "uas", "las"))
    lines.append(f"from raw text: words F1 {words}, UAS F1 {raw_uas}, LAS F1 {raw_las}")
    if "entity_f1" in metrics:
        lines.append(f"named entities: F1 {metrics['entity_f1']:.2f}")
    return "\n".join(lines)
