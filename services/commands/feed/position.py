"""How far a feed has come, kept in a small file, so that one that was broken off can go on where it was.

Articles are numbered in the order in which they are read. The broker acknowledges them out of order; the position is
the last number up to which it has them all. Behind it lie articles whose acknowledgement may have been lost with the
process; `arrived` finds those on the topic itself, so that none is sent twice and none is left out.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Annotated

from pydantic import BaseModel, Field, ValidationError

from services.runtime.errors import ConfigurationError

FOLDER = "feeding"
START_DIGEST = ""

Offsets = dict[int, int]
"""By partition."""


class Position(BaseModel):
    """Where a feed stands."""

    trace: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    """Trace id of its messages (see `marks`)."""
    taken: Annotated[int, Field(ge=0)] = 0
    """Number of the last article up to which the broker has all."""
    digest: str = START_DIGEST
    """Hash over those articles: on going on, the files must still begin with the same ones."""
    since: Offsets
    """Offsets on the topic from which articles after that may lie."""
    outputs_since: dict[str, Offsets]
    """Ends, when the feed began, of the topics that ingest writes to."""
    complete: bool = False
    """Whether the broker has all that there was to read; going on then sends what has been added since."""

    @classmethod
    def start(cls, since: Offsets, outputs_since: dict[str, Offsets]) -> Position:
        """Of a feed that begins now."""
        return cls(trace=uuid.uuid4().hex, since=since, outputs_since=outputs_since)


def next_digest(digest: str, key: bytes, value: bytes) -> str:
    """Hash over the articles of `digest` and one more."""
    hashed = hashlib.blake2b(digest.encode(), digest_size=16)
    hashed.update(hashlib.blake2b(key, digest_size=16).digest())
    hashed.update(value)
    return hashed.hexdigest()


@dataclass
class Ledger:
    """What has been sent and what the broker has, from which the position follows."""

    position: Position
    _digests: dict[int, str] = field(default_factory=dict)
    _places: dict[int, tuple[int, int]] = field(default_factory=dict)

    def sent(self, number: int, digest: str) -> None:
        """An article is on its way, or was found to have arrived; `digest` is over all up to it."""
        self._digests[number] = digest

    def has(self, number: int, partition: int, offset: int) -> None:
        """The broker has an article that was `sent`, at this place."""
        self._places[number] = (partition, offset)
        position = self.position
        while (place := self._places.pop(position.taken + 1, None)) is not None:
            position.taken += 1
            position.digest = self._digests.pop(position.taken)
            # Within a partition articles lie in the order in which they were sent.
            position.since[place[0]] = max(position.since.get(place[0], 0), place[1] + 1)


class PositionFile:
    """The file of one feed; held, so that the same feed does not run twice at once.

    Args:
        data_dir: where state is kept.
        paths, published, topic, bootstrap: what makes it this feed and no other.

    Raises:
        ConfigurationError: it can't be written, or the same feed runs already.
    """

    def __init__(
        self, data_dir: Path, paths: Iterable[Path], published: str | None, topic: str, bootstrap: str
    ) -> None:
        what = [[str(path.resolve()) for path in paths], published, topic, bootstrap]
        name = hashlib.blake2b(json.dumps(what).encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()
        self._path = data_dir / FOLDER / f"{name}.json"
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._lock: IO[str] = self._path.with_suffix(".lock").open("w")
        except OSError as error:
            raise ConfigurationError(
                f"{self._path.parent} can't be used to keep the position ({error.strerror}): set TOCSIN_DATA_DIR to a "
                "writable folder."
            ) from error
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._lock.close()
            raise ConfigurationError("The same files are being fed already: wait for that to end.") from error

    def load(self) -> Position | None:
        """The position that was kept; None when there is none.

        Raises `ConfigurationError` when the file is damaged.
        """
        try:
            return Position.model_validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValidationError) as error:
            raise ConfigurationError(
                f"{self._path}, the position of the feed, can't be read: delete it and feed without --resume; what "
                "was fed before is fed again, and changes nothing."
            ) from error

    def save(self, position: Position) -> None:
        """Keep a position; whatever happens, the file holds the old one or the new one."""
        part = self._path.with_suffix(".part")
        with part.open("wb") as file:
            file.write(position.model_dump_json().encode())
            file.flush()
            os.fsync(file.fileno())
        part.replace(self._path)

    def close(self) -> None:
        """Let others feed the same."""
        self._lock.close()
