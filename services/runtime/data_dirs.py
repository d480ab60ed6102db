"""Folders for state: each worker of a service claims one, so that any number can run on one machine."""

from __future__ import annotations

import fcntl
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from .errors import ConfigurationError

MAX_WORKERS = 1000


@dataclass(frozen=True)
class ClaimedDir:
    """A folder that no other worker uses while `lock` is held, which is as long as the process lives."""

    path: Path
    lock: IO[str]


def claim_data_dir(root: Path, name: str) -> ClaimedDir:
    """The first free folder `<root>/<name>-<n>`: a worker that is started again finds its tables again.

    Raises:
        ConfigurationError: the folder can't be written to.
    """
    for number in range(MAX_WORKERS):
        path = root / f"{name}-{number}"
        lock = locked(path, "for state")
        if lock is None:
            continue
        return ClaimedDir(path, lock)
    raise ConfigurationError(f"All of {root}/{name}-0 to -{MAX_WORKERS - 1} are in use.")


def locked(folder: Path, use: str) -> IO[str] | None:
    """The lock of a folder, which is made if need be; None while another process holds it.

    Args:
        folder: which.
        use: what it is wanted for, as an error says it: "for state".

    Raises:
        ConfigurationError: the folder can't be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("w")
    except OSError as error:
        raise ConfigurationError(
            f"{folder} can't be used {use} ({error.strerror}): set TOCSIN_DATA_DIR to a writable folder."
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        return None
    return lock
