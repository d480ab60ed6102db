"""Bylines: `By Jane Doe and John Roe, Example News`, or a name alone above the body. Off the body, into `authors`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from ..dates.explicit import find_dates
from .lines import Line, is_prose, words_of

_BYLINE = re.compile(
    r"(?:(?:(?:written|story|text|posted|published|words|report(?:ed|ing)?)\s+)?by\b\s*:?|from\s+our\b"
    r"|(?:authors?|reporters?|correspondents?|writers?)\s*:)\s*(?P<names>\S.*)",
    re.IGNORECASE,
)
_MAX_WORDS = 22
_PARENTHESIS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_FROM_WHERE = re.compile(
    r"\s*\b(?:in|for|from|at)\s+(?:the\s+)?(?:[^\W\d_a-z][\w.'’-]*(?:\s+|(?=[,;/|&]|$))){1,4}(?=\s*(?:,|;|/|\||&|and\b|$))"
)
_SEPARATOR = re.compile(r"\s*(?:,|;|/|\||&|•|·|»|\band\b|\bwith\b|\bin\b|\bfor\b|\s[–—-]\s)\s*", re.IGNORECASE)
_PART = re.compile(r"\s*(?:[|•·/»]|\s[–—-]\s)\s*")
_SHOUTED_NAME = re.compile(r"((?:[^\W\d_a-z][^\W\d_a-z.'’-]+\s+){1,3}[^\W\d_a-z][^\W\d_a-z.'’-]+)\s+[A-Z][a-z]")
"""`JANE DOE Example News`: capitals are all that divides the two."""
_SIGNED = re.compile(r"(?:posted|written|published|story|text|words)\s+by\b", re.IGNORECASE)
_SIGNED_LINES = 4
"""Lines at the end among which an article may be signed."""
_LOWER_NAME_WORDS = frozenset(
    {
        "al", "el", "bin", "ibn", "bint", "binti", "abu", "ben", "de", "da", "do", "del", "dela", "della", "di", "dos",
        "das", "du", "van", "von", "der", "den", "ter", "ten", "te", "zu", "zum", "af", "av", "la", "le", "los", "las",
        "ul", "ur", "st", "y", "e", "wa", "ole", "ould", "ag", "arap", "ua", "na", "mac", "san", "dem", "vom", "d",
        "o",
    }
)  # fmt: skip
_NOT_A_NAME = frozenset(
    {
        "press", "news", "staff", "reuters", "afp", "ap", "cnn", "bbc", "agency", "agencies", "correspondent",
        "correspondents", "writer", "writers", "reporter", "reporters", "desk", "bureau", "service", "editor",
        "editors", "chief", "times", "post", "guardian", "journal", "media", "tv", "radio", "herald", "tribune",
        "daily", "online", "team", "associated", "special", "contributor", "contributors", "senior", "foreign",
        "international", "published", "updated", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
        "sunday", "the", "our", "web", "digital", "wire", "gazette", "courier", "sentinel", "observer", "chronicle",
        "bulletin", "dispatch", "telegraph", "examiner", "inquirer", "mirror", "independent", "monitor", "weekly",
        "network", "broadcasting", "channel", "report", "reports", "express", "ledger", "magazine", "newspaper",
        "political", "editorial", "newsroom", "admin", "administrator", "webmaster", "anonymous", "photographer",
        "photo", "photos", "image", "images", "video", "analyst", "columnist", "producer", "journalist", "intern",
        "freelance", "read", "minute", "minutes", "min", "share", "comment", "comments", "view", "views", "print",
        "subscribe", "edition", "website", "forum", "ministry", "department", "office", "university", "government",
        "newsletter", "notes", "diary", "review", "section", "page", "home", "search", "menu", "live",
    }
)  # fmt: skip
_NOT_A_PERSON = frozenset(
    {
        "north", "south", "east", "west", "northern", "southern", "eastern", "western", "middle", "central", "city",
        "province", "state", "states", "republic", "island", "islands", "county", "district", "region", "africa",
        "asia", "europe", "america", "americas", "world", "politics", "business", "sport", "sports", "culture",
        "opinion", "fact", "check", "top", "breaking", "latest", "local", "national", "crime", "courts", "court",
        "war", "conflict", "health", "science", "technology", "environment", "climate", "economy", "security",
        "defense", "defence", "football", "travel", "food", "life", "style", "arts", "letters", "events", "archive",
        "government", "hong", "kong", "united", "kingdom", "saudi", "sri", "lanka", "new", "york", "delhi", "zealand",
        "los", "angeles", "sierra", "leone", "costa", "rica", "puerto", "burkina", "faso", "weather", "markets",
        "money", "education", "obituaries", "investigations", "explainer", "analysis", "exclusive", "alert", "sign",
        "log", "get", "my", "all", "more", "most", "your", "us", "follow", "save", "gift", "listen", "watch", "play",
        "skip", "back", "next", "continue", "key", "related", "also",
    }
)  # fmt: skip
"""Words of sections, regions and controls: what else stands above an article in two capitalised words."""
_MONTHS = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
)
_MIN_NAME_WORDS, _MAX_NAME_WORDS = 2, 5
_MAX_AUTHORS = 10
_DATE_WORDS = re.compile(
    r"\b(?:first|last|published|posted|created|updated|modified|on|at|local\s+time|time|date|print)\b\s*:?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\s*\b(?:at|on)?\s*\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?)?(?:\s{2,}.*)?", re.IGNORECASE)
_NEAR = 2
"""Lines between a name and the headline, or a date, that it may stand next to."""
_HEAD_LINES = 12
"""Lines above the body among which a name is looked for."""


def parse_byline(text: str) -> list[str] | None:
    """The people that a byline names (none for `By Staff Writer`), or None when the line is no byline."""
    match = _BYLINE.fullmatch(text)
    if match is None or words_of(text) > _MAX_WORDS or re.search(r"[!?]|[a-z]{3,}\.$", text):
        return None
    words = re.findall(r"[^\W\d_][\w.'’-]*", match["names"])
    connecting = {"and", "in", "for", "of", "the", "with", "at", "from", "our", *_LOWER_NAME_WORDS}
    if not words or not all(word[0].isupper() or word.lower().split("-")[0] in connecting for word in words):
        return None
    return author_names([match["names"]])


def author_names(given: Iterable[str], outlet: str | None = None) -> list[str]:
    """The names of people in author fields and bylines, each once, `By` and the outlet taken off."""
    names: list[str] = []
    skipped = (outlet or "").casefold()
    for text in given:
        text = _without_dates(text)
        match = _BYLINE.fullmatch(text)
        listed = _FROM_WHERE.sub(" ", _PARENTHESIS.sub(" ", match["names"] if match else text))
        for part in _SEPARATOR.split(listed):
            shouted = _SHOUTED_NAME.match(part.strip())
            name = _cased((shouted[1] if shouted else part).strip(" .,:()[]\"'"))
            if is_name(name) and name.casefold() != skipped and name not in names:
                names.append(name)
    return names[:_MAX_AUTHORS]


def take_bylines(
    lines: list[Line], title: str | None = None, outlet: str | None = None, known: Collection[str] = ()
) -> tuple[list[str], list[Line]]:
    """Authors named above the body, and the lines without them.

    A line without `By` is a byline when it is names of people and no more than a date, the outlet or a place beside
    them, and stands next to the headline or a date. `known` are authors by what came with the article.
    """
    body = next((number for number, line in enumerate(lines) if is_prose(line.text)), len(lines))
    below = [line.text.casefold() for line in lines[body:]]
    anchors = _anchors(lines[:body], title)
    authors: list[str] = []
    kept: list[Line] = []
    for number, line in enumerate(lines):
        names: list[str] | None = None
        if number < body:
            plain = _without_dates(line.text)
            names = parse_byline(plain)
            if names is None and body - number <= _HEAD_LINES:
                is_placed = any(0 <= number - anchor <= _NEAR or anchor - number == 1 for anchor in anchors)
                names = _names_alone(plain, outlet, known, below, is_placed)
        elif len(lines) - number <= _SIGNED_LINES and _SIGNED.match(line.text):
            names = parse_byline(_CLOCK.sub("", _without_dates(line.text)).strip())
        if names is None:
            kept.append(line)
        else:
            authors.extend(name for name in names if name not in authors)
    return authors, kept


def is_name(name: str) -> bool:
    """Whether this is, by its words, the name of a person."""
    words = name.split()
    if not _MIN_NAME_WORDS <= len(words) <= _MAX_NAME_WORDS or any(
        char.isdigit() or char in "@:/<>?!" for char in name
    ):
        return False
    lowered = {word.strip(".").lower() for word in words}
    if lowered & _NOT_A_NAME or lowered <= _MONTHS or not any(len(word.strip(".")) > 1 for word in words):
        return False
    return all(word[0].isupper() or _is_particle(word) for word in words) and words[-1][0].isupper()


def _is_particle(word: str) -> bool:
    return re.split(r"['’-]", word.lower())[0] in _LOWER_NAME_WORDS


def _anchors(head: list[Line], title: str | None) -> list[int]:
    """Lines next to which a name is a byline: the headline and those with a date."""
    wanted = _letters(title or "")
    return [
        number
        for number, line in enumerate(head)
        if (wanted and _letters(line.text) == wanted) or next(find_dates(line.text), None) is not None
    ]


def _names_alone(
    text: str, outlet: str | None, known: Collection[str], below: Sequence[str], is_placed: bool
) -> list[str] | None:
    """The names in a line that is names and little else, or None."""
    if not text or words_of(text) > _MAX_WORDS or re.search(r"[!?“”\"]|[a-z]{3,}[.:]$", text):
        return None
    named: list[str] = []
    for part in filter(None, _PART.split(text)):
        if outlet and _letters(part) == _letters(outlet):
            continue
        found = author_names([part])
        listed = [
            piece
            for piece in re.split(r",|;|&|\band\b", _FROM_WHERE.sub(" ", _PARENTHESIS.sub(" ", part)))
            if piece.strip()
        ]
        people = [name for name in found if name in known or _is_person(name, below)]
        if people and len(people) == len(found) and (len(found) == len(listed) or len(listed) <= 2):
            named.extend(people)
        elif words_of(part) > 3 and _PART.search(text) is None:
            return None
    is_known = bool(named) and all(name in known for name in named)
    return named if named and (is_placed or is_known) else None


def _is_person(name: str, below: Sequence[str]) -> bool:
    """Whether a name that came without `By` is a writer's: not a section, nor what the article is about."""
    words = {word.strip(".").lower() for word in name.split()}
    wanted = name.casefold()  # a note on the author, at the end, begins with the name
    return not words & _NOT_A_PERSON and not any(wanted in text and not text.startswith(wanted) for text in below)


def _without_dates(text: str) -> str:
    found = list(find_dates(text))
    if not found:
        return text.strip()
    for date in reversed(found):
        text = text[: date.start] + " " + text[date.end :]
    return " ".join(_DATE_WORDS.sub(" ", text).split()).strip(" ,;|•·/–—-")


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w+", text.casefold()))


def _cased(name: str) -> str:
    """`JANE DOE` as `Jane Doe`; initials stay."""
    if not name.isupper() or len(name) <= 3:
        return name
    return " ".join(word if "." in word or len(word) <= 2 else word.title() for word in name.split())
