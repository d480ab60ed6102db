"""Reports of ordinary news are counted per hundred articles and shown with their evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.reports import make_article, make_report
from training.score.false_alarms import read_articles, score, scores_of
from training.score.scorer import BadDataError

GOLD = """
- id: quiet-match
  published: 2024-03-06T09:10:00+00:00
  text: The home side won the match by two goals on Tuesday, its third win of the month in front of a full stand.
  incidents: []
- id: maybe-something
  published: 2024-03-06T09:10:00+00:00
  text: A bomb went off in Kabul on Tuesday.
  incidents: [{sub_event_type: attack, country: AF, optional: true}]
"""


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    (tmp_path / "a.yaml").write_text(GOLD, encoding="utf-8")
    return tmp_path


def test_of_gold_articles_those_without_any_incident_are_taken(gold: Path) -> None:
    assert [name for name, _ in read_articles(gold)] == ["quiet-match"]


def test_news_with_coordinates_is_taken_whole(tmp_path: Path) -> None:
    file = tmp_path / "news.xml"
    file.write_text("<articles><article docid='7'><text>A fair opened in Lyon.</text></article></articles>")
    assert [name for name, _ in read_articles(file)] == ["7"]


def test_gold_articles_that_all_tell_incidents_are_refused(gold: Path) -> None:
    (gold / "a.yaml").write_text("[]")
    with pytest.raises(BadDataError, match="no article without incidents"):
        read_articles(gold)


def test_reports_are_counted_per_hundred_articles_and_shown_with_their_evidence() -> None:
    report = make_report(make_article())
    scores = scores_of([("a", [report, report]), ("b", []), ("c", []), ("d", [])])
    assert scores.metrics == {"reports_per_100": 50}
    assert "2 reports of 1 articles, 4 articles in all" in scores.table
    assert len(scores.errors) == 2
    assert all(error.startswith("a: ") and error.endswith("\n    Rockets hit a base.") for error in scores.errors)


def test_the_extractor_reports_nothing_of_a_plain_match(gold: Path) -> None:
    assert score(gold).metrics == {"reports_per_100": 0}
