"""Text as lines, each a paragraph or a piece of page furniture, and the shapes by which the two are told apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Gap = Literal["furniture", "advertising", "end"]
"""What was taken off: `end` is a legal notice or many lines at once, as they stand below an article."""

_BULLET = re.compile(r"^[•·▪●■◦►▶‣]\s*")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_PROSE_WORDS = 7
_LONG_LINE_WORDS = 22

_WRAP_MIN_CHARS = 45
"""Shortest line that is taken for one that was broken at the right margin."""
_SHARE_OF_WIDTH = 0.7
"""Part of the width of wrapped text that a broken line fills at least."""
_WRAPPED_MIN_PAIRS = 2
_WRAPPED_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Line:
    """One line, without space around it, never empty."""

    text: str
    after_blank: bool
    """Whether a blank line comes before it."""
    below: Gap | None = None
    """What was taken off right above it."""


def split_lines(text: str) -> list[Line]:
    """The lines that have content; lines that were wrapped at a fixed width are joined to paragraphs again."""
    lines: list[Line] = []
    blank = True
    for raw in text.split("\n"):
        stripped = _BULLET.sub("", raw.strip())
        if stripped:
            lines.append(Line(stripped, blank))
        blank = not stripped
    return _unwrap(lines)


def is_sentence(text: str, words: int = 3) -> bool:
    """Whether a line ends like a sentence and has at least so many words."""
    return bool(_SENTENCE_END.search(text)) and text.count(" ") + 1 >= words


def is_prose(text: str) -> bool:
    """Whether a line is running text: a sentence of some length, or too long for anything else."""
    return is_sentence(text, _PROSE_WORDS) or text.count(" ") + 1 >= _LONG_LINE_WORDS


def words_of(text: str) -> int:
    """Number of words, by spaces."""
    return text.count(" ") + 1


def _unwrap(lines: list[Line]) -> list[Line]:
    """Joins lines that were broken at a margin.

    A line that begins in lower case goes on from the long, unfinished one above it. Where some do, the text is wrapped,
    and the other lines below long ones are joined too: all where blank lines separate paragraphs, else those below a
    line that does not end a sentence.
    """
    continued = [
        len(one.text)
        for one, other in pairwise(lines)
        if not other.after_blank and _is_unfinished(one.text) and other.text[0].islower()
    ]
    if not continued:
        return lines
    least = _SHARE_OF_WIDTH * max(continued)
    is_wrapped = len(continued) >= _WRAPPED_MIN_PAIRS
    blank_between = is_wrapped and _paragraphs_are_apart(lines)
    joined: list[Line] = []
    last_piece = ""
    for line in lines:
        goes_on = (
            bool(joined)
            and not line.after_blank
            and len(last_piece) >= least
            and (blank_between or (_is_unfinished(last_piece) and (is_wrapped or line.text[0].islower())))
        )
        if goes_on:
            joined[-1] = Line(f"{joined[-1].text} {line.text}", joined[-1].after_blank)
        else:
            joined.append(line)
        last_piece = line.text
    return joined


def _is_unfinished(text: str) -> bool:
    return len(text) >= _WRAP_MIN_CHARS and not _SENTENCE_END.search(text)


def _paragraphs_are_apart(lines: list[Line]) -> bool:
    """Whether lines without a blank one between them are pieces of one paragraph: most of them break a sentence."""
    together = [one.text for one, other in pairwise(lines) if not other.after_blank]
    apart = any(line.after_blank for line in lines[1:])
    return apart and sum(map(_is_unfinished, together)) >= _WRAPPED_SHARE * len(together)
