"""Reports in the form of MUC-4's templates, and what of them MUC would have in its database."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from schemas import (
    EVENT_TYPE_OF,
    Article,
    Evidence,
    ExtractorInfo,
    IncidentReport,
    ReportActor,
    ReportAttribution,
    ReportCasualties,
    ReportDamage,
    ReportOccurred,
    ReportPlace,
    ReportTarget,
    ReportToll,
    ReportWeapon,
    Span,
    Status,
    SubEventType,
)
from training.score import muc4, muc4_slots
from training.score.muc import fills
from training.score.muc.articles import article
from training.score.muc.keys import Filler, KeyTemplate, Slot
from training.score.muc.responses import date_fill, humans, responses
from training.score.muc.role_fillers import Document, Template

TEXT = "Rebels of the Mill Front shot at the old mill with rifles, and two millers died. A bridge was blown up."
DAY = date(1989, 8, 26)


def _article() -> Article:
    made = article(TEXT, DAY)
    assert made is not None
    assert made.text == TEXT
    return made


def _span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start=start, end=start + len(words))


def _report(**slots: Any) -> IncidentReport:
    kind = slots.pop("sub_event_type", SubEventType.attack)
    given: dict[str, Any] = {
        "id": "r",
        "article": _article().ref(),
        "summary": "An attack.",
        "event_type": EVENT_TYPE_OF[kind],
        "sub_event_type": kind,
        "status": Status.accomplished,
        "occurred": ReportOccurred(precision="unknown"),
        "place": ReportPlace(precision="country", country="PE", name="Peru"),
        "casualties": ReportCasualties(),
        "evidence": [Evidence(text=TEXT[:6], start=0, end=6)],
        "confidence": 0.5,
        "extractor": ExtractorInfo(name="x", version="1"),
    }
    return IncidentReport(**given | slots)


def _actor(text: str, **slots: Any) -> ReportActor:
    given: dict[str, Any] = {"name": text, "text": text, "kind": "rebel_group", "role": "perpetrator"}
    if text in TEXT:
        given["span"] = _span(text)
    return ReportActor(**given | slots)


def _evidence(text: str) -> list[Evidence]:
    return [Evidence(text=text, start=0, end=len(text))]


@pytest.mark.parametrize(
    ("slots", "kind"),
    [
        ({}, "ATTACK"),
        ({"weapons": [ReportWeapon(kind="vehicle_bomb", text="car bomb")]}, "BOMBING"),
        ({"weapons": [ReportWeapon(kind="aircraft_bomb", text="bombs")]}, "ATTACK"),
        ({"evidence": _evidence("They set fire to a mill.")}, "ARSON"),
        ({"evidence": _evidence("They robbed a mill.")}, "ROBBERY"),
        ({"sub_event_type": SubEventType.abduction_forced_disappearance}, "KIDNAPPING"),
        ({"sub_event_type": SubEventType.arrests}, None),
        ({"sub_event_type": SubEventType.disrupted_weapons_use}, None),
        (
            {
                "sub_event_type": SubEventType.disrupted_weapons_use,
                "weapons": [ReportWeapon(kind="ied", text="bomb")],
            },
            "BOMBING",
        ),
    ],
)
def test_incident_type_follows_the_weapon_and_the_words_where_acled_has_no_such_type(
    slots: dict[str, Any], kind: str | None
) -> None:
    assert fills.incident_type(_report(**slots)) == kind


@pytest.mark.parametrize(
    ("slots", "relevant"),
    [
        ({}, True),
        ({"historical": True}, False),
        ({"sub_event_type": SubEventType.armed_clash}, False),
        (
            {
                "sub_event_type": SubEventType.armed_clash,
                "targets": [ReportTarget(kind="private_citizens_property", text="a house")],
            },
            True,
        ),
        (
            {
                "sub_event_type": SubEventType.armed_clash,
                "targets": [ReportTarget(kind="military", text="the barracks")],
            },
            False,
        ),
        ({"place": ReportPlace(precision="country", country="PA", name="Panama")}, True),
    ],
)
def test_background_and_fighting_among_the_armed_are_not_relevant_and_the_country_is_not_asked(
    slots: dict[str, Any], relevant: bool
) -> None:
    assert fills.is_relevant(_report(**slots)) is relevant


@pytest.mark.parametrize(
    ("occurred", "fill"),
    [
        (ReportOccurred(precision="unknown"), "- 26 AUG 89"),
        (ReportOccurred(start="1989-08-25", precision="day", text="yesterday"), "25 AUG 89"),
        (ReportOccurred(start="1989-08-23", precision="day", text="last Wednesday"), "- 26 AUG 89"),
        (ReportOccurred(start="1989-08-23", precision="day", text="On Wednesday, 23 August"), "23 AUG 89"),
        (ReportOccurred(start="1989-08-01", end="1989-08-31", precision="month"), "01 AUG 89 - 26 AUG 89"),
        (ReportOccurred(start="1989-08-21", precision="week"), "21 AUG 89 - 26 AUG 89"),
    ],
)
def test_date_is_written_as_the_fill_rules_have_it(occurred: ReportOccurred, fill: str) -> None:
    assert date_fill(_report(occurred=occurred)) == fill


def test_slots_of_a_report() -> None:
    claimed = ReportAttribution(value="claimed")
    report = _report(
        place=ReportPlace(precision="city", country="PE", name="Lima", city="Lima"),
        actors=[
            _actor("Rebels"),
            _actor("Mill Front", id="mill-front", attributions=[ReportAttribution(value="reported"), claimed]),
            _actor("millers", kind="civilians", role="victim"),
        ],
        targets=[
            ReportTarget(kind="business", text="the old mill", span=_span("the old mill")),
            ReportTarget(kind="private_citizens_property", text="two millers", span=_span("two millers")),
        ],
        weapons=[ReportWeapon(kind="firearm", text="rifles"), ReportWeapon(kind="firearm", text="shot at")],
        casualties=ReportCasualties(killed=ReportToll(min=2, max=2, span=_span("two millers"))),
        damage=ReportDamage(value="some"),
    )
    (made,) = responses("X-1", [report], _article())
    mill = ("the old mill",)
    assert made.slots[Slot.location] == [Filler(("PERU", "LIMA", "LIMA"))]
    assert made.slots[Slot.instrument_id] == [Filler(("rifles",))]
    assert made.slots[Slot.instrument_type] == [Filler(("RIFLE",), ("rifles",)), Filler(("GUN",))]
    assert made.slots[Slot.category] == [Filler(("TERRORIST ACT",))]
    assert made.slots[Slot.perpetrator_individual] == [Filler(("Rebels",))]
    assert made.slots[Slot.confidence] == [Filler(("CLAIMED OR ADMITTED",), ("Mill Front",))]
    assert made.slots[Slot.physical_type] == [Filler(("COMMERCIAL",), mill)]
    assert made.slots[Slot.physical_number] == [Filler(("1",), mill)]
    assert made.slots[Slot.physical_effect] == [Filler(("SOME DAMAGE",), mill)]


def test_victim_target_and_toll_that_share_words_are_the_same_people() -> None:
    report = _report(
        actors=[_actor("millers", kind="civilians", role="victim")],
        casualties=ReportCasualties(
            killed=ReportToll(min=2, max=2, span=_span("two millers")), injured=ReportToll(min=0, max=0)
        ),
    )
    (people,) = humans(report, _article())
    assert people.effects == ["DEATH"]
    assert people.number is not None
    assert people.number.min == 2
    assert responses("X-1", [report], _article())[0].slots[Slot.human_number] == [Filler(("2",), ("millers",))]


def test_no_casualties_is_no_injury_or_death() -> None:
    none = ReportToll(min=0, max=0)
    (made,) = responses("X-1", [_report(casualties=ReportCasualties(killed=none, injured=none))], _article())
    assert made.slots[Slot.human_effect] == [Filler(("NO INJURY OR DEATH",))]


def test_a_text_without_a_date_has_no_date_of_incident() -> None:
    (made,) = responses("X-1", [_report()], _article(), is_dated=False)
    assert made.slots[Slot.date] == []


def test_muc4_reports_what_was_wrong_and_what_was_missed() -> None:
    gold, predicted = Template("attack"), Template("attack")
    gold.roles["Target"] = [frozenset({"mill"}), frozenset({"bridge"})]
    predicted.roles["Target"] = [frozenset({"mill"}), frozenset({"road"})]
    scores = muc4.compare([(Document("X-1", TEXT, [gold]), [predicted])])
    assert scores.errors == ["X-1 Target: wrong 'road'", "X-1 Target: missed 'bridge'"]
    assert scores.metrics["ceaf_re_f1"] == 50.0
    assert scores.metrics["template_f1"] == pytest.approx(100 * 2 / 3)
    assert "all roles" in scores.table


def _template(number: str, *, optional: bool = False, **values: str) -> KeyTemplate:
    slots = {Slot[name]: [Filler((value,))] for name, value in values.items()}
    return KeyTemplate("X-1", number, optional, slots)


def test_muc4_slots_scores_the_aligned_pair_and_counts_the_rest() -> None:
    key = _template("1", type="BOMBING", stage="ACCOMPLISHED", location="PERU", physical_id="MILL")
    missed = _template("2", type="ARSON", location="PERU", physical_id="BRIDGE")
    optional = _template("3", optional=True, type="ARSON", location="CHILE", physical_id="ROAD")
    answer = KeyTemplate(
        "X-1",
        "1",
        slots={
            Slot.type: [Filler(("ATTACK",))],
            Slot.stage: [Filler(("ACCOMPLISHED",))],
            Slot.location: [Filler(("CHILE", "SANTIAGO"))],
            Slot.physical_id: [Filler(("the mill",))],
        },
    )
    scores = muc4_slots.compare([("X-1", [answer], [key, missed, optional], DAY)])
    assert scores.metrics["type"] == 50.0
    assert scores.metrics["stage"] == 100.0
    assert scores.metrics["country"] == 0.0
    assert scores.metrics["template_recall"] == 50.0
    assert scores.metrics["template_precision"] == 100.0
    assert scores.errors == [
        "X-1/1 location: expected PERU, got CHILE / SANTIAGO",
        "X-1/1 type: expected BOMBING, got ATTACK (half right)",
        "X-1/1 country: expected PERU, got CHILE / SANTIAGO",
        "X-1/2 template: missed ARSON; PERU; BRIDGE",
    ]


def test_templates_that_share_no_content_are_not_aligned() -> None:
    key = _template("1", type="BOMBING", stage="ACCOMPLISHED", location="PERU: LIMA (CITY)", physical_id="MILL")
    answer = KeyTemplate("X-1", "1", slots={Slot.stage: [Filler(("ACCOMPLISHED",))], Slot.type: [Filler(("ARSON",))]})
    scores = muc4_slots.compare([("X-1", [answer], [key], DAY)])
    assert scores.metrics["aligned_templates"] == 0
    assert [error.split(": ")[0] for error in scores.errors] == ["X-1 template", "X-1/1 template"]
