"""Finding the phrases of a dictionary in a document, by lower-cased tokens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, TypeVar

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

T = TypeVar("T")


class PhraseIndex(Generic[T]):
    """A dictionary from phrases to their readings, matched against documents of one vocabulary."""

    def __init__(self, nlp: Language, phrases: Iterable[tuple[str, T]]) -> None:
        readings: dict[str, list[T]] = defaultdict(list)
        for phrase, reading in phrases:
            readings[phrase.lower()].append(reading)
        self._readings: dict[int, list[T]] = {}
        self._matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        for phrase, found in readings.items():
            self._matcher.add(phrase, [nlp.make_doc(phrase)])
            self._readings[nlp.vocab.strings[phrase]] = found

    def longest(self, doc: Doc | Span) -> list[tuple[int, int, list[T]]]:
        """Matches as (first token, end token, readings), in order, none inside or across another."""
        matches = sorted(self._matcher(doc), key=lambda match: (match[1], -match[2]))
        offset = doc.start if isinstance(doc, Span) else 0
        found: list[tuple[int, int, list[T]]] = []
        last = -1
        # Longest first wherever two overlap: sorted by start, a longer one that starts later loses to the earlier.
        for key, start, end in matches:
            if start >= last:
                found.append((start + offset, end + offset, self._readings[key]))
                last = end
        return found


class PhraseSet:
    """A set of phrases."""

    def __init__(self, nlp: Language, phrases: Iterable[str]) -> None:
        self._index = PhraseIndex(nlp, ((phrase, True) for phrase in phrases))

    def find(self, doc: Doc | Span) -> list[tuple[int, int]]:
        """Matches as (first token, end token)."""
        return [(start, end) for start, end, _ in self._index.longest(doc)]

    def covers(self, doc: Doc) -> set[int]:
        """Indexes of the tokens that lie in a match."""
        return {i for start, end in self.find(doc) for i in range(start, end)}
