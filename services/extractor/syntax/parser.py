"""Sentences of words in, their syntax out: batching, one pass of the network, decoding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .labels import Labels
from .lemmas import lemma_of
from .network import LABELS, MIN_WORDS, VOCABULARY, WEIGHTS, Network, WeightsError
from .trees import Floats, Numbers, are_trees, best_tree
from .windows import windows
from .wordpiece import WordPiece

OUTPUTS = (
    "upos",
    "xpos",
    "lemma",
    "entity",
    "event",
    "kind",
    "role",
    "modality",
    "told",
    "arcs",
    "candidates",
    "relations",
)
"""The graph's outputs that this reads: numbers of labels [sentences, words], but for the last four.

`event` is of each word the likeliest label but `O`, `kind` its type if it is a trigger, `told` [sentences, words] how
likely it is one.
`arcs` [sentences, words, 1 + words]: scores of every node as a word's head. `candidates` [sentences, words,
`CANDIDATES`]: the best heads, best first. `relations`, of the same shape: the relation to each.
"""
BATCH_SUBWORDS = 1024
"""In a batch, padding counted: more wins nothing on one thread and costs memory."""
JOINED = "parataxis"
"""The relation of a window's root to that of the sentence's first window."""
_UNLIKELY = 30.0


@dataclass(frozen=True)
class Syntax:
    """A sentence's analysis: in each tuple one item a word."""

    heads: tuple[int, ...]
    """The number of the word's head, counted from 1; 0 for the one word that is the root."""
    relations: tuple[str, ...]
    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    lemmas: tuple[str, ...]
    entities: tuple[str, ...]
    """BIO labels."""
    events: tuple[str, ...]
    """BIO labels, as if every word were part of a trigger."""
    kinds: tuple[str, ...]
    """Sub-event types, as if every word were part of a trigger."""
    told: tuple[float, ...]
    """How likely it is that the word is part of a trigger."""
    roles: tuple[str, ...]
    """BIO labels."""
    modalities: tuple[str, ...]
    """Of a trigger's words."""


@dataclass(frozen=True)
class _Piece:
    """A window of a sentence: where it belongs, and its subwords."""

    sentence: int
    words: Sequence[str]
    subwords: tuple[tuple[int, ...], ...]

    @property
    def width(self) -> int:
        """Subwords, with the two that enclose it."""
        return sum(map(len, self.subwords)) + 2


class Parser:
    """Parses sentences. Loads the network when it is first used."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        self._folder = folder
        self._network: Network | None = None

    def parse(self, sentences: Sequence[Sequence[str]]) -> list[Syntax]:
        """The syntax of each sentence, which may be of any length, none included. Raises `WeightsError`."""
        network = self._load()
        pieces = [piece for i, words in enumerate(sentences) for piece in self._pieces(i, words)]
        order = sorted(range(len(pieces)), key=lambda i: pieces[i].width)
        found: list[Syntax | None] = [None] * len(pieces)
        for batch in _batches(order, pieces):
            parsed = self._parse_batch(network, [pieces[i] for i in batch])
            for i, syntax in zip(batch, parsed, strict=True):
                found[i] = syntax
        parts: list[list[Syntax]] = [[] for _ in sentences]
        for piece, part in zip(pieces, found, strict=True):
            if part is not None:
                parts[piece.sentence].append(part)
        return [_joined(of_one) for of_one in parts]

    def _load(self) -> Network:
        if self._network is None:
            try:
                self._labels = Labels.read(self._folder / LABELS)
                self._wordpiece = WordPiece.read(self._folder / VOCABULARY)
            except (OSError, ValueError, TypeError) as error:
                raise WeightsError(f"{self._folder}: {error}: install Tocsin again, or train it") from error
            self._network = Network(self._folder)
        return self._network

    def _pieces(self, sentence: int, words: Sequence[str]) -> Iterator[_Piece]:
        subwords = [self._wordpiece.subwords(word) for word in words]
        for start, end in windows(words, [len(ids) for ids in subwords]):
            yield _Piece(sentence, words[start:end], tuple(subwords[start:end]))

    def _parse_batch(self, network: Network, pieces: Sequence[_Piece]) -> Iterator[Syntax]:
        lengths = np.array([len(piece.subwords) for piece in pieces])
        ids = np.zeros((len(pieces), max(piece.width for piece in pieces)), dtype=np.int64)
        first = np.zeros((len(pieces), max(MIN_WORDS, int(lengths.max()))), dtype=np.int64)
        for row, piece in enumerate(pieces):
            flat = [self._wordpiece.start, *(i for word in piece.subwords for i in word), self._wordpiece.end]
            ids[row, : len(flat)] = flat
            sizes = [1, *map(len, piece.subwords)]
            first[row, : len(piece.subwords)] = np.cumsum(sizes)[:-1]
        upos, xpos, lemma, entity, event, kind, role, modality, told, arcs, candidates, relations = network(
            ids, first, OUTPUTS
        )
        heads = _decoded(arcs, candidates, lengths)
        named = self._labels
        for row, length in enumerate(lengths):
            chosen = relation_numbers(heads[row, :length], candidates[row, :length], relations[row, :length])
            tags = tuple(named.xpos[i] for i in xpos[row, :length].tolist())
            yield Syntax(
                heads=tuple(heads[row, :length].tolist()),
                relations=tuple(named.relations[i] for i in chosen.tolist()),
                upos=tuple(named.upos[i] for i in upos[row, :length].tolist()),
                xpos=tags,
                lemmas=tuple(
                    lemma_of(word, named.lemma[i], tag, self._wordpiece.has)
                    for word, i, tag in zip(pieces[row].words, lemma[row, :length].tolist(), tags, strict=True)
                ),
                entities=tuple(named.entity[i] for i in entity[row, :length].tolist()),
                events=tuple(named.event[i] for i in event[row, :length].tolist()),
                kinds=tuple(named.kind[i] for i in kind[row, :length].tolist()),
                told=tuple(told[row, :length].tolist()),
                roles=tuple(named.role[i] for i in role[row, :length].tolist()),
                modalities=tuple(named.modality[i] for i in modality[row, :length].tolist()),
            )


def relation_numbers(heads: Numbers, candidates: Numbers, relations: Numbers) -> Numbers:
    """The relation of each word [words] to the head it got, which is nearly always among its candidates.

    To a head that is not, it has the relation that it has to its best candidate but the root.
    """
    fits = candidates == heads[:, None]
    elsewhere = ~fits.any(axis=1)
    fits[elsewhere] = candidates[elsewhere] != 0
    picked: Numbers = np.take_along_axis(relations, fits.argmax(axis=1)[:, None], axis=1)[:, 0]
    return picked


def _batches(order: Sequence[int], pieces: Sequence[_Piece]) -> Iterator[list[int]]:
    """The pieces in order of their length, in batches."""
    batch: list[int] = []
    for i in order:
        if batch and pieces[i].width * (len(batch) + 1) > BATCH_SUBWORDS:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def _decoded(arcs: NDArray[np.float32], candidates: Numbers, lengths: Numbers) -> Numbers:
    """Heads [sentences, words] that make trees."""
    heads = candidates[:, :, 0].copy()
    for row in np.flatnonzero(~are_trees(heads, lengths)):
        length = int(lengths[row])
        heads[row, :length] = best_tree(_likelihoods(arcs[row, :length, : length + 1], candidates[row, :length]))
    return heads


def _likelihoods(scores: Floats, candidates: Numbers) -> NDArray[np.float64]:
    """Log-probabilities of heads; of those without a scored relation much less, so that they are a last resort."""
    scores = scores.astype(np.float64)
    scores -= scores.max(axis=1, keepdims=True)
    scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
    scored = np.zeros(scores.shape, dtype=bool)
    # Behind a short sentence's end there may be candidates that are no words.
    rows, columns = np.nonzero(candidates < scores.shape[1])
    scored[rows, candidates[rows, columns]] = True
    return np.where(scored, scores, scores - _UNLIKELY)


def _joined(parts: Sequence[Syntax]) -> Syntax:
    """One sentence from its windows: the roots of later ones hang on that of the first."""
    if len(parts) == 1:
        return parts[0]
    heads: list[int] = []
    relations: list[str] = []
    root = 0
    for part in parts:
        offset = len(heads)
        own_root = offset + part.heads.index(0) + 1
        heads += [root if head == 0 else head + offset for head in part.heads]
        relations += part.relations
        if root:
            relations[own_root - 1] = JOINED
        else:
            root = own_root
    return Syntax(
        tuple(heads),
        tuple(relations),
        *(
            tuple(label for part in parts for label in getattr(part, name))
            for name in ("upos", "xpos", "lemmas", "entities", "events", "kinds", "told", "roles", "modalities")
        ),
    )
