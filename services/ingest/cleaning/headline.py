"""The headline: taken from the top of the text when none is given, and not repeated in the body."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from .byline import parse_byline
from .captions import is_caption
from .lines import Line, is_prose, is_sentence, words_of

_MIN_WORDS, _MAX_WORDS = 3, 30
_CONTENT_WORD = re.compile(r"[^\W_]{4,}")
_SHARED_WITH_BODY = 0.3
_SHARED_BY_HEADLINE = 3
"""Words that a headline shares with its body, where it is not to be taken for a masthead."""
_MAX_MASTHEAD_WORDS = 6
_SMALL_WORDS = frozenset({"of", "the", "for", "and", "in", "on", "to", "a", "an", "de"})
_MASTHEAD_WORDS = frozenset(
    {
        "times", "post", "radio", "news", "daily", "weekly", "gazette", "herald", "tribune", "courier", "observer",
        "chronicle", "telegraph", "journal", "monitor", "standard", "agency", "press", "media", "tv", "fm", "am",
        "online", "network", "broadcasting", "magazine", "newspaper", "archive", "archives", "edition", "wire",
        "ministry", "department", "office", "directorate", "secretariat", "embassy", "command", "headquarters",
        "committee", "commission", "council", "spokesperson", "release", "statement", "bulletin", "newsletter",
    }
)  # fmt: skip
_SITE_SUFFIX = re.compile(r"\s+(?:[|»·•]|::|[-–—](?=\s))\s+(?P<site>[^|»·•]{2,40})$")
_SITE_PREFIX = re.compile(r"(?P<site>[^|»·•:]{2,40}?)\s*(?:[|»·•:]|\s[-–—])\s+(?=\S+\s+\S+\s+\S)")
_MAX_EXTRA_WORDS = 6
_OPENING_CHARS = 40
_SAME_HEADLINE = 0.6
_EMPHASIS = re.compile(r"^[*_]+(.+?)[*_]+$")
_TRAIL = re.compile(r"\s+[/›»>|•→]\s+")
_MIN_TRAIL, _MAX_TRAIL_WORDS = 2, 3
_TITLE_PARTS = re.compile(r"\s*(?:[|»«·•›~]|::|:(?=\s)|\s[-–—/](?=\s))\s*")
_NOTE_BEHIND = re.compile(r"\s*[(\[][^()\[\]]{1,30}[)\]]\s*$")


def take_headline(lines: list[Line], body_start: int) -> str | None:
    """The headline among the lines above the body: the first that shares words with it, else the first of all.

    `body_start` is the index of the body's first line. Lines that share nothing with the body are names of sections
    and programmes, mostly, which look like headlines too; and so is a name of an outlet or an office that shares a word
    or two. Where the headline stands twice, once with the site's name, it is the one without.
    """
    above = [_end_of_trail(line.text) for line in lines[:body_start] if parse_byline(line.text) is None]
    candidates = [text for text in above if is_headline_like(text)]
    body = {word.lower() for line in lines[body_start:] for word in _CONTENT_WORD.findall(line.text)}
    fitting: list[str] = []
    for candidate in candidates:
        words = [word.lower() for word in _CONTENT_WORD.findall(candidate)]
        shared = sum(word in body for word in words)
        if words and shared >= _SHARED_WITH_BODY * len(words):
            fitting.append(candidate)
            if shared >= _SHARED_BY_HEADLINE or not _is_masthead(candidate):
                return _without_site(candidate, above)
    best = next(iter(fitting or candidates), None)
    return None if best is None else _without_site(best, above)


def _is_masthead(text: str) -> bool:
    """Whether a line may be the name of an outlet or an office: few words, all with capitals, such a word at an end."""
    words = re.findall(r"[^\W\d_]+", text)
    names = [word for word in words if word.lower() not in _SMALL_WORDS]
    return (
        len(words) <= _MAX_MASTHEAD_WORDS
        and all(word[0].isupper() for word in names)
        and any(word.lower() in _MASTHEAD_WORDS for word in (*names[:1], *names[-1:]))
    )


def _without_site(title: str, above: Sequence[str]) -> str:
    others = {comparable(text) for text in above if text != title}
    return title_on_page(title, others) or title


def _end_of_trail(text: str) -> str:
    """The last part of a trail of sections that leads to the headline, `World / Africa / Ferry sinks`; or the text."""
    *trail, last = _TRAIL.split(text)
    return last if len(trail) >= _MIN_TRAIL and all(words_of(part) <= _MAX_TRAIL_WORDS for part in trail) else text


def title_on_page(declared: str, blocks: Collection[str]) -> str | None:
    """The part of a page's declared title that stands as a block by itself on the page: its headline, without the site.

    `blocks` are comparable forms (`comparable`) of the page's blocks of text.
    """
    plain = _NOTE_BEHIND.sub("", declared)
    if comparable(plain) in blocks:
        return plain
    parts = _TITLE_PARTS.split(plain)
    marks = _TITLE_PARTS.findall(plain)
    best: str | None = None
    for first in range(len(parts)):
        for last in range(first + 1, len(parts) + 1):
            piece = "".join(
                part + mark for part, mark in zip(parts[first:last], [*marks[first : last - 1], ""], strict=True)
            )
            if words_of(piece) >= _MIN_WORDS and comparable(piece) in blocks and len(piece) > len(best or ""):
                best = piece
    return best.strip() if best else None


def headline_of(declared: str, headings: Sequence[str], blocks: Collection[str]) -> str | None:
    """The headline as it stands on the page, by the title that the page declares; None where it stands nowhere.

    `headings` are the page's own, best first. One that says much the same as the declared title goes before it: that
    may be cut, or worded for other sites.
    """
    if title := title_on_page(declared, {*map(comparable, headings)}):
        return title
    wanted = _content_words(declared)
    for heading in headings:
        words = _content_words(heading)
        if (
            is_headline_like(heading)
            and wanted
            and len(words & wanted) >= _SAME_HEADLINE * min(len(words), len(wanted))
        ):
            return tidy_title(heading)
    return title_on_page(declared, blocks)


def _content_words(text: str) -> set[str]:
    return {word.lower() for word in _CONTENT_WORD.findall(text)}


def is_headline_like(text: str) -> bool:
    """Whether a line has the length and shape of a headline."""
    if not _MIN_WORDS <= words_of(text) <= _MAX_WORDS or is_prose(text) or text.endswith((":", ",", ";")):
        return False
    return (text[0].isupper() or not text[0].isalpha()) and not (is_sentence(text) and text.endswith("."))


def drop_repeated_headline(lines: list[Line], title: str) -> list[Line]:
    """The lines without those that are the headline again, also with the site's name behind it."""
    wanted = comparable(title)
    return [line for line in lines if not _is_repeat(line.text, wanted)] if wanted else lines


def tidy_title(title: str, site: str | None = None) -> str:
    """A title without the site's name behind it, where the name is known or stands behind a bar."""
    title = _EMPHASIS.sub(r"\1", title)
    if site and (before := _SITE_PREFIX.match(title)) and comparable(before["site"]) == comparable(site):
        title = title[before.end() :]
    match = _SITE_SUFFIX.search(title)
    if match is None:
        return title
    behind_bar = "|" in match[0] or "»" in match[0]
    is_site = site is not None and comparable(match["site"]) in {comparable(site), comparable(site.split(".")[0])}
    rest = title[: match.start()].rstrip()
    return rest if (behind_bar or is_site) and words_of(rest) >= _MIN_WORDS else title


def _is_repeat(text: str, wanted: str) -> bool:
    if len(text) > 2 * len(wanted) + 60:
        return False
    found = comparable(text)
    return found == wanted or (
        found.startswith(f"{wanted} ") and not is_prose(text) and words_of(found) - words_of(wanted) <= _MAX_EXTRA_WORDS
    )


def article_head(lines: Sequence[Line], title: str | None, opening: str = "") -> tuple[int, int]:
    """Where an article's head begins and its body does: indexes of lines.

    The body begins at the line with its first words, `opening`, or at the first running text; the head at the last line
    above it that has the headline, or at the first line of all.
    """
    headline = comparable(title or "")
    wanted = comparable(opening)[:_OPENING_CHARS]
    texts = [comparable(line.text) for line in lines]
    body = next((number for number, text in enumerate(texts) if wanted and wanted in text), None)
    if body is None:
        first = next((number for number, text in enumerate(texts) if headline and text == headline), 0)
        prose = (
            number for number in range(first, len(lines)) if is_prose(lines[number].text) and texts[number] != headline
        )
        body = next((number for number in prose if not is_caption(lines[number].text)), len(lines))
    above = range(body - 1, -1, -1)
    return next((number for number in above if headline and headline in texts[number]), 0), body


def comparable(text: str) -> str:
    """The words of a text, without case and punctuation."""
    return " ".join(re.findall(r"\w+", text.casefold()))
