"""Reads MUC-4 as GTT prepared it, to learn which words fill the roles of the incidents that its keys tell.

A key names each filler by one or several strings. Every place where such a string stands is labelled, as the keys say
of each string only where it stands first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..syntax.conllu import Sentence
from ..syntax.entities import bio
from .passages import UNTOLD, Splitter

ROLES = {
    "PerpInd": "perpetrator_individual",
    "PerpOrg": "perpetrator_organization",
    "Target": "physical_target",
    "Victim": "human_target",
    "Weapon": "instrument",
}
"""GTT's names of the roles, and the labels we give their fillers."""
CRIMES = ("arson", "attack", "bombing", "forced work stoppage", "kidnapping", "robbery")
"""MUC-4's types of incidents."""
_ALTERNATIVES = " / "
_MOST_TEMPLATES = 60
"""As many as there are bits for."""


class MucError(Exception):
    """A file is not in GTT's format. The message names it and the line."""


@dataclass(frozen=True)
class _Filler:
    """A place where a filler stands."""

    start: int
    end: int
    label: str
    crime: str
    """The type of the first template that it fills."""
    templates: int
    """Bit n for the n-th template."""


def read(path: Path, split: Splitter) -> list[Sentence]:
    """The sentences of all documents of a file of JSON lines, in words of lower case, with `fillers` and `crimes`.

    `marks` tell which fillers share a template.

    Raises:
        FileNotFoundError: there is no such file.
        MucError: a line is no document in GTT's format.
    """
    sentences: list[Sentence] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            try:
                document = json.loads(line)
                sentences += _sentences(document["docid"], document["doctext"], document["templates"], split)
            except (ValueError, KeyError, TypeError, IndexError) as error:
                raise MucError(f"{path}:{number} is not a document in GTT's format: {error!r}") from error
    return sentences


def _sentences(name: str, text: str, templates: list[dict[str, Any]], split: Splitter) -> list[Sentence]:
    fillers = list(_fillers(text, templates))
    found = []
    # The extractor finds the sentences of a text without capitals in capitals.
    for words in split(text.upper()):
        spans: list[tuple[int, int, str]] = []
        crimes = [UNTOLD] * len(words)
        marks: list[tuple[int, int, bool]] = []
        for filler in fillers:
            inside = [i for i, (word, at) in enumerate(words) if at < filler.end and at + len(word) > filler.start]
            if inside and not any(start <= inside[-1] and inside[0] < end for start, end, _ in spans):
                spans.append((inside[0], inside[-1] + 1, filler.label))
                for i in inside:
                    crimes[i] = filler.crime
                    marks.append((i, filler.templates, True))
        forms = [word.lower() for word, _ in words]
        found.append(Sentence(forms, fillers=bio(len(forms), spans), crimes=crimes, marks=marks, document=name))
    return found


def _fillers(text: str, templates: list[dict[str, Any]]) -> Iterator[_Filler]:
    """Every place of every string, longest strings first."""
    strings: dict[tuple[str, str], list[int]] = {}
    for number, template in enumerate(templates[:_MOST_TEMPLATES]):
        for role, label in ROLES.items():
            for string in {mention[0].strip() for entity in template[role] for mention in entity}:
                strings.setdefault((string, label), []).append(number)
    for (string, label), numbers in sorted(strings.items(), key=lambda item: (-len(item[0][0]), item[0])):
        crime = templates[numbers[0]]["incident_type"].partition(_ALTERNATIVES)[0]
        bits = sum(1 << number for number in numbers)
        for match in re.finditer(rf"(?<!\w){re.escape(string)}(?!\w)", text) if string else ():
            yield _Filler(match.start(), match.end(), label, crime, bits)
