"""Who may be asked when: hosts' turns, pauses that they ask for, backoff, public addresses, token buckets."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.sources.addresses import PrivateAddressError, check_literal, is_public
from services.ingest.sources.feeds import FIRST_BACKOFF, LONGEST_BACKOFF, next_look
from services.ingest.sources.fetch import MAX_RETRY_AFTER, parse_retry_after
from services.ingest.sources.hosts import HostRestsError, Hosts
from services.ingest.sources.rate_limit import TokenBucket

NOW = datetime(2022, 1, 5, 10, 0, tzinfo=UTC)


class Clock:
    """Time that passes when someone sleeps."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


def hosts(clock: Clock) -> Hosts:
    return Hosts(2.0, clock=clock, sleep=clock.sleep)


async def test_turns_at_one_host_are_an_interval_apart_and_other_hosts_do_not_wait() -> None:
    clock = Clock()
    polite = hosts(clock)
    starts = []
    for host in ("a.example", "b.example", "A.example"):
        async with polite.turn(host):
            starts.append(clock.now)
            clock.now += 0.5
    assert starts == [100.0, 100.5, 102.5]


async def test_no_two_turns_at_one_host_overlap() -> None:
    polite = Hosts(0.0)
    inside = 0

    async def ask() -> None:
        nonlocal inside
        async with polite.turn("a.example"):
            inside += 1
            assert inside == 1
            await asyncio.sleep(0.001)
            inside -= 1

    await asyncio.gather(*(ask() for _ in range(5)))


async def test_a_host_that_rests_is_not_waited_for() -> None:
    clock = Clock()
    polite = hosts(clock)
    polite.rest("a.example", 60)
    polite.rest("a.example", 10)
    with pytest.raises(HostRestsError) as rests:
        async with polite.turn("a.example"):
            pass
    assert rests.value.seconds == 60
    clock.now += 60
    async with polite.turn("a.example"):
        pass


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("120", 120),
        (" 0 ", 0),
        ("Wed, 05 Jan 2022 10:02:00 GMT", 120),
        ("Wed, 05 Jan 2022 09:00:00 GMT", 0),
        ("9" * 400, MAX_RETRY_AFTER),
        ("Fri, 05 Jan 2029 10:00:00 GMT", MAX_RETRY_AFTER),
        ("soon", None),
        ("-5", None),
        ("", None),
        ("²", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_date_and_bounded(value: str | None, seconds: float | None) -> None:
    assert parse_retry_after(value, NOW) == seconds


def test_backoff_doubles_up_to_a_bound_and_never_falls_below_what_the_host_asks() -> None:
    sure = [next_look(900, failures, None, 1.0) for failures in range(1, 15)]
    assert sure[:4] == [FIRST_BACKOFF * factor for factor in (1, 2, 4, 8)]
    assert max(sure) == LONGEST_BACKOFF
    assert next_look(900, 10_000, None, 1.0) == LONGEST_BACKOFF
    assert next_look(900, 1, 7200.0, 0.0) == 7200


@given(st.floats(60, 10_000), st.integers(0, 100), st.floats(0, 1))
def test_feeds_do_not_move_in_step_and_are_never_hammered(interval: float, failures: int, chance: float) -> None:
    delay = next_look(interval, failures, None, chance)
    assert delay >= FIRST_BACKOFF / 2
    assert next_look(interval, failures, None, 0.0) < next_look(interval, failures, None, 1.0)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1",
        "2002:a00:1::", "ff02::1",
    ],
)  # fmt: skip
def test_addresses_of_private_networks_are_told(address: str) -> None:
    assert not is_public(address)
    with pytest.raises(PrivateAddressError):
        check_literal(f"[{address}]" if ":" in address else address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are_let_through(address: str) -> None:
    assert is_public(address)
    check_literal(address)
    check_literal("news.example.com")


def test_a_bucket_gives_its_burst_and_then_its_rate() -> None:
    clock = Clock()
    bucket = TokenBucket(2.0, 10.0, clock=clock)
    assert bucket.take(10) == 0
    assert bucket.take(4) == 2.0
    clock.now += 2
    assert bucket.take(4) == 0
    clock.now += 1_000
    assert bucket.take(10) == 0
    assert bucket.take(1) == 0.5
