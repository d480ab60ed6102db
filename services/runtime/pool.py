"""Processes for the CPU work of a service: cleaning and extraction never block the event loop.

Work is a pure function of one item. An item that kills its process, or takes too long, costs only itself: the pool is
made anew, the items that were under way with it are tried again one by one, and the culprit is reported.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Generic, TypeVar

import structlog

from schemas import DeadLetterReason

Item = TypeVar("Item")
Result = TypeVar("Result")

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Done(Generic[Result]):
    """What an item came to, and the seconds that it took."""

    result: Result
    seconds: float


@dataclass(frozen=True)
class Failed:
    """Why an item has no result: `timeout` says that it took too long, else it raised or killed its process."""

    error: str
    timeout: bool = False

    @property
    def reason(self) -> DeadLetterReason:
        """Its code among the dead letters."""
        return DeadLetterReason.processing_timeout if self.timeout else DeadLetterReason.processing_failed


class WorkPool(Generic[Item, Result]):
    """A pool of spawned processes.

    Args:
        work: a function at module level, called with one item.
        prepare: called once in each process before any work (loads a model).
        processes: how many.
        timeout: seconds that one item may take.
    """

    def __init__(
        self,
        work: Callable[[Item], Result],
        *,
        prepare: Callable[[], None],
        processes: int,
        timeout: float,
    ) -> None:
        self._work = work
        self._prepare = prepare
        self._processes = processes
        self._timeout = timeout
        self._executor: ProcessPoolExecutor | None = None
        self.is_warm = False

    async def start(self) -> None:
        """Start the processes and wait until each has prepared itself."""
        self._executor = self._new_executor()
        loop = asyncio.get_running_loop()
        await asyncio.gather(*(loop.run_in_executor(self._executor, _pause) for _ in range(self._processes)))
        self.is_warm = True

    async def stop(self) -> None:
        """End the processes."""
        self.is_warm = False
        if self._executor is not None:
            self._end(self._executor)
            self._executor = None

    async def map(self, items: Sequence[Item]) -> list[Done[Result] | Failed]:
        """The result of each item, in order; never raises for an item."""
        if not items:
            return []
        size = max(1, -(-len(items) // (2 * self._processes)))
        chunks = [items[start : start + size] for start in range(0, len(items), size)]
        answers = await asyncio.gather(*(self._chunk(chunk) for chunk in chunks))
        return [answer for chunk in answers for answer in chunk]

    async def _chunk(self, items: Sequence[Item]) -> list[Done[Result] | Failed]:
        executor = self._executor
        if executor is None:
            raise RuntimeError("the pool has not been started")
        try:
            return await self._submit(executor, items)
        except (BrokenProcessPool, TimeoutError) as error:
            await self._renew(executor, error)
            if len(items) == 1:
                return [await self._alone(items[0], error)]
        return [answer for item in items for answer in [await self._alone(item, None)]]

    async def _alone(self, item: Item, before: Exception | None) -> Done[Result] | Failed:
        """One item by itself, so that it can be blamed. Another's crash may have broken its first try."""
        if isinstance(before, TimeoutError):
            return Failed(f"took longer than {self._timeout:g} s", timeout=True)
        executor = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), _begin, (self._prepare,))
        try:
            await asyncio.get_running_loop().run_in_executor(executor, _pause)
            return (await self._submit(executor, [item]))[0]
        except BrokenProcessPool:
            return Failed("ended its process")
        except TimeoutError:
            return Failed(f"took longer than {self._timeout:g} s", timeout=True)
        finally:
            self._end(executor)

    async def _submit(self, executor: ProcessPoolExecutor, items: Sequence[Item]) -> list[Done[Result] | Failed]:
        future = asyncio.get_running_loop().run_in_executor(executor, _run, self._work, list(items))
        # Chunks wait for each other: at most two are queued for a process.
        return await asyncio.wait_for(future, self._timeout * (2 * len(items)))

    async def _renew(self, broken: ProcessPoolExecutor, why: Exception) -> None:
        if self._executor is not broken:
            return  # another chunk of the same pool was here first
        log.warning("the process pool is made anew", error=repr(why))
        self._executor = self._new_executor()
        self._end(broken)

    def _new_executor(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self._processes, multiprocessing.get_context("spawn"), _begin, (self._prepare,))

    @staticmethod
    def _end(executor: ProcessPoolExecutor) -> None:
        processes = list((getattr(executor, "_processes", None) or {}).values())
        executor.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.kill()
        for process in processes:
            process.join(5)


def _begin(prepare: Callable[[], None]) -> None:
    """In a pool process: the parent alone decides about signals, and its death is ours."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    die_with_parent()
    prepare()


def _pause() -> int:
    return os.getpid()


def _run(work: Callable[[Any], Any], items: list[Any]) -> list[Done[Any] | Failed]:
    answers: list[Done[Any] | Failed] = []
    for item in items:
        started = perf_counter()
        try:
            answers.append(Done(work(item), perf_counter() - started))
        except Exception as error:
            answers.append(Failed(f"{type(error).__name__}: {error}"[:500]))
    return answers


def die_with_parent() -> None:
    """On Linux: have the kernel end this process when its parent ends, however that happens."""
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    if hasattr(libc, "prctl"):
        pr_set_pdeathsig = 1
        libc.prctl(pr_set_pdeathsig, signal.SIGKILL)
