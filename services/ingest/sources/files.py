"""Reads what `tocsin feed PATH...` is given, as values for `news.raw.v1`, one item at a time and never a file at once.

What reads a file is told by its suffix, after `.gz` or `.zst`. Folders are read through, in order of name. What can't
be read is reported as `Skipped`; what can be read but is no good JSON is passed on as it is, for the dead letters to
show.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

from .compression import SUFFIXES, open_file
from .item import MAX_ITEM_BYTES, Item, OpenFile, RawItem, Skipped
from .json_file import read_json
from .json_lines import read_json_lines
from .warc import read_warc
from .whole_file import read_html, read_text

_Reader: TypeAlias = Callable[[OpenFile], Iterator[Item]]

READERS: dict[str, _Reader] = {
    ".txt": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".warc": read_warc,
    ".wet": read_warc,
}
"""What reads a file, by its suffix."""


def read_items(
    paths: Iterable[Path], *, published: str | None = None, max_bytes: int = MAX_ITEM_BYTES
) -> Iterator[Item]:
    """All items of files and folders, in order of the arguments, and within a folder in order of path.

    Args:
        published: added to text and HTML files, which have no field to say it.
        max_bytes: size over which an item is skipped.

    Raises `FileNotFoundError` before anything is read when a path does not exist; hidden files and those of unknown
    suffix are `Skipped`.
    """
    given = list(paths)
    for path in given:
        if not path.exists():
            raise FileNotFoundError(f"{path} does not exist")
    return (item for path in given for item in _read(path, published, max_bytes))


def count_items(paths: Iterable[Path]) -> int:
    """How many items `read_items` will yield to send, for a progress bar. Reads the files through."""
    return sum(isinstance(item, RawItem) for item in read_items(paths))


def size_of(paths: Iterable[Path]) -> int:
    """Bytes of the files and of those in the folders, as they lie on the disk."""
    files = (file for path in paths for file in (_files(path) if path.is_dir() else [path]) if isinstance(file, Path))
    return sum(file.stat().st_size for file in files if file.is_file())


def _read(path: Path, published: str | None, max_bytes: int) -> Iterator[Item]:
    for file in _files(path) if path.is_dir() else [path]:
        if isinstance(file, Skipped):
            yield file
            continue
        reader = READERS.get(_kind(file))
        if reader is None:
            known = ", ".join(READERS)
            kind = file.suffix or "(no suffix)"
            yield Skipped(str(file), f"unknown kind of file {kind}; understood are {known}, also with .gz or .zst")
            continue
        try:
            with open_file(file) as stream:
                yield from reader(OpenFile(str(file), stream, published, max_bytes))
        except OSError as error:
            yield Skipped(str(file), f"can't be read: {error.strerror or error}")


def _kind(file: Path) -> str:
    suffix = file.suffix.lower()
    return Path(file.stem).suffix.lower() if suffix in SUFFIXES else suffix


def _files(folder: Path) -> Iterator[Path | Skipped]:
    """Files below a folder in order of path; links to folders are not followed, since they may lead back."""
    for parent, folders, names in os.walk(folder):
        hidden = sorted(name for name in (*folders, *names) if name.startswith("."))
        yield from (Skipped(str(Path(parent, name)), "hidden") for name in hidden)
        folders[:] = sorted(set(folders) - set(hidden))
        yield from (Path(parent, name) for name in sorted(set(names) - set(hidden)))
