"""Which changes of a JSON Schema break someone, told in words.

Messages outlive releases (incidents are kept 400 days) and consumers are upgraded when their owners like. So a schema
must stay readable both ways within one topic version, in the terms of Confluent's compatibility types:

* FORWARD: a consumer made for the old schema reads what is written by the new one.
* BACKWARD: a consumer made for the new schema reads what was written by the old one.

What Tocsin writes must be both (FULL). What it only takes (`RawArticle`) must be BACKWARD: what was accepted, stays so.
Adding an optional field and adding a code to an open list break nobody. Everything else is a new topic version.

    python -m schemas.compatibility     name every breaking change since the released schemas; exit 1 when there is one
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from enum import Flag, auto
from pathlib import Path
from typing import Any

from .base import SCHEMA_VERSION
from .json_schemas import PUBLISHED, json_schema

RELEASED = Path(__file__).parent / "released"
TAKEN_ONLY = frozenset({"RawArticle"})
"""Models that Tocsin reads and never writes."""

Schema = Mapping[str, Any]


class Direction(Flag):
    """Who must go on reading whose messages."""

    forward = auto()
    backward = auto()
    full = forward | backward


# Keywords that describe a value and can't make it invalid.
_ANNOTATIONS = {"$schema", "$id", "$defs", "title", "description", "default", "examples", "x-extensible-enum"}
_STRUCTURE = {"type", "properties", "required", "items", "anyOf", "enum", "const", "$ref", "format", "pattern"}
_LOWER_BOUNDS = ("minimum", "exclusiveMinimum", "minLength", "minItems")
_UPPER_BOUNDS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")
_KNOWN = _ANNOTATIONS | _STRUCTURE | {*_LOWER_BOUNDS, *_UPPER_BOUNDS}


class UnknownKeywordError(ValueError):
    """A schema uses a keyword that no rule here compares; the check must learn it before it can be trusted."""


def breaking_changes_since_release(version: str = SCHEMA_VERSION) -> list[str]:
    """Breaking changes of all messages since the released schemas of `version`; empty when nothing breaks."""
    changes = []
    for path in sorted((RELEASED / version).glob("*.schema.json")):
        name = path.name.removesuffix(".schema.json")
        if name not in PUBLISHED:
            changes.append(f"{name}: the message was removed")
            continue
        direction = Direction.backward if name in TAKEN_ONLY else Direction.full
        changes += breaking_changes(json.loads(path.read_text(encoding="utf-8")), json_schema(name), name, direction)
    return changes


def breaking_changes(
    old: Schema, new: Schema, name: str = "message", direction: Direction = Direction.full
) -> list[str]:
    """What of `new` breaks those who hold to `old`, each as `<path>: <what changed>, so <who> <suffers what>`.

    Raises `UnknownKeywordError` where a schema uses a keyword that is not compared here.
    """
    return list(_Comparison(old, new, direction).compare(old, new, name))


class _Comparison:
    """One comparison of two documents, each with its own `$defs`."""

    def __init__(self, old: Schema, new: Schema, direction: Direction) -> None:
        self._old_root = old
        self._new_root = new
        self._forward = Direction.forward in direction
        self._backward = Direction.backward in direction

    def compare(self, old: Schema, new: Schema, path: str) -> Iterator[str]:
        old, new = _resolved(old, self._old_root), _resolved(new, self._new_root)
        for schema in (old, new):
            unknown = set(schema) - _KNOWN
            if unknown:
                raise UnknownKeywordError(f"{path}: teach schemas/compatibility.py to compare {sorted(unknown)}")
        old_kinds, new_kinds = _alternatives(old, self._old_root), _alternatives(new, self._new_root)
        for kind in old_kinds.keys() - new_kinds.keys():
            if self._backward:
                yield f"{path}: may no longer be {kind}, so messages written before are refused"
        for kind in new_kinds.keys() - old_kinds.keys():
            if self._forward:
                yield f"{path}: may now be {kind}, which consumers do not expect"
        yield from self._compare_conditions(old, new, path)
        for kind in sorted(old_kinds.keys() & new_kinds.keys()):
            yield from self._compare_same_kind(old_kinds[kind], new_kinds[kind], path)

    def _compare_same_kind(self, old: Schema, new: Schema, path: str) -> Iterator[str]:
        yield from self._compare_codes(old, new, path)
        yield from self._compare_limits(old, new, path)
        yield from self._compare_properties(old, new, path)
        if "items" in old or "items" in new:
            yield from self.compare(old.get("items", {}), new.get("items", {}), f"{path}[]")

    def _compare_properties(self, old: Schema, new: Schema, path: str) -> Iterator[str]:
        old_fields, new_fields = old.get("properties", {}), new.get("properties", {})
        old_required, new_required = set(old.get("required", ())), set(new.get("required", ()))
        for field in old_fields:
            if field not in new_fields:
                yield f"{path}.{field}: was removed, so it is lost to whoever reads or writes it"
                continue
            if self._forward and field in old_required - new_required:
                yield f"{path}.{field}: is no longer required, but consumers count on it"
            if self._backward and field in new_required - old_required:
                yield f"{path}.{field}: is now required, but messages written before may lack it"
            yield from self.compare(old_fields[field], new_fields[field], f"{path}.{field}")
        if self._backward:
            for field in new_fields:
                if field not in old_fields and field in new_required:
                    yield f"{path}.{field}: is new and required, but messages written before lack it"

    def _compare_codes(self, old: Schema, new: Schema, path: str) -> Iterator[str]:
        was_open, is_open = old.get("x-extensible-enum"), new.get("x-extensible-enum")
        if was_open is not None and is_open is not None:
            for code in was_open:
                if code not in is_open:
                    yield f"{path}: code `{code}` was removed, so whoever selects by it finds nothing"
        elif was_open is not None:
            yield f"{path}: is no longer an open list of codes"
        was_closed, is_closed = _closed_codes(old), _closed_codes(new)
        if was_closed is None and is_closed is not None:
            if self._backward:
                yield f"{path}: may now only be {_listed(is_closed)}, so messages written before may be refused"
        elif was_closed is not None and is_closed is None:
            if self._forward:
                yield f"{path}: may now be anything but was only {_listed(was_closed)}"
        elif was_closed is not None and is_closed is not None:
            if self._backward and (gone := [code for code in was_closed if code not in is_closed]):
                yield f"{path}: may no longer be {_listed(gone)}, so messages written before are refused"
            if self._forward and (added := [code for code in is_closed if code not in was_closed]):
                yield f"{path}: may now be {_listed(added)}, which consumers do not expect"

    def _compare_limits(self, old: Schema, new: Schema, path: str) -> Iterator[str]:
        if old.get("pattern") != new.get("pattern"):
            if self._backward and "pattern" in new:
                yield f"{path}: must now match `{new['pattern']}`, so messages written before may be refused"
            if self._forward and "pattern" in old:
                yield f"{path}: need no longer match `{old['pattern']}`, which consumers count on"
        for keywords, sign in ((_LOWER_BOUNDS, 1), (_UPPER_BOUNDS, -1)):
            for keyword in keywords:
                was = old[keyword] * sign if keyword in old else float("-inf")
                now = new[keyword] * sign if keyword in new else float("-inf")
                if now > was and self._backward:
                    yield f"{path}: {keyword} is now {new[keyword]}, so messages written before may be refused"
                if now < was and self._forward:
                    yield f"{path}: {keyword} was {old[keyword]} and is now looser, but consumers count on it"

    def _compare_conditions(self, old: Schema, new: Schema, path: str) -> Iterator[str]:
        """Alternatives that only add conditions to an object: `anyOf` this field, or that one."""
        was = {json.dumps(branch, sort_keys=True): branch for branch in _conditions(old)}
        now = {json.dumps(branch, sort_keys=True): branch for branch in _conditions(new)}
        if now and self._backward:
            if not was:
                yield f"{path}: must now fulfil a condition, so messages written before may be refused"
            for text in was.keys() - now.keys():
                yield f"{path}: {was[text].get('required', text)} alone no longer suffices"
        if was and self._forward:
            if not now:
                yield f"{path}: need no longer fulfil a condition that consumers count on"
            for text in now.keys() - was.keys():
                yield f"{path}: {now[text].get('required', text)} alone now suffices, which consumers do not expect"


def _resolved(schema: Schema, root: Schema) -> Schema:
    """The definition behind a `$ref`, with what stands beside the reference."""
    if "$ref" not in schema:
        return schema
    target: Schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    return {**_resolved(target, root), **{key: value for key, value in schema.items() if key != "$ref"}}


def _is_condition(branch: Schema) -> bool:
    return "$ref" not in branch and "type" not in branch


def _conditions(schema: Schema) -> list[Schema]:
    return [branch for branch in schema.get("anyOf", ()) if _is_condition(branch)]


def _alternatives(schema: Schema, root: Schema) -> dict[str, Schema]:
    """What a value may be, by kind: JSON type, with its format where it has one; `anything` without a type."""
    branches = [branch for branch in schema.get("anyOf", ()) if not _is_condition(branch)]
    beside = {key: value for key, value in schema.items() if key != "anyOf"}
    kinds: dict[str, Schema] = {}
    for branch in [{**beside, **_resolved(branch, root)} for branch in branches] or [beside]:
        kind = branch.get("type", "anything")
        if "format" in branch:
            kind = f"{kind} ({branch['format']})"
        if kind in kinds:
            raise UnknownKeywordError(f"teach schemas/compatibility.py to tell two alternatives apart: {kind}")
        kinds[kind] = branch
    return kinds


def _closed_codes(schema: Schema) -> list[Any] | None:
    if "const" in schema:
        return [schema["const"]]
    return list(schema["enum"]) if "enum" in schema else None


def _listed(codes: list[Any]) -> str:
    return ", ".join(f"`{code}`" for code in codes)


def main() -> int:
    """The command; returns its exit code."""
    changes = breaking_changes_since_release()
    for change in changes:
        sys.stderr.write(f"{change}\n")
    if changes:
        sys.stderr.write(
            f"These break users of schema version {SCHEMA_VERSION}. Undo them, or start a new version of the topic.\n"
        )
    return 1 if changes else 0


if __name__ == "__main__":
    raise SystemExit(main())
