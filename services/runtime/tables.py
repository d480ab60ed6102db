"""The table that every stateful service uses: rows by partition, and a promise for each change.

Faust's own `Table` queues the changelog message of a write and forgets it, so that an offset can be committed before
the row is safe. This one keeps the promise, for the agent to wait for before it acknowledges the input; and it is
addressed by partition, so that rows can be written for a group of inputs, and read outside of any event.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, cast

import faust
from faust.stores.rocksdb import Store as RocksStore
from faust.streams import _current_event

Row = dict[str, Any]


class Table(faust.Table[str, Row]):
    """A table of JSON rows by text key, kept in RocksDB and in a compacted changelog topic."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._promises: list[asyncio.Future[Any]] = []

    def send_changelog(self, *args: Any, **kwargs: Any) -> Any:
        """Queue the changelog message of a change, and keep the promise of its delivery."""
        promise = super().send_changelog(*args, **kwargs)
        self._promises.append(promise)
        return promise

    def take_promises(self) -> list[asyncio.Future[Any]]:
        """The promises of all changes since the last call: each done once the broker has the change."""
        promises, self._promises = self._promises, []
        return promises

    def read(self, partition: int, key: str) -> Row | None:
        """The row of `key` in `partition`, or null."""
        with self._at(partition):
            row: Row | None = self.get(key)
        return row

    def write(self, partition: int, key: str, row: Row | None) -> None:
        """Assign a row, or delete it with null. A row that is as it was is not written again."""
        with self._at(partition):
            before = self.get(key)
            if row is None:
                if before is not None:
                    del self[key]
            elif row != before:
                self[key] = row

    def rows(self, partition: int) -> Iterator[tuple[str, Row]]:
        """All rows of one partition, in order of key."""
        store = cast(RocksStore, self.data)
        for key, value in store._visible_items(store._db_for_partition(partition)):
            yield json.loads(key), json.loads(value)

    @contextmanager
    def _at(self, partition: int) -> Iterator[None]:
        """Faust takes the partition of a row from the event under way; here it is said."""
        place = _Place(self.changelog_topic_name, partition)
        token = _current_event.set(lambda: place)  # type: ignore[arg-type]  # stands for a weak reference to an event
        try:
            yield
        finally:
            _current_event.reset(token)


class _Place:
    """Stands for an event where only its topic and partition are asked for."""

    def __init__(self, topic: str, partition: int) -> None:
        self.message = SimpleNamespace(topic=topic, partition=partition)
