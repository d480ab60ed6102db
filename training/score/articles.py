"""Articles for scoring: of a text as it stands, or as ingest makes them; and the news of the geoparsing sets."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from xml.etree.ElementTree import Element

from lxml import etree

from schemas import FINGERPRINT_BYTES, Article, nfc
from schemas.ids import article_id, content_sha256
from services.ingest.dates.fields import parse_instant
from services.ingest.normalize import to_article
from services.ingest.outcome import Published

from .scorer import BadDataError

UNDATED = datetime(2015, 1, 1, 12, tzinfo=UTC)
"""Stands for the time of publication where the data gives none: nothing that depends on it is scored there."""
_NO_FINGERPRINT = base64.b64encode(bytes(FINGERPRINT_BYTES)).decode()


def article_of(
    text: str, *, published: datetime = UNDATED, title: str | None = None, source: str | None = None
) -> Article:
    """An article of exactly this text, for data whose annotation counts its characters; `source` is the outlet."""
    return Article(
        id=article_id(None, text),
        content_sha256=content_sha256(title, text),
        title=title,
        source=source,
        language="en",
        published_at=published,
        revised_at=published,
        fetched_at=published,
        text=text,
        fingerprint=_NO_FINGERPRINT,
    )


def ingested(text: str, *, published: datetime, received: datetime | None = None, title: str | None = None) -> Article:
    """The article that ingest makes of a text received at `received`, or when it was published.

    Raises:
        BadDataError: ingest takes it for no English article.
    """
    message = {"text": text, "published": published.isoformat()} | ({"title": title} if title else {})
    outcome = to_article(json.dumps(message).encode(), received_at=received or published)
    if not isinstance(outcome, Published):
        raise BadDataError(f"ingest does not take the text that begins {text[:40]!r} as an article: {outcome}")
    return outcome.article


@dataclass(frozen=True)
class Toponym:
    """A place that an annotator marked in a text."""

    start: int
    end: int
    """Code points of the article's text; the end is exclusive."""
    text: str
    latitude: float | None
    """Degrees; null where the annotator found the place in no gazetteer."""
    longitude: float | None
    geonames_id: int | None


@dataclass(frozen=True)
class PlacedNews:
    """An article of a geoparsing set."""

    id: str
    article: Article
    toponyms: tuple[Toponym, ...]


def read_placed_news(path: Path) -> list[PlacedNews]:
    """The articles of LGL, TR-News (`toponym` elements) or GeoVirus (`location` elements), in order.

    Raises:
        BadDataError: the file is no XML, or none with articles of these forms.
    """
    try:
        root = etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as problem:
        raise BadDataError(f"{path} is not well-formed XML: {problem}") from problem
    news = [_placed(element, number) for number, element in enumerate(root.iter("article"), start=1)]
    if not news:
        raise BadDataError(f"{path} has no <article>: give an XML file in the form of LGL, TR-News or GeoVirus")
    return news


def _placed(element: Element, number: int) -> PlacedNews:
    text = nfc(element.findtext("text") or "")
    if not text.strip():
        raise BadDataError(f"article {number} has no <text>")
    published = parse_instant((element.findtext("dltime") or "").strip(), relative_to=UNDATED) or UNDATED
    title = " ".join((element.findtext("title") or "").split()) or None
    return PlacedNews(
        id=element.get("docid") or f"article {number}",
        article=article_of(text, published=published, title=title, source=element.findtext("domain")),
        toponyms=tuple(_toponyms(element, text)),
    )


def _toponyms(element: Element, text: str) -> Iterator[Toponym]:
    """GeoVirus has its places in `name`, `lat` and `lon`, the other two in `phrase` and, where they were found, a
    `gaztag`."""
    for marked in [*element.iter("toponym"), *element.iter("location")]:
        phrase = nfc(marked.findtext("phrase") or marked.findtext("name") or "")
        start = _nearest(text, phrase, int(marked.findtext("start") or 0))
        record = marked.find("gaztag")
        place = marked if record is None else record
        latitude, longitude = place.findtext("lat"), place.findtext("lon")
        known = latitude is not None and longitude is not None
        geonames_id = record.get("geonameid") if record is not None else None
        if start is not None:
            yield Toponym(
                start=start,
                end=start + len(phrase),
                text=phrase,
                latitude=float(latitude or 0) if known else None,
                longitude=float(longitude or 0) if known else None,
                geonames_id=int(geonames_id) if geonames_id and geonames_id.isdigit() else None,
            )


def _nearest(text: str, phrase: str, at: int) -> int | None:
    """Where a phrase is that its annotator puts at `at`: the sets differ in whether they count from 0 or 1, and in how
    they count line breaks. Null where it does not occur."""
    if not phrase:
        return None
    before, after = text.rfind(phrase, 0, at + len(phrase)), text.find(phrase, at)
    return min((found for found in (before, after) if found >= 0), key=lambda found: abs(found - at), default=None)
