"""Writes what is generated from the models and topic files: `json/` and `asyncapi.yaml`.

python -m schemas.generate            write the files
python -m schemas.generate --check    change nothing; exit 1 naming each file that is not up to date
python -m schemas.generate --release  also make the current schemas the baseline of the breaking-change check
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import yaml

from .asyncapi import asyncapi_document
from .base import SCHEMA_VERSION
from .json_schemas import PUBLISHED, json_schema
from .topics import load_topics

HERE = Path(__file__).parent
COMMAND = "python -m schemas.generate"


def generated_files() -> dict[Path, str]:
    """Text of every generated file, by its path relative to this package."""
    generated = {Path("json", f"{name}.schema.json"): _json_text(json_schema(name)) for name in PUBLISHED}
    generated[Path("asyncapi.yaml")] = _yaml_text(asyncapi_document(load_topics().values()))
    return generated


def stale_files(root: Path = HERE) -> list[str]:
    """What differs from the models, in words: files that are missing, outdated, or generated from nothing any more."""
    generated = generated_files()
    problems = []
    for path, text in generated.items():
        target = root / path
        if not target.exists():
            problems.append(f"{path} is missing")
        elif target.read_text(encoding="utf-8") != text:
            problems.append(f"{path} is out of date")
    problems += [
        f"{path.relative_to(root)} belongs to no model: remove it"
        for path in sorted((root / "json").glob("*"))
        if path.relative_to(root) not in generated
    ]
    return problems


def write_files(root: Path = HERE) -> list[Path]:
    """Writes every generated file, removes schemas without a model, and returns the paths that were written."""
    generated = generated_files()
    for path, text in generated.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    for path in (root / "json").glob("*.schema.json"):
        if path.relative_to(root) not in generated:
            path.unlink()
    return sorted(generated)


def write_baseline(root: Path = HERE) -> Path:
    """Makes the current schemas the released ones of this schema version, and returns their folder."""
    folder = root / "released" / SCHEMA_VERSION
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in generated_files().items():
        if path.name.endswith(".schema.json"):
            (folder / path.name).write_text(text, encoding="utf-8")
    return folder


def main(arguments: list[str] | None = None) -> int:
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(prog=COMMAND, description="Generate the JSON Schemas and the AsyncAPI document.")
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--check", action="store_true", help="exit 1 when a generated file is not up to date")
    action.add_argument("--release", action="store_true", help="also write the baseline of the breaking-change check")
    options = parser.parse_args(arguments)
    if options.check:
        problems = stale_files()
        for problem in problems:
            sys.stderr.write(f"schemas/{problem}\n")
        if problems:
            sys.stderr.write(f"Run `{COMMAND}` and commit what it writes.\n")
        return 1 if problems else 0
    for path in write_files():
        sys.stdout.write(f"schemas/{path}\n")
    if options.release:
        sys.stdout.write(f"schemas/{write_baseline().relative_to(HERE)}/\n")
    return 0


def _json_text(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


class _BlockDumper(yaml.SafeDumper):
    """Writes every value out where it is used (some tools read no anchors), and long prose as it stands."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def represent_text(self, text: str) -> yaml.ScalarNode:
        return self.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_BlockDumper.add_representer(str, _BlockDumper.represent_text)


def _yaml_text(value: Any) -> str:
    head = f"# Generated from the models and topic files by `{COMMAND}`: change those, not this.\n"
    return head + yaml.dump(value, Dumper=_BlockDumper, sort_keys=False, allow_unicode=True, width=120)


if __name__ == "__main__":
    raise SystemExit(main())
