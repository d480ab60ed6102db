"""Where the locations of the counts lie."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from services.aggregator.atlas import Atlas, load_atlas
from services.extractor.bake import load_gazetteer
from services.runtime.baked import ATLAS, BAKED_DIR_VARIABLE


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    load_gazetteer()  # bakes where need be
    return load_atlas()


@pytest.mark.parametrize(
    ("location", "name", "latitude", "longitude"),
    [
        ("IQ/01", "Al Anbar, Iraq", 33, 42),
        ("IQ/-", "Iraq", 33, 44),
        ("IQ/nowhere", "Iraq", 33, 44),
        ("US/CA", "California, United States", 37, -119),
        ("NZ/-", "New Zealand", -42, 173),
    ],
)
def test_a_location_has_a_name_and_its_middle(
    atlas: Atlas, location: str, name: str, latitude: int, longitude: int
) -> None:
    spot = atlas.spot(location)
    assert spot is not None
    assert spot.name == name
    assert spot.latitude == pytest.approx(latitude, abs=3)
    assert spot.longitude == pytest.approx(longitude, abs=3)


@pytest.mark.parametrize("location", ["ZZ/-", "other", ""])
def test_what_is_no_place_lies_nowhere(atlas: Atlas, location: str) -> None:
    assert atlas.spot(location) is None


def test_towns_cover_the_world(atlas: Atlas) -> None:
    numbers = struct.unpack(f"<{len(atlas.towns) // 2}h", atlas.towns)
    latitudes, longitudes = ([n / atlas.units_per_degree for n in numbers[start::2]] for start in (0, 1))
    assert len(latitudes) == len(longitudes) > 20_000
    assert -60 < min(latitudes) < -40
    assert 60 < max(latitudes) < 90
    assert min(longitudes) < -150
    assert max(longitudes) > 150
    near_baghdad = [p for p in zip(latitudes, longitudes, strict=True) if abs(p[0] - 33.3) < 1 and abs(p[1] - 44.4) < 1]
    assert len(near_baghdad) >= 10


def test_big_towns_have_names(atlas: Atlas) -> None:
    names = {spot.name for spot in atlas.named_towns}
    assert {"Baghdad", "Lagos", "Kyiv", "Bogotá"} & names
    assert len(atlas.countries) > 190


@pytest.mark.parametrize("content", [None, "", "[]", '{"spots": {}}'])
def test_without_a_sound_file_there_is_no_map_but_a_worker(
    content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(BAKED_DIR_VARIABLE, str(tmp_path))
    if content is not None:
        (tmp_path / ATLAS).write_text(content)
    assert load_atlas() == Atlas()
