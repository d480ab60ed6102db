"""Makes the dashboards: `python deploy/grafana/generate.py` writes deploy/grafana/dashboards/*.json.

They are made with Grafana's own typed builders, so that their shape is right by construction. A test fails when the
files differ from what this makes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from grafana_foundation_sdk.builders import bargauge, common, dashboard, geomap, prometheus, stat, table, timeseries
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models import common as common_models
from grafana_foundation_sdk.models import dashboard as models
from grafana_foundation_sdk.models import geomap as geomap_models
from grafana_foundation_sdk.models import prometheus as prometheus_models

FOLDER = Path(__file__).parent / "dashboards"
SOURCE = models.DataSourceRef(type_val="prometheus", uid="${datasource}")
WINDOWS = {"1 hour": "1h", "24 hours": "24h", "7 days": "7d", "30 days": "30d"}
GREEN, AMBER, RED = "green", "orange", "red"
HALF, WHOLE = 12, 24
"""Widths, of 24."""

Panel = Any
"""A builder of any kind of panel: they share no base class."""


def situation() -> dashboard.Dashboard:
    """Who is attacked where, by whom, and where it is more than usual."""
    board = _board("Situation", "tocsin-situation", "now-30d", link=("Pipeline", "tocsin-pipeline")).with_variable(
        dashboard.CustomVariable("window")
        .label("Window")
        .values(",".join(f"{name} : {value}" for name, value in WINDOWS.items()))
        .current(models.VariableOption(selected=True, text="24 hours", value="24h"))
    )
    panels = [
        _stat(
            "Incidents", 'sum(tocsin_type_incidents{window="$window"}) or vector(0)', "In the window, over all places."
        ),
        _stat("Deaths", 'sum(tocsin_location_deaths{window="$window"}) or vector(0)', "Lowest figures that are told."),
        _stat(
            "Places", 'count(tocsin_location_incidents{window="$window"} > 0) or vector(0)', "First-level divisions."
        ),
        _stat("Incidents held", "sum(tocsin_active_incidents) or vector(0)", "All that stand, of any age."),
        _map(
            "Where",
            'sum by (location) (tocsin_location_incidents{window="$window"}) > 0',
            "In the window, at the middle of each first-level division, or of the country where that is not known.",
        ),
        _ranking(
            "Incidents by place",
            'topk(15, sum by (location) (tocsin_location_incidents{window="$window"}) > 0)',
            "{{location}}",
        ),
        _ranking(
            "Incidents by perpetrator",
            'topk(15, sum by (actor) (tocsin_actor_incidents{window="$window", role="perpetrator"}) > 0)',
            "{{actor}}",
        ),
        _ranking(
            "Deaths by place",
            'topk(15, sum by (location) (tocsin_location_deaths{window="$window"}) > 0)',
            "{{location}}",
        ),
        _ranking(
            "Incidents by victim",
            'topk(15, sum by (actor) (tocsin_actor_incidents{window="$window", role="victim"}) > 0)',
            "{{actor}}",
        ),
        _lines(
            "Incidents of the last 24 hours, by type",
            'sum by (sub_event_type) (tocsin_type_incidents{window="24h"})',
            "{{sub_event_type}}",
            "short",
            "At each moment, those first reported in the 24 hours before.",
        ),
        _ranking(
            "More than usual: places",
            "topk(10, location:tocsin_incidents:surge > 1)",
            "{{location}}",
            "24 hours against the daily mean of the 29 days before; 1 is as usual.",
            thresholds=((None, GREEN), (2.0, AMBER), (4.0, RED)),
        ),
        _ranking(
            "More than usual: actors",
            'topk(10, actor:tocsin_incidents:surge{role="perpetrator"} > 1)',
            "{{actor}}",
            "24 hours against the daily mean of the 29 days before; 1 is as usual.",
            thresholds=((None, GREEN), (2.0, AMBER), (4.0, RED)),
        ),
        _rows(
            "Who, where, as what",
            'topk(100, sum by (location, actor, role) (tocsin_rolling_incidents{window="$window"}) > 0)',
            "An incident stands under each of its actors: rows do not add up to a total.",
        ),
    ]
    return _filled(board, panels)


def pipeline() -> dashboard.Dashboard:
    """Whether the news comes through, and how fast."""
    board = _board("Pipeline", "tocsin-pipeline", "now-3h", link=("Situation", "tocsin-situation"))
    panels = [
        _stat("Workers ready", "sum(tocsin_ready) or vector(0)", "Workers that have partitions, tables and model."),
        _stat(
            "Not ready",
            "count(tocsin_ready == 0) or vector(0)",
            "Look at /readyz of these.",
            thresholds=((None, GREEN), (1.0, RED)),
        ),
        _stat(
            "Waiting messages",
            "sum(tocsin_consumer_lag_messages) or vector(0)",
            "As the broker counts them.",
            thresholds=((None, GREEN), (1000.0, AMBER), (10000.0, RED)),
        ),
        _stat(
            "Drift",
            "sum(tocsin_tally_drift_rows) or vector(0)",
            "Rows that differed from a recount at the last check: 0 is right.",
            thresholds=((None, GREEN), (1.0, RED)),
        ),
        _lines("Articles by outcome", "service:tocsin_articles:rate5m", "{{service}} {{outcome}}", "ops"),
        _lines("Waiting messages by topic", "topic:tocsin_consumer_lag_messages:sum", "{{topic}}", "short"),
        _lines(
            "Age of news when a service was done with it, median",
            "histogram_quantile(0.5, sum by (service, le) (rate(tocsin_news_age_seconds_bucket[5m]))) >= 0",
            "{{service}}",
            "s",
            "From fetching. Old news that is fed makes it long.",
        ),
        _lines(
            "Time for one article, 95th percentile",
            "service:tocsin_stage_seconds:p95_5m >= 0",
            "{{service}}",
            "s",
            "In the pure part: cleaning, extraction.",
        ),
        _lines(
            "Time for one group of messages, 95th percentile",
            "histogram_quantile(0.95, sum by (service, le) (rate(tocsin_batch_seconds_bucket[5m]))) >= 0",
            "{{service}}",
            "s",
            "Delivery of what was made included.",
        ),
        _lines(
            "Dead letters of 5 minutes, by topic and reason",
            "sum by (topic, reason) (increase(tocsin_dead_letters_total[5m])) or vector(0)",
            "{{topic}} {{reason}}",
            "short",
            "Kept in the topic's -dlq.",
        ),
        _lines(
            "Since a worker last did something",
            "time() - max by (service) (tocsin_last_processed_timestamp_seconds > 0)",
            "{{service}}",
            "s",
        ),
        _lines(
            "Memory",
            'sum by (instance) (process_resident_memory_bytes{job=~"ingest|extractor|aggregator"})',
            "{{instance}}",
            "bytes",
            "Of each worker's own process.",
        ),
        _lines("Incidents held", "sum by (instance) (tocsin_active_incidents)", "{{instance}}", "short"),
        _lines(
            "Rows summed into `other`",
            "sum by (kind) (tocsin_series_dropped)",
            "{{kind}}",
            "short",
            "More than TOCSIN_METRICS_MAX_ROWS.",
        ),
    ]
    return _filled(board, panels)


def _board(title: str, uid: str, since: str, *, link: tuple[str, str]) -> dashboard.Dashboard:
    other, other_uid = link
    return (
        dashboard.Dashboard(f"Tocsin: {title}")
        .uid(uid)
        .tags(["tocsin"])
        .time(since, "now")
        .timezone("utc")
        .refresh("30s")
        .readonly()
        .link(dashboard.DashboardLink(other).url(f"/d/{other_uid}").type(models.DashboardLinkType.LINK).keep_time(True))
        .with_variable(dashboard.DatasourceVariable("datasource").label("Prometheus").type("prometheus"))
    )


def _filled(board: dashboard.Dashboard, panels: list[tuple[Panel, int, int]]) -> dashboard.Dashboard:
    """Places panels of some width and height from left to right, top to bottom."""
    x = y = tallest = 0
    for panel, width, height in panels:
        if x + width > WHOLE:
            x, y, tallest = 0, y + tallest, 0
        board.with_panel(panel.grid_pos(models.GridPos(h=height, w=width, x=x, y=y)))
        x, tallest = x + width, max(tallest, height)
    return board


def _target(query: str, legend: str = "", *, instant: bool = False) -> prometheus.Dataquery:
    target = prometheus.Dataquery().expr(query).legend_format(legend).datasource(SOURCE).ref_id("A")
    return target.instant() if instant else target.range()


def _thresholds(steps: tuple[tuple[float | None, str], ...]) -> dashboard.ThresholdsConfig:
    return (
        dashboard.ThresholdsConfig()
        .mode(models.ThresholdsMode.ABSOLUTE)
        .steps([models.Threshold(value=value, color=color) for value, color in steps])
    )


def _last() -> common.ReduceDataOptions:
    return common.ReduceDataOptions().calcs(["lastNotNull"]).values(False)


def _stat(
    title: str, query: str, text: str, *, thresholds: tuple[tuple[float | None, str], ...] = ((None, "text"),)
) -> tuple[Panel, int, int]:
    panel = stat.Panel().title(title).description(text).unit("short").datasource(SOURCE)
    panel.with_target(_target(query)).thresholds(_thresholds(thresholds))
    panel.reduce_options(_last()).graph_mode(common_models.BigValueGraphMode.AREA)
    return panel, 6, 4


def _ranking(
    title: str,
    query: str,
    legend: str,
    text: str = "The biggest 15.",
    *,
    thresholds: tuple[tuple[float | None, str], ...] = ((None, "blue"),),
) -> tuple[Panel, int, int]:
    panel = bargauge.Panel().title(title).description(text).unit("short").datasource(SOURCE).min(0)
    panel.orientation(common_models.VizOrientation.HORIZONTAL).display_mode(common_models.BarGaugeDisplayMode.BASIC)
    panel.with_target(_target(query, legend, instant=True)).thresholds(_thresholds(thresholds)).no_value("None")
    panel.reduce_options(_last())
    return panel, HALF, 10


def _lines(title: str, query: str, legend: str, unit: str, text: str = "") -> tuple[Panel, int, int]:
    panel = timeseries.Panel().title(title).description(text).unit(unit).datasource(SOURCE).min(0)
    panel.with_target(_target(query, legend)).fill_opacity(10).thresholds(_thresholds(((None, GREEN),)))
    panel.legend(
        common.VizLegendOptions()
        .display_mode(common_models.LegendDisplayMode.TABLE)
        .placement(common_models.LegendPlacement.BOTTOM)
        .show_legend(True)
        .calcs(["lastNotNull", "max"])
    )
    return panel, HALF, 9


def _map(title: str, query: str, text: str) -> tuple[Panel, int, int]:
    """Circles at the places of a query by location: the place-info series brings names and coordinates along."""
    info = "max by (location, name, latitude, longitude) (tocsin_place_info)"
    placed = f"({query}) * on (location) group_left (name, latitude, longitude) {info}"
    panel = geomap.Panel().title(title).description(text).unit("short").datasource(SOURCE)
    panel.with_target(_target(placed, instant=True).format(prometheus_models.PromQueryFormat.TABLE))
    panel.thresholds(_thresholds(((None, AMBER), (5.0, RED)))).color_scheme(
        dashboard.FieldColor().mode(models.FieldColorModeId.THRESHOLDS)
    )
    degrees = [{"targetField": name, "destinationType": "number"} for name in ("latitude", "longitude")]
    panel.with_transformation(
        models.DataTransformerConfig(id_val="convertFieldType", options={"conversions": degrees, "fields": {}})
    )
    panel.with_transformation(
        models.DataTransformerConfig(
            id_val="organize", options={"excludeByName": {"Time": True}, "renameByName": {"Value": "incidents"}}
        )
    )
    size = {"field": "incidents", "fixed": 6, "min": 5, "max": 24}
    style = {"size": size, "color": {"field": "incidents", "fixed": "orange"}, "opacity": 0.7}
    style |= {"symbol": {"mode": "fixed", "fixed": "img/icons/marker/circle.svg"}}
    marks = (
        common.MapLayerOptions()
        .type("markers")
        .name("Incidents")
        .tooltip(True)
        .config({"showLegend": False, "style": style})
        .location(
            common.FrameGeometrySource()
            .mode(common_models.FrameGeometrySourceMode.COORDS)
            .latitude("latitude")
            .longitude("longitude")
        )
    )
    panel.basemap(common.MapLayerOptions().type("default").name("Base map")).layers([marks])
    panel.view(geomap.MapViewConfig().id("fit").lat(20).lon(20).zoom(2).all_layers(True))
    panel.controls(geomap.ControlsOptions().show_zoom(True).mouse_wheel_zoom(False).show_attribution(True))
    panel.tooltip(geomap.TooltipOptions().mode(geomap_models.TooltipMode.DETAILS))
    return panel, WHOLE, 14


def _rows(title: str, query: str, text: str) -> tuple[Panel, int, int]:
    panel = table.Panel().title(title).description(text).unit("short").datasource(SOURCE)
    target = _target(query, instant=True).format(prometheus_models.PromQueryFormat.TABLE)
    panel.with_target(target).thresholds(_thresholds(((None, "text"),)))
    panel.show_header(True)
    hidden = {"Time": True}
    panel.with_transformation(
        models.DataTransformerConfig(
            id_val="organize", options={"excludeByName": hidden, "renameByName": {"Value": "incidents"}}
        )
    )
    return panel, WHOLE, 12


def texts() -> dict[str, str]:
    """The JSON of each dashboard, by file name."""
    boards = {"situation.json": situation(), "pipeline.json": pipeline()}
    return {name: JSONEncoder(sort_keys=True, indent=2).encode(board.build()) + "\n" for name, board in boards.items()}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in texts().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
