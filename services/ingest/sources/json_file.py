"""`.json`: an object, an array of objects, or objects one after another."""

from __future__ import annotations

from collections.abc import Iterator

from ..json_stream import json_values
from .item import Item, OpenFile, RawItem, too_large


def read_json(file: OpenFile) -> Iterator[Item]:
    """Each value as it stands in the file; what is no JSON is passed on too, for the dead letters to show."""
    for number, value in enumerate(json_values(file.stream, max_bytes=file.max_bytes), start=1):
        origin = f"{file.origin}:{number}"
        yield too_large(origin, file.max_bytes) if value is None else RawItem(value, origin)
