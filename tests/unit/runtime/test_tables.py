"""The table: what is stored locally is never ahead of what the changelog has."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from faust.types import TP

from services.runtime.app import create_app
from services.runtime.settings import ExplicitSettings
from services.runtime.tables import Table


class Changelog:
    """Stands where the broker is: keeps what was sent until the test says that it arrived."""

    def __init__(self, table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
        self.table = table
        self.sent: list[tuple[int, bytes, bytes | None]] = []
        self._promises: list[asyncio.Future[Any]] = []
        monkeypatch.setattr(table, "send_changelog", self._send)

    def _send(self, partition: int, key: bytes, value: bytes | None, **_: Any) -> asyncio.Future[Any]:
        promise: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self.sent.append((partition, key, value))
        self._promises.append(promise)
        return promise

    def arrive(self) -> None:
        """The broker has everything that was sent."""
        for offset, (promise, (partition, _, _)) in enumerate(zip(self._promises, self.sent, strict=True)):
            if not promise.done():
                place = TP(self.table.changelog_topic_name, partition)
                promise.set_result(SimpleNamespace(topic_partition=place, offset=offset))
                self.table._on_changelog_sent(promise)  # type: ignore[arg-type]


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    app = create_app("extractor", ExplicitSettings(data_dir=tmp_path))
    yield app.rows("articles")
    app.claimed_dir.lock.close()


@pytest.fixture
def changelog(table: Table, monkeypatch: pytest.MonkeyPatch) -> Changelog:
    return Changelog(table, monkeypatch)


async def test_a_row_is_read_back_at_once_but_stored_only_when_the_changelog_has_it(
    table: Table, changelog: Changelog
) -> None:
    table.write(3, "a", {"n": 1})
    assert table.read(3, "a") == {"n": 1}
    assert table._rocks._db_for_partition(3).get(b'"a"') is None
    changelog.arrive()
    assert table._rocks._db_for_partition(3).get(b'"a"') == b'{"n":1}'
    assert list(table.rows(3)) == [("a", {"n": 1})]


async def test_after_a_crash_a_row_that_the_changelog_never_got_is_written_again(
    table: Table, changelog: Changelog, monkeypatch: pytest.MonkeyPatch
) -> None:
    table.write(3, "a", {"n": 1})
    table._unstored.clear()  # what a SIGKILL leaves: the local store alone
    table._under_way.clear()
    again = Changelog(table, monkeypatch)
    table.write(3, "a", {"n": 1})
    assert again.sent == changelog.sent


async def test_a_row_that_is_as_it_was_is_not_sent_again(table: Table, changelog: Changelog) -> None:
    table.write(3, "a", {"n": 1, "m": 2})
    table.write(3, "a", {"m": 2, "n": 1})
    changelog.arrive()
    table.write(3, "a", {"n": 1, "m": 2})
    table.write(3, "absent", None)
    assert len(changelog.sent) == 1


async def test_every_change_comes_with_a_promise(table: Table, changelog: Changelog) -> None:
    table.write(3, "a", {"n": 1})
    table.write(3, "a", None)
    promises = table.take_promises()
    assert [promise.done() for promise in promises] == [False, False]
    changelog.arrive()
    assert all(promise.done() for promise in promises)
    assert table.take_promises() == []
    assert table.read(3, "a") is None
    assert list(table.rows(3)) == []


async def test_rows_are_of_one_partition(table: Table, changelog: Changelog) -> None:
    table.write(3, "a", {"n": 1})
    table.write(4, "a", {"n": 2})
    changelog.arrive()
    assert list(table.rows(3)) == [("a", {"n": 1})]
    assert table.read(4, "a") == {"n": 2}


async def test_rows_under_way_cannot_be_mistaken_for_all_rows(table: Table, changelog: Changelog) -> None:
    table.write(3, "a", {"n": 1})
    with pytest.raises(RuntimeError, match="under way"):
        list(table.rows(3))
    assert list(table.rows(4)) == []
    changelog.arrive()
