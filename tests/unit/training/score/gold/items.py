"""Small gold items and predictions for the tests of their scorer."""

from __future__ import annotations

from typing import Any

from schemas import Article, IncidentReport, ReportActor, ReportAttribution, SubEventType
from tests.unit.reports import make_article, make_report
from training.score.gold.annotations import ExpectedIncident, GoldItem

TEXT = "Gunmen from the Red Brigade attacked a market. Police arrested two men."
ARTICLE: Article = make_article(TEXT)


def item(*incidents: dict[str, Any], **slots: Any) -> GoldItem:
    """An item of the text above with these incidents."""
    written = {"id": "an-item", "published": "2022-01-05T09:00:00+00:00", "text": TEXT, "incidents": list(incidents)}
    return GoldItem.model_validate(written | slots)


def incident(**slots: Any) -> dict[str, Any]:
    """An attack in Iraq."""
    return {"sub_event_type": "attack", "country": "IQ"} | slots


def expected(**slots: Any) -> ExpectedIncident:
    """The same, read."""
    return ExpectedIncident.model_validate(incident(**slots))


def prediction(sub_event_type: str = "attack", **changes: Any) -> IncidentReport:
    """A report of an attack in Iraq, or of another type, otherwise changed."""
    return make_report(ARTICLE).model_copy(update={"sub_event_type": SubEventType(sub_event_type), **changes})


def actor(name: str, role: str = "perpetrator", **slots: Any) -> ReportActor:
    """An actor called so; generic unless it is given an id."""
    values = slots.pop("attributions", [])
    said = [ReportAttribution(value=value) for value in values]
    return ReportActor.model_validate(
        {"name": name, "text": name, "role": role, "kind": "unknown", "attributions": said} | slots
    )
