"""Faust with a hopping table for each window, in RocksDB with changelogs: as Faust is set, but for the commits."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import faust

from .rows import WINDOWS, rows_of

PARTITIONS = 8
TABLE = "counts_{}"

app = faust.App(
    os.environ["BENCH_GROUP"],
    broker=f"kafka://{os.environ['BENCH_BOOTSTRAP']}",
    store="rocksdb://",
    datadir=os.environ["BENCH_FOLDER"],
    topic_partitions=PARTITIONS,
    broker_commit_interval=1.0,
    web_enabled=False,
    consumer_auto_offset_reset="earliest",
)
source = app.topic(
    os.environ["BENCH_TOPIC"],
    key_type=bytes,
    value_type=bytes,
    key_serializer="raw",
    value_serializer="raw",
)
tables = [
    app.Table(TABLE.format(name), default=int, partitions=PARTITIONS, options={"driver": "rocksdict"}).hopping(
        size, step, expires=90 * 24 * 3600
    )
    for name, (size, step) in WINDOWS.items()
]


@app.agent(source)
async def count(stream: Any) -> None:
    """Counts each report in every window of each table."""
    async for value in stream:
        for row in rows_of(value):
            for table in tables:
                table[row] += 1


if __name__ == "__main__":
    Path(os.environ["BENCH_FOLDER"]).mkdir(exist_ok=True)
    app.main()
