"""WikiEvents is read whatever its offsets, and events and arguments are compared by head word."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from schemas import Evidence, IncidentReport, ReportActor, ReportWeapon, SubEventType
from tests.unit.reports import make_report
from training.score import wikievents
from training.score.heads import head_word
from training.score.scorer import BadDataError
from training.score.wikievents import (
    Counts,
    OurTrigger,
    Passage,
    accepted_types,
    compare,
    metrics_of,
    read_passages,
    score,
)


def document() -> dict[str, Any]:
    """A heading and a sentence that touch in the text, with offsets that count a line break between them."""
    heading, sentence = "Bomb in Kabul", "A bomb killed two guards."
    words = [heading.split(), ["A", "bomb", "killed", "two", "guards", "."]]
    place = {"start": 2, "end": 3, "text": "Kabul"}
    guards = {"start": 6, "end": 8, "text": "two guards"}
    return {
        "doc_id": "d",
        "text": heading + sentence,
        "sentences": [
            [[[word, 99, 99] for word in words[0]], heading],
            [[[word, 99, 99] for word in words[1]], sentence],
        ],
        "entity_mentions": [{"id": "T1", **place}, {"id": "T2", **guards}],
        "event_mentions": [
            {
                "event_type": "Life.Die.Unspecified",
                "trigger": {"start": 5, "end": 6, "text": "killed"},
                "arguments": [
                    {"entity_id": "T2", "role": "Victim", "text": "guards"},
                    {"entity_id": "T1", "role": "Place", "text": "Kabul"},
                    {"entity_id": "T1", "role": "MedicalIssue", "text": "Kabul"},
                ],
            },
            {"event_type": "Contact.Contact.Meet", "trigger": {"start": 0, "end": 1, "text": "Bomb"}, "arguments": []},
        ],
    }


def passage(tmp_path: Path, written: object | None = None) -> Passage:
    file = tmp_path / "dev.jsonl"
    file.write_text(json.dumps(document() if written is None else written) + "\n", encoding="utf-8")
    (only,) = read_passages(file)
    return only


def report(read: Passage, **changes: Any) -> IncidentReport:
    text = read.article.text
    whole = [Evidence(start=0, end=len(text), text=text)]
    return make_report(read.article).model_copy(
        update={"sub_event_type": SubEventType.attack, "evidence": whole, **changes}
    )


def trigger(read: Passage, words: str, *reports: int) -> OurTrigger:
    start = read.article.text.index(words)
    return OurTrigger(start, start + len(words), words, frozenset({"attack"}), reports)


def test_events_in_scope_are_read_with_their_arguments(tmp_path: Path) -> None:
    read = passage(tmp_path)
    (event,) = read.events
    assert read.article.text[event.start : event.end] == "killed"
    assert event.arguments == {("victim", "guards"), ("place", "kabul")}


def test_sentences_that_touch_are_paragraphs(tmp_path: Path) -> None:
    assert passage(tmp_path).article.text == "Bomb in Kabul\n\nA bomb killed two guards."


@pytest.mark.parametrize("written", [[], {}, {"doc_id": "d"}, "words"])
def test_other_data_is_refused(tmp_path: Path, written: object) -> None:
    with pytest.raises(BadDataError, match="line 1"):
        passage(tmp_path, written)


def test_all_types_of_the_scope_are_ours() -> None:
    scope = yaml.safe_load(Path(wikievents.__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    assert {code for types in scope["types"].values() for code in types} <= set(SubEventType)


def test_a_type_is_in_scope_by_its_beginning() -> None:
    assert accepted_types("Life.Die.Unspecified") == frozenset()
    assert "arrests" in (accepted_types("Justice.ArrestJailDetain.Unspecified") or ())
    assert accepted_types("Life.Diet.Unspecified") is None


def test_a_found_event_with_one_of_two_arguments(tmp_path: Path) -> None:
    read = passage(tmp_path)
    guards = ReportActor(name="two guards", text="two guards", role="victim", kind="civilians")
    bomb = ReportWeapon(kind="ied", text="A bomb")
    counts = Counts()
    errors = compare(read, [trigger(read, "killed", 0)], [report(read, actors=[guards], weapons=[bomb])], counts)
    figures = metrics_of(counts)
    assert (figures["trigger_f1"], figures["trigger_type_f1"]) == (100, 100)
    assert (figures["argument_head_precision"], figures["argument_head_recall"]) == (50, 50)
    assert [error for error in errors if "place" in error] == errors


def test_a_report_that_does_not_have_the_trigger_gives_no_argument(tmp_path: Path) -> None:
    read = passage(tmp_path)
    guards = ReportActor(name="two guards", text="two guards", role="victim", kind="civilians")
    counts = Counts()
    compare(read, [trigger(read, "killed")], [report(read, actors=[guards])], counts)
    assert metrics_of(counts)["argument_head_f1"] == 0
    assert metrics_of(counts)["trigger_f1"] == 100


def test_arguments_of_a_missed_event_are_missed_and_a_stray_trigger_is_extra(tmp_path: Path) -> None:
    read = passage(tmp_path)
    counts = Counts()
    errors = compare(read, [trigger(read, "guards")], [], counts)
    assert (counts.gold_arguments, counts.gold_right) == (2, 0)
    assert metrics_of(counts)["trigger_f1"] == 0
    assert ["missed" in errors[0], "extra" in errors[1]] == [True, True]


def test_the_extractor_finds_a_plain_killing(tmp_path: Path) -> None:
    passage(tmp_path)
    assert score(tmp_path / "dev.jsonl").metrics["trigger_recall"] == 100


@pytest.mark.parametrize(
    ("phrase", "head"),
    [
        ("two men on a motorbike", "men"),
        ("the U.S. Army", "army"),
        ("Boko Haram's", "haram"),
        ("Deir ez-Zor", "ez-zor"),
        ("police, who fled", "police"),
        ("killed", "killed"),
        ("the", "the"),
        ("...", ""),
    ],
)
def test_the_head_is_the_last_word_before_what_qualifies_it(phrase: str, head: str) -> None:
    assert head_word(phrase) == head
