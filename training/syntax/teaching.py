"""Syntax for the marked passages, which nobody parsed: as a model trained on treebanks alone tells it.

Learning events from sentences without syntax pulls the encoder away from it on just those: a model so trained parsed
news of attacks badly while its figures on the treebank stood. With the teacher's trees it keeps both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from services.extractor.syntax.parser import Parser

from .conllu import Sentence


def teach(documents: Iterable[Sequence[Sentence]], teacher: Path) -> None:
    """Give the sentences without trees those of a teacher, in place.

    Args:
        documents: those with heads are left alone.
        teacher: a folder as `python -m training.syntax export` writes it.

    Raises:
        WeightsError: the teacher can't be loaded.
    """
    unparsed = list({id(d[0]): d for d in documents if d and not any(sentence.heads for sentence in d)}.values())
    parsed = Parser(teacher).parse([[sentence.words for sentence in document] for document in unparsed])
    for document, trees in zip(unparsed, parsed, strict=True):
        for sentence, told in zip(document, trees, strict=True):
            sentence.heads, sentence.relations = list(told.heads), list(told.relations)
            sentence.upos, sentence.xpos = list(told.upos), list(told.xpos)
            sentence.entities = sentence.entities or list(told.entities)
