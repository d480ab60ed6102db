"""What the syntax and entity heads are trained on and judged by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

import spacy
from spacy.language import Language

from services.extractor.annotations import register
from services.extractor.components.sentences import Sentences
from services.extractor.syntax.labels import ROOT, Labels
from services.extractor.syntax.lemmas import KEEP, lemma_class
from services.extractor.syntax.spans import OUTSIDE

from ..events import muc, passages, wikievents
from . import conllu, entities, re3d
from .conllu import Sentence

GUM_WEIGHT = 2
"""GUM is edited prose and news, EWT mostly what people write to each other: GUM is seen twice an epoch."""
MAX_TRAIN_WORDS = 150
MIN_LEMMA_COUNT = 2
_EVERY_RE3D_DEV = 8
PASSAGES = Path(__file__).parent.parent / "passages"
PASSAGE_WEIGHT = 2
"""How often an epoch sees each marked passage: they are few."""
_EVERY_PASSAGE_DEV = 12
_EVERY_MUC_DEV = 10


Document = list[Sentence]
"""Neighbouring sentences of one text, in their order."""


@dataclass(frozen=True)
class Corpora:
    """Documents to learn from and to be judged by."""

    train: list[Document]
    dev: list[Document]
    """GUM's dev documents, every eighth of re3d's for its entities, every twelfth of the marked passages for events,
    every tenth of MUC-4's for fillers."""


def read(data: Path, *, events: bool = True) -> Corpora:
    """Read the data at `../shared/data`, or in a folder laid out like it.

    For `events` our marked passages too, MUC-4's fillers and WikiEvents' triggers.

    Raises:
        FileNotFoundError: a file is missing.
        ConlluError, MucError, WikiEventsError: a file is not in its format.
    """
    gum, gum_dev = (
        documents(_with_entities(conllu.read(data / "ud" / f"gum-open-{part}.conllu.gz"))) for part in ("train", "dev")
    )
    ewt = documents(conllu.read(data / "ud" / "ewt-train.conllu.gz"))
    conflict = documents(re3d.read(data / "re3d", split_text))
    train = [*(gum * GUM_WEIGHT), *ewt, *(_others(conflict, _EVERY_RE3D_DEV) * GUM_WEIGHT)]
    dev = [*gum_dev, *conflict[::_EVERY_RE3D_DEV]]
    if events:
        marked = documents(passages.read(PASSAGES, split_text))
        incidents = documents(muc.read(data / "muc4" / "processed" / "train.json", split_text))
        told = documents(wikievents.read(data / "wikievents" / "train-triggers.jsonl"))
        train += [*(_others(marked, _EVERY_PASSAGE_DEV) * PASSAGE_WEIGHT), *_others(incidents, _EVERY_MUC_DEV), *told]
        dev += [*marked[::_EVERY_PASSAGE_DEV], *incidents[::_EVERY_MUC_DEV]]
    return Corpora([[s for s in document if 0 < len(s.words) <= MAX_TRAIN_WORDS] for document in train], dev)


def documents(sentences: Iterable[Sentence]) -> list[Document]:
    """The sentences by their document, in their order."""
    return [list(of_one) for _, of_one in groupby(sentences, key=lambda sentence: sentence.document)]


def _others(documents: list[Document], every: int) -> list[Document]:
    """Those that are not kept apart to be judged by."""
    return [document for number, document in enumerate(documents) if number % every]


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
        attribution=tuple(sorted(passages.ATTRIBUTIONS.values())),
        filler=(OUTSIDE, *_marks(muc.ROLES.values())),
        crime=muc.CRIMES,
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
