"""Small valid articles and reports for tests."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

from schemas import (
    EVENT_TYPE_OF,
    Article,
    Evidence,
    ExtractorInfo,
    IncidentReport,
    PlacePrecision,
    ReportCasualties,
    ReportOccurred,
    ReportPlace,
    Status,
    SubEventType,
    TimePrecision,
)
from schemas.ids import article_id, content_sha256, report_id

NINE = datetime(2022, 1, 5, 9, tzinfo=UTC)
URL = "https://news.example.com/a"
FINGERPRINT = base64.b64encode(bytes(128)).decode()


def make_article(
    text: str = "Rockets hit a base.",
    *,
    url: str | None = URL,
    published_at: datetime = NINE,
    revised_at: datetime | None = None,
    fetched_at: datetime | None = None,
) -> Article:
    """A valid article."""
    return Article(
        id=article_id(url, text),
        content_sha256=content_sha256("Title", text),
        url=url,
        title="Title",
        language="en",
        published_at=published_at,
        revised_at=revised_at or published_at,
        fetched_at=fetched_at or published_at,
        text=text,
        fingerprint=FINGERPRINT,
    )


def make_report(
    article: Article, *, number: int = 0, country: str = "IQ", extractor_version: str = "1"
) -> IncidentReport:
    """A valid report of the whole text of `article`."""
    sub_event_type = SubEventType.shelling_artillery_missile_attack
    return IncidentReport(
        id=report_id(article.id, article.content_sha256, extractor_version, number),
        article=article.ref(),
        summary="Rockets hit a base.",
        event_type=EVENT_TYPE_OF[sub_event_type],
        sub_event_type=sub_event_type,
        status=Status.accomplished,
        occurred=ReportOccurred(start=article.published_at.date(), precision=TimePrecision.day),
        place=ReportPlace(country=country, precision=PlacePrecision.country),
        casualties=ReportCasualties(),
        evidence=[Evidence(start=0, end=len(article.text), text=article.text)],
        confidence=0.5,
        extractor=ExtractorInfo(name="test", version=extractor_version),
    )
