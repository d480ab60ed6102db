"""Plain reports come out right: type, place, actor, weapon, count, casualties, date, status, attribution."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from schemas import ActorRole, IncidentReport, wrong_spans
from services.extractor.extract import Extractor

from .articles import article

CASES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "plain_reports.yaml").read_text(encoding="utf-8"))
WEDNESDAY = "2024-05-15"


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor.load()


def slots(report: IncidentReport, asked: dict[str, Any]) -> dict[str, Any]:
    """What a report says in the slots that a case asks for, in the form of the case."""
    tolls = {
        name: [toll.min, toll.max]
        for name in ("killed", "injured", "captured")
        if (toll := getattr(report.casualties, name)) is not None
    }
    doers = [actor for actor in report.actors if actor.role is ActorRole.perpetrator]
    said = {
        "type": report.sub_event_type.value,
        "start": report.occurred.start,
        "country": report.place.country,
        "status": report.status.value,
        "damage": report.damage.value.value if report.damage else None,
        "weapon": next((w.kind.value for w in report.weapons if w.kind.value == asked.get("weapon")), None),
        "perpetrator": next(
            (asked["perpetrator"] for a in doers if (a.id or "").startswith(asked["perpetrator"])), None
        )
        if "perpetrator" in asked
        else None,
        "attribution": next((x.value.value for a in doers for x in a.attributions), None),
        **tolls,
    }
    return {name: said.get(name) for name in asked}


@pytest.mark.parametrize("case", CASES["reports"], ids=lambda case: case["text"][:60])
def test_a_plain_report_yields_its_incidents_slot_by_slot(extractor: Extractor, case: dict[str, Any]) -> None:
    told = article(case["text"], published=str(case.get("published", WEDNESDAY)))
    reports = extractor.extract(told)
    assert [slots(r, i) for r, i in zip(reports, case["incidents"], strict=False)] == case["incidents"]
    assert len(reports) == len(case["incidents"])
    assert [wrong_spans(report, told) for report in reports] == [[] for _ in reports]


@pytest.mark.parametrize("text", CASES["none"], ids=lambda text: text[:60])
def test_what_is_no_incident_makes_no_report(extractor: Extractor, text: str) -> None:
    assert extractor.extract(article(text, published=WEDNESDAY)) == []
