"""The process pool: an item that fails, hangs or kills its process costs only itself."""

from __future__ import annotations

import os
import time
from collections.abc import AsyncIterator

import pytest_asyncio

from schemas import DeadLetterReason
from services.runtime.pool import Done, Failed, WorkPool


def prepare() -> None:
    """Nothing to load."""


def work(item: str) -> str:
    if item == "raise":
        raise ValueError("no good")
    if item == "die":
        os._exit(1)
    if item == "hang":
        time.sleep(60)
    return item.upper()


@pytest_asyncio.fixture
async def pool() -> AsyncIterator[WorkPool[str, str]]:
    pool = WorkPool(work, prepare=prepare, processes=2, timeout=1.0)
    await pool.start()
    yield pool
    await pool.stop()


def plain(answers: list[Done[str] | Failed]) -> list[str]:
    return [answer.result if isinstance(answer, Done) else answer.reason.value for answer in answers]


async def test_results_come_in_order(pool: WorkPool[str, str]) -> None:
    items = [f"item {number}" for number in range(30)]
    assert plain(await pool.map(items)) == [item.upper() for item in items]


async def test_an_item_that_raises_costs_only_itself(pool: WorkPool[str, str]) -> None:
    answers = await pool.map(["a", "raise", "b"])
    assert plain(answers) == ["A", DeadLetterReason.processing_failed.value, "B"]
    assert isinstance(answers[1], Failed)
    assert answers[1].error == "ValueError: no good"


async def test_an_item_that_kills_its_process_costs_only_itself(pool: WorkPool[str, str]) -> None:
    answers = await pool.map(["a", "b", "die", "c", "d", "e", "f", "g"])
    assert plain(answers) == ["A", "B", DeadLetterReason.processing_failed.value, "C", "D", "E", "F", "G"]
    assert plain(await pool.map(["after"])) == ["AFTER"]


async def test_an_item_that_hangs_costs_only_itself(pool: WorkPool[str, str]) -> None:
    answers = await pool.map(["a", "hang", "b"])
    assert plain(answers) == ["A", DeadLetterReason.processing_timeout.value, "B"]
    assert plain(await pool.map(["after"])) == ["AFTER"]
