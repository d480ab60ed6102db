"""The cleaner as a whole, on pages of many designs."""

from __future__ import annotations

import pytest

from services.ingest.cleaning.article_text import CleanText, clean_text
from services.ingest.cleaning.characters import mend_characters
from services.ingest.cleaning.headline import tidy_title
from services.ingest.cleaning.lines import split_lines
from services.ingest.dates.in_text import is_date_line

from .scraped_pages import PAGES, ScrapedPage


def clean(page: ScrapedPage) -> CleanText:
    title = tidy_title(page.given_title) if page.given_title else None
    return clean_text(split_lines(mend_characters(page.raw)), title, is_date_line)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_body_is_kept_whole_and_alone(page: ScrapedPage) -> None:
    assert clean(page).body == "\n\n".join(page.body)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_headline_dateline_and_byline_become_fields(page: ScrapedPage) -> None:
    cleaned = clean(page)

    assert (cleaned.title, cleaned.dateline, tuple(cleaned.authors)) == (page.title, page.dateline, page.authors)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_cleaning_a_clean_body_again_changes_nothing(page: ScrapedPage) -> None:
    body = clean(page).body

    again = clean_text(split_lines(body), page.title or "Another headline", is_date_line)

    assert again.body == body
