"""How an agent reads: in order, in groups, and committed only after everything that follows was delivered.

A Faust agent hands its events to a `BatchReader`, which
1. takes what is waiting, up to a limit, as one group (so that load makes groups, and a lone message does not wait);
2. gives the group to the service's `process`, which sends its outputs and awaits their delivery, writes its rows, and
   returns the promises of their changelog messages;
3. hands (group, promises) to one task that awaits the promises **in order**, while the next group is being processed;
   only then has the partition's position moved;
4. commits the positions now and then, by itself.

Faust now and then drops fetched messages around a rebalance (docs/decisions/0002-faust.md). The reader therefore knows
which offset comes next in each partition: what it has had already it leaves out, and where some are missing it asks the
broker whether there are any, and fetches them.

When partitions are taken away, what is waiting is dropped, and what is under way is finished and committed before the
rebalance goes on: no worker writes for a partition that is another's by then, and the next owner repeats nothing.
Nothing escapes: a message that can't be used is the business of `process`; any other error ends the worker, and what
was not committed is read again.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from time import monotonic, time
from typing import Any, Protocol

import structlog
from confluent_kafka import KafkaException
from faust.types import TP, EventT
from mode import Service

from . import metrics
from .errors import EXIT_CRASHED, EXIT_DELIVERY, BrokenDependencyError, TocsinError, leave
from .group_progress import Progress

Promises = Iterable[Awaitable[Any]]
Process = Callable[[Sequence[EventT[Any]]], Awaitable[Promises]]
OnAssigned = Callable[[set[int]], Awaitable[None]]
Chore = Callable[[], Awaitable[None]]

COMMIT_SECONDS = 10.0
"""How long one commit may take; the next one tries again."""
LOOK_SECONDS = 3.0
"""How long nothing must come before the broker is asked whether there is anything."""
GROUPS_UNDER_WAY = 4
"""Groups whose rows are on their way to the broker while the next one is processed."""

log = structlog.get_logger(__name__)


class Standing(Protocol):
    """What the broker tells of a consumer group and its topic: `group_progress.GroupProgress`. Blocking."""

    def ask(self, partitions: Iterable[int]) -> dict[int, Progress]:
        """Commit and high watermark of each partition."""
        ...

    def next_offset(self, partition: int, at_least: int) -> int | None:
        """Offset of the first message from `at_least` on."""
        ...


class BatchReader(Service):
    """Reads the events of one agent in groups.

    Args:
        app: the Faust app; its rebalance signals are followed.
        topic: name of the topic that is read.
        process: does the work of one group (see the module).
        group: tells where the consumer group stands, and which offsets there are.
        on_assigned: called with the partition numbers of `topic` after each rebalance, once tables have recovered and
            before any event of it.
        chore: called now and then between two groups, never beside one.
        chore_interval: seconds between two calls of it.
        service: name for logs and metrics.
        max_batch: most events in a group.
        commit_interval: seconds between commits.
        delivery_timeout: seconds that the delivery of a group's rows, or the end of a group at a rebalance, may take.
    """

    def __init__(
        self,
        app: Any,
        *,
        topic: str,
        process: Process,
        group: Standing,
        service: str,
        on_assigned: OnAssigned | None = None,
        chore: Chore | None = None,
        chore_interval: float = 60.0,
        max_batch: int = 64,
        commit_interval: float = 1.0,
        delivery_timeout: float = 60.0,
    ) -> None:
        super().__init__(loop=app.loop, beacon=app.beacon)
        self.app = app
        self.topic = topic
        self.service = service
        self.positions: dict[int, int] = {}
        """Next offset of each partition read in this assignment: all before it is done and delivered."""
        self.caught_up: set[int] = set()
        """Partitions that have been seen without lag in this assignment (by the watchdog)."""
        self.group = group
        self._expected: dict[int, int] = {}
        """Next offset to be taken of each partition of this assignment."""
        self._fetching_again: dict[int, int] = {}
        """Partitions that were set back to an offset which has not come yet."""
        self._behind: dict[int, int] = {}
        """Partitions that the broker had more of at the last look, and the offset that was expected then."""
        self._look_due = monotonic() + LOOK_SECONDS
        self._process = process
        self._on_assigned = on_assigned
        self._chore = chore
        self._chore_interval = chore_interval
        self._chore_due = monotonic() + chore_interval
        self._max_batch = max_batch
        self._commit_interval = commit_interval
        self._delivery_timeout = delivery_timeout
        self._inbox: asyncio.Queue[EventT[Any]] = asyncio.Queue(maxsize=2 * max_batch)
        self._delivering: asyncio.Queue[tuple[Sequence[EventT[Any]], Promises]] = asyncio.Queue(GROUPS_UNDER_WAY)
        self._committed: dict[int, int] = {}
        self._committing = asyncio.Lock()
        self._open = asyncio.Event()
        self._assignment_is_new = False
        self._idle = asyncio.Event()
        self._idle.set()
        self._under_way = 0
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
        """Stop taking events, drop what waits; returns when what is under way has been delivered and committed."""
        self._open.clear()
        while not self._inbox.empty():
            self._inbox.get_nowait()
        try:
            await asyncio.wait_for(self._idle.wait(), self._delivery_timeout)
        except TimeoutError:
            leave(EXIT_DELIVERY, "a group of messages was not delivered in time", service=self.service)
        await self._commit()

    async def _on_revoked(self, _app: Any, revoked: set[TP], **_: Any) -> None:
        await self.drain()
        self._expected.clear()
        self._fetching_again.clear()
        self.positions.clear()
        self._committed.clear()
        self.caught_up.clear()

    async def _on_rebalanced(self, _app: Any, **_: Any) -> None:
        self._assignment_is_new = True
        self._open.set()

    @Service.task
    async def _work(self) -> None:
        try:
            while not self.should_stop:
                await self._open.wait()
                if self._assignment_is_new:
                    await self._greet()
                elif self._chore is not None and monotonic() > self._chore_due:
                    self._chore_due = monotonic() + self._chore_interval
                    with self._busy():
                        await self._chore()
                else:
                    events = await self._next()
                    await (self._group(events) if events else self._look_for_left_out())
        except asyncio.CancelledError:
            raise
        except TocsinError as error:
            leave(error.exit_code, str(error), service=self.service)
        except Exception:
            log.exception("processing failed", service=self.service)
            leave(EXIT_CRASHED, "a group of messages could not be processed: see the error above", service=self.service)

    async def _next(self) -> list[EventT[Any]]:
        """The events that wait, or nothing when none came for a second."""
        events = []
        with contextlib.suppress(TimeoutError):
            events.append(await asyncio.wait_for(self._inbox.get(), 1.0))
            while len(events) < self._max_batch and not self._inbox.empty():
                events.append(self._inbox.get_nowait())
        return events

    async def _greet(self) -> None:
        self._assignment_is_new = False
        with self._busy():
            try:
                progress = await asyncio.to_thread(self.group.ask, sorted(self.partitions))
            except KafkaException as error:
                raise BrokenDependencyError(
                    f"The broker did not tell where {self.topic} is to be read from."
                ) from error
            self._expected = {partition: at.committed for partition, at in progress.items()}
            self._fetching_again.clear()
            if self._on_assigned is not None:
                await self._on_assigned(self.partitions)
        log.info("reading", service=self.service, topic=self.topic, partitions=sorted(self.partitions))

    async def _in_order(self, events: Sequence[EventT[Any]]) -> list[EventT[Any]]:
        """Those events that come next in their partitions; where some before them are missing, they are fetched."""
        in_order = []
        for event in events:
            partition, offset = event.message.partition, event.message.offset
            expected = self._expected.get(partition)
            if expected is None or offset < expected:
                continue
            if offset > expected and not await self._nothing_before(partition, expected, offset):
                continue
            self._fetching_again.pop(partition, None)
            if partition in self._expected:  # it may have been taken away while the broker was asked
                self._expected[partition] = offset + 1
                in_order.append(event)
        return in_order

    async def _nothing_before(self, partition: int, expected: int, offset: int) -> bool:
        """Whether the broker has no message from `expected` up to `offset`; if it has, they are fetched again."""
        if self._fetching_again.get(partition) == expected:
            return False
        first = await asyncio.to_thread(self.group.next_offset, partition, expected)
        if first is not None and first >= offset:
            return True
        log.warning("messages were left out and are fetched again", service=self.service, partition=partition,
                    expected=expected, got=offset)  # fmt: skip
        self._fetching_again[partition] = expected
        await self.app.consumer.seek_wait({TP(self.topic, partition): expected})
        return False

    async def _look_for_left_out(self) -> None:
        """While nothing comes: whether the broker has messages that should have come, which are then fetched again."""
        if not self.is_open or monotonic() < self._look_due:
            return
        self._look_due = monotonic() + LOOK_SECONDS
        with contextlib.suppress(KafkaException):  # a broker that is away is the watchdog's business
            progress = await asyncio.to_thread(self.group.ask, sorted(self._expected))
            behind = {p: offset for p, offset in self._expected.items() if p in progress and offset < progress[p].end}
            stuck = {p: offset for p, offset in behind.items() if self._behind.get(p) == offset}
            self._behind = behind
            if stuck and self._open.is_set():
                log.warning("messages did not come and are fetched again", service=self.service, expected=stuck)
                await self.app.consumer.seek_wait({TP(self.topic, p): offset for p, offset in stuck.items()})

    async def _group(self, taken: Sequence[EventT[Any]]) -> None:
        # A rebalance may have come and gone while we waited: these may be the first events of a new assignment.
        if self._assignment_is_new:
            await self._greet()
        # Events of an assignment that is over, or about to be, are fetched again by whoever owns the partition then.
        # No others may be dropped: the position would move past them.
        generation = self.app.consumer_generation_id
        events = await self._in_order([event for event in taken if event.message.generation_id == generation])
        if not events or not self._open.is_set() or generation != self.app.consumer_generation_id:
            return
        started = monotonic()
        with self._busy():
            promises = await self._process(events)
            self._begin()  # ended by `_deliver`
            await self._delivering.put((events, promises))
        metrics.batch_seconds.labels(self.service).observe(monotonic() - started)
        metrics.batch_messages.labels(self.service).observe(len(events))
        metrics.last_processed.labels(self.service).set(time())

    @Service.task
    async def _deliver(self) -> None:
        while not self.should_stop:
            events, promises = await self._delivering.get()
            try:
                await asyncio.wait_for(asyncio.gather(*promises), self._delivery_timeout)
            except asyncio.CancelledError:
                raise
            except Exception as error:
                leave(EXIT_DELIVERY, "rows were not delivered to the broker", service=self.service, error=repr(error))
            for event in events:
                self.positions[event.message.partition] = event.message.offset + 1
            self._end()

    @Service.task
    async def _commit_now_and_then(self) -> None:
        while not self.should_stop:
            await self.sleep(self._commit_interval)
            if self.is_open:
                await self._commit()

    async def _commit(self) -> None:
        async with self._committing:
            done = {
                number: offset for number, offset in self.positions.items() if self._committed.get(number) != offset
            }
            if not done:
                return
            offsets = {TP(self.topic, number): offset for number, offset in done.items()}
            try:
                accepted = await asyncio.wait_for(self.app.consumer._commit(offsets), COMMIT_SECONDS)
            except TimeoutError:
                accepted = False
            if accepted:
                self._committed |= done
            else:
                # The group has moved on without us, or the broker is away. What is done twice changes nothing.
                log.warning("a commit was not accepted", service=self.service, partitions=sorted(done))

    def _begin(self) -> None:
        self._under_way += 1
        self._idle.clear()

    def _end(self) -> None:
        self._under_way -= 1
        if not self._under_way:
            self._idle.set()

    @contextlib.contextmanager
    def _busy(self) -> Iterator[None]:
        self._begin()
        try:
            yield
        finally:
            self._end()
