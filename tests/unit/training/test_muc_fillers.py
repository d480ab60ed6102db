"""MUC-4 in GTT's format: what the filler heads learn from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from training.events.muc import MucError, read

TEXT = "rebels of the front for land (fpl) bombed a bridge. the rebels took the engineer, whom the fpl still holds."
BOMBING = {
    "incident_type": "bombing / attack",
    "PerpInd": [[["rebels", 0]]],
    "PerpOrg": [[["front for land", 14], ["fpl", 30]]],
    "Target": [[["a bridge", 42]]],
    "Victim": [],
    "Weapon": [],
}
KIDNAPPING = {
    "incident_type": "kidnapping",
    "PerpInd": [[["rebels", 0]]],
    "PerpOrg": [],
    "Target": [],
    "Victim": [[["engineer", 72]]],
    "Weapon": [],
}


def by_words(text: str) -> list[list[tuple[str, int]]]:
    sentences, at = [], 0
    for part in text.split(". "):
        words = []
        for word in part.replace(",", " ,").replace("(", "( ").replace(")", " )").split():
            at = text.index(word, at)
            words.append((word, at))
            at += len(word)
        sentences.append(words)
    return sentences


def written(folder: Path, *documents: dict[str, object]) -> Path:
    path = folder / "some.json"
    path.write_text("\n".join(json.dumps(document) for document in documents), encoding="utf-8")
    return path


def test_a_string_is_labelled_wherever_it_stands(tmp_path: Path) -> None:
    path = written(tmp_path, {"docid": "OWN-1", "doctext": TEXT, "templates": [BOMBING, KIDNAPPING]})
    first, second = read(path, by_words)
    assert [(word, label) for word, label in zip(first.words, first.fillers, strict=True) if label != "O"] == [
        ("rebels", "B-perpetrator_individual"),
        ("front", "B-perpetrator_organization"),
        ("for", "I-perpetrator_organization"),
        ("land", "I-perpetrator_organization"),
        ("fpl", "B-perpetrator_organization"),
        ("a", "B-physical_target"),
        ("bridge", "I-physical_target"),
    ]
    assert [word for word, label in zip(second.words, second.fillers, strict=True) if label != "O"] == [
        "rebels", "engineer", "fpl",
    ]  # fmt: skip


def test_fillers_know_their_type_and_their_templates(tmp_path: Path) -> None:
    path = written(tmp_path, {"docid": "OWN-1", "doctext": TEXT, "templates": [BOMBING, KIDNAPPING]})
    _, second = read(path, by_words)
    of = {second.words[i]: (second.crimes[i], bits) for i, bits, _ in second.marks}
    assert of == {"rebels": ("bombing", 0b11), "engineer": ("kidnapping", 0b10), "fpl": ("bombing", 0b01)}


def test_a_text_without_templates_has_only_words_outside(tmp_path: Path) -> None:
    sentences = read(written(tmp_path, {"docid": "OWN-2", "doctext": TEXT, "templates": []}), by_words)
    assert all(label == "O" for sentence in sentences for label in sentence.fillers)


def test_a_line_that_is_no_document_is_told_with_its_number(tmp_path: Path) -> None:
    path = written(tmp_path, {"docid": "OWN-1", "doctext": TEXT, "templates": []}, {"docid": "OWN-2"})
    with pytest.raises(MucError, match=r"some\.json:2"):
        read(path, by_words)
