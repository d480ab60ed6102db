"""Sentences of words to what the network reads: windows of subwords, and where each word begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .network import MIN_WORDS
from .windows import packed, windows
from .wordpiece import WordPiece


@dataclass(frozen=True)
class Piece:
    """A sentence, or a part of one too long for a window."""

    sentence: int
    """The sentence's number in its document."""
    words: Sequence[str]
    subwords: tuple[tuple[int, ...], ...]
    """Of each word."""

    @property
    def width(self) -> int:
        """How many subwords."""
        return sum(map(len, self.subwords))


@dataclass(frozen=True)
class Window:
    """Neighbouring pieces of one document, that the encoder sees at once."""

    document: int
    pieces: Sequence[Piece]

    @property
    def width(self) -> int:
        """Subwords, with the mark before the first piece and that behind each."""
        return 1 + sum(piece.width + 1 for piece in self.pieces)


def windows_of(wordpiece: WordPiece, document: int, sentences: Sequence[Sequence[str]]) -> Iterator[Window]:
    """The windows of a document, given as sentences of words."""
    pieces = [piece for i, words in enumerate(sentences) for piece in _pieces(wordpiece, i, words)]
    for start, end in packed([piece.width for piece in pieces]):
        yield Window(document, pieces[start:end])


def _pieces(wordpiece: WordPiece, sentence: int, words: Sequence[str]) -> Iterator[Piece]:
    subwords = [wordpiece.subwords(word) for word in words]
    for start, end in windows(words, [len(ids) for ids in subwords]):
        yield Piece(sentence, words[start:end], tuple(subwords[start:end]))


def arrays(wordpiece: WordPiece, batch: Sequence[Window]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The network's inputs for some windows.

    Returns:
        `ids`: subwords [windows, subwords], padded with 0. `first`: the position of each word's first subword in all of
        `ids`, flattened [pieces, words], padded with 0 to at least `MIN_WORDS`; pieces in the order of their windows.
    """
    pieces = [piece for window in batch for piece in window.pieces]
    width = max(window.width for window in batch)
    ids = np.zeros((len(batch), width), dtype=np.int64)
    first = np.zeros((len(pieces), max(MIN_WORDS, *(len(piece.words) for piece in pieces))), dtype=np.int64)
    row = 0
    for number, window in enumerate(batch):
        flat = [wordpiece.start]
        for piece in window.pieces:
            sizes = [number * width + len(flat), *map(len, piece.subwords)]
            first[row, : len(piece.words)] = np.cumsum(sizes)[:-1]
            flat += (i for word in piece.subwords for i in word)
            flat.append(wordpiece.end)
            row += 1
        ids[number, : len(flat)] = flat
    return ids, first
