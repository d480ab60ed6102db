"""What fillers are worth by MUC-4's guidelines."""

from __future__ import annotations

from datetime import date

import pytest

from training.score.muc.keys import Filler, Slot
from training.score.muc.slot_scores import Tally, credit, date_credit, location_credit, number_credit, score_slot
from training.score.muc.strings import agreement

DAY = date(1989, 8, 26)


@pytest.mark.parametrize(
    ("response", "key", "worth"),
    [
        ("26 AUG 89", "26 AUG 89", 1.0),
        ("26 AUG 89", "25 AUG 89 - 26 AUG 89", 0.5),
        ("25 AUG 89", "- 26 AUG 89", 0.5),
        ("- 26 AUG 89", "25 AUG 89 - 26 AUG 89", 0.5),
        ("- 26 AUG 89", "26 AUG 89", 0.5),
        ("- 26 AUG 89", "25 AUG 89", 0.0),
        ("- 26 AUG 89", "24 AUG 89 - 25 AUG 89", 0.0),
        ("27 AUG 89", "- 26 AUG 89", 0.0),
    ],
)
def test_dates_are_worth_what_the_examples_of_the_guidelines_say(response: str, key: str, worth: float) -> None:
    assert date_credit(response, key, DAY) == worth


@pytest.mark.parametrize(
    ("response", "key", "worth"),
    [
        (("COLOMBIA", "MEDELLÍN"), "COLOMBIA: ANTIOQUIA (DEPARTMENT): MEDELLIN (CITY)", 1.0),
        (("COLOMBIA",), "COLOMBIA: MEDELLIN (CITY)", 0.5),
        (("COLOMBIA", "CALI"), "COLOMBIA: MEDELLIN (CITY) - CALI (CITY)", 1.0),
        (("COLOMBIA", "CALI"), "COLOMBIA", 1.0),
        (("BOLIVIA", "MEDELLIN"), "COLOMBIA: MEDELLIN (CITY)", 0.0),
        ((), "COLOMBIA", 0.0),
    ],
)
def test_locations_are_right_by_the_place_and_in_part_by_the_country(
    response: tuple[str, ...], key: str, worth: float
) -> None:
    assert location_credit(response, key) == worth


@pytest.mark.parametrize(
    ("response", "key", "worth"),
    [("7", "7", 1.0), ("7", "5 - 7", 0.5), ("7", "~7", 0.5), ("7-", "7", 0.5), ("6", "5-7", 0.0), ("2", "PLURAL", 0.0)],
)
def test_numbers_are_right_in_part_by_a_bound(response: str, key: str, worth: float) -> None:
    assert number_credit(response, key) == worth


@pytest.mark.parametrize(
    ("slot", "response", "key", "worth"),
    [
        (Slot.type, "ATTACK", "BOMBING", 0.5),
        (Slot.type, "BOMBING", "ATTACK", 0.0),
        (Slot.instrument_type, "GUN", "MACHINE GUN", 0.5),
        (Slot.instrument_type, "EXPLOSIVE", "VEHICLE BOMB", 0.5),
        (Slot.instrument_type, "VEHICLE BOMB", "EXPLOSIVE", 0.0),
        (Slot.confidence, "SUSPECTED OR ACCUSED", "SUSPECTED OR ACCUSED BY AUTHORITIES", 0.5),
        (Slot.human_effect, "NO INJURY", "NO INJURY OR DEATH", 0.5),
        (Slot.stage, "ATTEMPTED", "ACCOMPLISHED", 0.0),
    ],
)
def test_set_fills_that_say_less_are_right_in_part(slot: Slot, response: str, key: str, worth: float) -> None:
    assert credit(slot, Filler((response,)), Filler((key,)), DAY) == worth


def test_a_right_fill_of_the_wrong_one_is_right_in_part() -> None:
    key = Filler(("DEATH",), ("JUAN MILL", "MILL"))
    assert credit(Slot.human_effect, Filler(("DEATH",), ("THE MILL",)), key, DAY) == 1.0
    assert credit(Slot.human_effect, Filler(("DEATH",), ("A BAKER",)), key, DAY) == 0.5
    assert credit(Slot.human_effect, Filler(("INJURY",), ("JUAN MILL",)), key, DAY) == 0.0


@pytest.mark.parametrize(
    ("response", "key", "worth"),
    [
        ("THE THREE MILLERS", "MILLERS", 1.0),
        ("OLD MILLERS", "MILLERS", 1.0),
        ("MILLERS WHO SAW IT", "MILLERS", 0.5),
        ("MILL", "JUAN MILL", 0.5),
        ("BAKERS", "MILLERS", 0.0),
        ("THE", "MILLERS", 0.0),
    ],
)
def test_strings_may_have_more_modifiers_and_lack_part_of_a_name(response: str, key: str, worth: float) -> None:
    assert agreement(response, key) == worth


def test_optional_fillers_are_not_missed_and_what_is_too_much_is_spurious() -> None:
    key = [Filler(("MILL",), optional=True), Filler(("BRIDGE",)), Filler(("ROAD",))]
    found = score_slot(Slot.physical_id, [Filler(("BRIDGE",))], key, DAY)
    assert found.tally == Tally(correct=1, missing=1)
    found = score_slot(Slot.physical_id, [Filler(("BRIDGE",)), Filler(("ROAD",)), Filler(("TREE",))], key, DAY)
    assert found.tally == Tally(correct=2, spurious=1)
    assert found.errors == [(None, Filler(("TREE",)), 0.0)]


def test_fillers_left_on_both_sides_are_one_incorrect() -> None:
    found = score_slot(Slot.stage, [Filler(("ATTEMPTED",))], [Filler(("THREATENED",))], DAY)
    assert found.tally == Tally(incorrect=1)


def test_precision_and_recall_count_partial_ones_by_half() -> None:
    tally = Tally(correct=2, partial=1, incorrect=1, missing=1, spurious=0)
    assert (tally.recall, tally.precision) == (50.0, 62.5)
    assert tally.f1 == pytest.approx(2 * 50 * 62.5 / 112.5)
