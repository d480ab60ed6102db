"""What must hold for any text: no exception, valid reports, offsets that point at their words, bounded cost."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas import REPORTED, wrong_spans
from schemas.base import nfc
from services.extractor.extract import MAX_CHARACTERS, Extractor

from .articles import article

EXTRACTOR = Extractor.load()
PIECES = [
    "Gunmen", "killed", "at least", "five", "12,000", "dozens of", "soldiers", "in", "Baghdad", "and", "Kyiv", ",",
    ".", "\n\n", "on Monday", "a car bomb", "exploded", "near", "rockets", "were hit by", "an attack", "the attack",
    "said", "No casualties", "claimed responsibility for", "Al-Shabaab", "protesters", "tear gas", "“", "”", "2,5",
    "Jan. 31", "February 30", "two years ago", "overnight", "between", "by", "U.S.", "shot down", "drone", "beat",
    "to death", "'s", "—", ";", "while", "another", "a", "\u200b", "é", "999999999999 people", "Feb. 29, 2023",
    "99 decades ago",
]  # fmt: skip


@given(st.text(min_size=1, max_size=300).filter(lambda text: nfc(text).strip()))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_extracted_without_an_exception(text: str) -> None:
    told = article(text)
    for report in EXTRACTOR.extract(told):
        assert wrong_spans(report, told) == []


@given(st.lists(st.sampled_from(PIECES), min_size=4, max_size=40).map(" ".join).filter(str.strip))
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_words_of_incidents_in_any_order_make_valid_reports_with_true_offsets(text: str) -> None:
    told = article(text)
    for report in EXTRACTOR.extract(told):
        assert wrong_spans(report, told) == []
        assert REPORTED.validate_json(report.to_json()) == report
        for toll in (report.casualties.killed, report.casualties.injured, report.casualties.captured):
            assert toll is None or toll.max is None or toll.min <= toll.max


@pytest.mark.parametrize(
    "text",
    [
        "Rockets hit Baghdad on Monday, killing five people. " * 4000,
        "bomb " * 40_000,
        "a, b and c " * 20_000 + "killed",
        "(" * 120_000 + "attack",
    ],
    ids=["reports", "one word", "list", "brackets"],
)
def test_a_very_long_text_is_cut_and_costs_a_bounded_time(text: str) -> None:
    assert len(text) > MAX_CHARACTERS
    started = time.monotonic()
    told = article(text)
    reports = EXTRACTOR.extract(told)
    # A generous bound: it is there to catch a cost that grows with the square of the text, not a slow machine.
    assert time.monotonic() - started < 60
    assert all(wrong_spans(report, told) == [] for report in reports)


def test_an_article_without_a_word_of_violence_never_reaches_the_pipeline() -> None:
    told = article("The new library has a cafe, a reading room and a garden for children.")
    assert not EXTRACTOR.annotate(told)._.relevant
    assert EXTRACTOR.extract(told) == []


def test_a_statement_about_what_was_told_before_it_does_not_break_the_article() -> None:
    told = article(
        "Fighters of the Rapid Support Forces killed fifty people in Omdurman on Friday, activists said. They fired "
        "from rooftops and led away men, it said. The RSF said that it had fought armed groups of the army."
    )
    assert EXTRACTOR.extract(told)[0].casualties.killed is not None
