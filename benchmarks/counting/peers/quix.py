"""Quix Streams with a hopping window for each size over a topic that it groups by row itself, state in RocksDB with
changelogs; the counts go to a topic as they change.

Quix counts per message key, so that rows of another key than the reports' have to be sent through a topic first.
"""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

from quixstreams import Application  # type: ignore[import-not-found]  # an environment of its own: `make bench-counting`

from .rows import WINDOWS, rows_of


def main() -> None:
    """Counts until told to end."""
    app = Application(
        broker_address=os.environ["BENCH_BOOTSTRAP"],
        consumer_group=os.environ["BENCH_GROUP"],
        auto_offset_reset="earliest",
        commit_interval=1.0,
        state_dir=os.environ["BENCH_FOLDER"],
        loglevel="WARNING",
    )
    source = app.topic(os.environ["BENCH_TOPIC"], key_deserializer="bytes", value_deserializer="bytes")
    target = app.topic(os.environ["BENCH_TARGET"], key_serializer="str", value_serializer="json")
    by_row = app.dataframe(source).apply(rows_of, expand=True).group_by(lambda row: row, name="row")
    for name, (size, step) in WINDOWS.items():
        counted = by_row.hopping_window(
            timedelta(seconds=size), timedelta(seconds=step), grace_ms=timedelta(days=90), name=name
        ).count()
        counted.current().update(_named(name)).to_topic(target)
    app.run()


def _named(name: str) -> Any:
    def update(value: dict[str, Any]) -> None:
        value["window"] = name

    return update


if __name__ == "__main__":
    main()
