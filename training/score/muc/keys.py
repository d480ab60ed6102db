"""The answer keys of MUC-4: 25 numbered slots a template, with alternatives, optional fillers and cross-references.

Forms (template-doc-part1, 4.1 and 4.2): `A / B` are alternatives of one filler, which may stand in parentheses;
further fillers follow on lines of their own; `?` before one makes it optional; `VALUE: "TAG" / "TAG"` refers to
the filler of another slot, `"-"` to none; `-` is null, `*` inapplicable; `(OPTIONAL)` behind the number of a template
makes that optional.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum


class Slot(IntEnum):
    """The slots that are read, by their numbers."""

    message = 0
    template = 1
    date = 2
    location = 3
    type = 4
    stage = 5
    instrument_id = 6
    instrument_type = 7
    category = 8
    perpetrator_individual = 9
    perpetrator_organization = 10
    confidence = 11
    physical_id = 12
    physical_type = 13
    physical_number = 14
    physical_effect = 16
    human_name = 18
    human_description = 19
    human_type = 20
    human_number = 21
    human_effect = 23


@dataclass(frozen=True)
class Filler:
    """One filler of a slot, of a key or of a response."""

    values: tuple[str, ...]
    """Alternatives; of a response one."""
    tags: tuple[str, ...] = ()
    """Alternatives of what it refers to; none for `"-"` and for a slot without cross-references."""
    optional: bool = False


@dataclass
class KeyTemplate:
    """A template: of a key, or made of a report."""

    document: str
    number: str
    optional: bool = False
    slots: dict[Slot, list[Filler]] = field(default_factory=dict)
    """Without the slots that don't apply to the incident's type. Empty list: null."""


_LINE = re.compile(r"(?P<number>\d{1,2})\.\s+[A-Z ]+: [A-Z ]+?(?:\s{2,}|\s*$)(?P<value>.*)")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_SET_SLOTS = frozenset(Slot) - {
    Slot.message,
    Slot.template,
    Slot.date,
    Slot.location,
    Slot.instrument_id,
    Slot.perpetrator_individual,
    Slot.perpetrator_organization,
    Slot.physical_id,
    Slot.human_name,
    Slot.human_description,
}


def read_keys(text: str) -> list[KeyTemplate]:
    """The templates of a file of keys, in order; articles without an incident have none.

    Raises `ValueError` where a line is neither a slot, a further filler, a comment nor blank.
    """
    templates: list[KeyTemplate] = []
    slot = -1
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith(";"):
            continue
        match = _LINE.match(line)
        if match is None:
            if not templates or not line.startswith(" "):
                raise ValueError(f"line {number} is not a slot: {line[:60]!r}")
            value = line.strip()
        else:
            slot, value = int(match["number"]), match["value"].strip()
            if slot == Slot.message:
                templates.append(KeyTemplate(value.split()[0] if value else "", ""))
                continue
            if not templates:
                raise ValueError(f"line {number}: a key begins with slot 0, MESSAGE: ID")
        if slot == Slot.template:
            templates[-1].number = value.split()[0] if value else ""
            templates[-1].optional = "OPTIONAL" in value
        elif slot in Slot.__members__.values():
            _read(templates[-1], Slot(slot), value)
    return [template for template in templates if template.slots.get(Slot.type)]


def _read(template: KeyTemplate, slot: Slot, value: str) -> None:
    if value == "*":
        return
    fillers = template.slots.setdefault(slot, [])
    if value and value != "-":
        fillers.append(read_filler(slot, value))


def read_filler(slot: Slot, value: str) -> Filler:
    """A filler as a key writes it on one line."""
    optional = value.startswith("?")
    value = value.removeprefix("?").strip()
    if slot in {Slot.date, Slot.location}:
        return Filler(tuple(part.strip().removeprefix("?").strip() for part in _alternatives(value)), (), optional)
    if slot in _SET_SLOTS:
        head, _, tail = value.partition(":")
        if head.startswith("(") and head.count("(") > head.count(")"):
            return _bracketed(value, optional)
        return Filler(tuple(part.strip(" ()?") for part in head.split(" / ")), _strings(tail), optional)
    first, second = _at_colon(value)
    return Filler(_strings(first), _strings(second), optional)


def _bracketed(value: str, optional: bool) -> Filler:
    """`(EXPLOSIVE: "BOMB") / (DYNAMITE: "STICKS")`: each alternative with tags of its own, taken together."""
    parts = [part.partition(":") for part in _alternatives(value)]
    tags = tuple(tag for _, _, tail in parts for tag in _strings(tail))
    return Filler(tuple(head.strip(" ()?") for head, _, _ in parts), tags, optional)


def _alternatives(value: str) -> list[str]:
    """Parted at the slashes outside parentheses, without the parentheses around a whole alternative."""
    parts, depth, start = [], 0, 0
    for place, character in enumerate(value):
        depth += (character == "(") - (character == ")")
        if character == "/" and depth == 0:
            parts.append(value[start:place])
            start = place + 1
    parts.append(value[start:])
    return [part[1:-1] if (part := raw.strip()).startswith("(") and part.endswith(")") else part for raw in parts]


def _at_colon(value: str) -> tuple[str, str]:
    """Parted at the colon outside quotation marks."""
    for match in re.finditer(":", re.sub(_STRING, lambda string: "_" * len(string.group()), value)):
        return value[: match.start()], value[match.end() :]
    return value, ""


def _strings(value: str) -> tuple[str, ...]:
    found = (string.replace("\\", "").replace('"', "").strip() for string in _STRING.findall(value))
    return tuple(string for string in found if string and string != "-")
