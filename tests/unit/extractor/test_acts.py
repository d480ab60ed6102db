"""What happened, with what, how many, once: acts of every type, and words that look like one and are none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from services.extractor.extract import Extractor

from .articles import article
from .test_plain_reports import slots

CASES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "acts.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor.load()


@pytest.mark.parametrize("case", CASES["reports"], ids=lambda case: case["text"][:60])
def test_an_act_is_told_once_with_its_type_weapon_and_numbers(extractor: Extractor, case: dict[str, Any]) -> None:
    reports = extractor.extract(article(case["text"]))
    assert [slots(r, i) for r, i in zip(reports, case["incidents"], strict=False)] == case["incidents"]
    assert len(reports) == len(case["incidents"])


@pytest.mark.parametrize("text", CASES["none"], ids=lambda text: text[:60])
def test_words_of_an_act_that_was_none_make_no_report(extractor: Extractor, text: str) -> None:
    assert extractor.extract(article(text)) == []


def test_a_report_beside_the_topic_of_its_article_is_less_certain(extractor: Extractor) -> None:
    told = "Rebels shelled a village near Bunia on Monday, killing two people."
    other = " Shares fell, and investors, shareholders and analysts waited for the quarterly earnings." * 3
    (alone,), (beside,) = extractor.extract(article(told)), extractor.extract(article(told + other))
    assert beside.confidence < alone.confidence
