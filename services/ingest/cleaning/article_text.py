"""All steps of cleaning in their order: from text as scraped to headline, authors, dateline and body."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from .byline import author_names, take_bylines
from .captions import drop_captions
from .dateline import parse_dateline, take_dateline
from .footers import cut_footers
from .furniture import drop_furniture
from .header_fields import take_header_fields
from .headline import drop_repeated_headline, take_headline, tidy_title
from .lines import Line, is_prose, is_sentence, words_of
from .link_marks import drop_link_marks
from .tail import cut_tail

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


@dataclass(frozen=True)
class Known:
    """What came with a text, beside its title."""

    authors: tuple[str, ...] = ()
    outlet: str | None = None
    dateline: str | None = None


NOTHING_KNOWN = Known()


def clean_text(
    lines: list[Line], title: str | None, is_date_line: Callable[[str], bool], known: Known = NOTHING_KNOWN
) -> CleanText:
    """The article in the lines of a scraped text, its characters already mended.

    `title` is the one that came with it, if any. `is_date_line` tells lines that hold a date and nothing else. `known`
    is what else came with it: it helps to tell what is not the body.
    """
    header, lines = take_header_fields(drop_link_marks(lines))
    title = title or header.title
    has_title = title is not None
    kept = drop_captions(drop_furniture(lines))
    if title is None:
        undated = [line for line in cut_footers(kept) if not is_date_line(line.text)]
        title = take_headline(undated, _body_start(undated))
        title = tidy_title(title, known.outlet) if title else None
    given = [*known.authors, *author_names(header.authors, known.outlet)]
    authors, kept = take_bylines(kept, title, known.outlet, given)
    authors = list(dict.fromkeys([*given, *authors]))
    kept = cut_tail(cut_footers([line for line in kept if not is_date_line(line.text)]), authors)
    without = drop_repeated_headline(kept, title) if title else kept
    if not without:  # one line and no more: it is all that there is to read
        title, without = (None, kept) if not has_title else (title, kept)
    dateline, body = take_dateline(without, known.dateline or header.dateline)
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
