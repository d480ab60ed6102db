"""All metrics of Tocsin, in one place: names, help and labels.

Base units (seconds, bytes), `_total` for counters. Labels are bounded: countries, actors and locations are kept for the
biggest rows only (`TOCSIN_METRICS_MAX_ROWS`), the rest is summed into `other` and counted in
`tocsin_series_dropped`.
"""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram, disable_created_metrics

disable_created_metrics()  # type: ignore[no-untyped-call]  # twice the series, and no question that they answer

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
AGE_SECONDS = (1, 5, 15, 60, 300, 900, 3600, 6 * 3600, 24 * 3600, 7 * 24 * 3600, 30 * 24 * 3600)

articles = Counter(
    "tocsin_articles_total",
    "Articles by service and outcome; every input has exactly one outcome in each service.",
    ["service", "outcome"],
)
reports = Counter(
    "tocsin_reports_total",
    "Incident reports written by the extractor, by sub-event type and status.",
    ["sub_event_type", "status"],
)
retractions = Counter("tocsin_retractions_total", "Reports withdrawn by the extractor.")
incident_revisions = Counter(
    "tocsin_incident_revisions_total",
    "Messages written to incidents.v1, by state of the incident.",
    ["state"],
)
reports_taken = Counter(
    "tocsin_reports_taken_total",
    "Reports and retractions taken by the aggregator, by outcome.",
    ["outcome"],
)
overrides_taken = Counter(
    "tocsin_overrides_taken_total",
    "Analysts' overrides taken by the aggregator, by kind and outcome.",
    ["kind", "outcome"],
)
late_reports = Counter(
    "tocsin_late_reports_total",
    "Reports published more than 30 days before the clock: in their right place, but in no rolling count.",
)
dead_letters = Counter(
    "tocsin_dead_letters_total",
    "Messages that could not be used, by topic and reason.",
    ["topic", "reason"],
)
intake_articles = Counter(
    "tocsin_intake_articles_total",
    "Articles that sources of our own (feed, http) put on news.raw.v1, by source.",
    ["source"],
)
intake_refused = Counter(
    "tocsin_intake_refused_total",
    "Requests that POST /articles refused, by HTTP status.",
    ["status"],
)
feed_looks = Counter(
    "tocsin_feed_looks_total",
    "Looks at feeds, by outcome (read, not_modified, or what was wrong).",
    ["outcome"],
)
feed_pages_failed = Counter(
    "tocsin_feed_pages_failed_total",
    "Pages of feeds' entries that could not be fetched, by what was wrong.",
    ["fault"],
)
batch_seconds = Histogram(
    "tocsin_batch_seconds",
    "Time to process one group of messages, delivery of its outputs included.",
    ["service"],
    buckets=SECONDS,
)
batch_messages = Histogram(
    "tocsin_batch_messages",
    "Messages in one group.",
    ["service"],
    buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256, 512),
)
stage_seconds = Histogram(
    "tocsin_stage_seconds",
    "Time that one article took in the pure part of a service (cleaning, extraction).",
    ["service"],
    buckets=SECONDS,
)
news_age_seconds = Histogram(
    "tocsin_news_age_seconds",
    "Age of an article (now minus its time of fetching) when a service was done with it.",
    ["service"],
    buckets=AGE_SECONDS,
)
ready = Gauge(
    "tocsin_ready", "1 when the worker has its partitions, recovered its tables and loaded its model.", ["service"]
)
last_processed = Gauge(
    "tocsin_last_processed_timestamp_seconds", "When the worker last finished a group of messages.", ["service"]
)
consumer_lag = Gauge(
    "tocsin_consumer_lag_messages",
    "Messages of an assigned partition that are not committed yet, as the broker counts them.",
    ["topic", "partition"],
)
stalls = Counter("tocsin_stalls_total", "Times that the watchdog found a partition that did not move.", ["service"])

rolling_incidents = "tocsin_rolling_incidents"
rolling_deaths = "tocsin_rolling_deaths"
incidents_by_location = "tocsin_location_incidents"
incidents_by_actor = "tocsin_actor_incidents"
incidents_by_type = "tocsin_type_incidents"
deaths_by_location = "tocsin_location_deaths"
place_info = "tocsin_place_info"
series_dropped = "tocsin_series_dropped"
tally_drift = "tocsin_tally_drift_rows"
active_incidents = "tocsin_active_incidents"
live_reports = "tocsin_live_reports"
clock_seconds = "tocsin_clock_timestamp_seconds"

ROLLING_HELP = {
    rolling_incidents: "Incidents in the window, by location, actor and role.",
    rolling_deaths: "Deaths (lowest figure) in the window, by location, actor and role.",
    incidents_by_location: "Incidents in the window, by location.",
    incidents_by_actor: "Incidents in the window, by actor and role.",
    incidents_by_type: "Incidents in the window, by sub-event type.",
    deaths_by_location: "Deaths (lowest figure) in the window, by location.",
    place_info: "1 for each location with a series: its name and the degrees of its middle, for maps.",
    series_dropped: "Rows that were too small for a series of their own and are summed into `other`.",
    tally_drift: "Rows in which incidents and tallies differed from a recount at the last check; 0 is right.",
    active_incidents: "Incidents that stand, in the partitions of this worker.",
    live_reports: "Reports that stand, in the partitions of this worker.",
    clock_seconds: "The clock that windows are counted by (wall, or the newest published_at seen).",
}
"""Help of the gauges that the aggregator computes from its rows at each scrape."""
