"""Texts of the corpus to articles, by way of ingest, as any text would come in."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from schemas import Article
from services.ingest.normalize import to_article
from services.ingest.outcome import Published

UNKNOWN_DATE = date(1990, 1, 1)
"""For texts that come without a date: the articles are of 1988 to 1990."""

MONTHS = {
    "JAN": 1, "FEB": 2, "MAR": 3, "APR": 4, "MAY": 5, "JUN": 6,
    "JUL": 7, "AUG": 8, "SEP": 9, "OCT": 10, "NOV": 11, "DEC": 12,
}  # fmt: skip

_ID = re.compile(r"^(?:DEV|TST\d)-MUC\d-\d{4}", re.MULTILINE)
_HEAD = re.compile(
    r"(?P<place>[A-Z][^,]{1,60}),\s*(?:(?P<day>\d{1,2}) (?P<month>[A-Z]{3})[A-Z]*(?: (?P<year>\d\d))?|NO DATE)\s*"
    r"(?:[(\[](?P<source>[^)\]]*)[)\]]\s*)?--\s*(?P<body>.*)",
    re.DOTALL,
)
_EDITORIAL = re.compile(r"(?:\[[^\]]*\]\s*)+")
_NO_PLACE = ("CLANDESTINE", "NO CITY")
_FOREIGN = re.compile(r"(?P<city>.*?)\s*\((?P<country>[^)]*)\)")


@dataclass(frozen=True)
class CorpusText:
    """One text of the corpus."""

    id: str
    """Such as `DEV-MUC3-0001`."""
    dateline: str | None
    """`CITY` or `CITY, COUNTRY`; None for a clandestine or unknown one."""
    source: str | None
    dated: date | None
    """Of the dateline."""
    body: str
    """Paragraphs apart by a blank line, each one line long."""


def read_texts(text: str) -> list[CorpusText]:
    """The texts of one file of the corpus (`text-headers-info` has the form of their heads)."""
    starts = list(_ID.finditer(text))
    ends = [start.start() for start in starts[1:]] + [len(text)]
    return [_text(start.group(), text[start.end() : end]) for start, end in zip(starts, ends, strict=True)]


def _text(number: str, content: str) -> CorpusText:
    paragraphs = [" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", content)]
    body = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
    body = re.sub(r"^\([A-Z ]+\) +", "", body)  # who made the key
    head = _HEAD.match(body)
    if head is None:
        return CorpusText(number, None, None, None, body)
    place: str | None = head["place"]
    if place is not None and (foreign := _FOREIGN.fullmatch(place)):
        place = f"{foreign['city']}, {foreign['country']}"
    if place is None or place.startswith(_NO_PLACE):
        place = None
    # What stands in brackets before the text says of what sort it is: the distributor's, not the article's.
    return CorpusText(number, place, head["source"], _dated(head), _EDITORIAL.sub("", head["body"], count=1).strip())


def _dated(head: re.Match[str]) -> date | None:
    if head["day"] is None or head["month"] not in MONTHS or head["year"] is None:
        return None
    try:
        return date(1900 + int(head["year"]), MONTHS[head["month"]], int(head["day"]))
    except ValueError:
        return None


def article_of(text: CorpusText) -> Article | None:
    """The article that ingest makes of a text; None where it makes none.

    The dateline's date, whose year has two digits, comes as the message's `published`, as a feed would give it; the
    case of the letters is left as it is.
    """
    head = f"{text.dateline} ({text.source or 'AFP'}) -- " if text.dateline else ""
    return article(head + text.body, text.dated)


def article(text: str, published: date | None) -> Article | None:
    """The article that ingest makes of an English text; None where it makes none."""
    day = datetime.combine(published or UNKNOWN_DATE, datetime.min.time(), tzinfo=UTC)
    message = {"text": text, "published": day.isoformat(), "language": "en"}
    outcome = to_article(json.dumps(message).encode(), received_at=day + timedelta(days=1))
    return outcome.article if isinstance(outcome, Published) else None
