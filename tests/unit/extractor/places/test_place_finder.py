"""The component `tocsin_places` on sentences of our own, and what always holds of it."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from schemas import PlacePrecision
from services.extractor.places import ResolvedPlace, combine, distance_km


def places_in(nlp: Language, text: str) -> dict[str, ResolvedPlace]:
    doc = nlp(text)
    return {span.text: span._.place for span in doc.spans["places"]}


@pytest.mark.parametrize(
    ("text", "span", "location", "precision"),
    [
        ("Rockets hit a base in Iraq's western Anbar province.", "western Anbar province", "IQ/01", "admin1"),
        ("It hit outside the eastern town of Mayadeen.", "outside the eastern town of Mayadeen", "SY/07", "near"),
        ("They fought in eastern Syria.", "eastern Syria", "SY/None", "country"),
        ("Two drones were shot down at Baghdad airport.", "Baghdad airport", "IQ/07", "exact"),
        ("He was killed at Baghdad’s airport.", "Baghdad’s airport", "IQ/07", "exact"),
        ("The Ain al-Asad attack was claimed.", "Ain al-Asad", "IQ/01", "exact"),
        ("Gunmen fired on a bus in western Baghdad.", "western Baghdad", "IQ/07", "city"),
        ("Fighting raged in Aleppo, Syria.", "Aleppo", "SY/09", "city"),
        ("A bomb exploded in Peshawar in northwestern Pakistan.", "Peshawar", "PK/03", "city"),
        ("A man was shot in Paris, Texas.", "Paris", "US/TX", "city"),
        ("A man was shot in Athens, Ga., on Monday.", "Athens", "US/GA", "city"),
        ("Soldiers raided the Jenin refugee camp.", "Jenin refugee camp", "PS/WE", "exact"),
        ("A clash broke out near Avdiivka in Ukraine.", "near Avdiivka", "UA/05", "near"),
        ("Protests spread in North Kivu province.", "North Kivu province", "CD/11", "admin1"),
        ("Residents of Faskari district in Katsina State fled.", "Katsina State", "NG/24", "admin1"),
        ("Shelling was heard in Idlib province.", "Idlib province", "SY/12", "admin1"),
    ],
)  # fmt: skip
def test_a_phrase_is_found_whole_and_resolved(
    nlp: Language, text: str, span: str, location: str, precision: str
) -> None:
    place = places_in(nlp, text)[span]
    assert f"{place.country}/{place.admin1_code}" == location
    assert place.precision is PlacePrecision(precision)


@pytest.mark.parametrize(
    "text",
    [
        "Gen. Frank McKenzie warned of more attacks.",
        "Jackson said it was over.",
        "Mr. Paris left early.",
        "Michael Jordan spoke, and Jordan Smith agreed.",
        "The Washington Post reported it.",
        "It began in March and ended on Sunday.",
        "The Iraqi military denied it.",
        "Suspected Islamic State in Somalia fighters fled.",
        "U.S. troops and an Iran-backed group exchanged fire.",
        "The Department of Education closed.",
        "Boston Celtics fans cheered.",
    ],
)
def test_a_name_that_is_no_place_is_left_alone(nlp: Language, text: str) -> None:
    assert places_in(nlp, text) == {}


def test_the_article_decides_which_of_two_towns_is_meant(nlp: Language) -> None:
    syria = places_in(
        nlp, "Syrian troops shelled Tripoli. The Lebanese army said the Lebanon border was closed in Tripoli."
    )
    libya = places_in(nlp, "Libyan militias clashed in Tripoli, in western Libya.")
    assert syria["Tripoli"].country == "LB"
    assert libya["Tripoli"].country == "LY"


def test_the_dateline_is_context(nlp: Language) -> None:
    text = "A bomb went off in Hyderabad on Monday."
    doc = nlp.make_doc(text)
    doc.user_data["dateline"] = "KARACHI, Pakistan"
    for _, component in nlp.pipeline:
        doc = component(doc)
    assert doc.spans["places"][0]._.place.country == "PK"
    assert places_in(nlp, text)["Hyderabad"].country == "IN"


def test_a_distance_and_direction_move_the_point(nlp: Language) -> None:
    place = places_in(nlp, "The convoy was hit 50 kilometers (31 miles) north of Baghdad.")[
        "50 kilometers (31 miles) north of Baghdad"
    ]
    assert place.latitude is not None
    assert place.longitude is not None
    assert distance_km(place.latitude, place.longitude, 33.34 + 50 / 111.2, 44.40) < 3
    assert place.precision is PlacePrecision.near


def test_a_village_that_no_gazetteer_has_takes_what_contains_it(nlp: Language) -> None:
    place = places_in(nlp, "Gunmen raided the village of Zzyzxari in Borno state.")["Zzyzxari"]
    assert (place.name, place.country, place.admin1_code) == ("Zzyzxari", "NG", "27")
    assert place.precision is PlacePrecision.city, "the words tell the village"
    assert (place.radius_km or 0) > 50, "the coordinates tell the province only"


def test_combining_takes_the_most_specific_that_agrees(nlp: Language) -> None:
    text = "The Ain al-Asad base in Anbar province in Iraq was hit, Syria said."
    combined = combine(places_in(nlp, text).values())
    assert (combined.name, combined.country) == ("Ain al-Asad", "IQ")


def test_combining_nothing_is_unknown() -> None:
    assert combine([]).precision is PlacePrecision.unknown
    assert combine([]).country == "ZZ"


vocabulary = st.sampled_from(
    [
        "north",
        "of",
        "western",
        "near",
        "the",
        "town",
        "Baghdad",
        "Syria",
        ",",
        "Texas",
        "Paris",
        "'s",
        "-",
        "(",
        ")",
        "50",
        "km",
        "Aleppo",
        "Gen.",
        "St.",
        "in",
        "U.S.",
        "\n\n",
        "province",
        "al",
        "village",
        "'",
        "Va.",
    ]
)


@given(st.lists(vocabulary | st.text(max_size=8), max_size=30))
@settings(deadline=None, max_examples=200)
def test_any_text_gives_valid_places_in_bounds(nlp: Language, parts: list[str]) -> None:
    text = " ".join(parts)
    doc, again = nlp(text), nlp(text)
    reached = 0
    for span, same in zip(doc.spans["places"], again.spans["places"], strict=True):
        place = span._.place
        assert reached <= span.start < span.end <= len(doc)
        reached = span.end
        assert (place.country == "ZZ") == (place.precision is PlacePrecision.unknown)
        assert (place.latitude is None) == (place.longitude is None)
        assert place.latitude is None or (-90 <= place.latitude <= 90 and -180 <= place.longitude <= 180)
        assert place.radius_km is None or place.radius_km >= 0
        assert dataclasses.asdict(place) == dataclasses.asdict(same._.place)
