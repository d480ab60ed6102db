"""A token bucket: so many a second in the long run, and a burst at once."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic


class TokenBucket:
    """Counts what may pass.

    Args:
        rate: tokens a second.
        burst: most tokens that it holds; it begins full.
        clock: seconds.
    """

    def __init__(self, rate: float, burst: float, *, clock: Callable[[], float] = monotonic) -> None:
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._tokens = burst
        self._at = clock()

    def take(self, count: int) -> float:
        """Take `count` tokens, at most `burst`: 0 when they were there, else the seconds after which they will be."""
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now
        if count <= self._tokens:
            self._tokens -= count
            return 0.0
        return (count - self._tokens) / self._rate
