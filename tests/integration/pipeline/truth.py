"""What the pipeline must come to, computed in this process: no broker, no tables, no workers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

from schemas import IncidentReport, Retraction
from services.aggregator.state import PartitionState
from services.extractor.extract import EXTRACTOR_VERSION, Extractor
from services.extractor.updates import Row, decide, retractions, row_of
from services.ingest.normalize import to_article
from services.ingest.outcome import Published, Rejected

RECEIVED_AT = datetime(2030, 1, 1, tzinfo=UTC)
"""Stands for the message's time of arrival; articles that a truth is wanted of say when they were fetched."""


@dataclass
class Truth:
    """Outcomes, incidents and tallies of a list of raw values."""

    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    """Dead letters."""
    states: dict[str, PartitionState] = field(default_factory=lambda: defaultdict(PartitionState))
    """By country, which is what reports are keyed by."""
    tallies: dict[str, Any] = field(default_factory=dict)
    """Rows of the tallies table."""

    def incidents(self) -> dict[str, Any]:
        """Active incidents by id, without their revision, which counts how often they changed on the way."""
        return {
            incident.id: incident.model_dump(mode="json", exclude={"revision"})
            for state in self.states.values()
            for incident in state.incidents()
        }

    def tell(self, message: IncidentReport | Retraction) -> None:
        """Take a report or retraction."""
        for key, row in self.states[message.key].apply(message).tallies.items():
            if row is None:
                self.tallies.pop(key, None)
            else:
                self.tallies[key] = row


@cache
def extractor() -> Extractor:
    """Loaded once."""
    return Extractor.load(None)


def truth_of(values: Iterable[bytes]) -> Truth:
    """The truth of raw values in this order."""
    truth = Truth()
    rows: dict[str, Row] = {}
    for offset, value in enumerate(values):
        outcome = to_article(value, received_at=RECEIVED_AT)
        if isinstance(outcome, Rejected):
            truth.outcomes["dead_lettered"] += 1
            truth.reasons[outcome.reason.value] += 1
            continue
        if not isinstance(outcome, Published):
            truth.outcomes["unsupported_language"] += 1
            continue
        truth.outcomes["published"] += 1
        article = outcome.article
        row = rows.get(article.id)
        decision = decide(row, article, extractor=EXTRACTOR_VERSION, offset=offset)
        if not decision.extract:
            truth.outcomes[str(decision.outcome)] += 1
            rows[article.id] = decision.row or rows[article.id]
            continue
        reports: list[IncidentReport] = extractor().extract(article)
        truth.outcomes["extracted" if reports else "irrelevant"] += 1
        for report in reports:
            truth.tell(report)
        for retraction in retractions(row, article, reports):
            truth.tell(retraction)
        rows[article.id] = row_of(row, article, reports, extractor=EXTRACTOR_VERSION, offset=offset)
    return truth
