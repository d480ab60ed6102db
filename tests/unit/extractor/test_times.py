"""Times resolve against the day of publication, and keep their precision."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import spacy
from spacy.language import Language

from schemas import TimePrecision
from services.extractor.annotations import TimeMark
from services.extractor.components import sentences, times

P = TimePrecision
WEDNESDAY = datetime(2024, 5, 15, 18, tzinfo=UTC)


@pytest.fixture(scope="module")
def nlp() -> Language:
    pipeline = spacy.blank("en")
    for step in (sentences, times):
        assert step  # importing it registers the step
    pipeline.add_pipe("tocsin_sentences")
    pipeline.add_pipe("tocsin_times")
    return pipeline


def marks(nlp: Language, text: str, published: datetime | None = WEDNESDAY) -> list[tuple[str, TimeMark]]:
    doc = nlp.make_doc(text)
    doc._.published = published
    return [(span.text, span._.time) for span in nlp(doc).spans["times"]]


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("attacked on Monday", date(2024, 5, 13), None, P.day),
        ("attacked on Wednesday", date(2024, 5, 15), None, P.day),
        ("attacked on Thursday", date(2024, 5, 9), None, P.day),
        ("attacked late on Tuesday", date(2024, 5, 14), None, P.part_of_day),
        ("attacked Tuesday evening", date(2024, 5, 14), None, P.part_of_day),
        ("attacked earlier Wednesday", date(2024, 5, 15), None, P.day),
        ("attacked yesterday", date(2024, 5, 14), None, P.day),
        ("attacked this morning", date(2024, 5, 15), None, P.part_of_day),
        ("attacked overnight", date(2024, 5, 14), date(2024, 5, 15), P.part_of_day),
        ("attacked on Jan. 3", date(2024, 1, 3), None, P.day),
        ("attacked on 3 January", date(2024, 1, 3), None, P.day),
        ("attacked on Dec. 24", date(2023, 12, 24), None, P.day),
        ("attacked on January 3, 2019", date(2019, 1, 3), None, P.day),
        ("attacked on 2019-01-03", date(2019, 1, 3), None, P.day),
        ("attacked last week", date(2024, 5, 6), date(2024, 5, 12), P.week),
        ("attacked last month", date(2024, 4, 1), date(2024, 4, 30), P.month),
        ("attacked in March", date(2024, 3, 1), date(2024, 3, 31), P.month),
        ("attacked in November", date(2023, 11, 1), date(2023, 11, 30), P.month),
        ("attacked in March 2021", date(2021, 3, 1), date(2021, 3, 31), P.month),
        ("attacked in 2019", date(2019, 1, 1), date(2019, 12, 31), P.year),
        ("attacked two years ago", date(2022, 1, 1), date(2022, 12, 31), P.year),
        ("attacked three days ago", date(2024, 5, 12), None, P.day),
    ],
)
def test_a_time_means_the_right_day_at_the_right_precision(
    nlp: Language, text: str, start: date, end: date | None, precision: TimePrecision
) -> None:
    ((_, mark),) = marks(nlp, text)
    assert (mark.start, mark.end, mark.precision) == (start, end, precision)


@pytest.mark.parametrize(
    "text", ["two soldiers may march", "on February 30", "room 2019", "2,019 people", "99 decades ago of"]
)
def test_what_is_no_date_is_left_alone(nlp: Language, text: str) -> None:
    assert all(mark.start is None or mark.start.year > 1000 for _, mark in marks(nlp, text))
    assert not any(
        "30" in found or "may" in found or "2019" in found or "2,019" in found for found, _ in marks(nlp, text)
    )


def test_the_day_on_which_it_was_said_is_not_the_day_on_which_it_happened(nlp: Language) -> None:
    found = marks(nlp, "Gunmen attacked on Sunday, police said on Monday.")
    assert [(text, mark.reporting) for text, mark in found] == [("on Sunday", False), ("on Monday", True)]


def test_the_future_is_no_date_of_an_incident(nlp: Language) -> None:
    assert [mark.future for _, mark in marks(nlp, "They will march next Friday or next month.")] == [True, True]


def test_without_a_day_of_publication_only_full_dates_resolve(nlp: Language) -> None:
    found = marks(nlp, "On Monday, on Jan. 3, on January 3, 2019 and in 2018.", published=None)
    assert [mark.start for _, mark in found] == [date(2019, 1, 3), date(2018, 1, 1)]
