"""The command line without a broker: output for programs, errors that say what to do, exit codes of a Unix tool."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from schemas import Article, IncidentReport, wrong_spans
from services.cli import app, main

SEEDS = Path(__file__).parents[3] / "seeds"
RUNNER = CliRunner()


def test_help_names_every_subcommand() -> None:
    shown = RUNNER.invoke(app, ["--help"]).output
    for name in ("demo", "feed", "extract", "worker", "topics", "schemas", "show", "export", "override", "top", "tail"):
        assert name in shown


def test_extract_prints_the_article_and_reports_whose_offsets_fit_it() -> None:
    run = RUNNER.invoke(app, ["extract", str(SEEDS / "iraq-syria-bases.txt"), "--jsonl", "--with-article"])
    assert run.exit_code == 0, run.output
    first, *rest = run.stdout.splitlines()
    article = Article.model_validate_json(first)
    reports = [IncidentReport.model_validate_json(line) for line in rest]
    assert len(reports) >= 5
    assert [problem for report in reports for problem in wrong_spans(report, article)] == []


def test_extract_takes_the_publication_date_that_it_is_given(tmp_path: Path) -> None:
    file = tmp_path / "news.txt"
    file.write_text("Gunmen killed three people at a market in Mosul, Iraq, on Monday, police said.")
    run = RUNNER.invoke(app, ["extract", str(file), "--published", "2022-01-05", "--jsonl"])
    [report] = [json.loads(line) for line in run.stdout.splitlines()]
    assert report["occurred"]["start"] == "2022-01-03"


def test_an_article_that_cannot_be_used_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text('{"title": "no text"}')
    (tmp_path / "good.txt").write_text("Gunmen killed three people at a market in Mosul, Iraq, on Monday, police said.")
    run = RUNNER.invoke(app, ["extract", str(tmp_path), "--published", "2022-01-05", "--jsonl"])
    assert run.exit_code == 1
    assert "bad.json" in run.stderr
    assert "missing_text" in run.stderr
    assert len(run.stdout.splitlines()) == 1


def test_a_file_that_does_not_exist_is_a_usage_error() -> None:
    run = RUNNER.invoke(app, ["extract", "nowhere.txt"])
    assert run.exit_code == 2
    assert "nowhere.txt" in run.output


def test_schemas_export_gives_all_that_a_consumer_needs(tmp_path: Path) -> None:
    run = RUNNER.invoke(app, ["schemas", "export", str(tmp_path / "out")])
    assert run.exit_code == 0, run.output
    assert json.loads((tmp_path / "out/json/Incident.schema.json").read_text())["title"] == "Incident"
    assert (tmp_path / "out/README.md").exists()
    assert (tmp_path / "out/asyncapi.yaml").exists()


def test_a_broker_that_is_not_there_is_one_line_and_no_stack_trace(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["tocsin", "feed", str(SEEDS / "sport-cup-tie.txt"), "--bootstrap", "127.0.0.1:1"])
    with pytest.raises(SystemExit) as ended:
        main()
    error = capsys.readouterr().err
    assert ended.value.code == 74
    assert "Traceback" not in error
    assert "TOCSIN_BOOTSTRAP" in error


def test_settings_that_do_not_fit_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TOCSIN_WATCHDOG_LIMIT", "soon")
    monkeypatch.setattr("sys.argv", ["tocsin", "worker", "ingest"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 78
    assert "TOCSIN_WATCHDOG_LIMIT" in capsys.readouterr().err
