"""The linter of knowledge files: ours are clean, and each kind of slip in a user's folder is told by file and entry."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.extractor.knowledge.__main__ import main
from services.extractor.knowledge.files import KnowledgeError
from services.extractor.knowledge.lint import lint, repeated_words, trigger_problems
from services.extractor.lexicon import TriggerEntry


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def test_the_files_that_ship_have_no_problem() -> None:
    assert lint() == []


def test_a_sound_folder_of_a_user_has_no_problem(tmp_path: Path) -> None:
    write(tmp_path, "actors/mine.yaml", "- {name: Red Hand of the Delta, kind: rebel_group, country: NU}\n")
    write(tmp_path, "triggers.yaml", "- {id: canoe_raid, type: attack, nouns: [canoe raid]}\n")
    write(tmp_path, "weapons.yaml", "missile: {words: [rocket]}\n")  # moves a word of ours: meant
    assert lint(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "actors/mine.yaml",
            "- {name: Delta Hand, aliases: [Hamas], kind: rebel_group}\n",
            "delta-hand: 'hamas' is also",
        ),
        ("actors/mine.yaml", "- {name: Delta Hand, kind: rebel_group, country: QQ}\n", "delta-hand: QQ is no ISO"),
        ("actors/mine.yaml", "- {name: Delta Hand, kind: rebels}\n", "Delta Hand"),
        ("actors/mine.yaml", "- {name: Gunmen, kind: rebel_group}\n", "gunmen: 'gunmen' is an everyday English word"),
        (
            "triggers.yaml",
            "- {id: mine, type: attack, nouns: [drone strike]}\n",
            "mine: the noun 'drone strike' is also in",
        ),
        ("triggers.yaml", "- {id: mine, type: attack}\n", "mine: has no verbs"),
        (
            "weapons.yaml",
            "firearm: {words: [zip gun]}\nother: {words: [Zip gun]}\n",
            "other: 'zip gun' is listed under",
        ),
        ("targets.yaml", "business: {words: [ice rink, ice rink]}\n", "business: 'ice rink' is listed twice"),
        ("people.yaml", "civilians: [ferrier]\nrioters: [ferrier]\n", "rioters: 'ferrier' is listed under"),
        ("speech_acts.yaml", "deeds: word\n", "deeds"),
        ("weapon.yaml", "missile: {words: [arrow]}\n", "no file of this name is read"),
    ],
)
def test_a_slip_is_told_once_with_its_file_and_entry(tmp_path: Path, name: str, text: str, told: str) -> None:
    (problem,) = lint(write(tmp_path, name, text))
    assert str(tmp_path / name) in problem
    assert told in problem


def test_a_word_of_two_triggers_is_no_problem_while_one_has_needs() -> None:
    free = TriggerEntry(id="a", verbs=("lob",))
    bound = TriggerEntry.model_validate({"id": "b", "verbs": ["lob"], "needs": {"verbs": ["weapon"]}})
    other_form = TriggerEntry(id="c", nouns=("lob",))
    assert list(trigger_problems([free, bound, other_form])) == []
    assert [entry for entry, _ in trigger_problems([free, bound, TriggerEntry(id="d", verbs=("Lob",))])] == ["d"]


def test_a_trigger_id_given_twice_is_told() -> None:
    entries = [TriggerEntry(id="a", verbs=("lob",)), TriggerEntry(id="a", verbs=("hurl",))]
    assert [problem for _, problem in trigger_problems(entries)] == [
        "the id is there twice; merge the entries or give one another id"
    ]


def test_words_are_compared_whatever_their_letter_case() -> None:
    assert [word for _, word, _ in repeated_words({"rocket": ["Grad"], "missile": ["grad", "Scud"]})] == ["grad"]


def test_the_command_ends_with_one_after_a_line_a_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["lint", str(write(tmp_path, "weapon.yaml", "{}\n"))]) == 1
    assert capsys.readouterr().out.count("\n") == 1


def test_a_missing_folder_is_one_line_and_no_trace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(KnowledgeError):
        lint(tmp_path / "nowhere")
    assert main(["lint", str(tmp_path / "nowhere")]) == 1
    assert "is no folder" in capsys.readouterr().out
