"""`.jsonl` and `.ndjson`: each line is one article, passed on as it is."""

from __future__ import annotations

from collections.abc import Iterator

from .item import Item, OpenFile, RawItem, too_large


def read_json_lines(file: OpenFile) -> Iterator[Item]:
    """The lines that are not blank; one that is no good JSON is passed on too, for the dead letters to show."""
    number = 0
    while line := file.stream.readline(file.max_bytes + 1):
        number += 1
        origin = f"{file.origin}:{number}"
        if len(line) > file.max_bytes:
            size = len(line)
            while not line.endswith(b"\n") and (line := file.stream.readline(file.max_bytes)):
                size += len(line)
            yield too_large(origin, file.max_bytes, size)
        elif stripped := line.strip().removeprefix(b"\xef\xbb\xbf"):
            yield RawItem(stripped, origin)
