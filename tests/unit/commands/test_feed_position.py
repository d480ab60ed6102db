"""The position of a feed: what it says the broker has, the broker has; whatever order it says so in."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.commands.feed.marks import number_of, traceparent
from services.commands.feed.position import FOLDER, Ledger, Position, PositionFile, next_digest
from services.runtime.errors import ConfigurationError


def start() -> Position:
    return Position.start({0: 5, 1: 7}, {"out": {0: 0}})


def file(folder: Path, *paths: str, published: str | None = None) -> PositionFile:
    return PositionFile(folder, [Path(path) for path in paths], published, "news.raw.v1", "localhost:9092")


@given(st.permutations(range(1, 9)), st.integers(0, 8))
def test_the_position_is_the_last_number_up_to_which_all_are_acknowledged(order: list[int], acknowledged: int) -> None:
    ledger = Ledger(start())
    for number in range(1, 9):
        ledger.sent(number, f"digest {number}")
    for number in order[:acknowledged]:
        ledger.has(number, number % 2, 100 + number)
    had = set(order[:acknowledged])
    whole = next(number for number in range(9) if number + 1 not in had)
    assert ledger.position.taken == whole
    assert ledger.position.digest == (f"digest {whole}" if whole else "")
    # What is not yet counted lies at or behind `since`.
    for partition, since in ledger.position.since.items():
        behind = [100 + number for number in had if number > whole and number % 2 == partition]
        assert all(offset >= since for offset in behind)


def test_a_file_outlives_its_process_and_belongs_to_one_feed(tmp_path: Path) -> None:
    position = start()
    position.taken = 3
    first = file(tmp_path, "a.txt")
    assert first.load() is None
    first.save(position)
    first.close()
    again = file(tmp_path, "a.txt")
    assert again.load() == position
    for other in (file(tmp_path, "b.txt"), file(tmp_path, "a.txt", published="2022-01-05")):
        assert other.load() is None
        other.close()
    again.close()


def test_the_same_feed_does_not_run_twice_at_once(tmp_path: Path) -> None:
    first = file(tmp_path, "a.txt")
    with pytest.raises(ConfigurationError, match="already"):
        file(tmp_path, "a.txt")
    first.close()
    file(tmp_path, "a.txt").close()


def test_a_damaged_file_is_told_with_what_to_do(tmp_path: Path) -> None:
    held = file(tmp_path, "a.txt")
    held.save(start())
    [path] = (tmp_path / FOLDER).glob("*.json")
    path.write_text('{"taken": -1}', encoding="utf-8")
    with pytest.raises(ConfigurationError, match="without --resume"):
        held.load()
    held.close()


def test_a_digest_tells_another_order_another_value_and_another_key() -> None:
    def digest(*items: tuple[bytes, bytes]) -> str:
        found = ""
        for key, value in items:
            found = next_digest(found, key, value)
        return found

    one, two = (b"k1", b"v1"), (b"k2", b"v2")
    assert len({digest(one, two), digest(two, one), digest(one), digest((b"k1v", b"1")), digest()}) == 5


def test_marks_tell_the_feed_and_the_number() -> None:
    trace = "0af7651916cd43dd8448eb211c80319c"
    headers = [("traceparent", traceparent(trace, 10_000))]
    assert headers[0][1] == b"00-0af7651916cd43dd8448eb211c80319c-0000000000002710-01"
    assert number_of(headers, trace) == 10_000
    assert number_of(headers, "1" * 32) is None
    assert number_of([("traceparent", b"junk")], trace) is None
    assert number_of([("traceparent", f"00-{trace}-xyz-01".encode())], trace) is None
    assert number_of(None, trace) is None
