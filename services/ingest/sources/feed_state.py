"""What is remembered of each feed, so that a restart asks conditionally and sends nothing again: one SQLite file.

An entry is marked when the broker has taken its article, and a feed's validators are kept only when all entries of the
answer that they belong to are marked: a crash in between repeats, and loses nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from services.runtime.errors import ConfigurationError

from .fetch import Validators

KEEP_SECONDS = 30 * 24 * 3600.0
"""How long an entry is remembered after it was last seen in its feed."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS feeds (
    url TEXT PRIMARY KEY, etag TEXT, last_modified TEXT, failures INTEGER NOT NULL, next_look REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS entries (
    feed TEXT NOT NULL, id TEXT NOT NULL, version TEXT NOT NULL, tries INTEGER NOT NULL, sent INTEGER NOT NULL,
    seen_at REAL NOT NULL, PRIMARY KEY (feed, id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entries_by_age ON entries (seen_at);
"""


@dataclass(frozen=True)
class FeedRow:
    """What is known of one feed."""

    url: str
    validators: Validators = field(default_factory=Validators)
    failures: int = 0
    """Looks in a row that failed."""
    next_look: float = 0.0
    """When to look again, in seconds since 1970."""

    def after(self, next_look: float, failures: int) -> FeedRow:
        """The same feed after another look."""
        return replace(self, next_look=next_look, failures=failures)


@dataclass(frozen=True)
class EntryRow:
    """What is known of one entry."""

    version: str
    tries: int
    """Times that its page could not be fetched."""
    sent: bool


class FeedState:
    """The file.

    Args:
        path: made when it does not exist.

    Raises:
        ConfigurationError: it can't be used.
    """

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, isolation_level=None, timeout=10)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.executescript(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise ConfigurationError(
                f"{path} can't be used to remember feeds ({error}): set TOCSIN_DATA_DIR to a writable folder; if the "
                "file is damaged, delete it, and every entry that the feeds still hold is sent again."
            ) from error

    def feed(self, url: str) -> FeedRow:
        """What is known of a feed; nothing, of a new one."""
        row = self._db.execute(
            "SELECT etag, last_modified, failures, next_look FROM feeds WHERE url = ?", (url,)
        ).fetchone()
        return FeedRow(url) if row is None else FeedRow(url, Validators(row[0], row[1]), row[2], row[3])

    def keep(self, row: FeedRow) -> None:
        """Remember a feed."""
        self._db.execute(
            "INSERT OR REPLACE INTO feeds VALUES (?, ?, ?, ?, ?)",
            (row.url, row.validators.etag, row.validators.last_modified, row.failures, row.next_look),
        )

    def entries(self, feed: str, ids: Iterable[str], now: float) -> dict[str, EntryRow]:
        """What is known of the entries that a feed holds now; those not known are left out."""
        found: dict[str, EntryRow] = {}
        with self._db:
            self._db.execute("BEGIN")
            for entry in ids:
                row = self._db.execute(
                    "UPDATE entries SET seen_at = ? WHERE feed = ? AND id = ? RETURNING version, tries, sent",
                    (now, feed, entry),
                ).fetchone()
                if row is not None:
                    found[entry] = EntryRow(row[0], row[1], bool(row[2]))
        return found

    def unchanged(self, feed: str, now: float) -> None:
        """The feed still holds what it held at the last look."""
        self._db.execute(
            "UPDATE entries SET seen_at = ?1 WHERE feed = ?2 "
            "AND seen_at = (SELECT max(seen_at) FROM entries WHERE feed = ?2)",
            (now, feed),
        )

    def mark(self, feed: str, entry: str, row: EntryRow, now: float) -> None:
        """Remember an entry, seen in the look of time `now`."""
        self._db.execute(
            "INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?, ?)",
            (feed, entry, row.version, row.tries, int(row.sent), now),
        )

    def forget(self, now: float) -> int:
        """Forget entries that no feed has held for long; returns how many."""
        return self._db.execute("DELETE FROM entries WHERE seen_at < ?", (now - KEEP_SECONDS,)).rowcount

    def close(self) -> None:
        """Close the file."""
        self._db.close()
