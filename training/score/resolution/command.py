"""Scores resolution: which reports of which articles become one incident.

The whole way is gone: ingest makes articles of the set's texts, the extractor reports and retracts, and the aggregator
resolves. tests/quality/resolution/README.md says what one incident is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ..scorer import Scores, extractor, with_progress
from .figures import Truth, Verdict, errors_of
from .labels import Story
from .own_slots import told_by_labels
from .reading import articles_of, incidents_of, read_stories
from .stream import Extract, Telling, resolve, tell

HELP = "resolution: PATH is a folder of stories told by several articles (tests/quality/resolution/dev) or a file"


def score(path: Path) -> Scores:
    """Score the stories of the file or folder `path`."""
    return scores_of(read_stories(path), extractor().extract)


def scores_of(stories: Sequence[Story], extract: Extract) -> Scores:
    """The figures of the reports that `extract` makes, and of those that the labels alone make."""
    articles = articles_of(stories)
    tellings: list[Telling] = list(with_progress(tell(articles, extract), f"of {len(articles)} articles"))
    resolved = resolve(tellings)
    truth = Truth.of(stories, resolved.tellings)
    verdict = Verdict.of(truth.incident_of, resolved.incident_of, truth.judged)
    at_best = Verdict.of(truth.incident_of, truth.at_best(), truth.judged)
    labels = _of_labels(stories)
    failed = [telling for telling in tellings if telling.failure is not None]
    metrics = {
        "b_cubed_f1": verdict.b_cubed.f1,
        "b_cubed_precision": verdict.b_cubed.precision,
        "b_cubed_recall": verdict.b_cubed.recall,
        "pairwise_f1": verdict.pairwise.f1,
        "pairwise_precision": verdict.pairwise.precision,
        "pairwise_recall": verdict.pairwise.recall,
        "near_misses_kept_apart": verdict.kept_apart,
        "b_cubed_f1_at_best": at_best.b_cubed.f1,
        "b_cubed_f1_of_labels": labels.b_cubed.f1,
        "near_misses_kept_apart_of_labels": labels.kept_apart,
        "reports_told_twice": float(truth.told_twice),
        "reports_of_older_versions": float(len(resolved.revived)),
        "articles_failed": float(len(failed)),
    }
    near_misses = sum(len(story.near_misses) for story in stories)
    told = set(truth.incident_of.values())
    wanted = sum(len(telling.labelled.tells) for telling in resolved.tellings)
    tellings_told = len(truth.incident_of) - truth.told_twice
    counts = {
        "b_cubed_f1": f"{len(truth.incident_of)} reports of {len(told)} incidents; {len(truth.untold)} have none",
        "b_cubed_recall": f"{tellings_told} of {wanted} tellings have a report; {_left_out(truth)} fit no incident",
        "near_misses_kept_apart": f"{len(truth.judged)} of {near_misses} pairs have reports of both",
        "b_cubed_f1_at_best": "were all joined that the aggregator may join",
        "b_cubed_f1_of_labels": "the labels' own type, place and day, and no other slot",
    }
    errors = [f"{telling.labelled.id}: the extractor failed: {telling.failure}" for telling in failed]
    errors += [f"{report}: of an older version, but part of an incident" for report in resolved.revived]
    return Scores(metrics, _table(metrics, counts), [*errors, *errors_of(truth, resolved.incident_of)])


def _left_out(truth: Truth) -> int:
    return len(truth.reports) - len(truth.incident_of)


def _of_labels(stories: Sequence[Story]) -> Verdict:
    told = list(told_by_labels(articles_of(stories), incidents_of(stories)))
    resolved = resolve(telling for telling, _ in told)
    truth = {report: incident for _, of_article in told for report, incident in of_article.items()}
    standing = {report: incident for report, incident in truth.items() if report in resolved.incident_of}
    return Verdict.of(standing, resolved.incident_of, [pair for story in stories for pair in story.near_misses])


def _table(metrics: Mapping[str, float], counts: Mapping[str, str]) -> str:
    return "\n".join(f"{name:<34}{value:7.1f}  {counts.get(name, '')}".rstrip() for name, value in metrics.items())
