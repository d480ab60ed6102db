"""The names of one article as resolving sees them: each mention, the name that it is a mention of, and its readings."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from .context import sentence_numbers
from .folding import fold
from .gazetteer import Gazetteer
from .mention import Mention
from .model import Candidate
from .phrases import Bearing
from .words import PlaceWords


class ArticleNames:
    """What resolving needs of an article. Mentions that fold alike are mentions of one name."""

    def __init__(
        self,
        doc: Doc,
        mentions: Sequence[Mention],
        bearings: Sequence[Bearing],
        gazetteer: Gazetteer,
        words: PlaceWords,
    ) -> None:
        self.doc = doc
        self.mentions = mentions
        self.bearings = bearings
        self.gazetteer = gazetteer
        self.words = words
        self.sentences = sentence_numbers(doc)
        """Number of the sentence of each token."""
        self.keys = [fold(doc[mention.start : mention.end].text) for mention in mentions]
        """The folded name of each mention."""
        numbers = {key: number for number, key in enumerate(dict.fromkeys(self.keys))}
        self.name_of = [numbers[key] for key in self.keys]
        """Number of the name of each mention."""
        found: list[dict[int, Candidate]] = [{} for _ in numbers]
        for number, mention in zip(self.name_of, mentions, strict=True):
            found[number].update((candidate.index, candidate) for candidate in mention.candidates)
        self.readings = [list(candidates.values()) for candidates in found]
        """Every reading of each name."""
        places = [{candidate.index: place for place, candidate in enumerate(list_)} for list_ in self.readings]
        self.reading_of = [
            [places[name][candidate.index] for candidate in mention.candidates]
            for name, mention in zip(self.name_of, mentions, strict=True)
        ]
        """For each mention, where in its name's readings each of its candidates stands."""
        self._numbers = {id(mention): number for number, mention in enumerate(mentions)}

    def number_of(self, mention: Mention) -> int:
        """Which of the mentions one is."""
        return self._numbers[id(mention)]

    def key_of(self, mention: Mention) -> str:
        """The folded name of a mention."""
        return self.keys[self._numbers[id(mention)]]
