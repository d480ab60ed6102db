"""What is remembered of feeds outlives a restart, and is forgotten in time."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.ingest.sources.feed_state import KEEP_SECONDS, EntryRow, FeedRow, FeedState
from services.ingest.sources.fetch import Validators
from services.runtime.errors import ConfigurationError

FEED = "https://a.example/feed"
SENT = EntryRow("v1", 0, sent=True)


def test_rows_outlive_a_restart(tmp_path: Path) -> None:
    row = FeedRow(FEED, Validators('"1"', "then"), 2, 123.5)
    state = FeedState(tmp_path / "new" / "state.sqlite")
    state.keep(row)
    state.mark(FEED, "a", SENT, 10)
    state.close()
    state = FeedState(tmp_path / "new" / "state.sqlite")
    assert state.feed(FEED) == row
    assert state.feed("https://other.example/") == FeedRow("https://other.example/")
    assert state.entries(FEED, ["a", "b"], 20) == {"a": SENT}
    assert state.entries("https://other.example/", ["a"], 20) == {}
    state.close()


def test_an_entry_is_forgotten_long_after_its_feed_dropped_it_and_not_before(tmp_path: Path) -> None:
    state = FeedState(tmp_path / "state.sqlite")
    for entry in ("dropped", "kept", "unchanged"):
        state.mark(FEED if entry != "unchanged" else "https://b.example/", entry, SENT, 0)
    late = KEEP_SECONDS + 1
    state.entries(FEED, ["kept"], late)
    state.unchanged("https://b.example/", late)
    assert state.forget(late) == 1
    assert set(state.entries(FEED, ["dropped", "kept"], late)) == {"kept"}
    assert set(state.entries("https://b.example/", ["unchanged"], late)) == {"unchanged"}
    state.close()


def test_a_damaged_file_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "state.sqlite").write_bytes(b"no database, by any means" * 100)
    with pytest.raises(ConfigurationError, match="delete it"):
        FeedState(tmp_path / "state.sqlite")
