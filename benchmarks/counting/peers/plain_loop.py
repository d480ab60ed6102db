"""A loop over aiokafka with counts in memory, positions committed every second. What it counted dies with it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
from collections import Counter
from pathlib import Path

from aiokafka import AIOKafkaConsumer

from .rows import WINDOWS, rows_of, starts_of


async def count(counts: Counter[str]) -> None:
    """Counts until cancelled."""
    consumer = AIOKafkaConsumer(
        os.environ["BENCH_TOPIC"],
        bootstrap_servers=os.environ["BENCH_BOOTSTRAP"],
        group_id=os.environ["BENCH_GROUP"],
        auto_offset_reset="earliest",
        auto_commit_interval_ms=1000,
    )
    await consumer.start()
    try:
        async for message in consumer:
            for row in rows_of(message.value):
                for window, (size, step) in WINDOWS.items():
                    for start in starts_of(message.timestamp / 1000, size, step):
                        counts[f"{window} {row} {start}"] += 1
    finally:
        await consumer.stop()


async def main() -> None:
    """Counts until told to end; leaves the counts in a file."""
    counts: Counter[str] = Counter()
    task = asyncio.create_task(count(counts))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await task
    (Path(os.environ["BENCH_FOLDER"]) / "counts.json").write_text(json.dumps(counts))


if __name__ == "__main__":
    asyncio.run(main())
