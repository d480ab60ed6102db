"""Ingest does not fall behind what it has reached on the dev half of the pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.score.pages import score
from training.score.scorer import Scores

PAGES = Path(__file__).parent / "pages" / "dev"

# Floors against regressions, a little below what was measured when they were set, and no goals.
FLOORS = {
    "body_f1_html": 99.0,
    "body_f1_text": 99.0,
    "published_html": 97.0,
    "published_text": 100.0,
    "modified_html": 92.0,
    "modified_text": 100.0,
    "title_html": 97.0,
    "title_text": 91.0,
    "dateline_html": 97.0,
    "dateline_text": 91.0,
    "byline_html": 96.0,
    "byline_text": 90.0,
    "authors_html": 93.0,
    "authors_text": 90.0,
    "url_html": 100.0,
    "url_text": 100.0,
    "language_html": 100.0,
    "language_text": 100.0,
}


@pytest.fixture(scope="module")
def measured() -> Scores:
    return score(PAGES)


@pytest.mark.parametrize(("figure", "floor"), FLOORS.items())
def test_pages_are_read_as_well_as_before(measured: Scores, figure: str, floor: float) -> None:
    assert measured.metrics[figure] >= floor, measured.table


@pytest.mark.parametrize("kind", ["html", "text"])
def test_no_page_is_lost(measured: Scores, kind: str) -> None:
    assert measured.metrics[f"lost_{kind}"] == 0, measured.table


def test_bodies_are_better_than_those_of_plain_trafilatura(measured: Scores) -> None:
    assert measured.metrics["body_f1_html"] > measured.metrics["trafilatura_f1_html"] + 5
