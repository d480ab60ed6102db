"""Labels are read however they are spelt, and a text's label is that of its most confident report."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from schemas import Article, IncidentReport, SubEventType
from tests.unit.reports import make_article, make_report
from training.score import subtype
from training.score.scorer import BadDataError
from training.score.subtype import code_of, label_of, read_labelled, table


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Armed clash", "armed_clash"),
        ("armed_clash", "armed_clash"),
        (" Shelling/artillery/missile attack ", "shelling_artillery_missile_attack"),
        ("Non-violent transfer of territory", "non_violent_transfer_of_territory"),
        ("PEACE_PROTEST", "peaceful_protest"),
        ("none", "none"),
        ("Volcano", None),
    ],
)
def test_a_label_is_understood_however_it_is_spelt(label: str, code: str | None) -> None:
    assert code_of(label) == code


def test_every_other_label_stands_for_a_type_of_ours() -> None:
    labels = yaml.safe_load(Path(subtype.__file__).with_name("subtype_labels.yaml").read_text(encoding="utf-8"))
    assert set(labels.values()) <= {*SubEventType, "none"}
    assert set(labels) & set(SubEventType) == set()


def test_a_heading_and_blank_lines_are_no_texts(tmp_path: Path) -> None:
    file = tmp_path / "texts.tsv"
    file.write_text("text\tlabel\r\nShots rang out.\tattack\r\n\r\n", encoding="utf-8")
    assert read_labelled(file) == [("Shots rang out.", "attack")]


@pytest.mark.parametrize("text", ["", "No tab here\n", "A text\tvolcano\n", "\tattack\n"])
def test_a_file_of_another_form_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "texts.tsv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadDataError):
        read_labelled(file)


def test_the_most_confident_report_gives_the_label() -> None:
    one = make_report(make_article()).model_copy(update={"confidence": 0.4, "sub_event_type": SubEventType.attack})
    other = one.model_copy(update={"confidence": 0.6, "sub_event_type": SubEventType.grenade})
    equal = other.model_copy(update={"sub_event_type": SubEventType.arrests})
    assert label_of([one, other, equal]) == "grenade"
    assert label_of([]) == "none"


def test_a_text_without_a_report_is_wrong_and_is_no_label_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "texts.tsv"
    file.write_text("One\tattack\nTwo\tattack\nThree\tgrenade\n", encoding="utf-8")
    told = {"One": SubEventType.attack, "Three": SubEventType.grenade}
    report = make_report(make_article())

    class Known:
        def extract(self, article: Article) -> list[IncidentReport]:
            return [report.model_copy(update={"sub_event_type": told[article.text]})] if article.text in told else []

    monkeypatch.setattr(subtype, "extractor", Known)
    scores = subtype.score(file)
    assert scores.metrics["accuracy"] == pytest.approx(66.67, abs=0.01)
    # attack: precision 1, recall 1/2, F1 2/3, twice; grenade 1, once.
    assert scores.metrics["weighted_f1"] == pytest.approx(77.78, abs=0.01)
    assert scores.errors == ["expected attack, got none: Two"]


def test_the_table_has_a_row_for_each_label() -> None:
    rows = table([("attack", "attack"), ("grenade", "none")])
    assert "attack " in rows
    assert "grenade " in rows
