"""Scores ingest on a set of pages: body, times, title, dateline, byline, authors, canonical URL, language.

Every page and text goes through ingest as it is in this tree. Beside the F1 of the body stands that of plain
trafilatura for pages, and for texts that of the text as it came.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from schemas import Article
from services.ingest.canonical_url import canonical_url
from services.ingest.normalize import Outcome, Published, Rejected, Unsupported, to_article

from .page_set import Kind, Page, read_pages
from .scorer import Scores, f1, percent, with_progress

HELP = "ingest on pages of our own making: PATH is one half of the set, as tests/quality/pages/dev"
BASELINES: dict[Kind, str] = {"html": "trafilatura_f1", "text": "as_scraped_f1"}
"""What stands beside the F1 of the body, by the kind of page."""
JUDGED = ("published", "modified", "title", "dateline", "byline", "authors", "url", "language")
_WORD = re.compile(r"\w+")
_OPENING_WORDS = 6
_SHOWN_CHARS = 90


@dataclass(frozen=True)
class Judgement:
    """What was found on a page."""

    page: Page
    outcome: Outcome
    body_f1: float | None
    """In percent; null in a language that ingest does not take, where there is no body to be had."""
    baseline_f1: float | None
    """The same of plain trafilatura, or of the text as it came."""
    right: dict[str, bool] = field(default_factory=dict)
    """By what was judged; what the page does not have is not judged."""


def score(path: Path) -> Scores:
    """Score the pages of the set at `path`."""
    return scores_of([judge(page) for page in with_progress(read_pages(path), "pages")])


def judge(page: Page, normalize: Callable[..., Outcome] = to_article) -> Judgement:
    """What ingest makes of a page, against the truth."""
    outcome = normalize(page.value, received_at=page.spec.received)
    if page.spec.language != "en":
        told = isinstance(outcome, Unsupported) and outcome.language.split("-")[0] == page.spec.language
        return Judgement(page, outcome, None, None, {"language": told})
    article = outcome.article if isinstance(outcome, Published) else None
    return Judgement(
        page=page,
        outcome=outcome,
        body_f1=body_f1(article.text if article else "", page.paragraphs, page.either),
        baseline_f1=body_f1(_baseline(page), page.paragraphs, page.either),
        right=_verdicts(page, article),
    )


def body_f1(found: str, wanted: Sequence[str], either: Sequence[str] = ()) -> float:
    """F1 in percent over the multisets of lower-cased words; what is `either` is neither wanted nor too much."""
    got, truth = Counter(words(found)), Counter(words(" ".join(wanted)))
    got -= (got - truth) & Counter(words(" ".join(either)))
    return f1((got & truth).total(), got.total(), truth.total())


def words(text: str) -> list[str]:
    """Runs of letters and digits, in lower case."""
    return _WORD.findall(text.lower())


def _run(text: str) -> str:
    """The words of a text in one line, with a space before and after each."""
    return f" {' '.join(words(text))} "


def _baseline(page: Page) -> str:
    if page.kind == "text":
        return page.content
    import trafilatura  # here, because `--help` need not wait for it

    return trafilatura.extract(page.content) or ""


def _verdicts(page: Page, article: Article | None) -> dict[str, bool]:
    spec = page.spec
    right = {
        "published": article is not None and _same_time(article.published_at, spec.published),
        "title": article is not None and words(article.title or "") == words(page.title),
        "dateline": article is not None and _dateline_is_off(page, article),
        "language": article is not None and article.language == "en",
    }
    if spec.modified:
        right["modified"] = article is not None and _same_time(article.revised_at, spec.modified)
    if spec.authors:
        right["byline"] = article is not None and not any(_run(name) in _run(article.text) for name in spec.authors)
        right["authors"] = article is not None and sorted(map(_run, article.authors)) == sorted(map(_run, spec.authors))
    if spec.url:
        right["url"] = article is not None and article.url == canonical_url(spec.url)
    return right


def _same_time(found: datetime, wanted: datetime | date) -> bool:
    """To the minute, or the day in UTC where the page gives no more."""
    if isinstance(wanted, datetime):
        return found.replace(second=0, microsecond=0) == wanted
    return found.astimezone(UTC).date() == wanted


def _dateline_is_off(page: Page, article: Article) -> bool:
    """Whether the dateline is known, if there is one, and a paragraph begins with the words that follow it."""
    place, found = words(page.spec.dateline or ""), words(article.dateline or "")
    is_known = found[: len(place)] == place if place else not found
    opening = words(page.paragraphs[0])[:_OPENING_WORDS]
    return is_known and any(words(line)[:_OPENING_WORDS] == opening for line in article.text.splitlines())


def scores_of(judgements: Sequence[Judgement]) -> Scores:
    """The figures for pages and for texts, the table and the errors."""
    metrics: dict[str, float] = {}
    rows = [f"{'':<16}{'html':>7}  {'':<12}{'text':>7}"]
    columns = {kind: dict(_figures([j for j in judgements if j.page.kind == kind], kind)) for kind in BASELINES}
    for name in ("body_f1", *BASELINES.values(), *JUDGED, "lost"):
        cells = []
        for kind, column in columns.items():
            value, counts = column.get(name, (None, ""))
            if value is not None:
                metrics[f"{name}_{kind}"] = value
            cells.append(f"{'-' if value is None else format(value, '.1f'):>7}  {counts:<12}")
        rows.append(f"{name:<16}{''.join(cells)}".rstrip())
    return Scores(metrics, "\n".join(rows), [line for judgement in judgements for line in _errors(judgement)])


def _figures(judgements: Sequence[Judgement], kind: Kind) -> Iterator[tuple[str, tuple[float, str]]]:
    """Name, value in percent (`lost`: how many) and the counts behind it."""
    yield from _mean("body_f1", [j.body_f1 for j in judgements])
    yield from _mean(BASELINES[kind], [j.baseline_f1 for j in judgements])
    for name in JUDGED:
        verdicts = [j.right[name] for j in judgements if name in j.right]
        if verdicts:
            yield name, (percent(sum(verdicts), len(verdicts)), f"{sum(verdicts)} of {len(verdicts)}")
    if judgements:
        yield "lost", (float(sum(isinstance(j.outcome, Rejected) for j in judgements)), f"of {len(judgements)}")


def _mean(name: str, values: Iterable[float | None]) -> Iterator[tuple[str, tuple[float, str]]]:
    known = [value for value in values if value is not None]
    if known:
        yield name, (sum(known) / len(known), f"mean of {len(known)}")


def _errors(judgement: Judgement) -> Iterator[str]:
    page, outcome = judgement.page, judgement.outcome
    article = outcome.article if isinstance(outcome, Published) else None
    if article is None and not all(judgement.right.values()):
        yield f"{page.spec.id}: no article: {outcome}"
        return
    got: Mapping[str, object] = _shown(article) if article else {}
    expected = _expected(page)
    for name, right in judgement.right.items():
        if not right:
            yield f"{page.spec.id}: {name}: expected {expected[name]}, got {got.get(name)}"
    if article and page.spec.language == "en":
        yield from _body_errors(page, article)


def _shown(article: Article) -> dict[str, object]:
    opening = f"{article.dateline!r} and {article.text[:_SHOWN_CHARS]!r}"
    return {
        "published": article.published_at,
        "modified": article.revised_at,
        "title": article.title,
        "dateline": opening,
        "byline": "a name in the body",
        "authors": article.authors,
        "url": article.url,
        "language": article.language,
    }


def _expected(page: Page) -> dict[str, object]:
    spec = page.spec
    return {
        "published": spec.published,
        "modified": spec.modified,
        "title": page.title,
        "dateline": f"{spec.dateline!r} and {page.paragraphs[0][:_SHOWN_CHARS]!r}",
        "byline": "none",
        "authors": spec.authors,
        "url": spec.url,
        "language": spec.language,
    }


def _body_errors(page: Page, article: Article) -> Iterator[str]:
    """Lines with words that the body should not have, and paragraphs with words that it lacks."""
    found, truth = Counter(words(article.text)), Counter(words(" ".join(page.paragraphs)))
    surplus, missing = found - truth - Counter(words(" ".join(page.either))), truth - found
    wanted = _run(" ".join(page.paragraphs))
    # Lines that are not of the article come first: the words that are too much are most likely theirs.
    for line in sorted(article.text.splitlines(), key=lambda line: _run(line) in wanted):
        taken = Counter(words(line)) & surplus
        surplus -= taken
        if taken:
            yield f"{page.spec.id}: too much ({taken.total()} words): {line[:_SHOWN_CHARS]}"
    given = _run(article.text)
    for paragraph in sorted(page.paragraphs, key=lambda paragraph: _run(paragraph) in given):
        taken = Counter(words(paragraph)) & missing
        missing -= taken
        if taken:
            yield f"{page.spec.id}: missing ({taken.total()} words): {paragraph[:_SHOWN_CHARS]}"
