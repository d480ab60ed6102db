"""Pages are rendered the same at every run, and ingest is judged by what the page says, no more and no less."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from schemas import DeadLetterReason
from services.ingest.normalize import Outcome, Published, Rejected, Unsupported
from tests.unit.reports import make_article
from training.score.page_set import Page, read_article, read_pages
from training.score.pages import Judgement, body_f1, judge, score, scores_of
from training.score.scorer import BadDataError

ARTICLE = """
# Fair opens in Lyon

A fair [opened](/fair) in Lyon on Monday, and three hundred bakers brought their best loaves to the old station.

## Prizes

1. a loaf of gold;
2. a loaf of rye.

| Baker | Loaves |
| First | 12 |
"""
DESIGN = """<html><head><title>{{ title }}</title></head><body><h1>{{ title }}</h1><p>By {{ page.byline }}</p>
{% for block in body %}{{ block.element("LYON - " if loop.first else "") }}
{% endfor %}<p>{{ one("ads") }}</p></body></html>
"""
PAGES = """
- {id: a, design: plain.html, article: fair, site: The Loaf, authors: [Jane Doe], dateline: LYON,
   published: 2024-03-04T10:30+01:00, url: "https://loaf.example.com/fair/"}
- {id: b, design: plain.html, article: fair, site: The Loaf, authors: [Jane Doe], dateline: LYON, published: 2024-03-04}
- {id: c, design: copied.txt, article: fair, site: The Loaf, published: 2024-03-04, charset: windows-1252}
- {id: d, design: copied.txt, article: fair, site: The Loaf, published: 2024-03-04, given: {url: "https://loaf.example.com/d"}}
- {id: e, design: copied.txt, article: fair, site: The Loaf, published: 2024-03-04, language: es}
"""
BODY = "\n\n".join(block.text for block in read_article(ARTICLE)[1:4])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("articles", "designs"):
        (tmp_path / name).mkdir()
    (tmp_path / "articles" / "fair.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "designs" / "plain.html").write_text(DESIGN, encoding="utf-8")
    (tmp_path / "designs" / "copied.txt").write_text("{{ body[0].text }} – £5", encoding="utf-8")
    (tmp_path / "furniture.yaml").write_text("ads: [Buy bread., 'Buy {site} bread of {year}.']", encoding="utf-8")
    (tmp_path / "pages.yaml").write_text(PAGES, encoding="utf-8")
    return tmp_path


@pytest.fixture
def page(folder: Path) -> Page:
    return read_pages(folder)[0]


def perfect(page: Page, **changes: object) -> Outcome:
    article = make_article(BODY, published_at=datetime(2024, 3, 4, 9, 30, tzinfo=UTC))
    told = {"title": "Fair opens in Lyon", "dateline": "LYON, France", "authors": ["Jane Doe"]}
    return Published(article.model_copy(update={**told, "url": "https://loaf.example.com/fair", **changes}))


def test_a_page_is_the_article_in_its_design_with_furniture_of_its_own(folder: Path) -> None:
    one, other, *_ = read_pages(folder)
    assert '<p>LYON - A fair <a href="/fair">opened</a> in Lyon' in one.content
    assert "<ol><li>a loaf of gold;</li>\n<li>a loaf of rye.</li></ol>" in one.content
    assert "<tr><td>Baker</td><td>Loaves</td></tr>" in one.content
    endings = {page.content.rsplit("<p>", 1)[1].split("<")[0] for page in (one, other)}
    assert endings == {"Buy bread.", "Buy The Loaf bread of 2024."}
    assert one.paragraphs[1:] == ("Prizes", "a loaf of gold;\na loaf of rye.")


def test_a_page_comes_as_bytes_in_its_charset_or_as_json_with_what_is_known_of_it(folder: Path) -> None:
    *_, copied, fed, _ = read_pages(folder)
    assert copied.value.endswith(b"station. \x96 \xa35")
    assert fed.value.startswith(b'{"url": "https://loaf.example.com/d", "text": "A fair opened')


def test_a_page_of_which_only_the_day_is_known_is_fetched_days_later(folder: Path) -> None:
    assert read_pages(folder)[1].spec.received == datetime(2024, 3, 7, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("file", "content", "problem"),
    [
        ("pages.yaml", "[{id: a}]", "form of a set of pages"),
        ("pages.yaml", PAGES.replace("id: b", "id: a"), "an id twice"),
        ("pages.yaml", "[", "not YAML"),
        ("furniture.yaml", "ads: [Buy bread.]", "takes more ads than"),
        ("designs/plain.html", "{{ nothing }}", "can't be rendered"),
    ],
)
def test_a_set_that_is_not_in_its_form_is_refused(folder: Path, file: str, content: str, problem: str) -> None:
    (folder / file).write_text(content, encoding="utf-8")
    with pytest.raises(BadDataError, match=problem):
        read_pages(folder)


def test_what_is_read_as_the_page_has_it_is_all_right(page: Page) -> None:
    judgement = judge(page, lambda value, received_at: perfect(page))
    assert judgement.body_f1 == 100
    assert set(judgement.right) == {"published", "title", "dateline", "byline", "authors", "url", "language"}
    assert all(judgement.right.values())
    assert scores_of([judgement]).errors == []


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"published_at": datetime(2024, 3, 4, 9, 31, tzinfo=UTC)}, {"published"}),
        ({"title": "Fair opens in Lyon | The Loaf"}, {"title"}),
        ({"dateline": None}, {"dateline"}),
        ({"text": f"LYON - {BODY}"}, {"dateline"}),
        ({"text": f"By JANE DOE\n\n{BODY}"}, {"byline"}),
        ({"authors": []}, {"authors"}),
        ({"url": None}, {"url"}),
        ({"language": "fr"}, {"language"}),
    ],
)
def test_each_thing_that_is_wrong_is_told(page: Page, changes: dict[str, object], wrong: set[str]) -> None:
    judgement = judge(page, lambda value, received_at: perfect(page, **changes))
    assert {name for name, right in judgement.right.items() if not right} == wrong
    assert any(line.startswith(f"a: {wrong.copy().pop()}: expected") for line in scores_of([judgement]).errors)


def test_a_day_is_right_at_any_time_of_it(folder: Path) -> None:
    page = read_pages(folder)[1]
    assert judge(page, lambda value, received_at: perfect(page)).right["published"]


def test_a_rejected_page_is_lost_and_all_of_it_wrong(page: Page) -> None:
    judgement = judge(page, lambda value, received_at: Rejected(DeadLetterReason.unusable_page, "no body"))
    assert judgement.body_f1 == 0
    assert not any(judgement.right.values())
    assert scores_of([judgement]).metrics["lost_html"] == 1


def test_of_a_page_in_another_language_only_that_is_judged(folder: Path) -> None:
    page = read_pages(folder)[4]
    told: list[Judgement] = [
        judge(page, lambda value, received_at, tag=tag: Unsupported(tag, "1")) for tag in ("es-MX", "pt")
    ]
    assert [judgement.right for judgement in told] == [{"language": True}, {"language": False}]
    assert "body_f1_text" not in scores_of(told).metrics


def test_the_body_is_compared_word_by_word_whatever_the_order_and_the_lines() -> None:
    assert body_f1("Two\n\nONE", ["One two"]) == 100
    assert body_f1("one two three one", ["one two"]) == pytest.approx(200 * 2 / 6)
    assert body_f1("", ["one"]) == 0


def test_a_table_and_a_standfirst_are_neither_wanted_nor_too_much() -> None:
    assert body_f1("one two", ["one two"], ["three one"]) == 100
    assert body_f1("one two three one", ["one two"], ["three one"]) == 100
    assert body_f1("one two four", ["one two"], ["three"]) < 100


def test_the_words_that_are_too_much_and_too_few_are_shown_where_they_stand(page: Page) -> None:
    text = BODY.replace("Prizes", "Buy bread on Monday.")
    errors = scores_of([judge(page, lambda value, received_at: perfect(page, text=text))]).errors
    assert errors == ["a: too much (4 words): Buy bread on Monday.", "a: missing (1 words): Prizes"]


def test_ingest_as_it_is_reads_a_plain_page(folder: Path) -> None:
    scores = score(folder)
    assert scores.metrics["published_html"] == 0  # the design shows no date
    assert scores.metrics["title_html"] == 100
    assert scores.metrics["lost_html"] == 0
    assert "trafilatura_f1" in scores.table
