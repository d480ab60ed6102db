"""Reads gold articles from their YAML files."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import TypeAdapter, ValidationError

from ..scorer import BadDataError
from .annotations import GoldItem

_ITEMS = TypeAdapter(list[GoldItem])
_SHOWN_PROBLEMS = 5


class _Loader(yaml.SafeLoader):
    """Leaves dates and instants as they are written: YAML's own reading of an instant forgets its offset."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def gold_files(path: Path) -> list[Path]:
    """The file itself, or the YAML files of a folder by name. Raises `BadDataError` when there is none."""
    if path.is_file():
        return [path]
    files = sorted(path.glob("*.yaml"))
    if not files:
        raise BadDataError(f"{path} has no *.yaml file: give one part of the gold articles (as tests/quality/gold/dev)")
    return files


def read_gold(path: Path) -> list[GoldItem]:
    """The items of a file, or of all files of a folder.

    Raises:
        BadDataError: there are none, one does not follow the codebook's form, or an id occurs twice.
    """
    items = [item for file in gold_files(path) for item in _read(file)]
    seen: set[str] = set()
    for item in items:
        if item.id in seen:
            raise BadDataError(f"{path}: the id {item.id} occurs twice")
        seen.add(item.id)
    return items


def _read(file: Path) -> list[GoldItem]:
    try:
        written = yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (a SafeLoader)
        return _ITEMS.validate_python(written)
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise BadDataError(f"{file} is not YAML in UTF-8: {problem}") from problem
    except ValidationError as problem:
        raise BadDataError(f"{file} does not follow the codebook:\n{_problems(problem, written)}") from problem


def _problems(problem: ValidationError, written: object) -> str:
    """A line a problem: the id of the item, the slot, and what is wrong with it."""
    lines = []
    for error in problem.errors()[:_SHOWN_PROBLEMS]:
        number, *slot = error["loc"] or ("",)
        item = written[number] if isinstance(written, list) and isinstance(number, int) else None
        name = item.get("id", f"item {number}") if isinstance(item, dict) else f"item {number}"
        lines.append(f"  {name}: {'.'.join(map(str, slot))}: {error['msg']}")
    if problem.error_count() > _SHOWN_PROBLEMS:
        lines.append(f"  and {problem.error_count() - _SHOWN_PROBLEMS} more")
    return "\n".join(lines)
