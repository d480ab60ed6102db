"""All steps of cleaning in their order: from text as scraped to headline, authors, dateline and body."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from .byline import take_bylines
from .captions import drop_captions
from .dateline import parse_dateline, take_dateline
from .footers import cut_footers
from .furniture import drop_furniture
from .headline import drop_repeated_headline, take_headline, tidy_title
from .lines import Line, is_prose, is_sentence, words_of

_HEAD_SENTENCE_WORDS = 5
_MIN_QUOTE_WORDS, _MAX_QUOTE_WORDS = 4, 40
_MAX_COMPARED_PARAGRAPHS = 400


@dataclass(frozen=True)
class CleanText:
    """An article's text, taken apart."""

    title: str | None
    dateline: str | None
    body: str
    """Paragraphs separated by one blank line; empty when the text held none."""
    authors: list[str] = field(default_factory=list)


def clean_text(lines: list[Line], title: str | None, is_date_line: Callable[[str], bool]) -> CleanText:
    """The article in the lines of a scraped text, its characters already mended.

    `title` is the one that came with it, if any. `is_date_line` tells lines that hold a date and nothing else.
    """
    kept = [line for line in drop_furniture(lines) if not is_date_line(line.text)]
    kept = cut_footers(drop_captions(kept))
    authors, kept = take_bylines(kept)
    if title is None:
        title = take_headline(kept, _body_start(kept))
        title = tidy_title(title) if title else None
        without = drop_repeated_headline(kept, title) if title else kept
        if not without:  # one line and no more: it is all that there is to read
            title, without = None, kept
    else:
        without = drop_repeated_headline(kept, title) or kept
    dateline, body = take_dateline(without)
    paragraphs = _each_once(_trim(body))
    return CleanText(title, dateline, "\n\n".join(paragraphs), authors)


def _body_start(lines: list[Line]) -> int:
    for number, line in enumerate(lines):
        if is_prose(line.text) or parse_dateline(line.text):
            return number
    return min(1, len(lines))


def _trim(lines: list[Line]) -> list[Line]:
    """Without what stands above the first and below the last sentence: sections, tags, links. All, if no sentence."""
    first = next((n for n, line in enumerate(lines) if is_sentence(line.text, _HEAD_SENTENCE_WORDS)), None)
    prose = next((n for n, line in enumerate(lines) if is_prose(line.text)), None)
    starts = [start for start in (first, prose) if start is not None]
    if not starts:
        return lines
    last = max(n for n, line in enumerate(lines) if is_sentence(line.text) or is_prose(line.text))
    return lines[min(starts) : last + 1]


def _each_once(lines: list[Line]) -> list[str]:
    """Paragraphs in order, each once: pages repeat lines in hidden copies and, in part, as pull quotes."""
    paragraphs = list(dict.fromkeys(line.text for line in lines))
    if len(paragraphs) > _MAX_COMPARED_PARAGRAPHS:
        return paragraphs
    whole = "\n".join(paragraphs)
    return [paragraph for paragraph in paragraphs if not _is_pull_quote(paragraph, whole)]


def _is_pull_quote(paragraph: str, whole: str) -> bool:
    words = paragraph.strip("\"'“”‘’ .,…!?")
    return _MIN_QUOTE_WORDS <= words_of(paragraph) <= _MAX_QUOTE_WORDS and whole.count(words) > 1
