"""Three aggregators under kills, leaves, joins, rolling restarts and a restart of the broker: the end is the truth.

`TOCSIN_TEST_FAULT_ROUNDS` says how many rounds there are, each with all faults in another order and another stream;
`make test` runs one, `make test-faults` ten.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from confluent_kafka import Producer

from schemas import Override
from services.aggregator.state import PartitionState
from services.commands.rolling import Sample
from services.runtime import metrics
from tests.brokers import RunningBroker
from tests.integration.pipeline.pipeline import INPUTS, SIDE_INPUTS, Pipeline

from .faults import Faults
from .report_stream import Message, partition_of, stream, truth_of

ROUNDS = int(os.environ.get("TOCSIN_TEST_FAULT_ROUNDS", "1"))
INCIDENTS = 2_500
WORKERS = 3
BACK_WITHIN = 60.0
"""Seconds after the last fault by which every lag must be back at 0."""
LOOK_EVERY = 0.25
SCRAPE_WITHIN = 60.0

pytestmark = [pytest.mark.kafka, pytest.mark.faults, pytest.mark.slow]


@pytest.mark.timeout(900)
@pytest.mark.parametrize("round_", range(ROUNDS))
def test_whatever_befalls_three_aggregators_the_counts_are_the_truth(
    broker: RunningBroker, tmp_path: Path, round_: int
) -> None:
    messages = list(stream(INCIDENTS, seed=round_))
    truth = truth_of(messages)
    pipeline = Pipeline(broker, tmp_path, env={"TOCSIN_METRICS_MAX_ROWS": "100000"})
    try:
        for number in range(WORKERS):
            pipeline.start("aggregator", number)
        faults = Faults(pipeline, "aggregator", seed=round_)
        schedule = faults.schedule()
        share = len(messages) // (len(schedule) + 1) + 1
        for at, fault in enumerate(schedule):
            feed(broker, messages[at * share : (at + 1) * share])
            sleep(1)  # so that it strikes workers at work
            fault()
        feed(broker, messages[len(schedule) * share :])
        last_fault = monotonic()
        pipeline.settle(BACK_WITHIN + 120)
        lag_gone_after = monotonic() - last_fault
        what = f"after {', '.join(faults.told)}"
        assert_rows_are(truth, pipeline, what)
        assert_scrape_is(truth, pipeline, what)
        assert lag_gone_after < BACK_WITHIN, f"lags were back at 0 only after {lag_gone_after:.0f} s {what}"
    finally:
        pipeline.supervisor.stop()


def feed(broker: RunningBroker, messages: list[Message]) -> None:
    """Sends messages, each to the partition of its country."""
    producer = Producer({"bootstrap.servers": broker.bootstrap, "enable.idempotence": True})
    for message in messages:
        inputs = SIDE_INPUTS if isinstance(message, Override) else INPUTS
        topic = broker.topic(inputs["aggregator"])
        producer.produce(topic, message.to_json(), message.key.encode(), partition_of(message))
        producer.poll(0)
    assert not producer.flush(60), "the broker did not take what was fed"


def assert_rows_are(truth: dict[int, PartitionState], pipeline: Pipeline, what: str) -> None:
    """What consumers were told, and the stored tallies, follow from the messages alone."""
    expected = {
        incident.id: incident.model_dump(mode="json", exclude={"revision"})
        for state in truth.values()
        for incident in state.incidents()
    }
    assert expected, "the stream tells of no incident: the test proves nothing"
    told = {key: value for key, value in pipeline.newest("incidents.v1").items() if value["state"] == "active"}
    for value in told.values():
        del value["revision"]
    wrong = sorted(told.keys() ^ expected.keys())
    assert not wrong, f"{len(wrong)} incidents {what}: {history(pipeline, wrong[:5])}"
    assert told == json.loads(json.dumps(expected)), what
    rows: dict[str, Any] = {}
    for state in truth.values():
        rows |= state.tally_rows()
    assert pipeline.newest_rows("tocsin-aggregator-tallies-changelog") == json.loads(json.dumps(rows)), what


def history(pipeline: Pipeline, ids: list[str]) -> dict[str, list[str]]:
    """What was told of these incidents, one after another."""
    found: dict[str, list[str]] = {id_: [] for id_ in ids}
    for message in pipeline.read("incidents.v1"):
        id_ = (message.key or b"").decode()
        if id_ in found:
            value = message.json() or {"state": "ended", "revision": None}
            words = [word["kind"] for word in value.get("overrides", ())]
            found[id_].append(f"{value['state']} {value['revision']} {len(value.get('reports', ()))} reports {words}")
    return found


def assert_scrape_is(truth: dict[int, PartitionState], pipeline: Pipeline, what: str) -> None:
    """Summed over workers, the gauges are those of the messages: none is left behind by a worker that lost a partition,
    and none is missing."""
    expected: Counter[tuple[str, ...]] = Counter()
    for state in truth.values():
        expected[metrics.active_incidents,] += state.active_incidents
        expected[metrics.live_reports,] += state.live_reports
        if state.newest_published_at is None:
            continue
        for location, windows in state.windows(state.newest_published_at).locations.items():
            for window, counted in windows.items():
                expected[metrics.incidents_by_location, location, window] += counted.incidents
                expected[metrics.deaths_by_location, location, window] += counted.deaths
    deadline = monotonic() + SCRAPE_WITHIN
    while True:
        samples = pipeline.samples("aggregator")
        found = summed(samples)
        if +found == +expected or monotonic() > deadline:
            break
        sleep(LOOK_EVERY)
    assert +found == +expected, what
    assert sum(sample.value for sample in samples if sample.name == metrics.tally_drift) == 0, what


def summed(samples: list[Sample]) -> Counter[tuple[str, ...]]:
    """The gauges that the truth has, over all workers and partitions."""
    found: Counter[tuple[str, ...]] = Counter()
    for sample in samples:
        if sample.name in (metrics.active_incidents, metrics.live_reports):
            found[sample.name,] += int(sample.value)
        elif sample.name in (metrics.incidents_by_location, metrics.deaths_by_location):
            found[sample.name, sample.labels["location"], sample.labels["window"]] += int(sample.value)
    return found
