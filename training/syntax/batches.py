"""Windows of sentences to tensors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import torch

from services.extractor.syntax.labels import Labels
from services.extractor.syntax.lemmas import lemma_class
from services.extractor.syntax.windows import MAX_SUBWORDS, packed
from services.extractor.syntax.wordpiece import WordPiece

from .conllu import Sentence
from .model import CLASSIFIERS, IGNORED, Batch


@dataclass(frozen=True)
class Example:
    """A window in numbers."""

    ids: list[int]
    first: list[list[int]]
    """Of each sentence, the positions of its words' first subwords in the window."""
    labels: dict[str, list[list[int]]]
    marks: list[tuple[int, int, int, bool]]
    """The number of a sentence, of its word, the events it is of in bits, and whether it is a trigger."""

    @property
    def words(self) -> int:
        """How many words it has."""
        return sum(map(len, self.first))


class Numbers:
    """Turns words and labels into their numbers."""

    def __init__(self, wordpiece: WordPiece, labels: Labels) -> None:
        self._wordpiece = wordpiece
        self._numbers = {
            name: {label: i for i, label in enumerate(getattr(labels, name))} for name in (*CLASSIFIERS, "relations")
        }

    def examples(self, document: Sequence[Sentence], room: int = MAX_SUBWORDS) -> Iterator[Example]:
        """The windows of a document, each of at most `room` subwords; what is longer by itself is left out."""
        split = [(s, [self._wordpiece.subwords(word) for word in s.words]) for s in document]
        fitting = [(s, pieces) for s, pieces in split if sum(map(len, pieces)) <= room - 2]
        for start, end in packed([sum(map(len, pieces)) for _, pieces in fitting], room):
            yield self._example(fitting[start:end])

    def _example(self, sentences: Sequence[tuple[Sentence, Sequence[Sequence[int]]]]) -> Example:
        ids = [self._wordpiece.start]
        first: list[list[int]] = []
        for _, pieces in sentences:
            positions = []
            for word in pieces:
                positions.append(len(ids))
                ids += word
            first.append(positions)
            ids.append(self._wordpiece.end)
        labelled = [self._labels(sentence) for sentence, _ in sentences]
        return Example(
            ids,
            first,
            {name: [labels[name] for labels in labelled] for name in labelled[0]},
            [(n, *mark) for n, (sentence, _) in enumerate(sentences) for mark in sentence.marks],
        )

    def _labels(self, sentence: Sentence) -> dict[str, list[int]]:
        """The labels of a sentence's words, `IGNORED` where there is none."""
        unknown = [IGNORED] * len(sentence.words)
        classes = [lemma_class(word, lemma) for word, lemma in zip(sentence.words, sentence.lemmas, strict=False)]
        named = {
            "upos": sentence.upos,
            "xpos": sentence.xpos,
            "lemma": classes,
            "entity": sentence.entities,
            "event": sentence.events,
            "kind": sentence.kinds,
            "role": sentence.roles,
            "modality": sentence.modalities,
            "attribution": sentence.attributions,
            "filler": sentence.fillers,
            "crime": sentence.crimes,
            "relations": sentence.relations,
        }
        return {
            "heads": sentence.heads or unknown,
            **{name: _numbered(self._numbers[name], labels) or unknown for name, labels in named.items()},
        }


def shuffled(examples: Sequence[Example], subwords: int, random: Random) -> list[list[Example]]:
    """Batches of about `subwords` subwords, of windows of like length, in random order."""
    # Lengths are blurred, so that windows meet others in every epoch.
    ordered = sorted(examples, key=lambda example: len(example.ids) * random.uniform(0.5, 2))
    batches = list(in_order(ordered, subwords))
    random.shuffle(batches)
    return batches


def in_order(examples: Sequence[Example], subwords: int) -> Iterator[list[Example]]:
    """Batches of neighbours that fill `subwords` subwords, padding counted; at least one window each."""
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
    width = max(len(example.ids) for example in examples)
    sentences = [(window, positions) for window, example in enumerate(examples) for positions in example.first]
    words = max(len(positions) for _, positions in sentences)
    marks: list[tuple[int, int, int, int]] = []
    before = 0
    for window, example in enumerate(examples):
        marks += [((before + n) * words + i, window, bits, trigger) for n, i, bits, trigger in example.marks]
        before += len(example.first)
    return Batch(
        _padded([example.ids for example in examples], 0, device),
        _padded([[window * width + at for at in positions] for window, positions in sentences], 0, device),
        torch.tensor(marks, dtype=torch.int64, device=device).reshape(-1, 4),
        {
            name: _padded([row for example in examples for row in example.labels[name]], IGNORED, device)
            for name in examples[0].labels
        },
    )


def _padded(rows: list[list[int]], filling: int, device: torch.device) -> torch.Tensor:
    width = max(map(len, rows))
    return torch.tensor([row + [filling] * (width - len(row)) for row in rows], device=device)


def _numbered(numbers: dict[str, int], names: Sequence[str]) -> list[int]:
    return [numbers.get(name, IGNORED) for name in names]
