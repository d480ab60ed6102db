"""Several workers of each service on a real Kafka, undisturbed and killed: the end is the same, and it is the truth.

`TOCSIN_TEST_FAULT_ROUNDS` says how often workers are killed; `make test` kills once, `make test-faults` ten times.
"""

from __future__ import annotations

import os
from pathlib import Path
from time import monotonic, sleep

import pytest

from services.runtime.settings import Service
from tests.brokers import RunningBroker

from .articles import stream
from .pipeline import INPUTS, Pipeline
from .test_chain import assert_equals_truth
from .truth import truth_of

ROUNDS = int(os.environ.get("TOCSIN_TEST_FAULT_ROUNDS", "1"))
ARTICLES = 2_000
WORKERS = 2
BACK_WITHIN = 60.0
"""Seconds after the restart of a killed worker by which every lag must be back at 0."""

pytestmark = [pytest.mark.kafka, pytest.mark.slow]


@pytest.mark.timeout(600)
def test_two_thousand_articles_through_two_workers_of_each_service(broker: RunningBroker, tmp_path: Path) -> None:
    values = list(stream(ARTICLES))
    truth = truth_of(values)
    with Pipeline(broker, tmp_path, workers=WORKERS) as pipeline:
        pipeline.feed(values)
        pipeline.settle(300)
        assert_equals_truth(pipeline, values)
        ingested, extracted = pipeline.outcomes("ingest"), pipeline.outcomes("extractor")
        assert {name: truth.outcomes[name] for name in ingested} == dict(ingested)
        assert ingested.total() == ARTICLES
        assert ingested["published"] == extracted.total()
        shared = [
            worker for service in INPUTS for worker in pipeline.of(service) if "reading" in worker.log_path.read_text()
        ]
        assert len(shared) == WORKERS * len(INPUTS)


@pytest.mark.faults
@pytest.mark.timeout(600)
@pytest.mark.parametrize("round_", range(ROUNDS))
def test_a_worker_of_each_service_killed_half_way_changes_nothing(
    broker: RunningBroker, tmp_path: Path, round_: int
) -> None:
    values = list(stream(ARTICLES, seed=100 + round_))
    with Pipeline(broker, tmp_path, workers=WORKERS) as pipeline:
        pipeline.feed(values)
        victims = [pipeline.of(service)[round_ % WORKERS] for service in INPUTS]
        for worker in victims:
            wait_until_half_way(pipeline, worker.service)
            worker.kill()
        sleep(1)
        pipeline.supervisor.check()  # starts the killed ones again
        restarted = monotonic()
        pipeline.settle(BACK_WITHIN + 240)
        lag_gone_after = monotonic() - restarted
        assert_equals_truth(pipeline, values)
        assert sum(worker.restarts for worker in pipeline.supervisor.workers) == len(victims), pipeline.logs()
        assert lag_gone_after < BACK_WITHIN, f"lags were back at 0 only after {lag_gone_after:.0f} s"


def wait_until_half_way(pipeline: Pipeline, service: Service) -> None:
    """Until the service has done half of what there is for it now, and some of it at least."""
    deadline = monotonic() + 120
    while monotonic() < deadline:
        done, end = pipeline.progress(service)
        if end and done >= end * 0.4:
            return
        sleep(0.1)
    raise TimeoutError(f"{service} is not half-way: {pipeline.lags()}\n{pipeline.logs()}")
