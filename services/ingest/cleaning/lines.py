"""Text as lines, each a paragraph or a piece of page furniture, and the shapes by which the two are told apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_BULLET = re.compile(r"^[•·▪●■◦►▶‣]\s*")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_PROSE_WORDS = 7
_LONG_LINE_WORDS = 30

_WRAP_MIN_CHARS = 45
_WRAP_MAX_CHARS = 110
_WRAPPED_SHARE = 0.6
_WRAPPED_MIN_PAIRS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One line, without space around it, never empty."""

    text: str
    after_blank: bool
    """Whether a blank line comes before it."""


def split_lines(text: str) -> list[Line]:
    """The lines that have content; lines that were wrapped at a fixed width are joined to paragraphs again."""
    lines: list[Line] = []
    blank = True
    for raw in text.split("\n"):
        stripped = _BULLET.sub("", raw.strip())
        if stripped:
            lines.append(Line(stripped, blank))
        blank = not stripped
    return _unwrap(lines) if _is_wrapped(lines) else lines


def is_sentence(text: str, words: int = 3) -> bool:
    """Whether a line ends like a sentence and has at least so many words."""
    return bool(_SENTENCE_END.search(text)) and text.count(" ") + 1 >= words


def is_prose(text: str) -> bool:
    """Whether a line is running text: a sentence of some length, or too long for anything else."""
    return is_sentence(text, _PROSE_WORDS) or text.count(" ") + 1 >= _LONG_LINE_WORDS


def words_of(text: str) -> int:
    """Number of words, by spaces."""
    return text.count(" ") + 1


def _is_wrapped(lines: list[Line]) -> bool:
    """Wrapped text has many lines of like length that stop in the middle of a sentence."""
    if any(len(line.text) > _WRAP_MAX_CHARS for line in lines):
        return False
    pairs = [(one.text, other.text) for one, other in pairwise(lines) if not other.after_blank]
    broken = [len(one) >= _WRAP_MIN_CHARS and not _SENTENCE_END.search(one) for one, _ in pairs]
    return len(pairs) >= _WRAPPED_MIN_PAIRS and sum(broken) >= _WRAPPED_SHARE * len(pairs)


def _unwrap(lines: list[Line]) -> list[Line]:
    joined: list[Line] = []
    previous_length = 0
    for line in lines:
        if joined and not line.after_blank and previous_length >= _WRAP_MIN_CHARS:
            joined[-1] = Line(f"{joined[-1].text} {line.text}", joined[-1].after_blank)
        else:
            joined.append(line)
        previous_length = len(line.text)
    return joined
