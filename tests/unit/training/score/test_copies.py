"""The set of copies is read as its README says, and its pairs are scored by their labels."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from training.score.copies import read_pairs, score, scores_of
from training.score.scorer import BadDataError

FIRST = "Two men were hurt in a fire in Turin on Monday, police said."
SECOND = "The fire broke out in a bakery. It was put out in an hour."
THIRD = "Both men are in hospital."
TEXT = "\n\n".join((FIRST, SECOND, THIRD))


def written(tmp_path: Path, *variants: dict[str, object], **original: object) -> Path:
    file = tmp_path / "set.yaml"
    item = {"id": "fire", "title": "Fire in Turin", "text": TEXT, "variants": list(variants)} | original
    file.write_text(yaml.safe_dump([item]), encoding="utf-8")
    return file


def second(tmp_path: Path, *variants: dict[str, object]) -> tuple[str, str]:
    """Title and text of the last variant."""
    return read_pairs(written(tmp_path, *variants))[-1].second


def test_a_variant_of_its_own_is_taken_whole(tmp_path: Path) -> None:
    [pair] = read_pairs(written(tmp_path, {"kind": "own_telling", "title": "Bakery burns", "text": "It burned."}))

    assert pair.first == ("Fire in Turin", TEXT)
    assert pair.second == ("Bakery burns", "It burned.")
    assert not pair.is_copy


def test_edits_come_before_the_choice_of_paragraphs_and_what_is_put_around_them(tmp_path: Path) -> None:
    title, text = second(
        tmp_path,
        {
            "kind": "light_edit",
            "edits": {"in a bakery": "in an oven", THIRD: ""},
            "keep": [2, 1, 3],
            "before": "From our agency",
            "after": "© Agency",
        },
    )

    assert title == "Fire in Turin"
    assert text == "\n\n".join(("From our agency", SECOND.replace("a bakery", "an oven"), FIRST, "© Agency"))


def test_a_variant_may_be_made_of_another(tmp_path: Path) -> None:
    title, text = second(
        tmp_path,
        {"kind": "house_style", "title": "Two hurt", "edits": {"Two men": "2 men"}},
        {"kind": "cut", "of": "house_style", "keep": [1]},
    )

    assert (title, text) == ("Two hurt", FIRST.replace("Two men", "2 men"))


@pytest.mark.parametrize(
    ("variant", "message"),
    [
        ({"kind": "light_edit", "edits": {"fire": "blaze"}}, "'fire' occurs 2 times"),
        ({"kind": "light_edit", "edits": {"flood": "fire"}}, "'flood' occurs 0 times"),
        ({"kind": "cut", "keep": [4]}, "there are 3 paragraphs, none is number 4"),
        ({"kind": "cut", "of": "house_style", "keep": [1]}, "no house_style comes before it"),
        ({"kind": "reprint", "text": "x"}, "does not have the form"),
        ({"kind": "update", "text": "x", "keep": [1]}, "a text or edits, not both"),
    ],
)
def test_a_variant_that_does_not_fit_is_refused(tmp_path: Path, variant: dict[str, object], message: str) -> None:
    with pytest.raises(BadDataError, match=message):
        read_pairs(written(tmp_path, variant))


def test_a_folder_without_originals_and_an_id_twice_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadDataError, match="has no originals"):
        read_pairs(tmp_path)
    file = written(tmp_path, {"kind": "cut", "keep": [1]})
    file.write_text(file.read_text(encoding="utf-8") * 2, encoding="utf-8")
    with pytest.raises(BadDataError, match="an id occurs twice"):
        read_pairs(tmp_path)


def test_figures_are_of_copies_and_each_kind_is_counted_apart() -> None:
    scores = scores_of([("cut", True), ("cut", False), ("update", True), ("update", False)], ["an error"])

    assert scores.metrics == {
        "copy_f1": 50.0,
        "copy_precision": 50.0,
        "copy_recall": 50.0,
        "right_cut": 50.0,
        "right_update": 50.0,
    }
    assert scores.errors == ["an error"]


def test_pairs_go_through_ingest_and_errors_name_the_variant(tmp_path: Path) -> None:
    numbers = {"Two men": "Nine men", "in an hour": "in 7 hours", "Both men": "All 9"}
    scores = score(written(tmp_path, {"kind": "headline", "title": "Bakery"}, {"kind": "cut", "edits": numbers}))

    assert scores.metrics["right_headline"] == 100.0
    assert len(scores.errors) == 1
    assert scores.errors[0].startswith("fire, cut (variant 2): a copy, told otherwise")
