"""The places of one article decide together which homonym each of them is. Sentences of our own writing."""

from __future__ import annotations

import pytest
from spacy.language import Language

from services.extractor.places import Candidate, PlaceKind
from services.extractor.places.coherence import Coherence
from services.extractor.places.evidence import outlet_country


def located(nlp: Language, text: str, source: str = "") -> dict[str, str]:
    """Name in the text -> country and first-level division of the toponym."""
    doc = nlp.make_doc(text)
    doc.user_data["source"] = source
    for _, component in nlp.pipeline:
        doc = component(doc)
    return {span.text: f"{span._.toponym.country}/{span._.toponym.admin1_code or ''}" for span in doc.spans["toponyms"]}


def texts(nlp: Language, text: str, group: str = "places") -> list[str]:
    doc = nlp(text)
    return [span.text for span in doc.spans[group]]


def town(index: int, latitude: float, longitude: float) -> Candidate:
    return Candidate(
        index, PlaceKind.city, "Ashford", "US", "XX", "Somewhere", "Ashford", latitude, longitude, 5000, 3.0, None,
        capital=False, main=True,
    )  # fmt: skip


def test_a_reading_near_the_other_names_is_lent_more_than_a_far_one() -> None:
    near, far, sure = town(1, 40.0, -80.0), town(2, 30.0, -100.0), town(3, 40.1, -80.1)
    lent = Coherence([[near, far], [sure]]).support([[4.0, 4.0], [4.0]])
    assert lent[0][0] > 0.3
    assert lent[0][1] < 0.01


def test_readings_of_one_name_lend_each_other_nothing() -> None:
    lent = Coherence([[town(1, 40.0, -80.0), town(2, 40.01, -80.0)]]).support([[4.0, 4.0]])
    assert lent == [[0.0, 0.0]]


def test_a_dateline_lends_to_what_is_near_it() -> None:
    lent = Coherence([[town(1, 40.0, -80.0), town(2, 30.0, -100.0)]], [(40.1, -80.0)]).support([[4.0, 4.0]])
    assert lent[0][0] > 0.3 > lent[0][1]


@pytest.mark.parametrize(
    ("text", "name", "where"),
    [
        ("Police in Athens looked for him in Nelsonville and in Chauncey.", "Athens", "US/OH"),
        ("Fires burned in Tripoli, in Zgharta and in Batroun.", "Tripoli", "LB/09"),
        ("Gunmen attacked Hama in Ohio, Indiana, Oregon and Nevada.", "Indiana", "US/IN"),
        ("The states of Iowa, Kansas, Wyoming and Oregon sent guards.", "Wyoming", "US/WY"),
        ("Kent County Jail holds him.", "Kent County", "US/"),
    ],
)
def test_homonyms_are_told_by_the_company_they_keep(nlp: Language, text: str, name: str, where: str) -> None:
    assert located(nlp, text)[name].startswith(where)


def test_the_outlets_country_decides_between_equals(nlp: Language) -> None:
    text = "A man was stabbed in Richmond on Monday."
    assert located(nlp, text, "news.example.co.uk")["Richmond"].startswith("GB")
    assert not located(nlp, text, "news.example.com")["Richmond"].startswith("GB")


@pytest.mark.parametrize(
    ("source", "country"),
    [
        ("example.co.uk", "GB"),
        ("https://www.example.com.ng/a/b", "NG"),
        ("example.com", ""),
        ("example.tv", ""),
        ("", ""),
        ("uk", ""),
    ],
)
def test_an_outlets_country_is_read_from_its_domain(source: str, country: str) -> None:
    assert outlet_country(source) == country


def test_a_toponym_is_the_name_without_the_words_that_move_it(nlp: Language) -> None:
    doc = nlp("Shells fell 30 km north of Mosul.")
    (moved,), (name,) = doc.spans["places"], doc.spans["toponyms"]
    assert moved._.place.latitude > name._.toponym.latitude + 0.2
    assert name.text == "Mosul"


def test_a_country_used_as_an_adjective_is_a_toponym_and_no_place(nlp: Language) -> None:
    doc = nlp("Rockets hit U.S. troops in Erbil.")
    assert [span.text for span in doc.spans["places"]] == ["Erbil"]
    assert [span.text for span in doc.spans["toponyms"]] == ["U.S.", "Erbil"]


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Eight died at Medina hospital in Mogadishu.", "Medina"),
        ("He was taken to St. Mary's Hospital in Lagos.", "St. Mary"),
        ("The army retook New London Bridge Road.", "London"),
        ("Cases rose in Western Kasai.", "Western"),
    ],
)
def test_part_of_another_name_is_no_place(nlp: Language, text: str, absent: str) -> None:
    assert absent not in texts(nlp, text)


@pytest.mark.parametrize(
    "text", ["A Turlock man was charged.", "Turlock Police Department closed the road.", "TURLOCK — A shop burned."]
)
def test_local_news_names_its_town_without_a_preposition(nlp: Language, text: str) -> None:
    assert [name.title() for name in texts(nlp, text, "toponyms")] == ["Turlock"]


def test_a_seat_of_government_that_speaks_is_no_place_and_one_that_is_hit_is(nlp: Language) -> None:
    assert not texts(nlp, "The Kremlin denied it.")
    assert texts(nlp, "A drone exploded over the Kremlin.") == ["Kremlin"]
