"""The rolling counts as an aggregator's /metrics tells them."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from services.runtime import metrics
from services.runtime.errors import BrokenDependencyError

FETCH_TIMEOUT = 5.0


@dataclass(frozen=True)
class Sample:
    """One value of one series."""

    name: str
    labels: dict[str, str]
    value: float


def scrape(urls: Iterable[str]) -> list[Sample]:
    """All samples of several workers' /metrics.

    Raises:
        BrokenDependencyError: one of them did not answer.
    """
    from prometheus_client.parser import text_string_to_metric_families

    samples = []
    for url in urls:
        if not url.startswith(("http://", "https://")):
            raise BrokenDependencyError(f"{url} is no address of a /metrics page: it begins with http://.")
        try:
            with urllib.request.urlopen(url, timeout=FETCH_TIMEOUT) as answer:  # noqa: S310  (http only, checked above)
                text = answer.read().decode()
        except (OSError, urllib.error.URLError) as error:
            raise BrokenDependencyError(
                f"No answer from {url} ({error}). Is an aggregator running there? See --metrics-url."
            ) from error
        for family in text_string_to_metric_families(text):
            samples += [Sample(sample.name, dict(sample.labels), sample.value) for sample in family.samples]
    return samples


@dataclass(frozen=True)
class Count:
    """Incidents and deaths of one series in each window."""

    labels: dict[str, str]
    incidents: dict[str, int]
    deaths: dict[str, int]


def rolling_counts(samples: Iterable[Sample]) -> list[Count]:
    """Counts by location, actor and role, biggest first; of several workers, whose locations differ, all together."""
    return _counts(samples, metrics.rolling_incidents, metrics.rolling_deaths)


def location_counts(samples: Iterable[Sample]) -> list[Count]:
    """Counts by location, biggest first."""
    return _counts(samples, metrics.incidents_by_location, metrics.deaths_by_location)


def clock(samples: Iterable[Sample]) -> datetime | None:
    """The newest clock that the windows are counted back from, or null while there is none."""
    times = [sample.value for sample in samples if sample.name == metrics.clock_seconds and sample.value > 0]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def _counts(samples: Iterable[Sample], incidents_name: str, deaths_name: str) -> list[Count]:
    found: dict[tuple[tuple[str, str], ...], Count] = defaultdict(lambda: Count({}, {}, {}))
    for sample in samples:
        if sample.name not in (incidents_name, deaths_name):
            continue
        labels = dict(sample.labels)
        window = labels.pop("window")
        key = tuple(sorted(labels.items()))
        count = found.setdefault(key, Count(labels, {}, {}))
        values = count.incidents if sample.name == incidents_name else count.deaths
        values[window] = values.get(window, 0) + int(sample.value)
    return sorted(found.values(), key=lambda count: (-count.incidents.get("30d", 0), sorted(count.labels.items())))
