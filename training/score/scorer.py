"""What a scorer is: a module of this package that has

- `HELP`, a line for `--help` that says what is scored and what `PATH` must be, and
- `score(path)`, which runs the extractor, or ingest, over the data at `path` and returns the `Scores`.

`SCORERS` names them. A scorer is imported only when it is asked for, so that one need not have what another needs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sized
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

if TYPE_CHECKING:
    from services.extractor.extract import Extractor

_Item = TypeVar("_Item")

SCORERS = {
    "seed": "training.score.seed",
    "gold": "training.score.gold.command",
    "muc4": "training.score.muc4",
    "muc4-slots": "training.score.muc4_slots",
    "wikievents": "training.score.wikievents",
    "places": "training.score.places",
    "subtype": "training.score.subtype",
    "false-alarms": "training.score.false_alarms",
    "syntax": "training.score.syntax",
    "resolution": "training.score.resolution.command",
    "copies": "training.score.copies",
    "pages": "training.score.pages",
}
"""Command name → module."""


@dataclass(frozen=True)
class Scores:
    """What a scorer found."""

    metrics: dict[str, float]
    """Name → figure: a percentage, unless its name says what it counts (`extra_reports`)."""
    table: str
    """For reading; no newline at the end."""
    errors: list[str]
    """One for each thing that was wrong: where it is, what was expected, what was got."""


class BadDataError(Exception):
    """The data at the given path can't be scored. The message says what is wrong with it and what is wanted."""


class Scorer(Protocol):
    """A module that scores."""

    HELP: str

    def score(self, path: Path) -> Scores:
        """Score the data at `path`. Raises `BadDataError` when it is not in this scorer's format."""
        ...


def scorer(name: str) -> Scorer:
    """The scorer of that command name. Raises `KeyError` for a name that is not in `SCORERS`."""
    return cast("Scorer", import_module(SCORERS[name]))


@cache
def extractor() -> Extractor:
    """The extractor as it is configured, loaded once in a process."""
    from services.extractor.extract import Extractor  # here, so that `--help` need not wait for spaCy

    return Extractor.load()


def with_progress(items: Iterable[_Item], what: str, every: int = 25) -> Iterator[_Item]:
    """The items, telling on standard error how many are done: a corpus takes minutes."""
    total = f" of {len(items)}" if isinstance(items, Sized) else ""
    for done, item in enumerate(items, start=1):
        yield item
        if done % every == 0:
            sys.stderr.write(f"{done}{total} {what}\n")
            sys.stderr.flush()


def percent(part: float, whole: float) -> float:
    """`part` of `whole` in percent; 0 of nothing, so that a scorer that finds nothing scores nothing."""
    return 100 * part / whole if whole else 0.0


def f1(right: float, predicted: float, expected: float) -> float:
    """Harmonic mean of precision and recall, in percent."""
    return percent(2 * right, predicted + expected)
