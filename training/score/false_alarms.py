"""Counts the reports that are made of ordinary news, and shows each with its evidence, for checking by hand.

News of the geoparsing sets is taken whole: some of its articles do tell incidents, and whether a report is false is for
a reader to say. Of gold articles only those without incidents are taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from schemas import Article, IncidentReport

from .articles import ingested, read_placed_news
from .gold.reading import read_gold
from .scorer import BadDataError, Scores, extractor, percent, with_progress

HELP = "ordinary news: PATH is an XML file in the form of LGL, TR-News or GeoVirus, or gold articles (*.yaml)"


def score(path: Path) -> Scores:
    """Count the reports of the articles at `path`."""
    articles = read_articles(path)
    reports = [(name, extractor().extract(article)) for name, article in with_progress(articles, "articles")]
    return scores_of(reports)


def read_articles(path: Path) -> list[tuple[str, Article]]:
    """Ordinary articles by name. Raises `BadDataError` when there are none."""
    if path.suffix == ".xml":
        return [(news.id, news.article) for news in read_placed_news(path)]
    items = [item for item in read_gold(path) if not item.incidents]
    if not items:
        raise BadDataError(f"{path} has no article without incidents")
    return [(i.id, ingested(i.text, published=i.published, title=i.title)) for i in items]


def scores_of(reports: Sequence[tuple[str, Sequence[IncidentReport]]]) -> Scores:
    """The figure over all articles, each by name with its reports."""
    made = [(name, report) for name, of_article in reports for report in of_article]
    alarmed = sum(bool(of_article) for _, of_article in reports)
    metrics = {"reports_per_100": percent(len(made), len(reports))}
    table = (
        f"reports_per_100  {metrics['reports_per_100']:7.1f}  {len(made)} reports of {alarmed} articles, "
        f"{len(reports)} articles in all"
    )
    return Scores(metrics, table, [_shown(name, report) for name, report in made])


def _shown(name: str, report: IncidentReport) -> str:
    marks = f"{report.confidence:.2f}{', historical' if report.historical else ''}"
    evidence = " | ".join(" ".join(words.text.split()) for words in report.evidence)
    return f"{name}: {report.sub_event_type} ({marks}): {report.summary}\n    {evidence}"
