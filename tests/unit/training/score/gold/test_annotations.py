"""Annotations are read as the codebook writes them, and a mistyped one is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.score.gold.reading import read_gold
from training.score.scorer import BadDataError

from .items import expected, item

ITEM = """
- id: {id}
  source: wire
  published: 2024-03-06T09:10:00+02:00
  text: |-
    Bombs fell.

    Nobody was hurt.
  incidents:
    - sub_event_type: air_drone_strike
      status: [accomplished, attempted]
      country: ML
      place: {{text: there, name: There, near: [15.66, 0.50], within_km: 50}}
      date: [2024-03-05, {{from: 2024-02-01, to: 2024-02-29}}]
      killed: [5, {{min: 6, max: null}}, null]
      weapons: [[drone, missile], firearm]
      actors:
        - {{role: perpetrator, text: the army, name_like: [army], kind: [state_forces, unknown]}}
      evidence: Bombs fell
"""


def write(folder: Path, **ids: str) -> Path:
    for name, identity in ids.items():
        (folder / f"{name}.yaml").write_text(ITEM.format(id=identity), encoding="utf-8")
    return folder


def test_an_item_is_read_in_all_its_short_forms(tmp_path: Path) -> None:
    (read,) = read_gold(write(tmp_path, a="one"))
    (told,) = read.incidents
    assert read.published.isoformat() == "2024-03-06T09:10:00+02:00"
    assert read.text == "Bombs fell.\n\nNobody was hurt."
    assert [day.first.isoformat() for day in told.date] == ["2024-03-05", "2024-02-01"]
    assert [(toll.min, toll.max) if toll else None for toll in told.killed] == [(5, 5), (6, None), None]
    assert told.weapons == [["drone", "missile"], ["firearm"]]
    assert told.actors[0].role == ["perpetrator"]
    assert told.evidence == ["Bombs fell"]


def test_a_folder_is_read_file_by_file_and_a_file_alone(tmp_path: Path) -> None:
    write(tmp_path, b="two", a="one")
    assert [read.id for read in read_gold(tmp_path)] == ["one", "two"]
    assert [read.id for read in read_gold(tmp_path / "b.yaml")] == ["two"]


def test_an_id_that_occurs_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadDataError, match="one occurs twice"):
        read_gold(write(tmp_path, a="one", b="one"))


def test_a_folder_without_articles_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadDataError, match=r"no \*\.yaml file"):
        read_gold(tmp_path)


@pytest.mark.parametrize("text", ["a: [", "just words", "- {id: one}"])
def test_a_file_of_another_form_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BadDataError, match=r"a\.yaml"):
        read_gold(tmp_path)


def test_a_refusal_names_the_item_and_the_slot(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(ITEM.format(id="one").replace("drone,", "dron,"), encoding="utf-8")
    with pytest.raises(BadDataError, match=r"one: incidents\.0\.weapons.*'dron' is no WeaponKind"):
        read_gold(tmp_path)


@pytest.mark.parametrize(
    "slots",
    [
        {"sub_event_type": "atack"},
        {"status": "done"},
        {"weapons": ["gun"]},
        {"kiled": 1},
        {"place": "city"},
        {"actors": [{"role": "doer"}]},
        {"targets": [{"kind": "market"}]},
    ],
)
def test_a_mistyped_slot_is_refused(slots: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=str(next(iter(slots)))):
        expected(**slots)


def test_a_slot_that_no_annotation_has_cannot_be_judged() -> None:
    with pytest.raises(ValueError, match="judged"):
        item(judged=["colour"])


def test_an_item_with_optional_incidents_alone_tells_none() -> None:
    optional = {"sub_event_type": "attack", "country": "IQ", "optional": True}
    assert item(optional).tells_none
    assert not item(optional, optional | {"optional": False}).tells_none
