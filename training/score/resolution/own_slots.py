"""Reports made of the labels themselves: what resolution comes to when type, place and day are always right.

They have those three slots and no other, as the labels have one value of each for all accounts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from schemas import (
    EVENT_TYPE_OF,
    Article,
    ArticleRef,
    Evidence,
    ExtractorInfo,
    IncidentReport,
    PlacePrecision,
    ReportCasualties,
    ReportOccurred,
    ReportPlace,
    Status,
    TimePrecision,
)
from schemas.ids import report_id

from .labels import LabelledArticle, LabelledIncident
from .stream import Telling, published

_RADIUS_KM = 10.0
_VERSION = "labels"


def told_by_labels(
    articles: Sequence[LabelledArticle], incidents: Mapping[str, LabelledIncident]
) -> Iterator[tuple[Telling, dict[str, str]]]:
    """Each version with a report for each incident that it tells, and the incident of each report by report id."""
    for labelled, article in published(articles):
        reports = [_report(article, incidents[told], number) for number, told in enumerate(labelled.tells)]
        truth = {report.id: told for report, told in zip(reports, labelled.tells, strict=True)}
        yield Telling(labelled, article, reports), truth


def _report(article: Article, incident: LabelledIncident, number: int) -> IncidentReport:
    latitude, longitude = incident.place.near
    return IncidentReport(
        id=report_id(article.id, article.content_sha256, _VERSION, number),
        article=ArticleRef.model_validate(article.model_dump(include=set(ArticleRef.model_fields))),
        summary=incident.id,
        event_type=EVENT_TYPE_OF[incident.sub_event_type],
        sub_event_type=incident.sub_event_type,
        status=Status.accomplished,
        historical=False,
        occurred=ReportOccurred(start=incident.date, end=None, precision=TimePrecision.day, text=None),
        place=ReportPlace(
            text=incident.place.name,
            name=incident.place.name,
            city=incident.place.name,
            country=incident.country,
            latitude=latitude,
            longitude=longitude,
            radius_km=_RADIUS_KM,
            precision=PlacePrecision.city,
        ),
        actors=[],
        targets=[],
        weapons=[],
        casualties=ReportCasualties(killed=None, injured=None),
        damage=None,
        evidence=[Evidence(text=article.text[:1], start=0, end=1)],
        confidence=1.0,
        extractor=ExtractorInfo(name=_VERSION, version=_VERSION),
    )
