"""The five role fillers of MUC-4 as GRIT and GTT have them, from their data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..scorer import BadDataError
from .strings import normalized

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")

Entity = frozenset[str]
"""The mentions of one thing or person, normalized."""


@dataclass
class Template:
    """An incident: its type and who or what fills each role."""

    incident_type: str
    """Lower case; alternatives of a key are joined by ` / `."""
    roles: dict[str, list[Entity]] = field(default_factory=lambda: {role: [] for role in ROLES})


@dataclass(frozen=True)
class Document:
    """A text with the templates of its key."""

    id: str
    text: str
    templates: list[Template]


def read_documents(path: Path) -> Iterator[Document]:
    """The documents of a file of GTT's JSON lines: `{docid, doctext, templates: [{incident_type, <role>: [[[mention,
    offset], ...], ...]}]}`. A template that another of the document repeats is left out, as in GTT's evaluation.

    Raises `BadDataError` with the number of the line that can't be read.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield _document(json.loads(line))
        except (ValueError, KeyError, TypeError, IndexError, AttributeError) as problem:
            raise BadDataError(
                f"{path}, line {number}, is not a document in GTT's format, one JSON object a line with docid, doctext "
                f"and templates: {type(problem).__name__} {problem}"
            ) from problem


def _document(given: dict[str, Any]) -> Document:
    templates: list[Template] = []
    for raw in given["templates"]:
        template = Template(str(raw["incident_type"]))
        for role in ROLES:
            entities = [frozenset(normalized(mention[0]) for mention in entity) for entity in raw[role]]
            template.roles[role] = [entity for entity in entities if entity]
        if template not in templates:
            templates.append(template)
    return Document(str(given["docid"]), str(given["doctext"]), templates)


def merged(templates: Iterable[Template]) -> dict[str, list[Entity]]:
    """The role fillers of a document: those of its templates, but for one that is a subset or superset of an earlier
    one, as GRIT's preparation of the data has it."""
    found: dict[str, list[Entity]] = {role: [] for role in ROLES}
    for template in templates:
        for role, entities in template.roles.items():
            for entity in entities:
                if not any(entity <= other or other <= entity for other in found[role]):
                    found[role].append(entity)
    return found
