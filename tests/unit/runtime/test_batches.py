"""The reader: nothing is lost, nothing is committed before it was delivered, whatever a rebalance does in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
import pytest_asyncio
from faust.types import TP

from services.runtime import batches
from services.runtime.batches import BatchReader
from services.runtime.group_progress import Progress

TOPIC = "news.articles.v1"


class Signal:
    """Stands for one of Faust's signals."""

    def __init__(self) -> None:
        self._receivers: list[Callable[..., Awaitable[None]]] = []

    def connect(self, receiver: Callable[..., Awaitable[None]], **_: Any) -> None:
        self._receivers.append(receiver)

    async def send(self, *args: Any) -> None:
        for receiver in self._receivers:
            await receiver(None, *args)


@dataclass
class Group:
    """A consumer group with one member and one partition, which fetches from its commit after each rebalance."""

    log: list[int]
    on_partitions_revoked: Signal = field(default_factory=Signal)
    on_rebalance_complete: Signal = field(default_factory=Signal)
    consumer_generation_id: int = 0
    committed: int = 0
    fetched: int = 0
    end: int = 0
    """High watermark."""
    gaps: set[int] = field(default_factory=set)
    """Offsets that hold no message: compacted away, or a transaction's marker."""
    seeks: int = 0
    loop: None = None
    beacon: None = None

    @property
    def consumer(self) -> Any:
        return SimpleNamespace(assignment=lambda: {TP(TOPIC, 0)}, _commit=self.commit, seek_wait=self.seek_wait)

    async def commit(self, offsets: dict[TP, int]) -> bool:
        assert offsets[TP(TOPIC, 0)] >= self.committed, "a commit went backward"
        self.committed = offsets[TP(TOPIC, 0)]
        return True

    def ask(self, partitions: Iterable[int]) -> dict[int, Progress]:
        return {partition: Progress(self.committed, self.end) for partition in partitions}

    def next_offset(self, partition: int, at_least: int) -> int | None:
        there = [offset for offset in range(at_least, self.end) if offset not in self.gaps]
        return there[0] if there else None

    async def seek_wait(self, offsets: dict[TP, int]) -> None:
        self.fetched = offsets[TP(TOPIC, 0)]
        self.seeks += 1

    def fetch(self) -> Any:
        message = SimpleNamespace(
            partition=0, offset=self.fetched, value=self.log[self.fetched], generation_id=self.consumer_generation_id
        )
        self.fetched += 1
        self.end = max(self.end, self.fetched)
        return SimpleNamespace(message=message)

    async def revoke(self) -> None:
        await self.on_partitions_revoked.send({TP(TOPIC, 0)})

    async def assign(self) -> None:
        self.consumer_generation_id += 1
        self.fetched = self.committed
        await self.on_rebalance_complete.send()


@dataclass
class Service:
    """Does the work of a group: notes it; `hold` keeps it busy."""

    done: list[int] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    hold: asyncio.Event = field(default_factory=asyncio.Event)
    rows: list[asyncio.Future[None]] = field(default_factory=list)
    delivers: bool = True

    async def process(self, events: Sequence[Any]) -> list[asyncio.Future[None]]:
        await self.hold.wait()
        self.groups.append(len(events))
        self.done.extend(event.message.value for event in events)
        row: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.rows.append(row)
        if self.delivers:
            row.set_result(None)
        return [row]


@pytest_asyncio.fixture
async def group() -> Group:
    return Group(log=list(range(200)))


@pytest_asyncio.fixture
async def service() -> Service:
    made = Service()
    made.hold.set()
    return made


@pytest_asyncio.fixture
async def reader(group: Group, service: Service) -> AsyncIterator[BatchReader]:
    made = BatchReader(
        group, group=group, topic=TOPIC, process=service.process, service="extractor", max_batch=8, commit_interval=0.02
    )
    await made.start()
    yield made
    service.hold.set()
    for row in service.rows:
        if not row.done():
            row.set_result(None)
    await made.stop()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110  (of the reader's state, which has no event)
            await asyncio.sleep(0.005)


async def feed(group: Group, reader: BatchReader, count: int) -> None:
    for _ in range(count):
        await reader.put(group.fetch())


async def test_everything_is_processed_in_order_and_committed(
    group: Group, service: Service, reader: BatchReader
) -> None:
    await group.assign()
    await feed(group, reader, 50)
    await until(lambda: group.committed == 50)
    assert service.done == group.log[:50]


async def test_a_lone_message_does_not_wait_for_company_and_load_makes_groups(
    group: Group, service: Service, reader: BatchReader
) -> None:
    await group.assign()
    await feed(group, reader, 1)
    await until(lambda: service.groups == [1])
    service.hold.clear()
    await feed(group, reader, 20)
    service.hold.set()
    await until(lambda: sum(service.groups) == 21)
    assert max(service.groups) > 1
    assert max(service.groups) <= 8


async def test_nothing_is_committed_before_its_rows_are_delivered(
    group: Group, service: Service, reader: BatchReader
) -> None:
    service.delivers = False
    await group.assign()
    await feed(group, reader, 5)
    await until(lambda: len(service.done) == 5)
    await asyncio.sleep(0.1)
    assert group.committed == 0
    for row in service.rows:
        row.set_result(None)
    await until(lambda: group.committed == 5)


async def test_the_first_events_of_a_new_assignment_are_not_lost_while_the_reader_waits(
    group: Group, service: Service, reader: BatchReader
) -> None:
    await group.assign()
    await feed(group, reader, 3)
    await until(lambda: group.committed == 3)
    await asyncio.sleep(0.05)  # the reader now waits for more
    await group.revoke()
    await group.assign()
    await feed(group, reader, 4)
    await until(lambda: group.committed == 7)
    assert service.done == group.log[:7]


async def test_a_rebalance_finishes_and_commits_what_is_under_way_and_drops_what_waits(
    group: Group, service: Service, reader: BatchReader
) -> None:
    await group.assign()
    service.hold.clear()
    await feed(group, reader, 12)
    await asyncio.sleep(0.05)
    revoking = asyncio.create_task(group.revoke())
    await asyncio.sleep(0.05)
    assert not revoking.done(), "the rebalance went on while a group was under way"
    service.hold.set()
    await revoking
    assert group.committed == len(service.done) > 0
    before = group.committed
    await group.assign()
    await feed(group, reader, 20)
    await until(lambda: group.committed == before + 20)
    assert service.done == group.log[: before + 20], "an event was lost or repeated"


async def test_messages_that_the_engine_dropped_are_fetched_again(
    group: Group, service: Service, reader: BatchReader
) -> None:
    await group.assign()
    await feed(group, reader, 5)
    group.fetched += 2
    group.end += 2  # these two never reach the reader
    await feed(group, reader, 1)
    await until(lambda: group.seeks == 1)
    await feed(group, reader, 10)
    await until(lambda: group.committed == 15)
    assert service.done == group.log[:15]
    assert group.seeks == 1


async def test_offsets_that_hold_no_message_are_passed_over(
    group: Group, service: Service, reader: BatchReader
) -> None:
    group.gaps = {3, 4}
    await group.assign()
    await feed(group, reader, 3)
    group.fetched = 5
    await feed(group, reader, 3)
    await until(lambda: group.committed == 8)
    assert service.done == [0, 1, 2, 5, 6, 7]
    assert group.seeks == 0


async def test_messages_that_come_twice_are_processed_once(group: Group, service: Service, reader: BatchReader) -> None:
    await group.assign()
    await feed(group, reader, 5)
    group.fetched = 2
    await feed(group, reader, 5)
    await until(lambda: group.committed == 7)
    assert service.done == group.log[:7]


async def test_messages_dropped_at_the_end_of_a_partition_are_missed_and_fetched_again(
    group: Group, service: Service, reader: BatchReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "LOOK_SECONDS", 0.01)
    await group.assign()
    await feed(group, reader, 5)
    group.fetched += 2
    group.end += 2  # these two never reach the reader, and nothing comes after them
    await until(lambda: group.seeks > 0)
    await feed(group, reader, 2)
    await until(lambda: group.committed == 7)
    assert service.done == group.log[:7]


async def test_tables_are_loaded_before_any_event_of_a_new_assignment(group: Group, service: Service) -> None:
    order: list[str] = []

    async def on_assigned(partitions: set[int]) -> None:
        await asyncio.sleep(0.05)
        order.append(f"loaded {sorted(partitions)}")

    async def process(events: Sequence[Any]) -> list[Any]:
        order.append("processed")
        return await service.process(events)

    reader = BatchReader(group, group=group, topic=TOPIC, process=process, service="extractor", on_assigned=on_assigned)
    await reader.start()
    await group.assign()
    await feed(group, reader, 1)
    await until(lambda: len(order) == 2)
    await reader.stop()
    assert order == ["loaded [0]", "processed"]


async def test_work_that_fails_ends_the_worker_and_commits_nothing(
    group: Group, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[int] = []

    def leave(code: int, why: str, **_: object) -> None:
        left.append(code)
        raise asyncio.CancelledError

    async def process(events: Sequence[Any]) -> list[Any]:
        raise ValueError("a bug")

    monkeypatch.setattr(batches, "leave", leave)
    reader = BatchReader(group, group=group, topic=TOPIC, process=process, service="extractor", commit_interval=0.02)
    await reader.start()
    await group.assign()
    await feed(group, reader, 3)
    await until(lambda: bool(left))
    await asyncio.sleep(0.05)
    assert left == [70]
    assert group.committed == 0
    await reader.stop()
