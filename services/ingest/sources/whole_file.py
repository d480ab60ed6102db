"""`.txt`, `.html` and `.htm`: the file is one article."""

from __future__ import annotations

from collections.abc import Iterator

from ..decoding import decode
from ..outcome import RejectedError
from .item import Item, OpenFile, RawItem, raw_value, too_large


def read_text(file: OpenFile) -> Iterator[Item]:
    """The text of an article."""
    yield _whole(file, "text")


def read_html(file: OpenFile) -> Iterator[Item]:
    """The page of an article."""
    yield _whole(file, "html")


def _whole(file: OpenFile, field: str) -> Item:
    value = file.stream.read(file.max_bytes + 1)
    if len(value) > file.max_bytes:
        return too_large(file.origin, file.max_bytes)
    try:
        text = decode(value)
    except RejectedError:
        return RawItem(value, file.origin)  # not text: its dead letter says so
    return RawItem(raw_value({field: text, "published": file.published}), file.origin)
