"""The exporter: every incident in the sums, the biggest rows by name, the rest together."""

from __future__ import annotations

from datetime import datetime

from services.aggregator.atlas import Atlas, Spot
from services.aggregator.exporter import OTHER, RollingCounts, Windows, bounded
from services.aggregator.state import PartitionState
from services.aggregator.tallies import WINDOWS, Count
from services.runtime import metrics

from . import factories

ATLAS = Atlas(spots={"IQ/01": Spot("Al Anbar, Iraq", 33.0, 41.8), "SY/-": Spot("Syria", 35.0, 38.0)})

Sums = dict[tuple[str, ...], float]


def counts(incidents: int) -> dict[str, Count]:
    return dict.fromkeys(WINDOWS, Count(incidents, 2 * incidents))


def gauges(states: dict[int, PartitionState], *, max_rows: int = 100) -> dict[str, Sums]:
    """Values of each gauge by label values."""

    def clock(state: PartitionState) -> datetime | None:
        return state.newest_published_at

    found: dict[str, Sums] = {}
    for family in RollingCounts(states, clock=clock, drift={}, max_rows=max_rows, atlas=ATLAS).collect():
        for sample in family.samples:
            found.setdefault(sample.name, {})[tuple(sample.labels.values())] = sample.value
    return found


def state_of(*countries: str) -> PartitionState:
    state = PartitionState()
    for number, country in enumerate(countries):
        town = factories.city(f"Town {number}", 30 + number, 40, "01", country=country)
        state.apply(factories.report(factories.article(f"outlet{number}"), place=town))
    return state


def test_rows_beyond_the_limit_are_summed_and_nothing_is_lost() -> None:
    rows: dict[tuple[str, ...], Windows] = {(f"L{number}",): counts(number) for number in range(1, 11)}
    kept, dropped = bounded(rows, 3)
    assert dropped == 7
    assert set(kept) == {("L10",), ("L9",), ("L8",), (OTHER,)}
    assert sum(windows["30d"].incidents for windows in kept.values()) == sum(range(1, 11))
    assert sum(windows["30d"].deaths for windows in kept.values()) == 2 * sum(range(1, 11))


def test_few_rows_are_kept_as_they_are() -> None:
    rows: dict[tuple[str, ...], Windows] = {("L1",): counts(1)}
    assert bounded(rows, 3) == (rows, 0)


def test_incidents_of_all_partitions_are_told() -> None:
    found = gauges({0: state_of("IQ", "IQ"), 3: state_of("SY")})
    by_country: dict[str, float] = {}
    for (window, location), value in found[metrics.incidents_by_location].items():
        if window == "30d":
            by_country[location[:2]] = by_country.get(location[:2], 0) + value
    assert by_country == {"IQ": 2, "SY": 1}
    assert sum(found[metrics.active_incidents].values()) == 3


def test_a_partition_that_leaves_takes_its_series_along() -> None:
    states = {0: state_of("IQ"), 3: state_of("SY")}
    del states[3]
    assert not any("SY" in "".join(labels) for labels in gauges(states)[metrics.incidents_by_location])


def test_a_worker_without_incidents_tells_no_counts_and_does_not_fail() -> None:
    assert metrics.rolling_incidents not in gauges({0: PartitionState()})


def test_each_location_with_a_series_has_its_place() -> None:
    found = gauges({0: state_of("IQ", "IQ"), 3: state_of("SY"), 4: state_of("XX")})
    assert found[metrics.place_info] == {
        ("IQ/01", "Al Anbar, Iraq", "33.0", "41.8"): 1,
        ("SY/01", "Syria", "35.0", "38.0"): 1,
    }


def test_what_has_no_series_has_no_place() -> None:
    found = gauges({0: state_of("IQ", "IQ"), 3: state_of("SY")}, max_rows=1)
    assert [location for location, *_ in found[metrics.place_info]] == ["IQ/01"]
