"""How an agent reads: in order, in groups, and acknowledged only after everything that follows was delivered.

A Faust agent hands its events to a `BatchReader`, which
1. takes what is waiting, up to a limit, as one group (so that load makes groups, and a lone message does not wait);
2. gives the group to the service's `process`, which sends its outputs and awaits their delivery, writes its rows, and
   returns the promises of their changelog messages;
3. hands (group, promises) to one task that awaits the promises and acknowledges **in order**, while the next group is
   being processed.

When partitions are taken away, what is waiting is dropped, and what is under way is finished and committed before the
rebalance goes on: no worker writes for a partition that is another's by then, and the next owner repeats nothing.
Nothing escapes: a message that can't be used is
the business of `process`; any other error ends the worker, and what was not acknowledged is read again.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable, Sequence
from time import monotonic, time
from typing import Any

import structlog
from faust.types import TP, EventT
from mode import Service

from . import metrics
from .errors import EXIT_CRASHED, EXIT_DELIVERY, TocsinError, leave

Promises = Iterable[Awaitable[Any]]
Process = Callable[[Sequence[EventT[Any]]], Awaitable[Promises]]
OnAssigned = Callable[[set[int]], Awaitable[None]]
Chore = Callable[[], Awaitable[None]]

HAND_OVER_SECONDS = 5.0
"""How long a rebalance waits for the commit of what was done."""

log = structlog.get_logger(__name__)


class BatchReader(Service):
    """Reads the events of one agent in groups.

    Args:
        app: the Faust app; its rebalance signals are followed.
        topic: name of the topic that is read.
        process: does the work of one group (see the module).
        on_assigned: called with the partition numbers of `topic` after each rebalance, once tables have recovered and
            before any event of it.
        chore: called now and then between two groups, never beside one.
        chore_interval: seconds between two calls of it.
        service: name for logs and metrics.
        max_batch: most events in a group.
        delivery_timeout: seconds that the delivery of a group's rows, or the end of a group at a rebalance, may take.
    """

    def __init__(
        self,
        app: Any,
        *,
        topic: str,
        process: Process,
        service: str,
        on_assigned: OnAssigned | None = None,
        chore: Chore | None = None,
        chore_interval: float = 60.0,
        max_batch: int = 64,
        delivery_timeout: float = 60.0,
    ) -> None:
        super().__init__(loop=app.loop, beacon=app.beacon)
        self.app = app
        self.topic = topic
        self.service = service
        self.positions: dict[int, int] = {}
        """Next offset to be processed of each partition read in this assignment."""
        self.caught_up: set[int] = set()
        """Partitions that have been seen without lag in this assignment (by the watchdog)."""
        self._process = process
        self._on_assigned = on_assigned
        self._chore = chore
        self._chore_interval = chore_interval
        self._chore_due = monotonic() + chore_interval
        self._max_batch = max_batch
        self._delivery_timeout = delivery_timeout
        self._inbox: asyncio.Queue[EventT[Any]] = asyncio.Queue(maxsize=2 * max_batch)
        self._to_ack: asyncio.Queue[tuple[int, Sequence[EventT[Any]], Promises]] = asyncio.Queue(maxsize=4)
        self._open = asyncio.Event()
        self._assignment_is_new = False
        self._epoch = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._unfinished = 0
        app.on_partitions_revoked.connect(self._on_revoked, weak=False)
        app.on_rebalance_complete.connect(self._on_rebalanced, weak=False)

    async def put(self, event: EventT[Any]) -> None:
        """Take one event from the agent's stream; waits while the reader is behind."""
        await self._inbox.put(event)

    @property
    def partitions(self) -> set[int]:
        """Numbers of the partitions of the topic that are assigned now."""
        return {tp.partition for tp in self.app.consumer.assignment() if tp.topic == self.topic}

    @property
    def is_open(self) -> bool:
        """Whether the assignment stands, tables have recovered, and events flow."""
        return self._open.is_set() and not self._assignment_is_new

    async def drain(self) -> None:
        """Stop taking events, drop what waits; returns when what is under way has been delivered and acknowledged."""
        self._open.clear()
        await self._finish()

    async def _on_revoked(self, _app: Any, revoked: set[TP], **_: Any) -> None:
        self._open.clear()
        # Faust has already forgotten what was acknowledged: an acknowledgement now would be a stale one later.
        self._epoch += 1
        await self._finish()
        await self._hand_over()
        self.positions.clear()
        self.caught_up.clear()

    async def _hand_over(self) -> None:
        """Commit what was done, so that the next owner begins where this one ended."""
        done = {TP(self.topic, partition): offset for partition, offset in self.positions.items()}
        if not done:
            return
        try:
            await asyncio.wait_for(self.app.consumer._commit(done), HAND_OVER_SECONDS)
        except TimeoutError:
            # The group has moved on without us. What is done twice changes nothing.
            log.warning("no commit at a rebalance", service=self.service, partitions=len(done))

    async def _on_rebalanced(self, _app: Any, **_: Any) -> None:
        self._epoch += 1
        self._assignment_is_new = True
        self._open.set()

    async def _finish(self) -> None:
        while not self._inbox.empty():
            self._inbox.get_nowait()
        try:
            await asyncio.wait_for(self._idle.wait(), self._delivery_timeout)
        except TimeoutError:
            leave(EXIT_DELIVERY, "a group of messages was not done in time for a rebalance", service=self.service)

    @Service.task
    async def _work(self) -> None:
        try:
            while not self.should_stop:
                await self._open.wait()
                if self._assignment_is_new:
                    await self._greet()
                    continue
                if self._chore is not None and monotonic() > self._chore_due:
                    self._chore_due = monotonic() + self._chore_interval
                    with self._busy():
                        await self._chore()
                    continue
                first = await self._next()
                if first is None:
                    continue
                events = [first]
                while len(events) < self._max_batch and not self._inbox.empty():
                    events.append(self._inbox.get_nowait())
                await self._group([event for event in events if self._current(event)])
        except asyncio.CancelledError:
            raise
        except TocsinError as error:
            leave(error.exit_code, str(error), service=self.service)
        except Exception:
            log.exception("processing failed", service=self.service)
            leave(EXIT_CRASHED, "a group of messages could not be processed: see the error above", service=self.service)

    async def _next(self) -> EventT[Any] | None:
        """The next event, or null when the reader was closed meanwhile or nothing came for a second."""
        with contextlib.suppress(TimeoutError):
            event = await asyncio.wait_for(self._inbox.get(), 1.0)
            return event if self._open.is_set() else None
        return None

    def _current(self, event: EventT[Any]) -> bool:
        """Whether it was fetched under the assignment that stands; older ones are fetched again by their owner."""
        return bool(event.message.generation_id == self.app.consumer_generation_id)

    async def _greet(self) -> None:
        epoch = self._epoch
        with self._busy():
            if self._on_assigned is not None:
                await self._on_assigned(self.partitions)
        if epoch == self._epoch:
            self._assignment_is_new = False
            log.info("reading", service=self.service, topic=self.topic, partitions=sorted(self.partitions))

    async def _group(self, events: Sequence[EventT[Any]]) -> None:
        if not events or not self._open.is_set():
            return
        started = monotonic()
        epoch = self._epoch
        self._begin()
        try:
            promises = await self._process(events)
        except BaseException:
            self._end()
            raise
        await self._to_ack.put((epoch, events, promises))
        for event in events:
            self.positions[event.message.partition] = event.message.offset + 1
        metrics.batch_seconds.labels(self.service).observe(monotonic() - started)
        metrics.batch_messages.labels(self.service).observe(len(events))
        metrics.last_processed.labels(self.service).set(time())

    @Service.task
    async def _acknowledge(self) -> None:
        while not self.should_stop:
            epoch, events, promises = await self._to_ack.get()
            try:
                await asyncio.wait_for(asyncio.gather(*promises), self._delivery_timeout)
            except asyncio.CancelledError:
                raise
            except Exception as error:
                leave(
                    EXIT_DELIVERY, "rows could not be delivered to the broker", service=self.service, error=repr(error)
                )
            if epoch == self._epoch and self.app.flow_control.is_active():
                for event in events:
                    event.ack()
            self._end()

    def _begin(self) -> None:
        self._unfinished += 1
        self._idle.clear()

    def _end(self) -> None:
        self._unfinished -= 1
        if not self._unfinished:
            self._idle.set()

    @contextlib.contextmanager
    def _busy(self) -> Any:
        self._begin()
        try:
            yield
        finally:
            self._end()
