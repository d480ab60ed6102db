"""Politeness: one request to a host at a time, some seconds apart, and none while it asks to be left alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic


class HostRestsError(Exception):
    """The host may not be asked for a while.

    Args:
        seconds: how long.
    """

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"{host} asked to be left alone for another {seconds:.0f} s")
        self.seconds = seconds


@dataclass
class _Host:
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    not_before: float = 0.0
    rests_until: float = 0.0


class Hosts:
    """Whose turn it is, by host.

    Args:
        min_interval: seconds from the end of one request to a host to the start of the next.
        clock, sleep: of the same seconds.
    """

    def __init__(
        self,
        min_interval: float,
        *,
        clock: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._min_interval = min_interval
        self._clock = clock
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for our turn at a host, and hold it.

        Raises `HostRestsError` when the host asked to be left alone: waiting for that is the caller's business.
        """
        state = self._hosts.setdefault(host.lower(), _Host())
        async with state.turn:
            if (rest := state.rests_until - self._clock()) > 0:
                raise HostRestsError(host, rest)
            if (wait := state.not_before - self._clock()) > 0:
                await self._sleep(wait)
            try:
                yield
            finally:
                state.not_before = self._clock() + self._min_interval

    def rest(self, host: str, seconds: float) -> None:
        """Leave a host alone, as it asked for with Retry-After."""
        state = self._hosts.setdefault(host.lower(), _Host())
        state.rests_until = max(state.rests_until, self._clock() + seconds)
