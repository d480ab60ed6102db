"""Triggers in WikiEvents' format: what the trigger head learns of whole articles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from training.events.wikievents import WikiEventsError, read


def written(folder: Path, **document: object) -> Path:
    path = folder / "triggers.jsonl"
    path.write_text(json.dumps(document) + "\n", encoding="utf-8")
    return path


def test_triggers_are_counted_through_the_document(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        doc_key="own",
        sentences=[["A", "bomb", "went", "off", "."], ["Two", "died", ";", "police", "arrested", "a", "man", "."]],
        evt_triggers=[
            [2, 3, [["Conflict.Attack", 1.0]]],
            [6, 6, [["Life.Die", 1.0]]],
            [8, 8, [["Contact.Contact", 1.0]]],
            [9, 9, [["Justice.ArrestJailDetain", 1.0]]],
        ],
    )
    first, second = read(path)
    assert first.events == ["O", "O", "B-event", "I-event", "O"]
    assert set(first.kinds) == {""}
    assert second.events == ["O", "B-effect", "O", "O", "B-event", "O", "O", "O"]
    assert second.kinds[4] == "arrests"


def test_a_line_that_is_no_document_is_told_with_its_number(tmp_path: Path) -> None:
    with pytest.raises(WikiEventsError, match=r"triggers\.jsonl:1"):
        read(written(tmp_path, doc_key="own"))
