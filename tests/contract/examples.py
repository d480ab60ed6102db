"""The example messages, as the tests read them.

`valid/` holds bare messages; `invalid/` wraps each: `why` it is refused, a piece of the `error`, whether its JSON
Schema refuses it too (some rules, such as "a span ends after it starts", a schema can't express), and the `message`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import schemas
from schemas.json_schemas import PUBLISHED

EXAMPLES = Path(schemas.__file__).parent / "examples"


@dataclass(frozen=True)
class Example:
    """One example message of `model`."""

    model: str
    name: str
    message: Any

    def __str__(self) -> str:
        return f"{self.model}-{self.name}"


@dataclass(frozen=True)
class InvalidExample(Example):
    """One message that must be refused, and why."""

    why: str
    error: str
    refused_by_json_schema: bool


def _files(model: str, folder: str) -> list[Path]:
    return sorted((EXAMPLES / model / folder).glob("*.json"))


def valid_examples(*models: str) -> list[Example]:
    """Every valid example, or those of the models named."""
    return [
        Example(model, path.stem, json.loads(path.read_text(encoding="utf-8")))
        for model in models or PUBLISHED
        for path in _files(model, "valid")
    ]


def invalid_examples() -> list[InvalidExample]:
    """Every invalid example."""
    return [
        InvalidExample(model=model, name=path.stem, **json.loads(path.read_text(encoding="utf-8")))
        for model in PUBLISHED
        for path in _files(model, "invalid")
    ]
