"""Words to subwords, as BERT's uncased vocabularies want them (Devlin et al. 2019).

Written out here, because the library that does it brings a web client with it, which a service that reads hostile text
should not carry. Training checks it against that library, word by word.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

PAD, UNKNOWN, START, END = "[PAD]", "[UNK]", "[CLS]", "[SEP]"
MAX_CHARACTERS = 100
"""A longer piece of a word is unknown as a whole, as in the reference."""
MAX_SUBWORDS = 12
"""Of a word with more (a web address), the rest is left out: its first subword stands for it anyway."""
_CACHED_WORDS = 50_000
_CJK = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F), (0x2B820, 0x2CEAF),
    (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip


class WordPiece:
    """Longest match first over a vocabulary, word by word: what a word becomes does not depend on its neighbours."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._ids = {piece: i for i, piece in enumerate(vocabulary)}
        self.pad, self.unknown, self.start, self.end = (self._ids[name] for name in (PAD, UNKNOWN, START, END))
        self.subwords = lru_cache(maxsize=_CACHED_WORDS)(self._subwords)
        """The ids of a word's subwords: at least one, at most `MAX_SUBWORDS`."""

    @classmethod
    def read(cls, path: Path) -> WordPiece:
        """From a file with a piece a line, whose number is its id."""
        return cls(path.read_text(encoding="utf-8").rstrip("\n").split("\n"))

    def has(self, piece: str) -> bool:
        """Whether this is in the vocabulary as a whole: common words are."""
        return piece in self._ids

    def _subwords(self, word: str) -> tuple[int, ...]:
        ids: list[int] = []
        for piece in _pieces(word):
            ids += self._longest_matches(piece)
            if len(ids) >= MAX_SUBWORDS:
                break
        return tuple(ids[:MAX_SUBWORDS]) or (self.unknown,)

    def _longest_matches(self, piece: str) -> list[int]:
        if len(piece) > MAX_CHARACTERS:
            return [self.unknown]
        ids = []
        start = 0
        while start < len(piece):
            for end in range(len(piece), start, -1):
                found = self._ids.get(piece[start:end] if start == 0 else f"##{piece[start:end]}")
                if found is not None:
                    ids.append(found)
                    start = end
                    break
            else:
                return [self.unknown]
        return ids


def _pieces(word: str) -> list[str]:
    """A word without case, accents and control characters, cut at spaces and around punctuation."""
    pieces = [""]
    for character in unicodedata.normalize("NFD", _cleaned(word).lower()):
        if unicodedata.category(character) == "Mn":
            continue
        if character.isspace():
            pieces.append("")
        elif _stands_alone(character):
            pieces += [character, ""]
        else:
            pieces[-1] += character
    return [piece for piece in pieces if piece]


def _cleaned(word: str) -> str:
    kept = []
    for character in word:
        if character in "\t\n\r":
            kept.append(" ")
        elif character not in "\0\ufffd" and not unicodedata.category(character).startswith("C"):
            kept.append(character)
    return "".join(kept)


def _stands_alone(character: str) -> bool:
    code = ord(character)
    if code < 128:
        return not character.isalnum() and code > 32
    return unicodedata.category(character).startswith("P") or any(low <= code <= high for low, high in _CJK)
