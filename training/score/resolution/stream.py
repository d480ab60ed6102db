"""The articles of the set through the services' own code: ingest, extractor with its updates, aggregator."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from schemas import Article, IncidentReport, Retraction
from services.aggregator.state import PartitionState
from services.extractor.updates import Row, retractions, row_of
from services.ingest.normalize import to_article
from services.ingest.outcome import Published

from ..scorer import BadDataError
from .labels import LabelledArticle

Extract: TypeAlias = Callable[[Article], Sequence[IncidentReport]]


@dataclass(frozen=True)
class Telling:
    """A version of an article, and the reports made of it."""

    labelled: LabelledArticle
    article: Article
    reports: Sequence[IncidentReport]
    failure: str | None = None
    """Why there are none, where the extractor broke down on it: then it is a dead letter."""


@dataclass(frozen=True)
class Resolved:
    """What stands at the end of a stream."""

    tellings: list[Telling]
    """The newest version of each article."""
    incident_of: dict[str, str]
    """Incident id of each live report, by report id."""
    revived: list[str]
    """Reports of older versions that are part of an incident all the same: there must be none."""


def published(articles: Sequence[LabelledArticle]) -> Iterator[tuple[LabelledArticle, Article]]:
    """What ingest makes of each version, in the order given.

    Raises:
        BadDataError: ingest takes one for no English article.
    """
    by_id = {article.id: article for article in articles}
    for labelled in articles:
        first = _first_version(labelled, by_id)
        message = {
            "url": f"https://{_host(first.outlet)}.example/{first.id}",
            "source": labelled.outlet,
            "title": labelled.title,
            "text": labelled.text,
            "published": first.published.isoformat(),
        }
        if first is not labelled:
            message["modified"] = labelled.published.isoformat()
        outcome = to_article(json.dumps(message).encode(), received_at=labelled.published)
        if not isinstance(outcome, Published):
            raise BadDataError(f"ingest does not take {labelled.id} as an article: {outcome}")
        yield labelled, outcome.article


def _first_version(article: LabelledArticle, by_id: Mapping[str, LabelledArticle]) -> LabelledArticle:
    while article.revises is not None:
        article = by_id[article.revises]
    return article


def _host(outlet: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", outlet.lower()).strip("-") or "outlet"


def tell(articles: Sequence[LabelledArticle], extract: Extract) -> Iterator[Telling]:
    """Each version with the reports that `extract` makes of it, in the order given."""
    for labelled, article in published(articles):
        try:
            yield Telling(labelled, article, extract(article))
        except Exception as problem:  # the service, too, goes on with the next article
            yield Telling(labelled, article, (), f"{type(problem).__name__}: {' '.join(str(problem).split())}")


def newest_of(tellings: Iterable[Telling]) -> list[Telling]:
    """Of several versions of an article the last one told."""
    return list({telling.article.id: telling for telling in tellings}.values())


def resolve(tellings: Iterable[Telling]) -> Resolved:
    """What the aggregator makes of the reports, and of the retractions of those that a newer version no longer makes.

    All countries go into one partition: reports of different ones are never compared.
    """
    state = PartitionState()
    tellings = list(tellings)
    rows: dict[str, Row] = {}
    for offset, telling in enumerate(tellings):
        article, reports = telling.article, telling.reports
        messages: list[IncidentReport | Retraction] = [*reports, *retractions(rows.get(article.id), article, reports)]
        for message in messages:
            state.apply(message)
        rows[article.id] = row_of(rows.get(article.id), article, reports, extractor="scored", offset=offset)
    incident_of = {member.id: incident.id for incident in state.incidents() for member in incident.reports}
    newest = newest_of(tellings)
    standing = {report.id for telling in newest for report in telling.reports}
    return Resolved(newest, incident_of, sorted(incident_of.keys() - standing))
