"""Names from GUM's mentions, and from re3d's offsets."""

import json
from pathlib import Path

from training.syntax import re3d
from training.syntax.conllu import read
from training.syntax.entities import bio, mentions, named

from .treebank import write


def test_mentions_open_nest_and_close(tmp_path: Path) -> None:
    found = {(mention.start, mention.end, mention.kind) for mention in mentions(read(write(tmp_path))[0])}
    assert found == {(0, 7, "person"), (4, 7, "organization"), (11, 13, "time")}


def test_a_name_is_its_head_with_title_and_flat_parts_and_not_what_modifies_it(tmp_path: Path) -> None:
    assert (0, 3, "PERSON") in named(read(write(tmp_path))[0])


def test_an_adjective_that_is_part_of_a_name_belongs_to_it_and_the_article_does_not(tmp_path: Path) -> None:
    assert (5, 7, "ORG") in named(read(write(tmp_path))[0])


def test_times_are_taken_whole(tmp_path: Path) -> None:
    assert (11, 13, "DATE") in named(read(write(tmp_path))[0])


def test_a_mention_without_a_name_is_none(tmp_path: Path) -> None:
    assert named(read(write(tmp_path))[1]) == []


def test_of_overlapping_spans_the_longest_is_marked() -> None:
    assert bio(4, [(1, 2, "LOC"), (0, 3, "ORG")]) == ["B-ORG", "I-ORG", "I-ORG", "O"]


def re3d_folder(folder: Path, entities: list[tuple[int, int, str]], text: str) -> Path:
    for source in re3d.SOURCES:
        (folder / source).mkdir()
        (folder / source / "entities.json").write_text("", encoding="utf-8")
        (folder / source / "documents.json").write_text("", encoding="utf-8")
    lines = [
        json.dumps({"documentId": "d1", "begin": begin, "end": end, "type": kind, "value": text[begin:end]})
        for begin, end, kind in entities
    ]
    (folder / "CENTCOM" / "entities.json").write_text("\n".join(lines), encoding="utf-8")
    (folder / "CENTCOM" / "documents.json").write_text(json.dumps({"_id": "d1", "text": text}), encoding="utf-8")
    return folder


def by_spaces(text: str) -> list[list[tuple[str, int]]]:
    words = text.split(" ")
    offsets = [sum(len(word) + 1 for word in words[:i]) for i in range(len(words))]
    return [list(zip(words, offsets, strict=True))]


def test_re3d_entities_lie_on_words_and_lose_their_article(tmp_path: Path) -> None:
    text = "The Navy sank a tank near Aden"
    folder = re3d_folder(tmp_path, [(0, 8, "Organisation"), (14, 20, "MilitaryPlatform"), (26, 30, "Location")], text)
    assert re3d.read(folder, by_spaces)[0].entities == ["O", "B-ORG", "O", "B-VEHICLE", "I-VEHICLE", "O", "B-LOC"]


def test_re3d_persons_without_a_name_are_left_out(tmp_path: Path) -> None:
    folder = re3d_folder(tmp_path, [(0, 2, "Person"), (8, 13, "Person")], "He saw a guard")
    assert set(re3d.read(folder, by_spaces)[0].entities) == {"O"}


def test_sources_whose_licence_forbids_it_are_not_read() -> None:
    assert not {"BBC Online", "Delegation of the European Union to Syria"} & set(re3d.SOURCES)
