"""The dateline: what it is, and what it gives to a text that names no town."""

from __future__ import annotations

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from schemas import PlacePrecision
from services.extractor.components.places import dateline_place
from services.extractor.places import Gazetteer
from services.extractor.places.datelines import read_dateline
from services.extractor.places.words import place_words


def read(nlp: Language, dateline: str | None, text: str) -> Doc:
    doc = nlp.make_doc(text)
    if dateline is not None:
        doc.user_data["dateline"] = dateline
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


@pytest.mark.parametrize(
    ("dateline", "name", "location"),
    [
        ("TBILISI, Georgia", "Tbilisi", "GE/51"),
        ("ATHENS, Ga. (AP)", "Athens", "US/GA"),
        ("ATHENS, Greece", "Athens", "GR/ESYE31"),
        ("TUNIS", "Tunis", "TN/36"),
        ("LIMA, Peru", "Lima", "PE/LMA"),
        ("JERUSALEM/GAZA", "Jerusalem", "IL/06"),
        ("NAIROBI, March 3", "Nairobi", "KE/05"),
        ("SAN SALVADOR, El Salvador — ", "San Salvador", "SV/10"),
        ("KHARTOUM (Reuters) -", "Khartoum", "SD/29"),
        ("TRIPOLI, Lebanon", "Tripoli", "LB/09"),
    ],
)
def test_a_dateline_is_read(gazetteer: Gazetteer, dateline: str, name: str, location: str) -> None:
    place = read_dateline(dateline, gazetteer, place_words())
    assert place is not None
    assert (place.name, f"{place.country}/{place.admin1_code}") == (name, location)
    assert place.precision is PlacePrecision.city


def test_an_unknown_town_of_a_known_country_is_kept(gazetteer: Gazetteer) -> None:
    place = read_dateline("ZZOLNA, Poland", gazetteer, place_words())
    assert place is not None
    assert (place.name, place.city, place.country) == ("Zzolna", "Zzolna", "PL")


@pytest.mark.parametrize("dateline", ["", "   ", "(AP)", "March 3", ",,", "ZZOLNA"])
def test_a_dateline_without_a_known_place_is_none(gazetteer: Gazetteer, dateline: str) -> None:
    assert read_dateline(dateline, gazetteer, place_words()) is None


def test_the_place_of_the_dateline_can_be_asked_for(nlp: Language) -> None:
    place = dateline_place(read(nlp, "TBILISI, Georgia", "Police used tear gas."))
    assert place is not None
    assert (place.city, place.precision) == ("Tbilisi", PlacePrecision.city)
    assert dateline_place(read(nlp, None, "Police used tear gas.")) is None


def test_the_dateline_tells_the_country_georgia_from_the_state(nlp: Language) -> None:
    doc = read(nlp, "TBILISI, Georgia", "Police used tear gas as protests spread in Georgia.")
    assert doc.spans["places"][0]._.place.country == "GE"


@pytest.mark.parametrize(
    ("dateline", "text", "span"),
    [
        ("TBILISI", "Police used tear gas on Rustaveli Avenue.", "Rustaveli Avenue"),
        ("LIMA, Peru", "Marchers were beaten in the Plaza San Martín.", "Plaza San Martín"),
        ("ABUJA, Nigeria", "Gunmen attacked the Central Mosque.", "Central Mosque"),
    ],
)
def test_a_street_without_a_city_is_in_the_city_of_the_dateline(
    nlp: Language, dateline: str, text: str, span: str
) -> None:
    doc = read(nlp, dateline, text)
    (place,) = doc.spans["places"]
    assert place.text == span
    assert place._.place.city == dateline.split(",")[0].title()
    assert place._.place.precision is PlacePrecision.city
    assert not read(nlp, None, text).spans["places"]


def test_a_street_in_a_named_town_is_not_moved_to_the_dateline(nlp: Language) -> None:
    doc = read(nlp, "TBILISI", "A bomb went off in Gori on Stalin Avenue. Shops on Chavchavadze Street closed.")
    assert [span._.place.name for span in doc.spans["places"]] == ["Gori"]
