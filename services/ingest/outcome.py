"""What can become of one raw message: exactly one of three outcomes, and every one of them is counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

from schemas import Article, DeadLetterReason

_MAX_ERROR_CHARS = 300


@dataclass(frozen=True)
class IngestLimits:
    """Bounds on what is taken in."""

    max_bytes: int = 2_000_000
    """Size of a raw value. A bigger one is rejected unread as `too_large`."""
    max_text_chars: int = 200_000
    """Code points of a cleaned body. A longer one is rejected as `too_large`: cut, it would be another article."""
    max_lines: int = 20_000
    """Lines of a text before cleaning. One with more is rejected as `too_large`: no article, and slow to clean."""
    max_page_elements: int = 50_000
    """Elements of an HTML page. A page with more is rejected as `unusable_page`."""
    future_tolerance: timedelta = timedelta(hours=1)
    """How far a clock may be ahead of ours before the time that it gives is called wrong."""


@dataclass(frozen=True)
class Published:
    """The message is a usable article."""

    article: Article


@dataclass(frozen=True)
class Unsupported:
    """A readable article in a language that is not read yet."""

    language: str
    """BCP 47 tag."""
    article_id: str


@dataclass(frozen=True)
class Rejected:
    """The message can't be used: it goes to the dead letters."""

    reason: DeadLetterReason
    error: str
    """What was wrong, in one line."""


Outcome: TypeAlias = Published | Unsupported | Rejected


class RejectedError(Exception):
    """Raised by the steps of normalization, and turned into a `Rejected` at its end."""

    def __init__(self, reason: DeadLetterReason, error: str) -> None:
        super().__init__(error)
        self.reason = reason

    def outcome(self) -> Rejected:
        """The same as a value, its message on one line and of bounded length."""
        return Rejected(self.reason, one_line(str(self)))


def one_line(message: str) -> str:
    """A message without line breaks and control characters, cut to a length that fits a header."""
    line = " ".join("".join(char if char.isprintable() else " " for char in message).split())
    return line if len(line) <= _MAX_ERROR_CHARS else f"{line[: _MAX_ERROR_CHARS - 1]}…"
