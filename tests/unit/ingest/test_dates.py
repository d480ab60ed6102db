"""Times: reading them from fields and text, and deciding between them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.cleaning.lines import split_lines
from services.ingest.dates.explicit import find_dates
from services.ingest.dates.fields import parse_instant
from services.ingest.dates.in_text import dates_in_text, is_date_line
from services.ingest.dates.timeline import Clues, Timeline, date_in_url, timeline

NOW = datetime(2024, 3, 10, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2022-01-05", at(2022, 1, 5)),
        ("2022-01-05T10:00:00+03:00", at(2022, 1, 5, 7)),
        ("2022-01-05 10:00", at(2022, 1, 5, 10)),
        ("2022-01-05T10:00:00.123Z", at(2022, 1, 5, 10, 0, 0, 123000)),
        ("Wed, 05 Jan 2022 10:00:00 -0500", at(2022, 1, 5, 15)),
        ("Wed, 05 Jan 2022 10:00:00 GMT", at(2022, 1, 5, 10)),
        (1641376800, at(2022, 1, 5, 10)),
        (1641376800000, at(2022, 1, 5, 10)),
        ("1641376800", at(2022, 1, 5, 10)),
        ("1641376800000", at(2022, 1, 5, 10)),
        ("20220105", at(2022, 1, 5)),
        ("20220105103000", at(2022, 1, 5, 10, 30)),
        ("January 5, 2022, 3:45 p.m. EST", at(2022, 1, 5, 20, 45)),
        ("July 5, 2022 3:45 PM ET", at(2022, 7, 5, 19, 45)),
        ("5 January 2022 15:04 GMT", at(2022, 1, 5, 15, 4)),
        ("Updated 1:32 PM ET, Wed January 5, 2022", at(2022, 1, 5, 18, 32)),
        ("15/01/2022 10:20", at(2022, 1, 15, 10, 20)),
        ("3 hours ago", NOW - timedelta(hours=3)),
    ],
)
def test_times_are_read_as_producers_write_them(value: str | int, expected: datetime) -> None:
    assert parse_instant(value, relative_to=NOW) == expected


@pytest.mark.parametrize(
    "value",
    [
        *(
            None,
            "",
            "soon",
            "2022",
            "January",
            "January 5",
            "05/01/2022",
            "2022-13-45",
            "31 February 2022",
            0,
            -5,
            10**30,
        ),
        *("0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "x" * 200, float("inf"), True),
    ],
)
def test_what_would_be_a_guess_is_no_time(value: str | int | float | None) -> None:
    assert parse_instant(value, relative_to=NOW) is None


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    moment = parse_instant(text, relative_to=NOW)

    assert moment is None or moment.tzinfo is UTC


@given(st.datetimes(min_value=datetime(1975, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001 -- zone added below
def test_any_instant_survives_the_usual_spellings(moment: datetime) -> None:
    moment = moment.replace(microsecond=0, tzinfo=UTC)
    spellings = (moment.isoformat(), int(moment.timestamp()), moment.strftime("%d %b %Y %H:%M:%S GMT"))

    assert {parse_instant(spelling, relative_to=NOW) for spelling in spellings} == {moment}


def test_offsets_of_found_dates_point_at_the_date() -> None:
    text = "Fighters moved on Jan. 5, 2022, and 12 people fled; by 2022-01-09 all was quiet."

    assert [text[date.start : date.end] for date in find_dates(text)] == ["Jan. 5, 2022", "2022-01-09"]


@pytest.mark.parametrize(
    "line",
    [
        "Published 9:15 AM, March 9, 2024",
        "March 9, 2024 / 10:30 AM EST",
        "Last updated: 2024-03-09 10:00 UTC",
        "9 March 2024",
    ],
)
def test_a_line_that_is_a_date_is_told(line: str) -> None:
    assert is_date_line(line)


@pytest.mark.parametrize(
    "line", ["The base was hit on March 9, 2024", "March 9 attack", "Attack of March 9, 2024 remembered"]
)
def test_a_line_that_says_more_than_a_date_is_not_a_date_line(line: str) -> None:
    assert not is_date_line(line)


BODY = "Soldiers found the wreck on February 2, 2024, and have looked for the crew since January 1, 2021."
CAPTION = "Smoke over the hills, Friday, March 8, 2024. (Photo by Somebody/AFP)"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Published: March 9, 2024 at 10:00 GMT", CAPTION, BODY], at(2024, 3, 9, 10)),
        (["March 9, 2024", CAPTION, BODY], at(2024, 3, 9)),
        ([CAPTION, BODY, "Updated March 9, 2024"], at(2024, 3, 9)),
        ([CAPTION, BODY], at(2024, 3, 8)),
        ([BODY], at(2024, 2, 2)),
        (["The truce will hold until it ends on June 1, 2024, the two sides said.", BODY], at(2024, 2, 2)),
        (["Nothing here has a date that is whole, such as Friday or March 9."], None),
    ],
)
def test_the_best_date_of_a_text_is_the_most_telling_one(lines: list[str], expected: datetime | None) -> None:
    found = dates_in_text(split_lines("\n\n".join(lines)), NOW).published

    assert (found[0].at if found else None) == expected


def test_the_date_of_an_address_is_read() -> None:
    assert date_in_url("https://example.org/world/2024/03/09/story") == at(2024, 3, 9)
    assert date_in_url("https://example.org/2024/13/09/story") is None
    assert date_in_url("https://example.org/story-2024") is None


GIVEN, PAGE, TEXT, LATER = at(2024, 3, 9), at(2024, 3, 8), at(2024, 3, 7), NOW + timedelta(hours=2)


@pytest.mark.parametrize(
    ("clues", "expected"),
    [
        (Clues(published=GIVEN), Timeline(GIVEN, False, GIVEN, NOW)),
        (Clues(published=GIVEN, in_page=PAGE), Timeline(GIVEN, False, GIVEN, NOW)),
        (Clues(published=PAGE, modified=GIVEN), Timeline(PAGE, False, GIVEN, NOW)),
        (Clues(published=GIVEN, modified=PAGE), Timeline(GIVEN, False, GIVEN, NOW)),
        (Clues(published=GIVEN, modified=LATER), Timeline(GIVEN, False, GIVEN, NOW)),
        (Clues(published=LATER, in_page=PAGE, in_text=TEXT), Timeline(PAGE, True, PAGE, NOW)),
        (Clues(in_text=TEXT), Timeline(TEXT, True, TEXT, NOW)),
        (Clues(in_url=PAGE, in_text=TEXT), Timeline(PAGE, True, PAGE, NOW)),
        (Clues(modified=GIVEN), Timeline(GIVEN, True, GIVEN, NOW)),
        (Clues(published=LATER), Timeline(NOW, True, NOW, NOW)),
        (Clues(), Timeline(NOW, True, NOW, NOW)),
        (Clues(published=NOW + HOUR), Timeline(NOW + HOUR, False, NOW + HOUR, NOW)),
    ],
)
def test_the_timeline_follows_the_contract(clues: Clues, expected: Timeline) -> None:
    assert timeline(clues, NOW, HOUR) == expected
