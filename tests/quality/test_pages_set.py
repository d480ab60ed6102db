"""The set of pages is what it says: many designs and pages, the article in each, and furniture of a page's own."""

from __future__ import annotations

import html
import json
from collections import Counter
from itertools import combinations
from pathlib import Path

import lxml.html
import pytest
import yaml

from training.score.page_set import Page, read_pages
from training.score.pages import words

PAGES = Path(__file__).parent / "pages"
HALVES = ("dev", "test")


@pytest.fixture(scope="module", params=HALVES)
def half(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def pages(half: str) -> list[Page]:
    return read_pages(PAGES / half)


def furniture(half: str) -> dict[str, list[str]]:
    pools: dict[str, list[str]] = yaml.safe_load((PAGES / half / "furniture.yaml").read_text(encoding="utf-8"))
    return pools


def test_there_are_enough_pages_and_designs(pages: list[Page]) -> None:
    assert Counter(page.kind for page in pages) == {"html": 39, "text": 12}
    assert len({page.spec.design for page in pages if page.kind == "html"}) >= 12
    assert len({page.spec.design for page in pages if page.kind == "text"}) >= 6


def test_every_design_and_every_article_is_used(half: str, pages: list[Page]) -> None:
    assert {file.name for file in (PAGES / half / "designs").iterdir()} == {page.spec.design for page in pages}
    written = {file.stem for file in (PAGES / half / "articles").iterdir()}
    assert written == {page.spec.article for page in pages}


def test_every_page_has_the_words_of_its_article_and_more(pages: list[Page]) -> None:
    for page in pages:
        if page.spec.garbled:
            continue
        on_page, wanted = Counter(words(readable(page))), Counter(words(" ".join(page.paragraphs)))
        assert not wanted - on_page, page.spec.id
        assert (on_page - wanted).total() > 20, page.spec.id


def readable(page: Page) -> str:
    """All text of a page, and the body that it may have in its JSON-LD."""
    if page.kind == "text":
        return page.content
    tree = lxml.html.fromstring(page.content)
    declared = [json.loads(text) for text in tree.xpath("//script[@type='application/ld+json']/text()")]
    bodies = [data.get("articleBody", "") for data in declared if isinstance(data, dict)]
    return " ".join([*tree.xpath("//body")[0].itertext(), *bodies])


def test_two_pages_of_a_design_share_no_furniture(half: str, pages: list[Page]) -> None:
    pools = furniture(half)
    entries = [
        entry for name in ("headlines", "comments", "captions", "ads", "signups", "bios") for entry in pools[name]
    ]
    for one, other in combinations((page for page in pages if not page.spec.garbled), 2):
        if one.spec.design == other.spec.design:
            ours, theirs = html.unescape(one.content), html.unescape(other.content)
            assert not [entry for entry in entries if entry in ours and entry in theirs], (one.spec.id, other.spec.id)


def test_the_halves_share_neither_articles_nor_designs_nor_furniture() -> None:
    for folder in ("articles", "designs"):
        dev, test = ({file.name for file in (PAGES / half / folder).iterdir()} for half in HALVES)
        assert not dev & test
    dev, test = (set().union(*furniture(half).values()) for half in HALVES)
    assert not dev & test
