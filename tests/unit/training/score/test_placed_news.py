"""News with coordinates is read in each of its forms, and places are scored by distance and by span."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from schemas import PlacePrecision
from services.extractor.places.model import UNKNOWN_PLACE, ResolvedPlace
from training.score.articles import UNDATED, PlacedNews, read_placed_news
from training.score.places import FoundPlace, resolve, score, scores_of
from training.score.scorer import BadDataError

LGL = """<?xml version="1.0" encoding="utf-8"?>
<articles><article docid="7"><title>A march</title><dltime>2019-03-20 12:24:52.002364-05</dltime>
<text><![CDATA[Crowds marched in Lyon & near Nowhereville.]]></text><toponyms>
<toponym><start>18</start><end>22</end><phrase>Lyon</phrase>
  <gaztag geonameid="2996944"><lat>45.75</lat><lon>4.85</lon></gaztag></toponym>
<toponym><start>30</start><end>42</end><phrase>Nowhereville</phrase></toponym>
</toponyms></article></articles>"""
# This set counts from 1.
GEOVIRUS = """<articles><article><source>a page</source><text>Fever in Lyon. Lyon is calm.</text><locations>
<location><name>Lyon</name><start>16</start><end>20</end><lat>45.75</lat><lon>4.85</lon></location>
</locations></article></articles>"""
LYON = ResolvedPlace("Lyon", "Lyon", "Auvergne-Rhône-Alpes", "84", "FR", 45.76, 4.84, 8.0, 2996944, PlacePrecision.city)


def news(tmp_path: Path, text: str) -> PlacedNews:
    file = tmp_path / "news.xml"
    file.write_text(text, encoding="utf-8")
    (only,) = read_placed_news(file)
    return only


def at(read: PlacedNews, words: str, place: ResolvedPlace) -> FoundPlace:
    start = read.article.text.index(words)
    return FoundPlace(start, start + len(words), words, place)


def test_toponyms_of_lgl_are_read_where_they_stand(tmp_path: Path) -> None:
    read = news(tmp_path, LGL)
    assert [(t.text, t.latitude, t.geonames_id) for t in read.toponyms] == [
        ("Lyon", 45.75, 2996944),
        ("Nowhereville", None, None),
    ]
    assert all(read.article.text[t.start : t.end] == t.text for t in read.toponyms)
    assert (read.id, read.article.title) == ("7", "A march")
    assert read.article.published_at.isoformat() == "2019-03-20T17:24:52.002364+00:00"


def test_the_offsets_of_geovirus_count_from_one(tmp_path: Path) -> None:
    read = news(tmp_path, GEOVIRUS)
    assert read.toponyms[0].start == read.article.text.rindex("Lyon")
    assert read.article.published_at == UNDATED


@pytest.mark.parametrize("text", ["no xml", "<articles/>", "<articles><article/></articles>"])
def test_other_data_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadDataError):
        news(tmp_path, text)


def test_a_toponym_that_is_not_found_is_wrong_of_all_and_left_out_of_those_found(tmp_path: Path) -> None:
    read = news(tmp_path, LGL)
    scores = scores_of(resolve(read, []), predicted=0)
    assert (scores.metrics["acc_161km_all"], scores.metrics["acc_161km_found"]) == (0, 0)
    assert scores.errors == ["7: 'Lyon': expected 45.75, 4.85, got nothing"]


def test_a_longer_phrase_finds_its_toponym(tmp_path: Path) -> None:
    read = news(tmp_path, LGL)
    scores = scores_of(resolve(read, [at(read, "in Lyon", LYON)]), predicted=1)
    assert scores.metrics == {
        "acc_161km_all": 100,
        "acc_161km_found": 100,
        "toponym_precision": 100,
        "toponym_recall": 50,  # of both: one has no coordinates
        "toponym_f1": pytest.approx(66.67, abs=0.01),
    }


@pytest.mark.parametrize(("latitude", "right"), [(47.19, 100), (47.21, 0)])  # a degree is 111.2 km
def test_a_place_is_right_within_a_hundred_miles(tmp_path: Path, latitude: float, right: float) -> None:
    read = news(tmp_path, LGL)
    place = replace(LYON, latitude=latitude, longitude=4.85)
    assert scores_of(resolve(read, [at(read, "Lyon", place)]), 1).metrics["acc_161km_found"] == right


def test_a_place_without_coordinates_is_found_and_wrong(tmp_path: Path) -> None:
    read = news(tmp_path, LGL)
    scores = scores_of(resolve(read, [at(read, "Lyon", UNKNOWN_PLACE)]), 1)
    assert (scores.metrics["acc_161km_found"], scores.metrics["toponym_precision"]) == (0, 100)
    assert "not placed" in scores.errors[0]


def test_a_place_is_taken_once(tmp_path: Path) -> None:
    read = news(tmp_path, LGL)
    wide = at(read, "Lyon & near Nowhereville", LYON)
    assert [r.found is wide for r in resolve(read, [wide])].count(True) == 1


def test_the_extractor_places_a_well_known_city(tmp_path: Path) -> None:
    file = tmp_path / "lgl.xml"
    file.write_text(LGL, encoding="utf-8")
    assert score(file).metrics["acc_161km_all"] == 100
