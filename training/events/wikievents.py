"""Reads the triggers of WikiEvents (Li, Ji and Han 2021), to learn which words of whole articles tell an event.

Its ontology (KAIROS) has no types as fine as ours, so that nothing is learnt of a trigger's type, but of arrests.
"""

from __future__ import annotations

import json
from pathlib import Path

from schemas import SubEventType

from ..syntax.conllu import Sentence
from ..syntax.entities import bio
from .passages import EFFECT, EVENT, UNTOLD

EVENTS = ("Conflict.Attack", "Conflict.Demonstrate", "Conflict.Defeat", "Justice.ArrestJailDetain")
"""Beginnings of the types that are incidents of ours."""
EFFECTS = ("Life.Die", "Life.Injure", "ArtifactExistence.DamageDestroyDisableDismantle")
_ARRESTS = "Justice.ArrestJailDetain"


class WikiEventsError(Exception):
    """A file is not one of triggers. The message names it and the line."""


def read(path: Path) -> list[Sentence]:
    """The sentences of all documents of a file of JSON lines (`doc_key`, `sentences`, `evt_triggers`), with `events`.

    Raises:
        FileNotFoundError: there is no such file.
        WikiEventsError: a line is no such document.
    """
    sentences: list[Sentence] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            try:
                document = json.loads(line)
                sentences += _sentences(document["doc_key"], document["sentences"], document["evt_triggers"])
            except (ValueError, KeyError, TypeError, IndexError) as error:
                raise WikiEventsError(f"{path}:{number} is not a document with triggers: {error!r}") from error
    return sentences


def _sentences(
    name: str, sentences: list[list[str]], triggers: list[tuple[int, int, list[tuple[str, float]]]]
) -> list[Sentence]:
    found = []
    offset = 0
    for words in sentences:
        spans: list[tuple[int, int, str]] = []
        kinds = [UNTOLD] * len(words)
        for start, end, types in triggers:
            kind = types[0][0]
            own = slice(start - offset, end - offset + 1)
            if not (own.start >= 0 and own.stop <= len(words)):
                continue
            if kind.startswith(EVENTS):
                spans.append((own.start, own.stop, EVENT))
                if kind.startswith(_ARRESTS):
                    kinds[own] = [str(SubEventType.arrests)] * (own.stop - own.start)
            elif kind.startswith(EFFECTS):
                spans.append((own.start, own.stop, EFFECT))
        found.append(Sentence(list(words), events=bio(len(words), spans), kinds=kinds, document=name))
        offset += len(words)
    return found
