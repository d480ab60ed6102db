"""The baked gazetteer: what it knows, and how it is made."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.extractor.bake import gazetteer_fingerprint, load_gazetteer
from services.extractor.places import Gazetteer, GazetteerFormatError, PlaceKind, distance_km, moved
from services.extractor.places.atlas import write_atlas
from services.extractor.places.folding import fold, without_article
from services.extractor.places.gazetteer import read_fingerprint, write_gazetteer
from services.extractor.places.landmarks import load_countries, load_landmarks, load_spellings
from services.extractor.places.records import Record
from services.runtime.baked import ATLAS, BAKED_DIR_VARIABLE


@pytest.mark.parametrize(
    ("name", "kind", "location"),
    [
        ("Baghdad", PlaceKind.city, "IQ/07"),
        ("Al Anbar", PlaceKind.admin1, "IQ/01"),
        ("Deir ez-Zor", PlaceKind.city, "SY/07"),
        ("Deir Ezzor", PlaceKind.city, "SY/07"),
        ("Borno", PlaceKind.admin1, "NG/27"),
        ("Kharkiv", PlaceKind.admin1, "UA/07"),
        ("Texas", PlaceKind.admin1, "US/TX"),
        ("Mayadeen", PlaceKind.city, "SY/07"),
        ("Khan Younis", PlaceKind.city, "PS/GZ"),
        ("Jenin refugee camp", PlaceKind.camp, "PS/WE"),
        ("Baghdad airport", PlaceKind.airport, "IQ/07"),
        ("Ain al-Asad", PlaceKind.base, "IQ/01"),
        ("Incirlik Air Base", PlaceKind.base, "TR/81"),
        ("Rapides Parish", PlaceKind.admin2, "US/LA"),
    ],
)
def test_a_place_is_found_with_its_geonames_division(
    gazetteer: Gazetteer, name: str, kind: PlaceKind, location: str
) -> None:
    found = {f"{place.country}/{place.admin1_code}" for place in gazetteer.lookup(fold(name)) if place.kind is kind}
    assert location in found


def test_every_record_has_sane_coordinates(gazetteer: Gazetteer) -> None:
    for number in range(0, len(gazetteer), 97):
        place = gazetteer.record(number)
        assert -90 <= place.latitude <= 90
        assert -180 <= place.longitude <= 180
        assert place.radius_km > 0
        assert place.name
        assert len(place.country) == 2


def test_every_landmark_is_found_by_each_of_its_names(gazetteer: Gazetteer) -> None:
    for landmark in load_landmarks():
        for name in [landmark.name, *landmark.aliases]:
            near = [
                place
                for place in gazetteer.lookup(fold(name))
                if distance_km(place.latitude, place.longitude, landmark.latitude, landmark.longitude) < 1
            ]
            assert near, name


def test_landmarks_lie_where_their_country_is(gazetteer: Gazetteer) -> None:
    for landmark in load_landmarks():
        country = gazetteer.country(landmark.country)
        if landmark.country == "ZZ" or country is None:
            continue
        away = distance_km(landmark.latitude, landmark.longitude, country.latitude, country.longitude)
        assert away < country.radius_km * 6 + 300, landmark.name


def test_every_country_with_an_incident_has_coordinates_and_a_word_of_nationality(gazetteer: Gazetteer) -> None:
    for code, facts in load_countries().items():
        place = gazetteer.country(code)
        assert place is not None
        assert place.name == facts.name


def test_every_spelling_is_of_a_place_that_there_is(gazetteer: Gazetteer) -> None:
    for entry in load_spellings():
        names = [entry.shown or entry.of, *entry.spellings]
        for name in names:
            assert any(place.country == entry.country and place.main for place in gazetteer.lookup(fold(name))), name


def test_the_baked_file_is_small_and_up_to_date(gazetteer: Gazetteer) -> None:
    assert gazetteer.fingerprint == gazetteer_fingerprint()
    assert len(gazetteer) > 250_000


def records() -> list[Record]:
    return [
        Record(PlaceKind.country, "Atlantis", "AQ", -1, 10.0, 20.0, 0, 100.0, 1, names=["atlantis"]),
        Record(PlaceKind.admin1, "Deep", "AQ", 1, 11.0, 21.0, 900, 50.0, 2, admin1_code="01", names=["deep"]),
        Record(PlaceKind.city, "Coral", "AQ", 1, 11.5, 21.5, 12_345, 3.0, 3, city=2, names=["coral", "koral"]),
    ]


def test_the_same_records_make_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "a.bin", tmp_path / "b.bin"
    write_gazetteer(first, records(), "x")
    write_gazetteer(second, records(), "x")
    assert first.read_bytes() == second.read_bytes()
    assert read_fingerprint(first) == "x"


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    write_gazetteer(path, records(), "x")
    gazetteer = Gazetteer(path)
    (coral,) = gazetteer.lookup("koral")
    assert (coral.name, coral.admin1, coral.admin1_code, coral.city) == ("Coral", "Deep", "01", "Coral")
    assert coral.population == pytest.approx(12_345, rel=0.08)
    assert not coral.main
    assert gazetteer.lookup("coral")[0].main
    assert gazetteer.lookup("nowhere") == ()


def test_a_file_cut_short_or_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    write_gazetteer(path, records(), "x")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(GazetteerFormatError, match="bake"):
        Gazetteer(path)
    path.write_bytes(b"something else")
    with pytest.raises(GazetteerFormatError, match="bake"):
        Gazetteer(path)
    with pytest.raises(GazetteerFormatError, match="bake"):
        Gazetteer(tmp_path / "missing")
    assert read_fingerprint(path) is None


def test_an_up_to_date_file_is_not_baked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gazetteer: Gazetteer
) -> None:
    monkeypatch.setenv(BAKED_DIR_VARIABLE, str(tmp_path))
    write_gazetteer(tmp_path / "gazetteer.bin", records(), gazetteer_fingerprint())
    write_atlas(tmp_path / ATLAS, Gazetteer(tmp_path / "gazetteer.bin"))
    assert len(load_gazetteer()) == len(records())
    (tmp_path / ATLAS).unlink()
    load_gazetteer()
    assert (tmp_path / ATLAS).exists(), "what is missing beside it is baked"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Deir ez-Zor", "deir ez zor"),
        ("Sana'a", "Sanaa"),
        ("Ra’s al-‘Ayn", "ras al ayn"),
        ("São Paulo", "sao paulo"),
        ("St. Louis", "saint louis"),
        ("Łódź", "lodz"),
    ],
)
def test_spellings_of_one_name_fold_alike(a: str, b: str) -> None:
    assert fold(a) == fold(b)


@settings(deadline=None)  # the first call fills a cache
@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


def test_only_an_article_before_a_name_is_dropped() -> None:
    assert without_article("al mayadin") == "mayadin"
    assert without_article("al") is None
    assert without_article("alabama") is None


@given(st.floats(-80, 80), st.floats(-179, 179), st.floats(0, 360), st.floats(0, 2000))
def test_a_moved_point_is_as_far_away_as_asked(latitude: float, longitude: float, bearing: float, km: float) -> None:
    there = moved(latitude, longitude, bearing, km)
    assert distance_km(latitude, longitude, *there) == pytest.approx(km, abs=0.05)
    assert -180 <= there[1] <= 180
