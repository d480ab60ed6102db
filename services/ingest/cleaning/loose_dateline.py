"""Datelines in forms that mean something else anywhere but at the head of an article's first paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .lines import Line, words_of

_PLACE_WORD = r"[^\W\d_a-z][\w.'’-]*"
_IN_CAPITALS = r"[^\W\d_a-z]{3,}(?:[ /'’.-]+[^\W\d_a-z]{2,}){0,3}(?:,\s[^\W\d_a-z][\w.'’ -]{1,25})?"
_COLON = re.compile(
    rf"(?P<place>{_PLACE_WORD}(?:\s{_PLACE_WORD}){{0,2}}(?:,\s{_PLACE_WORD}(?:\s{_PLACE_WORD})?)?):\s+(?P<rest>.+)",
    re.DOTALL,
)
"""`New Delhi: Two men`: elsewhere who speaks, or what it is about."""
_MARKED = re.compile(
    rf"(?P<place>{_IN_CAPITALS})(?:\s*(?:[•·»>]+|/[^/]{{2,30}}/\s?[-–—]?)|\.)\s+(?P<rest>[^\W_a-z].+)"
    rf"|(?P<place_in_hyphen>{_IN_CAPITALS})\s-(?P<rest_of_hyphen>[^\W_a-z].+)"
    rf"|[(\[](?P<place_in_brackets>{_IN_CAPITALS})[)\]]\s*[-–—:]?\s*(?P<rest_of_brackets>[^\W_a-z].+)",
    re.DOTALL,
)
"""`NAIROBI. The`, `NAIROBI • The`, `NAIROBI /Agency/ — The`, `NAIROBI -The`, `[NAIROBI] The`."""
_BARE = re.compile(r"(?P<place>[^\W\d_a-z]{3,}(?:[ -][^\W\d_a-z]{3,}){0,2})\s+(?P<rest>[^\W\d_a-z].+)", re.DOTALL)
"""`NAIROBI The bank`: told by Nairobi further on."""
_SPEAKER = re.compile(rf"{_PLACE_WORD}(?:\s{_PLACE_WORD}){{0,2}}:\s")
_AFTER_KNOWN = re.compile(r"[\s.:,|•·»-–—-]*")
_MIN_REST_WORDS = 6


def loose_dateline(text: str, others: Sequence[Line], known: str | None) -> tuple[str, str] | None:
    """The place that an article's first paragraph begins with and the rest of the paragraph, or None.

    `others` are the other lines of the article, which tell a place from who speaks; `known` is the dateline that came
    with the article. Whether the words can be a place is for the caller to say.
    """
    if known and text.casefold().startswith(known.casefold()):
        rest = text[len(known) :]
        if rest[:1] and not rest[0].isalnum() and rest.strip()[:1].isupper():
            return known, rest[_end_of_mark(rest) :]
    for match in (_MARKED.fullmatch(text), _told_by_colon(text, others), _told_by_repeat(text, others)):
        if match is None:
            continue
        groups = match.groupdict()
        place = next(value for name, value in groups.items() if name.startswith("place") and value)
        rest = next(value for name, value in groups.items() if name.startswith("rest") and value)
        if words_of(rest) >= _MIN_REST_WORDS:
            return place, rest
    return None


def _end_of_mark(rest: str) -> int:
    match = _AFTER_KNOWN.match(rest)
    return match.end() if match else 0


def _told_by_colon(text: str, others: Sequence[Line]) -> re.Match[str] | None:
    match = _COLON.fullmatch(text)
    if match is None or match["rest"][0].islower() or any(_SPEAKER.match(line.text) for line in others):
        return None
    return match


def _told_by_repeat(text: str, others: Sequence[Line]) -> re.Match[str] | None:
    match = _BARE.fullmatch(text)
    if match is None:
        return None
    name = match["place"].title()
    return match if any(name in words for words in (match["rest"], *(line.text for line in others))) else None
