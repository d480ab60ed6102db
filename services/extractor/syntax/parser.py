"""Sentences of words in, their syntax out: batching, one pass of the network, decoding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .inputs import Window, arrays, windows_of
from .labels import Labels
from .lemmas import lemma_of
from .network import LABELS, VOCABULARY, WEIGHTS, Network, WeightsError
from .trees import Floats, Numbers, are_trees, best_tree
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
    "attribution",
    "filler",
    "crime",
    "told",
    "played",
    "filled",
    "arcs",
    "candidates",
    "relations",
    "as_word",
    "as_trigger",
)
"""The graph's outputs that this reads: numbers of labels [sentences, words], but for `told` and those behind it.

`event` is of each word the likeliest label but `O`, `kind` its type if it is a trigger, `told` [sentences, words] how
likely it is one; `role` and `played`, `filler` and `filled` likewise.
`arcs` [sentences, words, 1 + words]: scores of every node as a word's head. `candidates` [sentences, words,
`CANDIDATES`]: the best heads, best first. `relations`, of the same shape: the relation to each.
`as_word`, `as_trigger` [sentences, words, width]: what `Links` compares.
"""
BATCH_SUBWORDS = 1024
"""In a batch, padding counted: more wins nothing on one thread and costs memory."""
JOINED = "parataxis"
"""The relation of a piece's root to that of the sentence's first piece."""
_UNLIKELY = 30.0
_LABELLED = (
    "upos", "xpos", "lemmas", "entities", "events", "kinds", "told", "roles", "played", "modalities",
    "attributions", "fillers", "crimes", "filled", "windows",
)  # fmt: skip


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
    """BIO labels, as if every word stood for who or what takes part."""
    played: tuple[float, ...]
    """How likely it is that the word does."""
    modalities: tuple[str, ...]
    """Of a trigger's words."""
    attributions: tuple[str, ...]
    """How it is known that a perpetrator is one, as if every word were part of one."""
    fillers: tuple[str, ...]
    """BIO labels, as if every word filled a role of MUC-4's."""
    crimes: tuple[str, ...]
    """MUC-4's types of incident, as if every word were part of a filler."""
    filled: tuple[float, ...]
    """How likely it is that the word is part of such a filler."""
    as_word: Floats
    """What `Links` compares [words, width]."""
    as_trigger: Floats
    windows: tuple[int, ...]
    """The number of the window that each word was read in."""


class Parser:
    """Parses documents. Loads the network when it is first used."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        self._folder = folder
        self._network: Network | None = None

    def parse(self, documents: Sequence[Sequence[Sequence[str]]]) -> list[list[Syntax]]:
        """The syntax of every sentence of each document, which may be of any length, none included.

        Raises `WeightsError`.
        """
        network = self._load()
        read = [window for n, sentences in enumerate(documents) for window in windows_of(self._wordpiece, n, sentences)]
        order = sorted(range(len(read)), key=lambda i: read[i].width)
        found: dict[int, list[Syntax]] = {}
        for batch in _batches(order, read):
            parsed = iter(self._parse_batch(network, batch, read))
            found |= {i: list(islice(parsed, len(read[i].pieces))) for i in batch}
        parts: list[list[list[Syntax]]] = [[[] for _ in sentences] for sentences in documents]
        for i, window in enumerate(read):
            for piece, syntax in zip(window.pieces, found[i], strict=True):
                parts[window.document][piece.sentence].append(syntax)
        return [[_joined(of_one) for of_one in of_document] for of_document in parts]

    def _load(self) -> Network:
        if self._network is None:
            try:
                self._labels = Labels.read(self._folder / LABELS)
                self._wordpiece = WordPiece.read(self._folder / VOCABULARY)
            except (OSError, ValueError, TypeError) as error:
                raise WeightsError(f"{self._folder}: {error}: install Tocsin again, or train it") from error
            self._network = Network(self._folder)
        return self._network

    def _parse_batch(self, network: Network, batch: Sequence[int], read: Sequence[Window]) -> Iterator[Syntax]:
        rows = [(i, piece) for i in batch for piece in read[i].pieces]
        lengths = np.array([len(piece.words) for _, piece in rows])
        ids, first = arrays(self._wordpiece, [read[i] for i in batch])
        of = dict(zip(OUTPUTS, network(ids, first, OUTPUTS), strict=True))
        heads = _decoded(of["arcs"], of["candidates"], lengths)
        named = self._labels
        for row, (window, piece) in enumerate(rows):
            own = slice(0, len(piece.words))
            chosen = relation_numbers(heads[row, own], of["candidates"][row, own], of["relations"][row, own])
            tags = _names(named.xpos, of["xpos"][row, own])
            yield Syntax(
                heads=tuple(heads[row, own].tolist()),
                relations=_names(named.relations, chosen),
                upos=_names(named.upos, of["upos"][row, own]),
                xpos=tags,
                lemmas=tuple(
                    lemma_of(word, named.lemma[i], tag, self._wordpiece.has)
                    for word, i, tag in zip(piece.words, of["lemma"][row, own].tolist(), tags, strict=True)
                ),
                entities=_names(named.entity, of["entity"][row, own]),
                events=_names(named.event, of["event"][row, own]),
                kinds=_names(named.kind, of["kind"][row, own]),
                told=tuple(of["told"][row, own].tolist()),
                roles=_names(named.role, of["role"][row, own]),
                played=tuple(of["played"][row, own].tolist()),
                modalities=_names(named.modality, of["modality"][row, own]),
                attributions=_names(named.attribution, of["attribution"][row, own]),
                fillers=_names(named.filler, of["filler"][row, own]),
                crimes=_names(named.crime, of["crime"][row, own]),
                filled=tuple(of["filled"][row, own].tolist()),
                as_word=of["as_word"][row, own],
                as_trigger=of["as_trigger"][row, own],
                windows=(window,) * len(piece.words),
            )


def _names(labels: Sequence[str], numbers: Numbers) -> tuple[str, ...]:
    return tuple(labels[i] for i in numbers.tolist())


def relation_numbers(heads: Numbers, candidates: Numbers, relations: Numbers) -> Numbers:
    """The relation of each word [words] to the head it got, which is nearly always among its candidates.

    To a head that is not, it has the relation that it has to its best candidate but the root.
    """
    fits = candidates == heads[:, None]
    elsewhere = ~fits.any(axis=1)
    fits[elsewhere] = candidates[elsewhere] != 0
    picked: Numbers = np.take_along_axis(relations, fits.argmax(axis=1)[:, None], axis=1)[:, 0]
    return picked


def _batches(order: Sequence[int], read: Sequence[Window]) -> Iterator[list[int]]:
    """The windows in order of their width, in batches."""
    batch: list[int] = []
    for i in order:
        if batch and read[i].width * (len(batch) + 1) > BATCH_SUBWORDS:
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
    """One sentence from its pieces: the roots of later ones hang on that of the first; of none nothing."""
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
    nothing = [np.zeros((0, 0), dtype=np.float32)]
    labelled: dict[str, Any] = {
        name: tuple(label for part in parts for label in getattr(part, name)) for name in _LABELLED
    }
    return Syntax(
        heads=tuple(heads),
        relations=tuple(relations),
        as_word=np.concatenate([part.as_word for part in parts] or nothing),
        as_trigger=np.concatenate([part.as_trigger for part in parts] or nothing),
        **labelled,
    )
