"""Each slot is right when the codebook says so."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from schemas import IncidentReport, Quantity, ReportDamage, ReportPlace, ReportTarget, ReportToll, ReportWeapon
from training.score.gold.judging import SLOTS, judge

from .items import actor, expected, incident, item, prediction


def verdict(slot: str, written: dict[str, Any], predicted: IncidentReport, **of_item: Any) -> bool | None:
    return judge(item(incident(**written), **of_item), expected(**written), predicted).get(slot)


def test_a_slot_that_the_annotator_left_out_is_not_judged() -> None:
    assert set(judge(item(incident()), expected(), prediction())) == {"sub_event_type", "country", "historical"}


def test_a_slot_that_the_item_does_not_cover_is_not_judged() -> None:
    assert verdict("killed", {"killed": 5}, prediction(), judged=["date"]) is None
    assert verdict("killed", {"killed": 5}, prediction(), judged=["killed"]) is False


@pytest.mark.parametrize(
    ("accepted", "told", "right"),
    [
        (5, Quantity(min=5, max=5), True),
        (5, Quantity(min=5), False),
        (5, None, False),
        (None, None, True),
        (None, Quantity(min=0, max=0), False),
        ({"min": 5, "max": None}, Quantity(min=5), True),
        ([None, 0], Quantity(min=0, max=0), True),
    ],
)
@pytest.mark.parametrize("slot", ["killed", "injured", "captured"])
def test_a_toll_is_right_when_both_bounds_are(slot: str, accepted: object, told: Quantity | None, right: bool) -> None:
    predicted = prediction()
    toll = ReportToll(**told.model_dump()) if told else None
    predicted = predicted.model_copy(update={"casualties": predicted.casualties.model_copy(update={slot: toll})})
    assert verdict(slot, {slot: accepted}, predicted) is right


@pytest.mark.parametrize(("latitude", "right"), [(33.0, True), (33.17, True), (33.19, False)])
def test_a_place_is_right_within_its_distance(latitude: float, right: bool) -> None:
    near = {"name": "Here", "near": [33.0, 44.0], "within_km": 20}  # a degree of latitude is 111 km
    place = prediction().place.model_copy(update={"latitude": latitude, "longitude": 44.0})
    assert verdict("place", {"place": near}, prediction(place=place)) is right
    assert verdict("place", {"place": [near, "country"]}, prediction(place=place)) is True


@pytest.mark.parametrize(("country", "right"), [("IQ", True), ("SY", False)])
def test_where_only_the_country_is_known_any_place_in_it_is_right(country: str, right: bool) -> None:
    place = ReportPlace(country=country, precision="country")
    assert verdict("place", {"place": "country"}, prediction(place=place)) is right


def test_a_place_without_coordinates_is_not_near_anything() -> None:
    near = {"name": "Here", "near": [33.0, 44.0], "within_km": 20}
    assert verdict("place", {"place": near}, prediction()) is False


@pytest.mark.parametrize(
    ("accepted", "right"),
    [
        ("2024-03-05", True),
        (["2024-03-04", "2024-03-05"], True),
        ({"from": "2024-03-06", "to": "2024-03-09"}, False),
        (["2024-01-01", {"from": "2024-03-04", "to": "2024-03-05"}], True),
    ],
)
def test_a_day_is_right_when_it_is_accepted(accepted: object, right: bool) -> None:
    at_noon = datetime.fromisoformat("2024-03-05T12:00:00+00:00")
    for start in (date(2024, 3, 5), at_noon):
        occurred = prediction().occurred.model_copy(update={"start": start})
        assert verdict("date", {"date": accepted}, prediction(occurred=occurred)) is right


@pytest.mark.parametrize(
    ("kinds", "right"),
    [
        (["rocket", "firearm"], True),
        (["missile", "firearm"], True),
        (["rocket", "firearm", "drone"], True),
        (["rocket"], False),
        (["rocket", "firearm", "mine"], False),
        (["rocket", "missile", "firearm"], True),
    ],
)
def test_all_weapons_are_needed_and_no_other_but_the_optional(kinds: list[str], right: bool) -> None:
    weapons = [ReportWeapon(kind=kind, text=kind) for kind in kinds]
    written = {"weapons": [["rocket", "missile"], "firearm"], "weapons_optional": ["drone"]}
    assert verdict("weapons", written, prediction(weapons=weapons)) is right


def test_targets_are_right_by_kind() -> None:
    market = ReportTarget(kind="business", text="a market")
    written = {"targets": [{"kind": ["business", "private_citizens_property"]}, {"kind": "police", "optional": True}]}
    assert verdict("targets", written, prediction(targets=[market])) is True
    assert verdict("targets", written, prediction(targets=[market, market])) is False


def test_damage_is_right_by_value() -> None:
    assert verdict("damage", {"damage": ["some", "destroyed"]}, prediction(damage=ReportDamage(value="some"))) is True
    assert verdict("damage", {"damage": "some"}, prediction()) is False


def test_news_told_as_background_is_wrong_and_so_the_other_way() -> None:
    assert verdict("historical", {}, prediction(historical=True)) is False
    assert verdict("historical", {"historical": True}, prediction(historical=True)) is True


BRIGADE = {"role": "perpetrator", "text": "the Red Brigade", "name_like": ["red brigade"], "kind": "rebel_group"}
VICTIM = {"role": "victim", "text": "traders", "name_like": ["trader"]}


@pytest.mark.parametrize(
    ("told", "right"),
    [
        ([actor("Red Brigade"), actor("traders", "victim")], True),
        ([actor("Red Brigade", "victim"), actor("traders", "victim")], False),
        ([actor("Red Brigade")], False),
        ([actor("Red Brigade"), actor("traders", "victim"), actor("police", "responder")], False),
        ([actor("Red Brigade"), actor("Red Brigade"), actor("traders", "victim")], False),
    ],
)
def test_actors_are_right_when_all_are_there_in_their_roles_and_nobody_else(told: list[Any], right: bool) -> None:
    assert verdict("actors", {"actors": [BRIGADE, VICTIM]}, prediction(actors=told)) is right


def test_where_perpetrators_alone_are_covered_others_are_not_judged() -> None:
    told = prediction(actors=[actor("Red Brigade"), actor("police", "responder")])
    assert verdict("actors", {"actors": [BRIGADE]}, told, judged=["perpetrators"]) is True
    assert verdict("actors", {"actors": [BRIGADE]}, told, judged=["killed"]) is None


def test_an_actor_may_be_known_by_an_id_or_by_its_words() -> None:
    wanted = {"actors": [{"role": "perpetrator", "id": "red-brigade"}]}
    assert verdict("actors", wanted, prediction(actors=[actor("RB", id="red-brigade")])) is True
    assert verdict("actors", wanted, prediction(actors=[actor("the Red Brigade")])) is True
    assert verdict("actors", wanted, prediction(actors=[actor("RB", id="rb")])) is False


def test_where_no_perpetrator_is_told_nobody_may_be_named() -> None:
    assert verdict("actors", {"actors": []}, prediction(actors=[actor("attackers")])) is True
    assert verdict("actors", {"actors": []}, prediction(actors=[actor("RB", id="red-brigade")])) is False


def test_an_optional_actor_is_neither_missed_nor_too_much() -> None:
    wanted = {"actors": [BRIGADE, VICTIM | {"optional": True}]}
    assert verdict("actors", wanted, prediction(actors=[actor("Red Brigade")])) is True
    assert verdict("actors", wanted, prediction(actors=[actor("Red Brigade"), actor("traders", "victim")])) is True


@pytest.mark.parametrize(
    ("wanted", "told", "right"),
    [
        (["claimed"], ["claimed"], True),
        (["claimed"], [], False),
        (["reported"], [], True),
        (["accused", "denied"], ["accused"], False),
        (["accused", "denied"], ["denied", "accused"], True),
        ([["admitted", "claimed"]], ["claimed"], True),
    ],
)
def test_all_attributions_are_needed_each_by_any_of_its_values(wanted: object, told: list[str], right: bool) -> None:
    written = {"actors": [BRIGADE | {"attributions": wanted}]}
    predicted = prediction(actors=[actor("Red Brigade", attributions=told)])
    assert verdict("attribution", written, predicted) is right


def test_attribution_is_wrong_where_the_perpetrator_is_not_found() -> None:
    written = {"actors": [BRIGADE | {"attributions": ["reported"]}]}
    assert verdict("attribution", written, prediction()) is False


def test_verdicts_are_of_known_slots() -> None:
    written = incident(killed=1, weapons=[], actors=[BRIGADE | {"attributions": ["claimed"]}], damage="none")
    assert set(judge(item(written), expected(**written), prediction())) <= set(SLOTS)
