"""The table that every stateful service uses: rows by partition, and a promise for each change.

Faust's own `Table` puts a row into the local store at once, queues its changelog message and forgets it. That loses
exactness twice: an offset can be committed before the row is safe, and after a crash the local store holds rows that
the changelog never got, which a replay would take for written. This one

- keeps the promise of each changelog message, for the agent to wait for before it acknowledges the input;
- stores a row locally only once the broker has its changelog message, so that the local store is never ahead of it;
- is addressed by partition, so that rows can be written for a group of inputs, and read outside of any event.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import faust
from faust.stores.rocksdb import Store as RocksStore
from faust.types.tuples import FutureMessage

Row = dict[str, Any]


@dataclass(frozen=True)
class _Change:
    """A row on its way to the changelog."""

    partition: int
    key: bytes
    value: bytes | None


class Table(faust.Table[str, Row]):
    """A table of JSON rows by text key, kept in RocksDB and in a compacted changelog topic.

    Use `read`, `write` and `rows`; Faust's mapping interface would bypass what this table is for.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._promises: list[asyncio.Future[Any]] = []
        self._under_way: dict[FutureMessage, _Change] = {}
        self._unstored: dict[tuple[int, bytes], _Change] = {}
        """The newest change of each row that the local store does not hold yet."""

    def take_promises(self) -> list[asyncio.Future[Any]]:
        """The promises of all changes since the last call: each is done once the broker has the change."""
        promises, self._promises = self._promises, []
        return promises

    def read(self, partition: int, key: str) -> Row | None:
        """The row of `key` in `partition`, or null."""
        value = self._value(partition, _encode(key))
        return None if value is None else cast(Row, json.loads(value))

    def write(self, partition: int, key: str, row: Row | None) -> None:
        """Assign a row, or delete it with null. A row that is as it was is not written again."""
        change = _Change(partition, _encode(key), None if row is None else _encode(row))
        if self._value(partition, change.key) == change.value:
            return
        promise = self.send_changelog(partition, change.key, change.value, key_serializer="raw", value_serializer="raw")
        self._under_way[promise] = change
        self._unstored[partition, change.key] = change
        self._promises.append(promise)

    def rows(self, partition: int) -> Iterator[tuple[str, Row]]:
        """All rows of one partition, in order of key. Not while changes are under way (`RuntimeError`)."""
        if any(change.partition == partition for change in self._unstored.values()):
            raise RuntimeError(f"rows of {self.name} {partition} are asked for while some are under way")
        for key, value in self._rocks._visible_items(self._rocks._db_for_partition(partition)):
            yield json.loads(key), json.loads(value)

    def _on_changelog_sent(self, fut: FutureMessage) -> None:
        """The broker has a change: store it, and only then (by Faust) the offset up to which the store is complete."""
        change = self._under_way.pop(fut)
        db = self._rocks._db_for_partition(change.partition)
        if change.value is None:
            db.delete(change.key)
        else:
            db.put(change.key, change.value)
        place = (change.partition, change.key)
        if self._unstored.get(place) is change:
            del self._unstored[place]
        super()._on_changelog_sent(fut)

    def _value(self, partition: int, key: bytes) -> bytes | None:
        change = self._unstored.get((partition, key))
        if change is not None:
            return change.value
        value: bytes | None = self._rocks._db_for_partition(partition).get(key)
        return value

    @property
    def _rocks(self) -> RocksStore:
        return cast(RocksStore, self.data)


def _encode(value: Any) -> bytes:
    """JSON with its keys in order, so that equal rows are equal bytes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
