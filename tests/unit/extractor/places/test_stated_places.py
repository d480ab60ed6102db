"""What a text states of a place (its country, what contains it, where it lies) outranks fame and population."""

from __future__ import annotations

import math

import pytest
from spacy.language import Language

from schemas import PlacePrecision
from services.extractor.places import Gazetteer, PlaceKind, ResolvedPlace, distance_km
from services.extractor.places.landmarks import load_countries, load_landmarks
from services.extractor.places.words import place_words


def places_in(nlp: Language, text: str, dateline: str | None = None) -> dict[str, ResolvedPlace]:
    doc = nlp.make_doc(text)
    if dateline:
        doc.user_data["dateline"] = dateline
    for _, component in nlp.pipeline:
        doc = component(doc)
    return {span.text: span._.place for span in doc.spans["places"]}


def location(place: ResolvedPlace) -> str:
    return f"{place.country}/{place.admin1_code}"


def test_no_word_of_nationality_is_a_place_by_itself(nlp: Language) -> None:
    for word in sorted(place_words().demonyms):
        assert places_in(nlp, f"It happened in a {word} town near the {word} border.") == {}, word


def test_every_country_but_the_few_without_one_has_a_word_of_nationality() -> None:
    without = {code for code, facts in load_countries().items() if not facts.demonyms}
    assert without <= {"AQ", "DM", "GG", "JE", "RE", "VA", "VI"}


def test_a_division_may_bear_a_word_of_nationality(nlp: Language) -> None:
    assert location(places_in(nlp, "Clan fighting spread across Somali region.")["Somali region"]) == "ET/52"


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        ("Shots rang out in the Colombian town of Florencia.", "Florencia", "CO"),
        ("Police searched the Venezuelan port of La Guaira.", "La Guaira", "VE"),
        ("A blast rocked the northern Nigerian city of Zaria.", "Zaria", "NG"),
        ("Riots broke out in the Chilean city of Santiago.", "Santiago", "CL"),
        ("A curfew was set in the Cuban city of Santiago.", "Santiago", "CU"),
        ("A bomb went off in the Libyan capital, Tripoli.", "Tripoli", "LY"),
        ("A bomb went off in the Lebanese city of Tripoli.", "Tripoli", "LB"),
        ("Looters emptied shops in Honduras' northern town of Trujillo.", "Trujillo", "HN"),
    ],
)
def test_an_adjective_before_the_sort_of_a_place_gives_its_country(
    nlp: Language, text: str, span: str, expected: str
) -> None:
    assert places_in(nlp, text)[span].country == expected


@pytest.mark.parametrize(
    ("text", "span", "expected", "name"),
    [
        # The homonyms that the gazetteer has lie elsewhere; the text decides.
        ("Shells hit the village of Kairaki in the Luhansk region.", "Kairaki", "UA/14", "Kairaki"),
        ("A teacher was shot in Wamena district of Chiapas, Mexico.", "Wamena district", "MX/05", "Wamena"),
        ("A patrol was ambushed outside Narva, in the south of Niger.", "outside Narva", "NE/None", "Narva"),
        ("A mine killed two in the village of Lipova in Ukraine's Kherson region.", "Lipova", "UA/08", "Lipova"),
    ],
)
def test_a_homonym_outside_the_stated_container_is_not_taken(
    nlp: Language, text: str, span: str, expected: str, name: str
) -> None:
    place = places_in(nlp, text)[span]
    assert (location(place), place.name) == (expected, name)


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("Soldiers sealed off the Zzaliha ward of Loikaw.", "Loikaw"),
        ("A grenade went off in Zzaliha area of Dhaka.", "Dhaka"),
        ("A man was knifed in Zzaliha neighbourhood of Karachi.", "Karachi"),
        ("They met in Bamako's Zzaliha district.", "Bamako"),
    ],
)
def test_an_unknown_part_of_a_known_city_is_in_the_city(nlp: Language, text: str, city: str) -> None:
    found = places_in(nlp, text)
    place = next(iter(found.values()))
    assert (place.name, place.city, place.precision) == (city, city, PlacePrecision.city)
    assert len({place.country for place in found.values()}) == 1


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("The convoy was hit outside Zzetu, in Niger's Diffa region.", PlacePrecision.near),
        ("Raiders burned the town of Zzetu in the Diffa region, Niger.", PlacePrecision.city),
        ("Raiders burned Zzetu, the biggest town of Diffa region, in Niger.", PlacePrecision.city),
    ],
)
def test_an_unknown_town_is_told_more_closely_than_its_region(
    nlp: Language, text: str, precision: PlacePrecision
) -> None:
    found = places_in(nlp, text)
    town = next(place for place in found.values() if place.name == "Zzetu")
    region = next(place for place in found.values() if place.name == "Diffa")
    assert (location(town), town.city, town.precision) == (location(region), "Zzetu", precision)
    assert town.radius_km == region.radius_km


def test_a_list_of_towns_is_no_containment(nlp: Language) -> None:
    found = places_in(nlp, "Shelling was reported in Taftanaz, Hama, and Homs.")
    assert found["Taftanaz"].name == "Taftanaz"
    assert found["Taftanaz"].admin1_code == "12"


def test_a_big_city_is_never_moved_by_what_follows_it(nlp: Language) -> None:
    assert location(places_in(nlp, "Talks opened in Geneva, Lebanon said.")["Geneva"]).startswith("CH/")


def test_the_phrase_that_tells_where_a_base_lies_is_the_base(nlp: Language) -> None:
    found = places_in(nlp, "Mortars fell on Camp Taji, north of Baghdad, before dawn.")
    assert {place.name for place in found.values()} == {"Camp Taji"}
    assert {place.precision for place in found.values()} == {PlacePrecision.exact}


def test_an_unknown_village_lies_where_the_phrase_after_it_says(nlp: Language) -> None:
    found = places_in(nlp, "Troops entered the village of Zzorqan, 40 km north of Aleppo.")
    place = found["Zzorqan"]
    assert (place.name, place.country, place.precision) == ("Zzorqan", "SY", PlacePrecision.near)
    assert place.latitude is not None
    assert place.longitude is not None
    assert distance_km(place.latitude, place.longitude, 36.20 + 40 / 111.2, 37.16) < 5


@pytest.fixture(scope="session")
def towns(gazetteer: Gazetteer) -> dict[str, list[tuple[float, float]]]:
    """The towns of each country that has a shore."""
    shores = {code for water in load_landmarks() for code in [*water.coasts, water.country] if water.coasts}
    found: dict[str, list[tuple[float, float]]] = {code: [] for code in shores}
    for number in range(len(gazetteer)):
        place = gazetteer.record(number)
        if place.kind is PlaceKind.city and place.country in shores:
            found[place.country].append((place.latitude, place.longitude))
    return found


def _roughly(town: tuple[float, float], at: tuple[float, float]) -> float:
    """An order by distance, without the cost of the great circle."""
    east = (town[1] - at[1]) * math.cos(math.radians(at[0]))
    return (town[0] - at[0]) ** 2 + east**2


def test_waters_carry_the_country_of_the_nearest_shore(towns: dict[str, list[tuple[float, float]]]) -> None:
    for water in load_landmarks():
        if water.kind is not PlaceKind.water or not water.coasts:
            continue
        assert len({water.country, *water.coasts}) == len(water.coasts) + 1, water.name
        nearest: dict[str, float] = {}
        for country in (water.country, *water.coasts):
            flat = min(towns[country], key=lambda town: _roughly(town, water.at))
            nearest[country] = distance_km(*water.at, *flat)
        assert nearest[water.country] <= min(nearest.values()) * 1.1 + 5, water.name


def test_only_oceans_have_no_country() -> None:
    without = {water.name for water in load_landmarks() if water.kind is PlaceKind.water and water.country == "ZZ"}
    assert without == {"Pacific Ocean", "Atlantic Ocean", "Indian Ocean"}


@pytest.mark.parametrize(
    ("text", "span", "country"),
    [
        ("A freighter was set ablaze in the Gulf of Aden.", "Gulf of Aden", "SO"),
        ("A freighter was set ablaze in the Gulf of Aden off Yemen.", "Gulf of Aden", "YE"),
        ("Georgian fishermen were shot at in the Black Sea.", "Black Sea", "GE"),
        ("A boat was rammed in the East China Sea off Japan.", "East China Sea", "JP"),
        ("A skiff approached a tanker in the Strait of Hormuz.", "Strait of Hormuz", "IR"),
    ],
)
def test_a_water_lies_off_the_shore_that_the_text_names(nlp: Language, text: str, span: str, country: str) -> None:
    place = places_in(nlp, text)[span]
    assert (place.name, place.country) == (span, country)
    assert place.latitude is not None
    assert place.precision is not PlacePrecision.unknown


def test_a_strait_has_its_own_coordinates(nlp: Language) -> None:
    place = places_in(nlp, "A skiff approached a tanker in the Strait of Hormuz, Iran said.")["Strait of Hormuz"]
    assert (place.latitude, place.longitude) == (26.57, 56.25)
    assert place.precision is PlacePrecision.admin1


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Nine people died in the village of Tin-Akof, in northern Burkina Faso.", {"Tin-Akof": "BF"}),
        ("A bomb hit a bus in the town of Mir Ali in Pakistan.", {"Mir Ali": "PK"}),
        ("A bomb hit a bus on the road from Kabul-Kandahar.", {"Kabul": "AF", "Kandahar": "AF"}),
        ("Kidal-based soldiers returned to Gao.", {"Kidal": "ML", "Gao": "ML"}),
    ],
)
def test_a_piece_of_a_name_with_hyphens_is_no_place_of_its_own(nlp: Language, text: str, names: dict[str, str]) -> None:
    found = places_in(nlp, text)
    assert {name: found[name].country for name in names if name in found} == names
    assert "Tin" not in found
    assert "Ali" not in found
