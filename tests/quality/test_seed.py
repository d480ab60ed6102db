"""The annotated article that `TOCSIN_SEED` names: at least five of its required incidents, and hardly anything else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from services.extractor.extract import Extractor
from training.score.seed import EXPECTED, compare, load

SEED = Path(os.environ.get("TOCSIN_SEED", ""))


@pytest.mark.skipif(not (SEED / EXPECTED).exists(), reason="TOCSIN_SEED names no folder with an annotated article")
def test_the_annotated_article_yields_its_required_incidents_and_hardly_more() -> None:
    article, incidents = load(SEED)
    result = compare(Extractor.load().extract(article), incidents)
    assert result.found_required >= 5, result.missed
    assert len(result.extra) <= 2, [report.summary for report in result.extra]
