"""The command says what it can do, prints what it found, and tells the user what is wrong with the data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from training.score import __main__ as command
from training.score import scorer
from training.score.scorer import SCORERS, Scores

FOUND = Scores({"weighted_f1": 200 / 3}, "the table", ["one error", "another"])


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("training.score.subtype.score", lambda path: FOUND)
    file = tmp_path / "data.tsv"
    file.write_text("")
    return file


@pytest.mark.parametrize("name", SCORERS)
def test_help_names_every_scorer_and_its_data(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        command.main(["--help"])
    listed = " ".join(capsys.readouterr().out.split())
    assert name in listed
    assert "PATH is" in scorer.scorer(name).HELP


def test_the_table_is_printed_without_errors_unless_asked(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["subtype", str(data)]) == 0
    assert capsys.readouterr().out == "the table\n"


def test_errors_come_before_the_table(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command.main(["subtype", str(data), "--errors"])
    assert capsys.readouterr().out == "one error\nanother\n\nthe table\n"


def test_json_is_one_object_with_the_metrics(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command.main(["subtype", str(data), "--json"])
    assert json.loads(capsys.readouterr().out) == {"metrics": {"weighted_f1": 66.67}}


def test_json_has_the_errors_when_asked(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command.main(["subtype", str(data), "--json", "--errors"])
    assert json.loads(capsys.readouterr().out)["errors"] == FOUND.errors


def test_a_missing_path_is_told_and_is_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "nowhere"
    assert command.main(["gold", str(missing)]) == 2
    assert f"there is no file or folder {missing}" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["seed", "gold", "wikievents", "places", "subtype", "false-alarms"])
def test_data_of_another_form_is_told_and_is_status_2(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("nothing of the kind\n")
    assert command.main([name, str(other)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert str(other) in captured.err


@pytest.mark.parametrize("name", ["seed", "gold", "wikievents", "places", "subtype", "false-alarms"])
def test_an_empty_folder_is_told_and_is_status_2(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([name, str(tmp_path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err


def test_an_unknown_scorer_is_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        command.main(["everything", "here"])
    assert "invalid choice" in capsys.readouterr().err


def test_progress_tells_how_many_are_done(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(scorer.with_progress([1, 2, 3, 4, 5], "articles", every=2)) == [1, 2, 3, 4, 5]
    assert capsys.readouterr().err == "2 of 5 articles\n4 of 5 articles\n"


def test_shares_of_nothing_are_nothing() -> None:
    assert scorer.percent(0, 0) == scorer.f1(0, 0, 0) == 0
    assert scorer.f1(1, 2, 2) == 50
