"""Duplicates, updates and withdrawals: what the extractor's row of an article decides."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from schemas import Article
from services.extractor.updates import Row, decide, retractions, row_of

from ..reports import make_article, make_report

NINE = datetime(2022, 1, 5, 9, tzinfo=UTC)


def version(text: str, *, revised: datetime = NINE, fetched: datetime | None = None) -> Article:
    return make_article(text=text, revised_at=revised, fetched_at=fetched or revised + timedelta(minutes=5))


def settle(row: Row | None, article: Article, *, offset: int, extractor: str = "1") -> tuple[Row | None, str]:
    """The row after one version, with one report a version, and its outcome."""
    decision = decide(row, article, extractor=extractor, offset=offset)
    if decision.extract:
        report = make_report(article, extractor_version=extractor)
        return row_of(row, article, [report], extractor=extractor, offset=offset), "extracted"
    return decision.row or row, str(decision.outcome)


def test_a_first_version_is_extracted() -> None:
    assert decide(None, version("a"), extractor="1", offset=0).extract


def test_the_same_content_again_changes_nothing() -> None:
    row, _ = settle(None, version("a"), offset=0)
    assert settle(row, version("a", fetched=NINE + timedelta(days=2)), offset=7) == (row, "duplicate")


def test_a_redelivered_message_counts_as_it_did_the_first_time() -> None:
    row, _ = settle(None, version("a"), offset=3)
    assert settle(row, version("a"), offset=3) == (row, "extracted")


def test_a_later_version_is_extracted_and_an_earlier_one_is_superseded() -> None:
    first, second = version("a"), version("b", revised=NINE + timedelta(hours=1))
    row, _ = settle(None, first, offset=0)
    row, outcome = settle(row, second, offset=1)
    assert outcome == "extracted"
    late, _ = settle(None, second, offset=0)
    late, outcome = settle(late, first, offset=1)
    assert outcome == "superseded"
    assert late is not None
    assert row is not None
    assert late["reports"] == row["reports"]


def test_an_old_version_fed_again_does_not_undo_the_update() -> None:
    row, _ = settle(None, version("a"), offset=0)
    row, _ = settle(row, version("b", fetched=NINE + timedelta(hours=1)), offset=1)
    again, outcome = settle(row, version("a", fetched=NINE + timedelta(hours=2)), offset=2)
    assert (again, outcome) == (row, "duplicate")


def test_a_version_that_says_it_is_newer_may_return_to_an_old_content() -> None:
    row, _ = settle(None, version("a"), offset=0)
    row, _ = settle(row, version("b", revised=NINE + timedelta(hours=1)), offset=1)
    assert decide(row, version("a", revised=NINE + timedelta(hours=2)), extractor="1", offset=2).extract


def test_a_newer_extractor_makes_the_reports_of_the_same_content_again() -> None:
    article = version("a")
    row, _ = settle(None, article, offset=0, extractor="1")
    assert decide(row, article, extractor="2", offset=1).extract
    withdrawn = retractions(row, article, [make_report(article, extractor_version="2")])
    assert [retraction.reason.value for retraction in withdrawn] == ["re_extracted"]


def test_a_withdrawal_goes_under_the_key_that_the_report_went_to() -> None:
    article = version("a")
    report = make_report(article, country="IQ")
    row = row_of(None, article, [report], extractor="1", offset=0)
    update = version("b", revised=NINE + timedelta(hours=1))
    [withdrawn] = retractions(row, update, [make_report(update, country="SY")])
    assert (withdrawn.id, withdrawn.key, withdrawn.revised_at) == (report.id, "IQ", update.revised_at)
    assert withdrawn.version > report.version


def test_nothing_is_withdrawn_that_is_still_said() -> None:
    article = version("a")
    report = make_report(article)
    assert retractions(row_of(None, article, [report], extractor="1", offset=0), article, [report]) == []


@given(st.permutations(range(4)), st.lists(st.integers(0, 3), max_size=4))
def test_the_newest_version_wins_in_any_order_of_arrival(order: list[int], again: list[int]) -> None:
    versions = [version(f"text {n}", revised=NINE + timedelta(hours=n)) for n in range(4)]
    row: Row | None = None
    for offset, number in enumerate([*order, *again]):
        row, _ = settle(row, versions[number], offset=offset)
    newest: dict[str, Any] = row_of(None, versions[3], [make_report(versions[3])], extractor="1", offset=0)
    assert row is not None
    assert row["reports"] == newest["reports"]
