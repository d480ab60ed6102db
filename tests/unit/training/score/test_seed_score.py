"""The annotated article is scored incident by incident and slot by slot."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from schemas import IncidentReport, Quantity, ReportActor, ReportAttribution, ReportTarget, ReportWeapon, SubEventType
from tests.unit.reports import make_article, make_report
from training.score.scorer import BadDataError
from training.score.seed import EXPECTED, compare, judge, load, scores_of

SHELLING = "shelling_artillery_missile_attack"
DAY = date(2022, 1, 5)


def incident(key: str = "rockets", **slots: Any) -> dict[str, Any]:
    written = {"key": key, "sub_event_type": SHELLING, "occurred": {"start": DAY}, "place": {"country": "IQ"}}
    return written | slots


def report(**changes: Any) -> IncidentReport:
    return make_report(make_article()).model_copy(update=changes)


def actor(name: str, role: str = "perpetrator", identity: str | None = None, said: str = "claimed") -> ReportActor:
    told = [ReportAttribution(value=said)]
    return ReportActor(id=identity, name=name, text=name, role=role, kind="unknown", attributions=told)


def test_an_incident_is_found_by_type_country_and_day() -> None:
    assert compare([report()], [incident()]).found_required == 1
    assert compare([report()], [incident(occurred={"start": date(2022, 1, 4)})]).missed == ["rockets"]
    assert compare([report()], [incident(place={"country": "SY"})]).missed == ["rockets"]
    assert compare([report()], [incident(sub_event_type="grenade")]).missed == ["rockets"]
    assert compare([report()], [incident(sub_event_type="grenade", also_accepted=[SHELLING])]).missed == []


def test_a_report_tells_one_incident_and_the_required_one_first() -> None:
    result = compare([report()], [incident("maybe", optional=True), incident("surely")])
    assert list(result.found) == ["surely"]
    assert (result.missed, result.extra, result.required) == ([], [], 1)


def test_background_is_found_only_when_it_is_marked_so_and_need_not_be() -> None:
    background = incident(historical=True, occurred={"start": date(2020, 1, 3)})
    assert list(compare([report(historical=True)], [background]).found) == ["rockets"]
    result = compare([report()], [background])
    assert (result.found, result.missed, len(result.extra)) == ({}, [], 1)


def test_the_report_with_more_slots_right_tells_the_incident() -> None:
    armed = report(weapons=[ReportWeapon(kind="rocket", text="rockets")])
    result = compare([report(), armed], [incident(weapons=[{"kind": "rocket"}])])
    assert result.found == {"rockets": armed}


@pytest.mark.parametrize(
    ("slots", "changes", "wrong"),
    [
        ({"status": "accomplished"}, {}, []),
        ({"status": "thwarted"}, {}, ["status"]),
        ({"occurred": {"start": DAY, "precision": "part_of_day"}}, {}, ["precision of time"]),
        ({"place": {"country": "IQ", "near": [33, 44], "within_km": 30}}, {}, ["place"]),
        ({"damage": "some"}, {}, ["damage"]),
        ({"casualties": {"killed": 0}}, {}, ["killed"]),
        ({"actors": []}, {"actors": [actor("gunmen")]}, []),
        ({"actors": []}, {"actors": [actor("RB", identity="red-brigade")]}, ["perpetrator"]),
        (
            {"actors": [{"id": "red-brigade", "role": "perpetrator", "attribution": "claimed"}]},
            {"actors": [actor("RB", identity="red-brigade", said="denied")]},
            ["attribution of red-brigade"],
        ),
        (
            {"actors": [{"name_like": "foreign backed armed actors", "role": "perpetrator"}]},
            {"actors": [actor("armed actors")]},
            [],
        ),
        ({"actors": [{"name": "Red", "role": "victim"}]}, {"actors": [actor("Red")]}, ["victim Red"]),
        ({"targets": [{"kind": "military"}, {"text": "sites"}]}, {}, ["target military"]),
        ({"targets": [{"kind": "military"}]}, {"targets": [ReportTarget(kind="military", text="a base")]}, []),
        (
            {"weapons": [{"kind": "rocket", "count": 8}]},
            {"weapons": [ReportWeapon(kind="rocket", text="rockets", count=Quantity(min=5, max=5))]},
            ["count of rocket"],
        ),
        (
            {"weapons": [{"kind": "rocket", "count": 8}]},
            {"weapons": [ReportWeapon(kind="drone", text="drones")]},
            ["weapon rocket", "count of rocket"],
        ),
    ],
)
def test_each_slot_that_the_annotation_fills_is_judged(
    slots: dict[str, Any], changes: dict[str, Any], wrong: list[str]
) -> None:
    verdicts = judge(report(**changes), incident(**slots))
    assert [slot for slot, verdict in verdicts.items() if not verdict.right] == wrong


def test_the_figures_are_of_required_incidents_and_count_what_is_extra() -> None:
    incidents = [incident("a", status="thwarted"), incident("b", status="accomplished", occurred={"start": None})]
    other = report(sub_event_type=SubEventType.grenade)
    scores = scores_of(compare([report(), other], incidents))
    assert scores.metrics == {"required_found": 50, "slots_right": 0, "extra_reports": 1}
    assert scores.errors == [
        "b: missed",
        "a: status: expected thwarted, got accomplished",
        "extra: Rockets hit a base.",
    ]


def test_slots_of_optional_incidents_do_not_count() -> None:
    scores = scores_of(compare([report()], [incident(optional=True, status="thwarted")]))
    assert scores.metrics["slots_right"] == 0
    assert "0 of 0, and 0 of 1 of incidents that are optional" in scores.table


def test_a_folder_is_read_through_ingest(tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(
        "BAGHDAD (Wire) - Five rockets hit a base in western Iraq on Wednesday, and nobody was hurt, the army said."
    )
    (tmp_path / EXPECTED).write_text("published: 2022-01-05\nincidents: []\n")
    article, incidents = load(tmp_path)
    assert (article.dateline, article.published_at.date(), incidents) == ("BAGHDAD", DAY, [])


@pytest.mark.parametrize("expected", [None, "incidents: []", "- 1", "a: ["])
def test_a_folder_without_a_proper_annotation_is_refused(tmp_path: Path, expected: str | None) -> None:
    (tmp_path / "article.txt").write_text("Rockets hit a base.")
    if expected is not None:
        (tmp_path / EXPECTED).write_text(expected)
    with pytest.raises(BadDataError, match=EXPECTED):
        load(tmp_path)
