"""The HTML page: the article's own words, marks where offsets say, links that lead somewhere, nothing from outside."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from schemas import (
    ActorKind,
    ActorRole,
    Article,
    AttributionValue,
    Evidence,
    IncidentReport,
    ReportActor,
    ReportAttribution,
    ReportTarget,
    Span,
    TargetKind,
)
from services.cli import app
from services.extractor.report_html import Mark, pieces, render

from ..reports import make_article, make_report

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "schemas/examples"
SEED = ROOT / "seeds/iraq-syria-bases.txt"
VOID = {"meta", "br", "link", "img", "input"}


class Page(HTMLParser):
    """What a browser would make of the page: its elements, their ids, and the words within each marked text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str]]] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.marked: list[tuple[frozenset[str], str]] = []
        """Each run of a text, with the classes of all elements around it within the text."""
        self.ids: list[str] = []
        self.words = ""
        self.feed(source)
        self.close()
        assert self.open == [], "elements are left open"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        self.ids += [given["id"]] if "id" in given else []
        if given.get("class") == "text":
            self.texts.append("")
        if tag not in VOID:
            self.open.append((tag, given))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        self.words += data
        within = [given.get("class", "") for _, given in self.open]
        if "text" in within:
            self.texts[-1] += data
            classes = " ".join(within[within.index("text") + 1 :]).split()
            self.marked.append((frozenset(classes), data))

    def words_of(self, kind: str) -> str:
        """All words of the texts that are marked as `kind`."""
        return "".join(words for classes, words in self.marked if kind in classes)


def _examples() -> list[tuple[Article, list[IncidentReport]]]:
    articles = [Article.model_validate_json(file.read_text()) for file in sorted(EXAMPLES.glob("Article/valid/*"))]
    files = sorted(EXAMPLES.glob("IncidentReport/valid/*"))
    reports = [IncidentReport.model_validate_json(file.read_text()) for file in files]
    return [(article, [found for found in reports if found.article.id == article.id]) for article in articles]


def _span(text: str, words: str) -> Span:
    return Span(start=text.index(words), end=text.index(words) + len(words))


def test_each_article_of_the_examples_keeps_its_words_code_point_for_code_point() -> None:
    examples = _examples()
    assert Page(render(examples)).texts == [article.text for article, _ in examples]


def test_marks_of_the_examples_cover_the_words_that_their_slots_claim() -> None:
    for article, reports in _examples():
        page = Page(render([(article, reports)]))
        assert reports
        for report in reports:
            for actor in report.actors:
                assert actor.text in page.words_of(actor.role.value)
            for weapon in report.weapons:
                assert weapon.text in page.words_of("weapon")
            for target in report.targets:
                assert target.text in page.words_of("target")
            for item in report.evidence:
                assert item.text in page.words_of("evidence")


def test_every_link_leads_to_one_place_in_the_page() -> None:
    page = Page(render(_examples()))
    links = [given["href"] for tag, given in page.tags if tag == "a"]
    assert len(links) > 20
    assert len(page.ids) == len(set(page.ids))
    assert [link for link in links if not link.startswith("#") or link[1:] not in page.ids] == []


def test_each_evidence_item_is_linked_to_where_it_begins() -> None:
    article = make_article("Calm held. Rockets hit a base. Two died.")
    parts = ["Rockets hit a base.", "Two died."]
    evidence = [Evidence(**_span(article.text, part).model_dump(), text=part) for part in parts]
    source = render([(article, [make_report(article).model_copy(update={"evidence": evidence})])])
    for number, part in enumerate(parts, 1):
        assert f'<a href="#a1i1-e{number}">{part}</a>' in source
        assert re.search(rf'id="a1i1-e{number}"[^>]*></a><span class="evidence a1i1">{part}', source)


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    source = render(_examples())
    page = Page(source)
    assert {"script", "link", "img", "iframe", "object", "base", "form"}.isdisjoint(tag for tag, _ in page.tags)
    assert [given for _, given in page.tags if "src" in given or any(name.startswith("on") for name in given)] == []
    assert not re.search(r"url\(|@import", source)
    assert all(given["href"].startswith("#") for _, given in page.tags if "href" in given)
    assert "default-src 'none'" in source


def test_markup_in_any_field_is_shown_and_never_becomes_markup() -> None:
    hostile = "<script>alert('1')</script>\" onclick=\"x&amp;"
    article = make_article(f"Rebels {hostile} hit a base.").model_copy(
        update=dict.fromkeys(("title", "source", "url", "dateline", "language"), hostile) | {"authors": [hostile]}
    )
    span = _span(article.text, hostile)
    said = ReportAttribution(value=AttributionValue.claimed, said_by=hostile, span=span)
    rebels = ReportActor(
        name=hostile,
        text=hostile,
        span=span,
        kind=ActorKind.rebel_group,
        role=ActorRole.perpetrator,
        attributions=[said],
    )
    report = make_report(article)
    target = ReportTarget(kind=TargetKind.military, name="n" + hostile, text=hostile, span=span)
    update = {"summary": hostile, "id": hostile, "actors": [rebels], "targets": [target]}
    place = report.place.model_copy(update=dict.fromkeys(("name", "city", "admin1", "text"), hostile))
    maker = report.extractor.model_copy(update={"name": hostile, "model": hostile})
    report = report.model_copy(update={**update, "place": place, "extractor": maker})
    other = make_article("Calm.").model_copy(update={"title": hostile})
    page = Page(render([(article, [report]), (other, [])]))
    assert "script" not in {tag for tag, _ in page.tags}
    assert not any(name.startswith("on") for _, given in page.tags for name in given)
    assert page.texts[0] == article.text
    assert page.words.count(hostile) >= 15


def test_crossing_and_nested_spans_of_two_incidents_keep_each_its_own_marks() -> None:
    article = make_article("Rebels of the north army base fell")
    first, second = make_report(article), make_report(article, number=1)
    crossing = ReportActor(
        name="rebels",
        text="Rebels of the north army",
        span=_span(article.text, "Rebels of the north army"),
        kind=ActorKind.rebel_group,
        role=ActorRole.perpetrator,
    )
    hit = ReportTarget(kind=TargetKind.military, text="north army base", span=_span(article.text, "north army base"))
    nested = crossing.model_copy(
        update={"text": "army", "span": _span(article.text, "army"), "role": ActorRole.victim, "name": "army"}
    )
    first = first.model_copy(update={"actors": [crossing]})
    second = second.model_copy(update={"actors": [nested], "targets": [hit]})
    source = render([(article, [first, second])])
    page = Page(source)
    assert page.texts == [article.text]
    assert page.words_of("perpetrator") == "Rebels of the north army"
    assert page.words_of("target") == "north army base"
    assert page.words_of("victim") == "army"
    labels = [
        given["data-label"] for _, given in page.tags if "slot" in given.get("class", "") and "data-label" in given
    ]
    assert sorted(labels) == ["1 perpetrator", "2 target", "2 victim"]


def test_an_article_without_incidents_says_so_and_keeps_its_words() -> None:
    article = make_article("The cup tie was a draw.\n\nNobody was hurt.")
    page = Page(render([(article, [])]))
    assert "No incident was found in this article." in page.words
    assert page.texts == [article.text]


def test_a_report_of_another_text_is_refused_rather_than_marked_wrongly() -> None:
    long, short = make_article("Rockets hit a base near the town."), make_article("Calm.")
    with pytest.raises(ValueError, match="is not of this text"):
        render([(short, [make_report(long)])])


@given(
    text=st.text(alphabet="ab<&\n \U0001f6a9é", min_size=1, max_size=40),
    edges=st.lists(st.tuples(st.integers(0, 39), st.integers(1, 40)), max_size=6),
)
def test_pieces_make_up_the_text_and_carry_exactly_the_marks_that_cover_them(
    text: str, edges: list[tuple[int, int]]
) -> None:
    fitting = [(start, end) for start, end in edges if start < end <= len(text)]
    marks = [Mark(start, end, "place", "place", number) for number, (start, end) in enumerate(fitting, 1)]
    cut = list(pieces(text, marks))
    assert "".join(text[piece.start : piece.end] for piece in cut) == text
    for piece in cut:
        for position in range(piece.start, piece.end):
            assert set(piece.marks) == {mark for mark in marks if mark.start <= position < mark.end}


def test_control_characters_are_shown_without_moving_the_offsets() -> None:
    article = make_article("Rockets\x00\x0chit a base.")
    assert Page(render([(article, [make_report(article)])])).texts == ["Rockets\ufffd\ufffdhit a base."]


def test_the_command_writes_the_page_and_tells_of_it_on_standard_error(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    run = CliRunner().invoke(app, ["extract", str(SEED), "--html", str(file)])
    assert run.exit_code == 0, run.output
    assert run.stdout == ""
    assert str(file) in run.stderr
    assert Page(file.read_text(encoding="utf-8")).words_of("evidence")


def test_the_command_prints_too_when_told_how(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    run = CliRunner().invoke(app, ["extract", str(SEED), "--jsonl", "--html", str(file)])
    reports = [IncidentReport.model_validate_json(line) for line in run.stdout.splitlines()]
    assert reports
    assert all(f">{report.id}<" in file.read_text(encoding="utf-8") for report in reports)


def test_a_page_in_a_folder_that_does_not_exist_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text("Calm held.")
    run = CliRunner().invoke(app, ["extract", str(tmp_path / "news.txt"), "--html", str(tmp_path / "no/page.html")])
    assert run.exit_code == 2
    assert "--html" in run.output
