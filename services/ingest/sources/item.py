"""What every source yields: an article to send, or what was skipped and why."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO, TypeAlias

MAX_ITEM_BYTES = 5_000_000
"""Size over which an item is skipped rather than sent: more than twice what ingest takes by default."""


@dataclass(frozen=True, slots=True)
class RawItem:
    """One article to send."""

    value: bytes
    """The value for `news.raw.v1`."""
    origin: str
    """Where it came from: `path`, or `path:line` (`path:number` in a JSON file or an archive), or an address."""

    @property
    def key(self) -> bytes:
        """The origin: the same item always has the same key, and the items of one file spread over all partitions."""
        return self.origin.encode("utf-8", "surrogateescape")


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that is not sent, and why."""

    origin: str
    reason: str
    """In words; what is the same for all that are skipped for one cause stands before the first colon or semicolon."""

    @property
    def cause(self) -> str:
        """The reason without its particulars, to count by."""
        return self.reason.split(";")[0].split(":")[0]


Item: TypeAlias = RawItem | Skipped


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file to read items from."""

    origin: str
    stream: BinaryIO
    """Its content, decompressed."""
    published: str | None = None
    """Publication time of articles that have no field to say it."""
    max_bytes: int = MAX_ITEM_BYTES


def too_large(origin: str, max_bytes: int, size: int | None = None) -> Skipped:
    """An item over the limit; `size` in bytes where it is known."""
    what = "it" if size is None else f"{size} bytes"
    return Skipped(origin, f"too large: {what} is over the limit of {max_bytes} bytes an article")


def raw_value(fields: Mapping[str, object]) -> bytes:
    """Fields of a raw article as a value for `news.raw.v1`; those that are None are left out."""
    message = {name: value for name, value in fields.items() if value is not None}
    return json.dumps(message, ensure_ascii=False).encode("utf-8", "replace")
