"""The watchdog: ends a worker whose lag does not move, so that its supervisor starts it again.

Faust 0.15 now and then stops committing, or reading, a partition after a rebalance (docs/decisions). What a worker
believes of itself can't tell, so the broker is asked: for each assigned partition, the group's commit and the high
watermark. A partition with lag whose commit and processed position have both, or whose commit alone, stood still for
longer than the limit is a stall. Replay changes nothing, so ending the process is safe.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic

import structlog
from confluent_kafka import KafkaException

from . import metrics
from .batches import BatchReader, Standing
from .errors import EXIT_STALLED, leave
from .group_progress import Progress

log = structlog.get_logger(__name__)


class StallDetector:
    """Tells which partitions have had lag without a commit for too long. Pure: the clock is handed in.

    Args:
        limit: seconds without a commit, while there is lag, that are still accepted.
        clock: seconds, monotonic.
    """

    def __init__(self, limit: float, clock: Callable[[], float] = monotonic) -> None:
        self._limit = limit
        self._clock = clock
        self._since: dict[int, tuple[int, float]] = {}
        """The commit that each partition with lag stands at, and since when."""

    def observe(self, progress: dict[int, Progress]) -> list[int]:
        """The stalled partitions among those that are assigned now; the others are forgotten."""
        now = self._clock()
        stalled = []
        for gone in self._since.keys() - progress.keys():
            del self._since[gone]
        for partition, at in progress.items():
            if at.lag == 0:
                self._since.pop(partition, None)
                continue
            committed, since = self._since.get(partition, (None, now))
            if at.committed != committed:
                self._since[partition] = (at.committed, now)
            elif now - since > self._limit:
                stalled.append(partition)
        return sorted(stalled)


async def watch(reader: BatchReader, group: Standing, *, limit: float, interval: float) -> None:
    """Watch one reader until cancelled; does not return when it finds a stall.

    Args:
        limit: seconds that a partition may have lag without a commit.
        interval: seconds between two looks.
    """
    detector = StallDetector(limit)
    closed_since = monotonic()
    while True:
        await asyncio.sleep(interval)
        if not reader.is_open:
            # A rebalance or a recovery is under way. It may take its time, but not for ever.
            if monotonic() - closed_since > 10 * limit:
                leave(EXIT_STALLED, "no assignment came to stand", service=reader.service, seconds=10 * limit)
            continue
        closed_since = monotonic()
        try:
            progress = await asyncio.to_thread(group.ask, sorted(reader.partitions))
        except KafkaException as error:
            log.warning("the broker did not tell the lag", service=reader.service, error=str(error))
            continue
        for partition, at in progress.items():
            metrics.consumer_lag.labels(reader.topic, str(partition)).set(at.lag)
            if at.lag == 0 and partition in reader.partitions:
                reader.caught_up.add(partition)
        stalled = detector.observe({p: at for p, at in progress.items() if p in reader.partitions})
        if stalled:
            metrics.stalls.labels(reader.service).inc()
            leave(
                EXIT_STALLED,
                "lag without a commit: ending, to be started again",
                service=reader.service,
                topic=reader.topic,
                stalled={p: [progress[p].committed, reader.positions.get(p), progress[p].end] for p in stalled},
                seconds=limit,
            )
