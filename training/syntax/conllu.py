"""Reads Universal Dependencies: CoNLL-U files, plain or gzipped (https://universaldependencies.org/format.html)."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

COLUMNS = 10


class ConlluError(Exception):
    """A file is not in CoNLL-U. The message names it and the line."""


@dataclass
class Sentence:
    """A sentence with what annotators gave it; a list has one item a word, and is empty where nobody said."""

    words: list[str]
    spaces: list[bool] = field(default_factory=list)
    """Whether a space follows."""
    upos: list[str] = field(default_factory=list)
    xpos: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    """The number of the word's head, from 1; 0 for the root."""
    relations: list[str] = field(default_factory=list)
    entities: list[str] = field(default_factory=list)
    """BIO labels."""
    events: list[str] = field(default_factory=list)
    """BIO labels of triggers: `event`, or `effect` for what an event did."""
    kinds: list[str] = field(default_factory=list)
    """Sub-event types of the words of triggers; empty of others."""
    roles: list[str] = field(default_factory=list)
    """BIO labels."""
    modalities: list[str] = field(default_factory=list)
    """Of the words of triggers; empty of others."""
    attributions: list[str] = field(default_factory=list)
    """How it is known that a perpetrator is one, of the words of perpetrators; empty of others."""
    fillers: list[str] = field(default_factory=list)
    """BIO labels of what fills MUC-4's roles."""
    crimes: list[str] = field(default_factory=list)
    """MUC-4's types of incident, of the words of fillers; empty of others."""
    marks: list[tuple[int, int, bool]] = field(default_factory=list)
    """What belongs to which event: the number of a word, the events it is of (bit n for the n-th), and whether it is a
    trigger."""
    misc: list[str] = field(default_factory=list)
    """The last column as it stands."""
    document: str = ""
    opens_paragraph: bool = False


def read(path: Path) -> list[Sentence]:
    """Every sentence of a file. The words of a contraction are given apart, as they are parsed; empty nodes left out.

    Raises:
        ConlluError: a line has not ten columns, or a number is none.
    """
    document = ""
    sentences = []
    for number, comments, rows in _blocks(path):
        for comment in comments:
            if comment.startswith("# newdoc id ="):
                document = comment.partition("=")[2].strip()
        sentence = _sentence(path, number, rows, document)
        sentence.opens_paragraph = any(comment.startswith("# newpar") for comment in comments)
        sentences.append(sentence)
    return sentences


def _blocks(path: Path) -> Iterator[tuple[int, list[str], list[list[str]]]]:
    """The line number, comments and rows of each sentence."""
    opener = gzip.open if path.suffix == ".gz" else open
    comments: list[str] = []
    rows: list[list[str]] = []
    number = 0
    with opener(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            text = line.rstrip("\n")
            if text.startswith("#"):
                comments.append(text)
            elif text:
                columns = text.split("\t")
                if len(columns) != COLUMNS:
                    raise ConlluError(f"{path}:{number}: {len(columns)} columns where CoNLL-U has {COLUMNS}")
                rows.append(columns)
            elif rows:
                yield number, comments, rows
                comments, rows = [], []
    if rows:
        yield number, comments, rows


def _sentence(path: Path, number: int, rows: list[list[str]], document: str) -> Sentence:
    sentence = Sentence([], document=document)
    glued_until = 0
    contraction_has_space = True
    for row in rows:
        if "-" in row[0]:
            # "don't" is written as one and parsed as two: no space before the last of them, then its own.
            glued_until = int(row[0].partition("-")[2])
            contraction_has_space = "SpaceAfter=No" not in row[9]
            continue
        if "." in row[0]:
            continue
        try:
            word, head = int(row[0]), int(row[6])
        except ValueError as error:
            raise ConlluError(f"{path}: sentence that ends at line {number}: {error}") from error
        space = "SpaceAfter=No" not in row[9]
        if word < glued_until:
            space = False
        elif word == glued_until:
            space = contraction_has_space
        sentence.words.append(row[1])
        sentence.spaces.append(space)
        sentence.lemmas.append(row[2])
        sentence.upos.append(row[3])
        sentence.xpos.append(row[4])
        sentence.heads.append(head)
        sentence.relations.append(row[7])
        sentence.misc.append(row[9])
    return sentence
