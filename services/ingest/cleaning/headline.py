"""The headline: taken from the top of the text when none is given, and not repeated in the body."""

from __future__ import annotations

import re

from .lines import Line, is_prose, is_sentence, words_of

_MIN_WORDS, _MAX_WORDS = 3, 30
_CONTENT_WORD = re.compile(r"[^\W_]{4,}")
_SHARED_WITH_BODY = 0.3
_SITE_SUFFIX = re.compile(r"\s+(?:[|»·•]|::|[-–—](?=\s))\s+(?P<site>[^|»·•]{2,40})$")
_MAX_EXTRA_WORDS = 6


def take_headline(lines: list[Line], body_start: int) -> str | None:
    """The headline among the lines above the body: the first that shares words with it, else the first of all.

    `body_start` is the index of the body's first line. Lines that share nothing with the body are names of sections
    and programmes, mostly, which look like headlines too.
    """
    candidates = [line.text for line in lines[:body_start] if is_headline_like(line.text)]
    body = {word.lower() for line in lines[body_start:] for word in _CONTENT_WORD.findall(line.text)}
    for candidate in candidates:
        words = [word.lower() for word in _CONTENT_WORD.findall(candidate)]
        if words and sum(word in body for word in words) >= _SHARED_WITH_BODY * len(words):
            return candidate
    return candidates[0] if candidates else None


def is_headline_like(text: str) -> bool:
    """Whether a line has the length and shape of a headline."""
    if not _MIN_WORDS <= words_of(text) <= _MAX_WORDS or is_prose(text) or text.endswith((":", ",", ";")):
        return False
    return (text[0].isupper() or not text[0].isalpha()) and not (is_sentence(text) and text.endswith("."))


def drop_repeated_headline(lines: list[Line], title: str) -> list[Line]:
    """The lines without those that are the headline again, also with the site's name behind it."""
    wanted = _comparable(title)
    return [line for line in lines if not _is_repeat(line.text, wanted)] if wanted else lines


def tidy_title(title: str, site: str | None = None) -> str:
    """A title without the site's name behind it, where the name is known or stands behind a bar."""
    match = _SITE_SUFFIX.search(title)
    if match is None:
        return title
    behind_bar = "|" in match[0] or "»" in match[0]
    is_site = site is not None and _comparable(match["site"]) in {_comparable(site), _comparable(site.split(".")[0])}
    rest = title[: match.start()].rstrip()
    return rest if (behind_bar or is_site) and words_of(rest) >= _MIN_WORDS else title


def _is_repeat(text: str, wanted: str) -> bool:
    if len(text) > 2 * len(wanted) + 60:
        return False
    found = _comparable(text)
    return found == wanted or (
        found.startswith(f"{wanted} ") and not is_prose(text) and words_of(found) - words_of(wanted) <= _MAX_EXTRA_WORDS
    )


def _comparable(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
