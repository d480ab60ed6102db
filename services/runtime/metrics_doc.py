"""docs/metrics.md, made from the metrics themselves: `python -m services.runtime.metrics_doc` writes it."""

from __future__ import annotations

from pathlib import Path

from prometheus_client import Counter, Gauge, Histogram
from prometheus_client.metrics import MetricWrapperBase

from . import metrics

PAGE = Path(__file__).parents[2] / "docs" / "metrics.md"

_TYPES: dict[type[MetricWrapperBase], str] = {Counter: "counter", Gauge: "gauge", Histogram: "histogram"}
_ROLLING_LABELS = {
    metrics.rolling_incidents: ("window", "location", "actor", "role"),
    metrics.rolling_deaths: ("window", "location", "actor", "role"),
    metrics.incidents_by_location: ("window", "location"),
    metrics.incidents_by_actor: ("window", "actor", "role"),
    metrics.incidents_by_type: ("window", "sub_event_type"),
    metrics.deaths_by_location: ("window", "location"),
    metrics.place_info: ("location", "name", "latitude", "longitude"),
    metrics.series_dropped: ("kind",),
    metrics.tally_drift: ("partition",),
    metrics.active_incidents: ("partition",),
    metrics.live_reports: ("partition",),
    metrics.clock_seconds: ("partition",),
}

_HEAD = """# Metrics

Every worker serves these at `/metrics` on its web port (ingest 8081, extractor 8082, aggregator 8083). Made from
`services/runtime/metrics.py` by `python -m services.runtime.metrics_doc`; a test fails when the two differ.

Labels are bounded: of locations, actors and types the biggest `TOCSIN_METRICS_MAX_ROWS` rows have a series of their
own, the rest is summed into `other` and counted in `tocsin_series_dropped`. A location is `IQ/01` (ISO country and
GeoNames admin1 code; `IQ/-` where the division is unknown), a window `1h`, `24h`, `7d` or `30d`, a role `perpetrator`
or `victim`.
Totals are metrics of their own: never sum `tocsin_rolling_incidents` over actors, one incident stands under several.
Besides them stand Python's and the process's own (`process_resident_memory_bytes`, `python_gc_…`).
"""


def page() -> str:
    """The page, as Markdown."""
    rows = [
        (_name(metric), _TYPES[type(metric)], metric._labelnames, metric._documentation)
        for metric in vars(metrics).values()
        if isinstance(metric, MetricWrapperBase)
    ]
    rows += [(name, "gauge", _ROLLING_LABELS[name], text) for name, text in metrics.ROLLING_HELP.items()]
    lines = [
        f"| `{name}` | {kind} | {', '.join(f'`{label}`' for label in labels) or '–'} | {text} |"
        for name, kind, labels, text in sorted(rows)
    ]
    table = "\n".join(["| name | type | labels | what it tells |", "|---|---|---|---|", *lines])
    return f"{_HEAD}\n{table}\n"


def _name(metric: MetricWrapperBase) -> str:
    return f"{metric._name}_total" if isinstance(metric, Counter) else metric._name


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
