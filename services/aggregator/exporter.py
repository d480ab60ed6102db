"""The rolling counts for Prometheus: computed at each scrape from the partitions that are this worker's now.

Series are bounded: the biggest rows are kept, the rest is summed into `other` and counted. A partition that leaves
takes its series along, so that a sum over all workers is the truth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from services.runtime import metrics

from .atlas import Atlas
from .state import PartitionState
from .tallies import WINDOWS, Count, WindowCounts

OTHER = "other"
Windows = Mapping[str, Count]


class RollingCounts(Collector):
    """Collects the counts of several partitions.

    Args:
        states: the partitions held now, by number.
        clock: what the windows of a partition are counted back from; null while it has seen nothing.
        drift: rows that the last recount of each partition had to mend.
        max_rows: series kept of each kind; the rest is summed.
        atlas: where locations lie.
    """

    def __init__(
        self,
        states: Mapping[int, PartitionState],
        *,
        clock: Callable[[PartitionState], datetime | None],
        drift: Mapping[int, int],
        max_rows: int,
        atlas: Atlas,
    ) -> None:
        self._states = states
        self._clock = clock
        self._drift = drift
        self._max_rows = max_rows
        self._atlas = atlas

    def describe(self) -> Iterable[Metric]:
        """Names of the gauges, without computing them."""
        return [GaugeMetricFamily(name, text) for name, text in metrics.ROLLING_HELP.items()]

    def collect(self) -> Iterable[Metric]:
        """The gauges now."""
        gauges = _Gauges()
        counted: list[WindowCounts] = []
        for partition, state in sorted(self._states.items()):
            now = self._clock(state)
            if now is not None:
                counted.append(state.windows(now))
                gauges.add(metrics.clock_seconds, ["partition"], [str(partition)], now.timestamp())
            gauges.add(metrics.active_incidents, ["partition"], [str(partition)], state.active_incidents)
            gauges.add(metrics.live_reports, ["partition"], [str(partition)], state.live_reports)
            gauges.add(metrics.tally_drift, ["partition"], [str(partition)], self._drift.get(partition, 0))
        dropped = self._counts(gauges, counted)
        for kind, number in dropped.items():
            gauges.add(metrics.series_dropped, ["kind"], [kind], number)
        return gauges.families()

    def _counts(self, gauges: _Gauges, counted: list[WindowCounts]) -> dict[str, int]:
        rows = summed((key, windows) for each in counted for key, windows in each.rows.items())
        locations = summed(((key,), windows) for each in counted for key, windows in each.locations.items())
        actors = summed((key, windows) for each in counted for key, windows in each.actors.items())
        types = summed(((key,), windows) for each in counted for key, windows in each.types.items())
        kinds = (
            ("location_actor", rows, ["location", "actor", "role"], metrics.rolling_incidents, metrics.rolling_deaths),
            ("location", locations, ["location"], metrics.incidents_by_location, metrics.deaths_by_location),
            ("actor", actors, ["actor", "role"], metrics.incidents_by_actor, None),
            ("type", types, ["sub_event_type"], metrics.incidents_by_type, None),
        )
        dropped = {}
        for kind, values, labels, incidents, deaths in kinds:
            kept, dropped[kind] = bounded(values, self._max_rows)
            if kind == "location":
                self._places(gauges, (location for (location,) in kept))
            for key, windows in kept.items():
                for window, count in windows.items():
                    gauges.add(incidents, ["window", *labels], [window, *key], count.incidents)
                    if deaths is not None:
                        gauges.add(deaths, ["window", *labels], [window, *key], count.deaths)
        return dropped

    def _places(self, gauges: _Gauges, locations: Iterable[str]) -> None:
        for location in locations:
            spot = self._atlas.spot(location)
            if spot is not None:
                labels = [location, spot.name, str(spot.latitude), str(spot.longitude)]
                gauges.add(metrics.place_info, ["location", "name", "latitude", "longitude"], labels, 1)


def bounded(values: Mapping[tuple[str, ...], Windows], max_rows: int) -> tuple[dict[tuple[str, ...], Windows], int]:
    """The `max_rows` biggest rows, all others summed into one of `other`, and how many those were."""
    ranked = sorted(values, key=lambda key: (-values[key]["30d"].incidents, key))
    kept = {key: values[key] for key in ranked[:max_rows]}
    rest = ranked[max_rows:]
    if rest:
        kept |= summed(((OTHER,) * len(rest[0]), values[key]) for key in rest)
    return kept, len(rest)


def summed(rows: Iterable[tuple[tuple[str, ...], Windows]]) -> dict[tuple[str, ...], Windows]:
    """Rows of one key added up: what several partitions have of an actor or a type."""
    sums: dict[tuple[str, ...], Windows] = {}
    for key, windows in rows:
        before = sums.get(key)
        sums[key] = windows if before is None else {name: _plus(before[name], windows[name]) for name in WINDOWS}
    return sums


def _plus(one: Count, other: Count) -> Count:
    return Count(one.incidents + other.incidents, one.deaths + other.deaths)


class _Gauges:
    def __init__(self) -> None:
        self._families: dict[str, GaugeMetricFamily] = {}

    def add(self, name: str, labels: list[str], values: list[str], value: float) -> None:
        family = self._families.get(name)
        if family is None:
            family = self._families[name] = GaugeMetricFamily(name, metrics.ROLLING_HELP[name], labels=labels)
        family.add_metric(values, value)

    def families(self) -> list[Metric]:
        return list(self._families.values())
