"""Datelines: `BAGHDAD (AP) — `, `KYIV, Ukraine – `, `Lagos, Nigeria (Reuters) - `, `QUETTA: `. Off the body."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .captions import AGENCY
from .furniture_patterns import SECTION_NAMES
from .lines import Line, is_prose, words_of
from .loose_dateline import loose_dateline

_HEAD = re.compile(
    r"(?P<head>[^—–―:|\n]{0,90}?)\s*"
    r"(?P<dash>(?<![.\s][A-Z])\.\s?[-–—]+|[—―–|]|--+|(?<=\s)-(?=\s)|(?<=\))\s?-\s?|(?<=\)):|:(?=\s))\s*(?P<rest>.*)",
    re.DOTALL,
)
_AGENCY_ALONE = re.compile(
    r"(?P<head>[^()\n]{0,60}\((?:Reuters|Xinhua|Yonhap|[A-Z]{2,6})\))\s*(?P<dash>)(?P<rest>\S.*)", re.DOTALL
)
_DATED = re.compile(
    r"(?P<head>[^\n.:;!?—–―\d]{2,60},[^\n.:;!?—–―\d]{0,20}\d[^\n.:;!?—–―]{0,20})(?P<dash>[.:])\s+(?P<rest>[^\W_a-z].*)",
    re.DOTALL,
)
"""`NAIROBI, 12 June. The bank`: no dash, but a date."""
_AGENCY = re.compile(r"[,\s]*(?:[(\[]|(?<=\s)/)(?P<agency>[A-Za-z][\w .,/&’'-]{1,40})[)\]/]\s*$")
_KNOWN_AGENCY = re.compile(AGENCY, re.VERBOSE)
_AGENCY_BEHIND = re.compile(rf"(?<=[^\W\d_])[\s,/]+{AGENCY}$", re.VERBOSE)
_DATE = re.compile(
    r"[,\s]*\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s*)?"
    r"(?:(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2}|\d{1,2}\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?)"
    r"(?:,?\s+(?:\d{4}|\d{2}))?\s*$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
_LOWER_PLACE_WORDS = frozenset(
    {
        "of", "the", "and", "al", "de", "la", "el", "es", "le", "du", "da", "do", "dos", "das", "del", "near",
        "in", "on", "aboard", "with",
    }
)  # fmt: skip
_LABELS = frozenset(
    {
        "breaking", "update", "updated", "watch", "live", "exclusive", "analysis", "opinion", "video", "photos",
        "explainer", "correction", "editor", "note", "read", "more", "related", "developing", "urgent", "alert",
        "factbox", "timeline", "summary", "headline", "advisory", "flash", "fact", "interview", "editorial",
        "comment", "review", "profile", "obituary", "q", "a", "warning", "listen", "poll", "quote", "key",
        "points", "caption", "file", "question", "answer", "source", "author", "date", "by", "photo", "image",
        "background", "context", "commentary", "report", "statement", "verdict", "quiz", "recap", "preview", "result",
        "results", "news", "transcript", "host", "reporter", "witness", "expert", "experts", "officials", "official",
        "sources", "minister", "president", "army", "military", "police", "government", "un", "world", "sport",
        "sports", "business", "politics", "culture", "weather", "first", "second", "finally", "today", "yesterday",
        "tonight", "however", "meanwhile", "but", "and", "so", "it", "they", "we", "he", "she", "this", "that",
    }
)  # fmt: skip
_NOT_PLACES = frozenset(
    {
        "nato", "un", "u.n", "eu", "e.u", "us", "u.s", "uk", "u.k", "unicef", "unhcr", "idf", "isis", "isil",
        "who", "centcom", "fbi", "cia", "pm", "mp", "mps", "police", "army",
    }
)  # fmt: skip
_MAX_SEGMENTS, _MAX_PLACE_WORDS = 4, 8
_MAX_PLACE_ALONE = 4

_SEARCHED_PROSE = 6
_MAX_SHARE_BEFORE = 0.34
"""Share of the words of running text that may stand above the dateline: captions, summaries, key points."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline and what follows it on its line."""

    place: str | None
    """None for `(Reuters) - `, which names no place."""
    rest: str


def parse_dateline(text: str) -> Dateline | None:
    """The dateline that a paragraph begins with, or None."""
    for pattern in (_HEAD, _AGENCY_ALONE, _DATED):
        match = pattern.fullmatch(text[:2000])
        if match is None:
            continue
        place = _place(match["head"].strip(), match["dash"].strip(), match["rest"])
        if place is not None:
            return Dateline(place or None, match["rest"] + text[2000:])
    return None


def take_dateline(lines: list[Line], known: str | None = None) -> tuple[str | None, list[Line]]:
    """The dateline of an article and the lines from there on: what stands above a dateline is not the body.

    It is looked for in the first few paragraphs of running text, and not where much of the text would be lost. `known`
    is the one that came with the article; it is taken where the text has none.
    """
    place, rest = _take_dateline(lines, known)
    return (place or known, rest)


def _take_dateline(lines: list[Line], known: str | None) -> tuple[str | None, list[Line]]:
    total = sum(words_of(line.text) for line in lines if is_prose(line.text))
    before = prose_seen = 0
    for number, line in enumerate(lines):
        if prose_seen >= _SEARCHED_PROSE or before > _MAX_SHARE_BEFORE * total:
            break
        dateline = parse_dateline(line.text)
        if dateline is None and _stands_alone(line.text, lines[number + 1 :], known):
            dateline = Dateline(_bare(line.text), "")
        if dateline is None and prose_seen == 0 and is_prose(line.text):
            dateline = _loose(line.text, lines[number + 1 :], known)
        if dateline is not None:
            rest = [replace(line, text=dateline.rest)] if dateline.rest.strip() else []
            if rest or number + 1 < len(lines):
                return dateline.place, rest + lines[number + 1 :]
        if is_prose(line.text):
            prose_seen += 1
            before += words_of(line.text)
    return None, lines


def _loose(text: str, others: list[Line], known: str | None) -> Dateline | None:
    found = loose_dateline(text, others, known)
    if found is None or not (found[0] == known or _is_place_like(found[0])):
        return None
    return Dateline(*found)


def _stands_alone(text: str, below: list[Line], known: str | None) -> bool:
    """Whether a line right above running text is a place in capitals, or the one that is known, and nothing else."""
    if not below or not is_prose(below[0].text) or words_of(text) > _MAX_PLACE_WORDS:
        return False
    place = _bare(text)
    if known and place.casefold() == known.casefold():
        return True
    if not _is_place_like(place) or all(word.lower().strip(",") in SECTION_NAMES for word in place.split()):
        return False
    if _DATE.search(text) or ("," in place and _is_spelled_out(place, ",") and words_of(place) <= _MAX_PLACE_ALONE):
        return True
    first = place.split(",")[0].casefold()
    return _is_in_capitals(place) and any(first in line.text.casefold() for line in below)


def _bare(text: str) -> str:
    """A line without the agency, the date and the dash that may follow a place."""
    text = _AGENCY.sub("", text.strip(" -–—.:|"))
    return _DATE.sub("", text).strip(" ,;-–—.:|")


def _is_in_capitals(place: str) -> bool:
    first = place.split(",")[0]
    return first.isupper() and sum(map(str.isalpha, first)) >= 3


def _place(head: str, dash: str, rest: str) -> str | None:
    """The place in what stands before the dash: "" for a dateline that names none, None when it is no dateline."""
    agency = _AGENCY.search(head)
    head = head[: agency.start()] if agency else head
    date = _DATE.search(head)
    place = _AGENCY_BEHIND.sub("", (head[: date.start()] if date else head).strip(" ,;"))
    if not place:
        return "" if agency else None
    if not _is_place_like(place):
        return None
    in_capitals = _is_in_capitals(place)
    if agency and (in_capitals or "," in place or _KNOWN_AGENCY.fullmatch(agency["agency"])):
        return place
    if agency:
        return None  # "Islamic State (IS) — The group" explains an abbreviation
    if date and (dash not in (":", ".") or in_capitals):
        return place
    if dash == ".":
        return None
    if rest and not re.match(r"[\"“'‘«\[(]?[^\W_a-z]", rest):
        return None  # "Kabul — the capital — was hit" is a sentence
    if dash in (":", "|"):
        return place if in_capitals and rest and not rest.isupper() else None
    return place if in_capitals or _is_spelled_out(place, dash.lstrip(". ") or dash) else None


def _is_place_like(place: str) -> bool:
    segments = [segment.strip() for segment in place.split(",")]
    words = _WORD.findall(place)
    if not words or len(segments) > _MAX_SEGMENTS or len(words) > _MAX_PLACE_WORDS or re.search(r"[!?;\"“”]", place):
        return False
    lowered = {word.lower().strip(".") for word in words}
    if lowered & _LABELS or place.lower().strip(".") in _NOT_PLACES or re.search(r"\d", place):
        return False
    return all(word[0].isupper() or word.lower().split("-")[0] in _LOWER_PLACE_WORDS for word in words) and all(
        segments
    )


def _is_spelled_out(place: str, dash: str) -> bool:
    """`Kyiv, Ukraine –` or `Baghdad —`, but not a name or a title before a hyphen."""
    segments = place.split(",")
    if len(segments) > 1:
        return all(words_of(segment.strip()) <= 4 for segment in segments)
    return dash in {"—", "–", "―"} and words_of(place) <= 2
