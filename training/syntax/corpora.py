"""What the syntax and entity heads are trained on and judged by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import spacy
from spacy.language import Language

from services.extractor.annotations import register
from services.extractor.components.sentences import Sentences
from services.extractor.syntax.labels import ROOT, Labels
from services.extractor.syntax.lemmas import KEEP, lemma_class
from services.extractor.syntax.spans import OUTSIDE

from ..events import passages
from . import conllu, entities, re3d
from .conllu import Sentence

GUM_WEIGHT = 2
"""GUM is edited prose and news, EWT mostly what people write to each other: GUM is seen twice an epoch."""
MAX_TRAIN_WORDS = 150
MIN_LEMMA_COUNT = 2
_EVERY_RE3D_DEV = 8
PASSAGES = Path(__file__).parent.parent / "passages"
PASSAGE_WEIGHT = 4
"""How often an epoch sees each marked passage: they are few."""
_EVERY_PASSAGE_DEV = 12


@dataclass(frozen=True)
class Corpora:
    """Sentences to learn from and to be judged by."""

    train: list[Sentence]
    dev: list[Sentence]
    """GUM's dev documents, every eighth of re3d's for its entities, every twelfth of the marked passages for events."""


def read(data: Path, *, events: bool = True) -> Corpora:
    """Read the data at `../shared/data`, or in a folder laid out like it; with our marked passages for `events`.

    Raises:
        FileNotFoundError: a file is missing.
        ConlluError: a file is not in CoNLL-U.
    """
    gum, gum_dev = (
        _with_entities(conllu.read(data / "ud" / f"gum-open-{part}.conllu.gz")) for part in ("train", "dev")
    )
    ewt = conllu.read(data / "ud" / "ewt-train.conllu.gz")
    conflict = re3d.read(data / "re3d", split_text)
    documents = sorted({sentence.document for sentence in conflict})
    kept_apart = set(documents[::_EVERY_RE3D_DEV])
    conflict_train = [sentence for sentence in conflict if sentence.document not in kept_apart]
    marked = passages.read(PASSAGES, split_text) if events else []
    marked_train = [sentence for sentence in marked if not _is_kept_apart(sentence)]
    train = [*(gum * GUM_WEIGHT), *ewt, *(conflict_train * GUM_WEIGHT), *(marked_train * PASSAGE_WEIGHT)]
    return Corpora(
        train=[sentence for sentence in train if 0 < len(sentence.words) <= MAX_TRAIN_WORDS],
        dev=[
            *gum_dev,
            *(sentence for sentence in conflict if sentence.document in kept_apart),
            *(sentence for sentence in marked if _is_kept_apart(sentence)),
        ],
    )


def _is_kept_apart(sentence: Sentence) -> bool:
    """Whether the passage of a sentence is one to be judged by."""
    return int(sentence.document.rpartition(":")[2]) % _EVERY_PASSAGE_DEV == 0


def labels_of(sentences: Iterable[Sentence]) -> Labels:
    """Every label that occurs, the default first, then by alphabet; of lemma classes, those seen more than once."""
    upos: set[str] = set()
    xpos: set[str] = set()
    entity: set[str] = set()
    relations: set[str] = set()
    lemma: Counter[str] = Counter()
    for sentence in sentences:
        upos.update(sentence.upos)
        xpos.update(sentence.xpos)
        relations.update(sentence.relations)
        entity.update(sentence.entities)
        lemma.update(lemma_class(*pair) for pair in zip(sentence.words, sentence.lemmas, strict=False))
    kept = {name for name, count in lemma.items() if count >= MIN_LEMMA_COUNT}
    return Labels(
        upos=tuple(sorted(upos)),
        xpos=tuple(sorted(xpos)),
        lemma=(KEEP, *sorted(kept - {KEEP})),
        entity=(OUTSIDE, *sorted(entity - {OUTSIDE})),
        event=(OUTSIDE, *_marks((passages.EVENT, passages.EFFECT))),
        kind=passages.TYPES,
        role=(OUTSIDE, *_marks(passages.ROLES.values())),
        modality=tuple(sorted(passages.MODALITIES)),
        relations=(ROOT, *sorted(relations - {ROOT})),
    )


def _marks(names: Iterable[str]) -> list[str]:
    return sorted(f"{mark}-{name}" for mark in "BI" for name in names)


def split_text(text: str) -> list[list[tuple[str, int]]]:
    """A text to sentences of (word, offset), as the extractor splits it."""
    doc = _tokenizer()(text)
    doc._.relevant = True
    doc = Sentences()(doc)
    return [[(token.text, token.idx) for token in sentence if not token.is_space] for sentence in doc.sents]


@cache
def _tokenizer() -> Language:
    register()
    return spacy.blank("en")


def _with_entities(sentences: list[Sentence]) -> list[Sentence]:
    for sentence in sentences:
        sentence.entities = entities.labels(sentence)
    return sentences
