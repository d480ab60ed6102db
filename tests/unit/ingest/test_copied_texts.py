"""Texts copied and exported from mail, databases, text browsers and pages: fields, marks and ends are told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from schemas import Article
from services.ingest.cleaning.byline import author_names, take_bylines
from services.ingest.cleaning.dateline import Dateline, parse_dateline, take_dateline
from services.ingest.cleaning.furniture import is_furniture, is_section_label
from services.ingest.cleaning.headline import take_headline
from services.ingest.cleaning.lines import Line, split_lines
from services.ingest.cleaning.tail import is_bio
from services.ingest.normalize import Published, to_article

from .test_page_designs import BODY, DAY, PARAGRAPHS, RECEIVED, SIX_PM, TITLE


def article_of(text: str) -> Article:
    outcome = to_article(text.encode(), received_at=RECEIVED)
    assert isinstance(outcome, Published), outcome
    return outcome.article


DATABASE = f"""Copyright 2024 Example Times
All Rights Reserved

March 9, 2024 Saturday

SECTION: Section A; Column 1; Pg. 4

LENGTH: 91 words

HEADLINE: {TITLE}

BYLINE: By JANE DOE

DATELINE: MAIDUGURI, Nigeria

BODY:

{BODY}

LOAD-DATE: March 10, 2024

LANGUAGE: ENGLISH"""
MARKDOWN = f"""[Home](https://e.example/) [News](https://e.example/n)

# {TITLE}

By [Jane Doe](https://e.example/jd) | March 9, 2024

![A market stall](https://e.example/a.jpg)

**MAIDUGURI, Nigeria** — {BODY}

[Read the next story about the bridge](https://e.example/x)"""
TEXT_BROWSER = f"""   #[1]Example RSS

   [2]Home [3]Schools [4]Farming

   [IMG] Stalls at the market in a picture from last year.

{TITLE}

   by [5]Jane Doe - Saturday 09 March 2024

   MAIDUGURI, Nigeria - {BODY}

   [6]Send to a friend [7]Print

References

   1. https://e.example/rss
   2. https://e.example/a"""


@pytest.mark.parametrize("text", [DATABASE, MARKDOWN, TEXT_BROWSER], ids=["database", "Markdown", "text browser"])
def test_an_exported_text_is_taken_apart(text: str) -> None:
    article = article_of(text)

    assert (article.title, article.dateline, article.authors) == (TITLE, "MAIDUGURI, Nigeria", ["Jane Doe"])
    assert (article.published_at, article.text) == (DAY, BODY)


def test_a_mail_gives_its_subject_and_date_and_loses_its_signature() -> None:
    article = article_of(
        f"From: Example <news@e.example>\nDate: Sat, 09 Mar 2024 18:00:00 +0000\nSubject: Fwd: [list] {TITLE}\n\n"
        f"{BODY}\n\n--\nYou are on this list because you asked to be. Write to us to leave it."
    )

    assert (article.title, article.published_at, article.text) == (TITLE, SIX_PM, BODY)


def test_a_text_that_begins_with_a_bracket_is_not_taken_for_json() -> None:
    assert article_of(f"[1]Home [2]News [3]World\n\n{TITLE}\n\n{BODY}").text == BODY


def test_one_field_alone_is_no_header() -> None:
    assert article_of(f"Location: everywhere\n\n{TITLE}\n\n{BODY}").dateline is None


@pytest.mark.parametrize(
    "end",
    [
        "Tags: police, markets\nThis page used to be better.\nThat's not what my cousin saw.",
        "Comments (2)\nThis page used to be better.\nWho pays for all this?",
        "Jane Doe covers courts and keeps bees.",
        "In case you missed it\n1. Mayor opens bridge\n2. Rain stops play\nReproduction in part is forbidden.",
        "Published by Example Holdings. A member of the press council.",
        "© 2024 Example. All rights reserved.\nMattress sale ends at midnight, order yours now.",
        "Also in the news: Mayor opens bridge over the river",
        "(END)\nej/kl",
    ],
)
def test_what_follows_the_last_paragraph_is_cut(end: str) -> None:
    assert article_of(f"{TITLE}\n\nJane Doe\n9 March 2024\n\n{BODY}\n\n{end}").text == BODY


@pytest.mark.parametrize(
    "last",
    [
        "Shops around the square stayed shut in protest, and several hundred people blocked the road.",
        "The findings were published by a medical journal.",
        "Hundreds of people gathered for a funeral on Sunday.",
    ],
)
def test_a_last_paragraph_on_something_new_stays_below_a_sign_up_box(last: str) -> None:
    assert article_of(f"{TITLE}\n\n{BODY}\n\nSign up for our newsletter\n\n{last}").text == f"{BODY}\n\n{last}"


def test_an_advert_below_its_label_goes_and_the_article_goes_on() -> None:
    first, *rest = PARAGRAPHS
    text = "\n\n".join([TITLE, first, "Advertisement", "New sofas now with free delivery.", *rest])

    assert article_of(text).text == BODY
    assert article_of(text.replace("New sofas now with free delivery.\n\n", "")).text == BODY


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        (f"{TITLE}\nJane Doe\n9 March 2024", ["Jane Doe"]),
        (f"{TITLE}\nJane Doe and John Roe", ["Jane Doe", "John Roe"]),
        (f"{TITLE}\nJANE DOE, JOHN ROE\n5 minutes", ["Jane Doe", "John Roe"]),
        (f"{TITLE}\nBy Jane Doe in Port Example and John Roe in Abuja", ["Jane Doe", "John Roe"]),
        (f"{TITLE}\n9 March 2024 | A. N. Other | Add a comment", ["A. N. Other"]),
        (f"{TITLE}\nMiddle East\n9 March 2024", []),
        (f"{TITLE}\nFact Check", []),
        ("Jane Doe", []),
    ],
)
def test_a_name_beside_headline_or_date_is_the_author(head: str, authors: list[str]) -> None:
    assert take_bylines(split_lines(f"{head}\n\n{BODY}"), TITLE)[0] == authors


def test_a_name_that_the_story_is_about_is_not_its_author() -> None:
    lines = split_lines(f"{TITLE}\nJane Doe\n\n{BODY}\nThe police said that Jane Doe was among the dead.")

    assert take_bylines(lines, TITLE)[0] == []


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("Jan Example", ["Jan Example"]),
        ("April Example", ["April Example"]),
        ("Example wa Example", ["Example wa Example"]),
        ("Jane Doe (Abuja)", ["Jane Doe"]),
        ("JANE DOE Example News", ["Jane Doe"]),
        ("Jane Doe » Sat Mar 09, 2024 6:00 pm", ["Jane Doe"]),
        ("A A", []),
    ],
)
def test_names_are_told_in_author_fields(field: str, names: list[str]) -> None:
    assert author_names([field]) == names


def test_the_outlet_is_no_author() -> None:
    assert author_names(["Jane Doe, Gulf Example"], "Gulf Example") == ["Jane Doe"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("NAIROBI, 12 June. The bank left its rate as it was.", "NAIROBI"),
        ("KISUMU.- A ferry sank in the lake.", "KISUMU"),
        ("Madrid, 9 Mar (EFE).- A bridge was closed.", "Madrid"),
        ("DHAKA, March 9 (BSS) A bridge was closed.", "DHAKA"),
        ("LAGOS | A bridge was closed.", "LAGOS"),
        ("BUFFALO, N.Y. — A bridge was closed.", "BUFFALO, N.Y."),
        ("Abuja, Nigeria CNN — A bridge was closed.", "Abuja, Nigeria"),
    ],
)
def test_datelines_of_agencies_are_taken_off(text: str, place: str) -> None:
    dateline = parse_dateline(text)

    assert isinstance(dateline, Dateline)
    assert dateline.place == place


@pytest.mark.parametrize(
    "text",
    ["In London, 12 people were hurt. Police closed the road.", "The vote was 5,1. Nobody won.", "POLL | A or B"],
)
def test_sentences_with_numbers_are_no_datelines(text: str) -> None:
    assert parse_dateline(text) is None


@pytest.mark.parametrize(
    ("mark", "place"),
    [
        ("New Example: ", "New Example"),
        ("EXAMPLETOWN. ", "EXAMPLETOWN"),
        ("EXAMPLETOWN • ", "EXAMPLETOWN"),
        ("EXAMPLETOWN /Agency/ — ", "EXAMPLETOWN"),
        ("EXAMPLETOWN -", "EXAMPLETOWN"),
        ("[EXAMPLETOWN] ", "EXAMPLETOWN"),
        ("MAIDUGURI ", "MAIDUGURI"),
        ("Officials: ", None),
        ("NATO ", None),
    ],
)
def test_at_the_head_of_the_first_paragraph_looser_forms_are_datelines(mark: str, place: str | None) -> None:
    found, body = take_dateline(split_lines(mark + BODY))

    assert found == place
    assert body[0].text == (PARAGRAPHS[0] if place else mark + PARAGRAPHS[0])


def test_who_speaks_in_a_transcript_is_no_dateline() -> None:
    lines = split_lines(f"Jane: {PARAGRAPHS[0]}\n\nJohn: {PARAGRAPHS[1]}")

    assert take_dateline(lines) == (None, lines)


@pytest.mark.parametrize(("line", "place"), [("MAIDUGURI", "MAIDUGURI"), ("POLITICS", None), ("WORLD NEWS", None)])
def test_a_dateline_on_a_line_of_its_own_is_a_place_of_the_story(line: str, place: str | None) -> None:
    assert take_dateline(split_lines(f"{line}\n\n{BODY}"))[0] == place


def test_a_trail_of_sections_gives_the_headline_at_its_end() -> None:
    assert take_headline([Line(f"World / Africa / {TITLE}", True), Line(PARAGRAPHS[0], True)], 1) == TITLE


@pytest.mark.parametrize(
    "text",
    [
        "Jane Doe writes about trains.",
        "Jane Doe, who lives in Abuja, is a freelance journalist.",
        "Jane Doe edits the pages.",
    ],
)
def test_notes_on_authors_are_told(text: str) -> None:
    assert is_bio(text, ["Jane Doe"])


@pytest.mark.parametrize(
    "text",
    ["Jane Doe has been mayor since 2019, officials said.", "Police arrested two men.", "The army holds the town."],
)
def test_reports_on_people_are_no_notes_on_authors(text: str) -> None:
    assert not is_bio(text, ["Jane Doe"])


@pytest.mark.parametrize(
    ("heading", "label"),
    [
        ("Comments (8)", "comments"), ("3 thoughts on “Raid”", "comments"), ("Leave a Reply", "comments"),
        ("Most read", "links"), ("Around the web", "links"), ("About the author", "links"),
        ("A city cut in two", None), ("Trains and schools", None), ("What happens next", None),
    ],
)  # fmt: skip
def test_headings_of_comments_and_links_are_told_from_subheadings(heading: str, label: str | None) -> None:
    assert is_section_label(heading) == label


@pytest.mark.parametrize(
    "line",
    [
        "You have 3 free articles left this month. Log in to read more.",
        "Before you go on, choose how we may use your data, or accept all.",
        "Latest posts. Page 1 of 12. Sort by newest",
        "You are receiving this newsletter because you asked for it.",
        "https://e.example/a",
    ],
)
def test_boxes_and_notices_are_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    ("head", "published", "revised"),
    [
        ("Published - March 09, 2024 07:00 PM WAT\nUpdated - March 09, 2024 09:00 PM WAT", 18, 20),
        ("Published 18 hours ago\nUpdated 16 hours ago", 18, 20),
        ("9 March 2024, 1800 GMT", 18, 18),
        ("9 March 2024, 1:00 PM Eastern Time", 18, 18),
        ("09/03/2024 - 18:00", 18, 18),
    ],
)
def test_times_above_the_text_are_read(head: str, published: int, revised: int) -> None:
    article = article_of(f"{TITLE}\n{head}\n\n{BODY}")

    assert article.published_at == datetime(2024, 3, 9, published, tzinfo=UTC)
    assert article.revised_at == datetime(2024, 3, 9, revised, tzinfo=UTC)


def test_a_day_without_year_in_the_dateline_is_the_last_such_day() -> None:
    assert article_of(f"{TITLE}\n\nMAIDUGURI, March 9 (Example) - {BODY}").published_at == DAY
    december = article_of(f"{TITLE}\n\nMAIDUGURI, Dec. 30 (Example) - {BODY}")
    assert december.published_at == datetime(2023, 12, 30, tzinfo=UTC)
