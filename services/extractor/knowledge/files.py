"""Reading knowledge files: those that ship with Tocsin, and a user's folder laid over them.

A user's file adds to ours of the same name: lists grow, an entry with the id of ours replaces it, and a word that is
listed under another heading than ours moves there. Every error names the file and the field, in one line.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from services.runtime.errors import ConfigurationError

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class KnowledgeError(ConfigurationError):
    """A knowledge file that can't be used; the message names the file and what to mend."""


def read_yaml(path: Path) -> Any:
    """What a file holds, not yet validated; None when it is empty.

    Raises:
        KnowledgeError: it can't be read, or is no YAML.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - a safe loader, in C
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        at = f" (line {mark.line + 1})" if mark is not None else ""
        raise KnowledgeError(f"{path} is no valid YAML{at}: {getattr(error, 'problem', None) or error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path} can't be read: {error}; mend it, or take it out of the folder") from error


def validated(kind: Any, raw: Any, path: Path) -> Any:
    """A file's content as what it must be.

    Raises:
        KnowledgeError: it breaks a rule of its model.
    """
    try:
        return TypeAdapter(kind).validate_python(raw)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise KnowledgeError(f"{path}: {where}: {first['msg']}") from error


def user_folder(folder: Path) -> Path:
    """A user's folder, which must be there.

    Raises:
        KnowledgeError: it is not.
    """
    if not folder.is_dir():
        raise KnowledgeError(
            f"{folder} is no folder; set TOCSIN_KNOWLEDGE_DIR to one with knowledge files, or unset it"
        )
    return folder


def laid_over(ours: Any, theirs: Any, path: Path, *, moves: bool = False) -> Any:
    """A user's content laid over ours; `moves` takes a word away from the headings that the user does not give it.

    Raises:
        KnowledgeError: the two are not of one shape.
    """
    if theirs is None:
        return ours
    if type(ours) is not type(theirs):
        shape = "a list" if isinstance(ours, list) else "a mapping"
        raise KnowledgeError(f"{path}: the file must be {shape}, like the one that ships with Tocsin")
    if moves and isinstance(theirs, dict):
        taken = {str(key): _strings(value) for key, value in theirs.items()}
        ours = {
            key: _without(value, {w for other, words in taken.items() if other != key for w in words})
            for key, value in ours.items()
        }
    return _merged(ours, theirs)


def _merged(ours: Any, theirs: Any) -> Any:
    if isinstance(ours, dict) and isinstance(theirs, dict):
        both = {key: _merged(ours[key], theirs[key]) if key in ours else theirs[key] for key in theirs}
        return {**ours, **both}
    if isinstance(ours, list) and isinstance(theirs, list):
        ids = {entry["id"] for entry in theirs if isinstance(entry, dict) and "id" in entry}
        kept = [entry for entry in ours if not (isinstance(entry, dict) and entry.get("id") in ids)]
        return kept + [entry for entry in theirs if entry not in kept]
    return theirs


def _strings(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set().union(*(_strings(part) for part in value.values())) if value else set()
    return {word for word in value if isinstance(word, str)} if isinstance(value, list) else set()


def _without(value: Any, words: set[str]) -> Any:
    if isinstance(value, dict):
        return {key: _without(part, words) for key, part in value.items()}
    return [word for word in value if word not in words] if isinstance(value, list) else value
