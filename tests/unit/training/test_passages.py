"""Marked passages: what the event heads learn from."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.events.passages import PassageError, parse, read

FOLDER = Path(__file__).parents[3] / "training" / "passages"


def by_spaces(text: str) -> list[list[tuple[str, int]]]:
    words, at = [], 0
    for word in text.split():
        at = text.index(word, at)
        words.append((word, at))
        at += len(word)
    return [words]


def test_a_mark_is_taken_off_the_text_and_keeps_its_place() -> None:
    text, marks = parse("{P|Gunmen} {attack~attempted|shot at} {V2|a mayor} in {L|Jos} .")
    assert text == "Gunmen shot at a mayor in Jos ."
    assert [(text[m.start : m.end], m.label, m.modality) for m in marks] == [
        ("Gunmen", "perpetrator", None),
        ("shot at", "attack", "attempted"),
        ("a mayor", "victim", None),
        ("Jos", "place", None),
    ]


def test_what_did_not_happen_says_more_than_how_far_it_got() -> None:
    _, (mark,) = parse("{attack~threatened!hypothetical|storm}")
    assert mark.modality == "hypothetical"


@pytest.mark.parametrize("line", ["{atack|shot}", "{attack!maybe|shot}", "{X|men}", "a { brace"])
def test_a_wrong_mark_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    (tmp_path / "some.txt").write_text(f"# title\n{line}\n", encoding="utf-8")
    with pytest.raises(PassageError, match=r"some\.txt:2"):
        read(tmp_path, by_spaces)


def test_words_get_the_labels_of_their_marks(tmp_path: Path) -> None:
    (tmp_path / "some.txt").write_text("{P|Two men} {grenade!negated|threw} nothing , {effect|killing} none .\n")
    (sentence,) = read(tmp_path, by_spaces)
    assert sentence.events == ["O", "O", "B-event", "O", "O", "B-effect", "O", "O"]
    assert sentence.kinds == ["", "", "grenade", "", "", "", "", ""]
    assert sentence.roles[:3] == ["B-perpetrator", "I-perpetrator", "O"]
    assert sentence.modalities[2] == "negated"


def test_marks_tell_which_event_they_are_of(tmp_path: Path) -> None:
    (tmp_path / "some.txt").write_text("{P12|Men} {attack|shot} {V|two} and {effect2|burnt} {T2|huts} .\n")
    (sentence,) = read(tmp_path, by_spaces)
    assert sentence.marks == [
        (0, 0b110, False),
        (1, 0b10, True),
        (2, 0b10, False),
        (4, 0b100, False),
        (5, 0b100, False),
    ]


def test_the_paragraphs_of_an_article_stand_apart() -> None:
    for file in FOLDER.glob("articles-*.txt"):
        lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
        assert all("¶" not in line.replace(" ¶ ", "") for line in lines)


def test_our_own_passages_are_marked_rightly_and_cover_every_type() -> None:
    sentences = read(FOLDER, by_spaces)
    assert len({kind for sentence in sentences for kind in sentence.kinds if kind}) >= 24
    assert sum(all(event == "O" for event in sentence.events) for sentence in sentences) > 250
