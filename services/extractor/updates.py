"""Duplicates, updates and what to withdraw: the extractor's row of an article, and what follows from a next version.

Versions of one article are ordered by (`revised_at`, `fetched_at`). A version whose content was seen before changes
nothing, unless it says that it appeared later than all others: feeding an article again is no revision of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from schemas import Article, IncidentReport, Retraction, RetractionReason

Row = dict[str, Any]
"""Row of one article: `content_sha256`, `revised_at`, `fetched_at`, `extractor`, `outcome`, `reports` (pairs of report
id and key), `seen` (contents of other versions), `offset` (of the message that it was written for)."""

Outcome = Literal["extracted", "irrelevant", "duplicate", "superseded"]

MAX_SEEN = 16
"""Contents of other versions that are remembered of one article."""


@dataclass(frozen=True)
class Decision:
    """What to do with a version of an article."""

    extract: bool
    outcome: Outcome | None
    """What to count, where nothing is extracted."""
    row: Row | None
    """The row to write where nothing is extracted; null: as it is."""


def decide(row: Row | None, article: Article, *, extractor: str, offset: int) -> Decision:
    """Whether `article` is to be extracted.

    Args:
        row: the article's row, or null when no version has been seen.
        extractor: version of the extractor that would make the reports.
        offset: of the message; one that the row was written for is a redelivery, and counts as it did.
    """
    if row is None:
        return Decision(True, None, None)
    if row["offset"] == offset and article.content_sha256 in (row["content_sha256"], *row["seen"]):
        return Decision(False, row["outcome"], None)
    version, held = _version(article), (_instant(row["revised_at"]), _instant(row["fetched_at"]))
    if article.content_sha256 == row["content_sha256"]:
        if row["extractor"] != extractor and version >= held:
            return Decision(True, None, None)
        return Decision(False, "duplicate", row | _stamp(article) if version[0] > held[0] else None)
    if article.content_sha256 in row["seen"] and article.revised_at <= held[0]:
        return Decision(False, "duplicate", None)
    if version <= held:
        seen = [*row["seen"], article.content_sha256][-MAX_SEEN:]
        return Decision(False, "superseded", row | {"seen": seen, "offset": offset, "outcome": "superseded"})
    return Decision(True, None, None)


def row_of(row: Row | None, article: Article, reports: Sequence[IncidentReport], *, extractor: str, offset: int) -> Row:
    """The row once `reports` have been made of `article`."""
    before = [] if row is None else [*row["seen"], row["content_sha256"]]
    return {
        "content_sha256": article.content_sha256,
        **_stamp(article),
        "extractor": extractor,
        "outcome": "extracted" if reports else "irrelevant",
        "reports": [[report.id, report.key] for report in reports],
        "seen": [content for content in before if content != article.content_sha256][-MAX_SEEN:],
        "offset": offset,
    }


def retractions(row: Row | None, article: Article, reports: Sequence[IncidentReport]) -> list[Retraction]:
    """What the reports of the row say that `reports` no longer do, each under the key that it went to."""
    if row is None:
        return []
    kept = {report.id for report in reports}
    same = row["content_sha256"] == article.content_sha256
    return [
        Retraction(
            id=report,
            article_id=article.id,
            revised_at=article.revised_at,
            fetched_at=article.fetched_at,
            reason=RetractionReason.re_extracted if same else RetractionReason.updated,
            country=country,
        )
        for report, country in row["reports"]
        if report not in kept
    ]


def _version(article: Article) -> tuple[datetime, datetime]:
    return (article.revised_at, article.fetched_at)


def _stamp(article: Article) -> dict[str, str]:
    return {"revised_at": article.revised_at.isoformat(), "fetched_at": article.fetched_at.isoformat()}


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
