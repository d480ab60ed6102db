"""Sentences to tensors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import torch

from services.extractor.syntax.labels import Labels
from services.extractor.syntax.lemmas import lemma_class
from services.extractor.syntax.wordpiece import WordPiece

from .conllu import Sentence
from .model import CLASSIFIERS, IGNORED, Batch

MAX_SUBWORDS = 400
"""Longest sentence to learn from; the few beyond are left out."""


@dataclass(frozen=True)
class Example:
    """A sentence in numbers."""

    ids: list[int]
    first: list[int]
    labels: dict[str, list[int]]


class Numbers:
    """Turns words and labels into their numbers."""

    def __init__(self, wordpiece: WordPiece, labels: Labels) -> None:
        self._wordpiece = wordpiece
        self._numbers = {
            name: {label: i for i, label in enumerate(getattr(labels, name))} for name in (*CLASSIFIERS, "relations")
        }

    def example(self, sentence: Sentence) -> Example:
        """A sentence's subwords, the positions of words' first ones, and its labels, `IGNORED` where there is none."""
        ids, first = [self._wordpiece.start], []
        for word in sentence.words:
            first.append(len(ids))
            ids += self._wordpiece.subwords(word)
        ids.append(self._wordpiece.end)
        unknown = [IGNORED] * len(first)
        classes = [lemma_class(word, lemma) for word, lemma in zip(sentence.words, sentence.lemmas, strict=False)]
        return Example(
            ids,
            first,
            {
                "heads": sentence.heads or unknown,
                **{
                    name: _numbered(self._numbers[name], labelled) or unknown
                    for name, labelled in {
                        "upos": sentence.upos,
                        "xpos": sentence.xpos,
                        "lemma": classes,
                        "entity": sentence.entities,
                        "event": sentence.events,
                        "kind": sentence.kinds,
                        "role": sentence.roles,
                        "modality": sentence.modalities,
                        "relations": sentence.relations,
                    }.items()
                },
            },
        )


def shuffled(examples: Sequence[Example], subwords: int, random: Random) -> list[list[Example]]:
    """Batches of about `subwords` subwords, of sentences of like length, in random order."""
    # Lengths are blurred, so that sentences meet others in every epoch.
    ordered = sorted(examples, key=lambda example: len(example.ids) * random.uniform(0.9, 1.1))
    batches = list(in_order(ordered, subwords))
    random.shuffle(batches)
    return batches


def in_order(examples: Sequence[Example], subwords: int) -> Iterator[list[Example]]:
    """Batches of neighbours that fill `subwords` subwords, padding counted; at least one sentence each."""
    batch: list[Example] = []
    longest = 0
    for example in examples:
        longest = max(longest, len(example.ids))
        if batch and longest * (len(batch) + 1) > subwords:
            yield batch
            batch, longest = [], len(example.ids)
        batch.append(example)
    if batch:
        yield batch


def tensors(examples: Sequence[Example], device: torch.device) -> Batch:
    """One batch, padded."""
    return Batch(
        _padded([example.ids for example in examples], 0, device),
        _padded([example.first for example in examples], 0, device),
        {name: _padded([example.labels[name] for example in examples], IGNORED, device) for name in examples[0].labels},
    )


def _padded(rows: list[list[int]], filling: int, device: torch.device) -> torch.Tensor:
    width = max(map(len, rows))
    return torch.tensor([row + [filling] * (width - len(row)) for row in rows], device=device)


def _numbered(numbers: dict[str, int], names: Sequence[str]) -> list[int]:
    return [numbers.get(name, IGNORED) for name in names]
