"""Every query of the dashboards, on a real Prometheus that scrapes the real pipeline, returns data."""

from __future__ import annotations

import math
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.brokers import RunningBroker
from tests.integration.pipeline.articles import stream
from tests.integration.pipeline.pipeline import INPUTS, Pipeline

from .prometheus import needs_prometheus, queries, scraping

ANSWER_WITHIN = 60.0

pytestmark = [pytest.mark.slow, needs_prometheus]


@pytest.mark.timeout(240)
def test_every_query_of_the_dashboards_returns_data(embedded_broker: RunningBroker, tmp_path: Path) -> None:
    values = list(stream(60))
    with Pipeline(embedded_broker, tmp_path) as pipeline:
        pipeline.feed(values[:20])
        pipeline.settle(120)
        targets = [
            pipeline.metrics_url(worker).removeprefix("http://").removesuffix("/metrics")
            for service in INPUTS
            for worker in pipeline.of(service)
        ]
        with scraping(targets, tmp_path) as prometheus:
            # What comes now is an increase only over what every worker has told before.
            prometheus.wait_for(f"sum(up) == {len(targets)}")
            prometheus.wait_for("count(tocsin_stage_seconds_count > 0) == 2")
            pipeline.feed(values[20:])
            pipeline.settle(120)
            asked = dict(queries())
            assert len(asked) > 20
            deadline = monotonic() + ANSWER_WITHIN
            while True:
                got = {name: prometheus.values(query) for name, query in asked.items()}
                empty = {name for name, found in got.items() if not found or any(map(math.isnan, found))}
                if not empty or monotonic() > deadline:
                    break
                sleep(1)
            assert not empty
            counted = got["situation: Incidents 30d"]
            assert counted == got["situation: Incidents held"]
            assert counted > [0]
            assert got["pipeline: Workers ready"] == [len(targets)]
            assert got["pipeline: Not ready"] == [0]
            assert got["pipeline: Drift"] == [0]
