"""The watchdog's judgement: lag without a commit for too long, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

import pytest

from services.runtime import watchdog
from services.runtime.errors import EXIT_STALLED
from services.runtime.group_progress import Progress
from services.runtime.watchdog import StallDetector


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def judge(*looks: tuple[float, dict[int, Progress]]) -> list[int]:
    """What the last of several looks finds."""
    clock = Clock()
    detector = StallDetector(30, clock)
    found: list[int] = []
    for at, progress in looks:
        clock.now = at
        found = detector.observe(progress)
    return found


def test_lag_without_a_commit_for_longer_than_the_limit_is_a_stall() -> None:
    assert judge((0, {0: Progress(5, 9)}), (31, {0: Progress(5, 9)})) == [0]


def test_new_messages_do_not_hide_a_commit_that_stands_still() -> None:
    assert judge((0, {0: Progress(5, 9)}), (20, {0: Progress(5, 50)}), (31, {0: Progress(5, 99)})) == [0]


def test_a_commit_that_moves_is_no_stall_however_great_the_lag() -> None:
    assert judge((0, {0: Progress(5, 900)}), (29, {0: Progress(6, 900)}), (58, {0: Progress(7, 900)})) == []


def test_no_lag_is_no_stall() -> None:
    assert judge((0, {0: Progress(9, 9)}), (1000, {0: Progress(9, 9)})) == []


def test_lag_counts_from_when_it_appeared() -> None:
    assert judge((0, {0: Progress(9, 9)}), (1000, {0: Progress(9, 10)}), (1029, {0: Progress(9, 10)})) == []


def test_a_partition_that_was_away_begins_anew() -> None:
    assert judge((0, {0: Progress(5, 9)}), (20, {}), (40, {0: Progress(5, 9)}), (60, {0: Progress(5, 9)})) == []


def test_each_partition_is_judged_by_itself() -> None:
    assert judge((0, {0: Progress(5, 9), 1: Progress(1, 2)}), (31, {0: Progress(6, 9), 1: Progress(1, 2)})) == [1]


class Left(Exception):  # noqa: N818  (what `leave` does is no error of ours)
    """Stands for the end of the process."""


class StuckBroker:
    """Tells the same lag for ever."""

    def ask(self, partitions: Iterable[int]) -> dict[int, Progress]:
        return {partition: Progress(5, 9) for partition in partitions}


async def test_a_stall_ends_the_process_with_its_own_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    def leave(code: int, why: str, **_: object) -> None:
        raise Left(code)

    monkeypatch.setattr(watchdog, "leave", leave)
    reader: Any = SimpleNamespace(
        is_open=True, partitions={0}, positions={0: 5}, caught_up=set(), service="ingest", topic="news.raw.v1"
    )
    broker: Any = StuckBroker()
    with pytest.raises(Left) as left:
        await asyncio.wait_for(watchdog.watch(reader, broker, limit=0.1, interval=0.03), 10)
    assert left.value.args == (EXIT_STALLED,)
    assert reader.caught_up == set()
