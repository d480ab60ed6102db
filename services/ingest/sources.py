"""Reads what `tocsin feed PATH...` is given, as values for `news.raw.v1`, one item at a time and never a file at once.

`.txt` and `.html` files are one article each; `.json` holds an object, an array of objects, or objects one after
another; `.jsonl` and `.ndjson` hold one object a line; folders are read through, in order of name. What can't be read
is reported as `Skipped`; what can be read but is no good JSON is passed on as it is, for the dead letters to show.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from .decoding import decode
from .json_stream import json_values
from .outcome import RejectedError

MAX_ITEM_BYTES = 5_000_000
"""Size over which an item is skipped rather than sent: more than twice what ingest takes by default."""


@dataclass(frozen=True, slots=True)
class RawItem:
    """One article to send."""

    value: bytes
    """The value for `news.raw.v1`."""
    origin: str
    """Where it came from: `path`, or `path:line` (`path:number` in a JSON file)."""
    key: bytes
    """The origin: the same item always has the same key, and the items of one file spread over all partitions."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that is not sent, and why."""

    origin: str
    reason: str


Item: TypeAlias = RawItem | Skipped
_Reader: TypeAlias = Callable[[Path, str | None], Iterator[Item]]


def read_items(paths: Iterable[Path], *, published: str | None = None) -> Iterator[Item]:
    """All items of files and folders, in order of the arguments, and within a folder in order of path.

    `published` is added to text and HTML files, which have no field to say it. Raises `FileNotFoundError` before
    anything is read when a path does not exist; hidden files and those of unknown suffix are `Skipped`.
    """
    given = list(paths)
    for path in given:
        if not path.exists():
            raise FileNotFoundError(f"{path} does not exist")
    return (item for path in given for item in _read(path, published))


def count_items(paths: Iterable[Path]) -> int:
    """How many items `read_items` will yield to send, for a progress bar. Reads the files through."""
    return sum(isinstance(item, RawItem) for item in read_items(paths))


def _read(path: Path, published: str | None) -> Iterator[Item]:
    for file in _files(path) if path.is_dir() else [path]:
        if isinstance(file, Skipped):
            yield file
            continue
        reader = _READERS.get(file.suffix.lower())
        if reader is None:
            known = ", ".join(_READERS)
            yield Skipped(str(file), f"unknown kind of file {file.suffix or '(no suffix)'}; understood are {known}")
        else:
            try:
                yield from reader(file, published)
            except OSError as error:
                yield Skipped(str(file), f"can't be read: {error.strerror or error}")


def _files(folder: Path) -> Iterator[Path | Skipped]:
    """Files below a folder in order of path; links to folders are not followed, since they may lead back."""
    for parent, folders, names in os.walk(folder):
        hidden = sorted(name for name in (*folders, *names) if name.startswith("."))
        yield from (Skipped(str(Path(parent, name)), "hidden") for name in hidden)
        folders[:] = sorted(set(folders) - set(hidden))
        yield from (Path(parent, name) for name in sorted(set(names) - set(hidden)))


def _read_text(path: Path, published: str | None) -> Iterator[Item]:
    yield _whole_file(path, "text", published)


def _read_html(path: Path, published: str | None) -> Iterator[Item]:
    yield _whole_file(path, "html", published)


def _whole_file(path: Path, field: str, published: str | None) -> Item:
    size = path.stat().st_size
    if size > MAX_ITEM_BYTES:
        return _too_large(str(path), size)
    value = path.read_bytes()
    try:
        text = decode(value)
    except RejectedError:
        return _item(value, str(path))  # not text: its dead letter says so
    message = {field: text} if published is None else {field: text, "published": published}
    return _item(json.dumps(message, ensure_ascii=False).encode("utf-8", "replace"), str(path))


def _read_json_lines(path: Path, _: str | None) -> Iterator[Item]:
    with path.open("rb") as file:
        number = 0
        while line := file.readline(MAX_ITEM_BYTES + 1):
            number += 1
            origin = f"{path}:{number}"
            if len(line) > MAX_ITEM_BYTES:
                size = len(line)
                while not line.endswith(b"\n") and (line := file.readline(MAX_ITEM_BYTES)):
                    size += len(line)
                yield _too_large(origin, size)
            elif stripped := line.strip().removeprefix(b"\xef\xbb\xbf"):
                yield _item(stripped, origin)


def _read_json(path: Path, _: str | None) -> Iterator[Item]:
    with path.open("rb") as file:
        for number, value in enumerate(json_values(file, max_bytes=MAX_ITEM_BYTES), start=1):
            origin = f"{path}:{number}"
            yield _too_large(origin, None) if value is None else _item(value, origin)


def _item(value: bytes, origin: str) -> RawItem:
    return RawItem(value, origin, origin.encode("utf-8", "surrogateescape"))


def _too_large(origin: str, size: int | None) -> Skipped:
    what = "it" if size is None else f"{size} bytes"
    return Skipped(origin, f"too large: {what} is over the limit of {MAX_ITEM_BYTES} bytes an article")


_READERS: dict[str, _Reader] = {
    ".txt": _read_text,
    ".html": _read_html,
    ".htm": _read_html,
    ".json": _read_json,
    ".jsonl": _read_json_lines,
    ".ndjson": _read_json_lines,
}
"""What reads a file, by its suffix."""
