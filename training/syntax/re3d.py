"""Entities of re3d (Dstl 2017), documents on the conflict in Syria and Iraq, of the sources whose licence allows it."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from .conllu import Sentence
from .entities import bio

SOURCES = (
    "Australian Department of Foreign Affairs",  # CC BY 3.0 AU
    "CENTCOM",  # public domain
    "UK Government",  # Open Government Licence 3.0
    "US State Department",  # public domain
    "Wikipedia",  # CC BY-SA 3.0
)
"""Not BBC Online, which is for non-commercial use, nor the EU delegation, whose notice grants no derived work."""
LABELS = {
    "Person": "PERSON",
    "Organisation": "ORG",
    "Location": "LOC",
    "Temporal": "DATE",
    "Weapon": "WEAPON",
    "MilitaryPlatform": "VEHICLE",
}
"""`Vehicle` is left out: most of what has it are bits of words."""
_NAMED = frozenset({"PERSON", "ORG", "LOC"})
_UNNAMED = re.compile(r"(?:[a-z][\w'’-]*\s+)*(?:The\s+|A\s+)?")

_PRONOUNS = frozenset({"I", "We", "He", "She", "They", "It", "His", "Her", "Our", "Their"})

Splitter = Callable[[str], list[list[tuple[str, int]]]]
"""A text to its sentences, each a list of words with their offset."""


def read(folder: Path, split: Splitter) -> list[Sentence]:
    """The sentences of every document with a usable licence, with words and entity labels only."""
    sentences = []
    for source in SOURCES:
        spans: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for line in _lines(folder / source / "entities.json"):
            span = _span(line)
            if span:
                spans[line["documentId"]].append(span)
        for document in _lines(folder / source / "documents.json"):
            sentences += _sentences(document["text"], spans[document["_id"]], split, f"re3d_{document['_id']}")
    return sentences


def _lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _span(entity: dict[str, str]) -> tuple[int, int, str] | None:
    """An entity's offsets and label; of persons, organisations and places only what is named, without its article."""
    label = LABELS.get(entity["type"])
    value = entity["value"]
    start, end = int(entity["begin"]), int(entity["end"])
    if label is None:
        return None
    if label in _NAMED:
        skipped = _UNNAMED.match(value)
        start += skipped.end() if skipped else 0
        if value in _PRONOUNS or not value[start - int(entity["begin"]) :][:1].isupper():
            return None
    return start, end, label


def _sentences(text: str, spans: list[tuple[int, int, str]], split: Splitter, name: str) -> list[Sentence]:
    sentences = []
    for words in split(text):
        inside = []
        for start, end, label in spans:
            covered = [i for i, (word, at) in enumerate(words) if at < end and at + len(word) > start]
            if covered:
                inside.append((covered[0], covered[-1] + 1, label))
        forms = [word for word, _ in words]
        sentences.append(Sentence(forms, entities=bio(len(forms), inside), document=name))
    return sentences
