"""Topics that the broker does not know for a while, as after a restart of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import pytest
from confluent_kafka.admin import AdminClient

from schemas.topics import load_topics
from services.runtime.topic_admin import apply
from tests.brokers import RunningBroker

from .articles import stream
from .pipeline import Pipeline

SOURCE = "news.raw.v1"
WITHIN = 45.0
"""Seconds: far less than the five minutes for which Faust takes the broker's word."""


@pytest.mark.kafka
@pytest.mark.slow
def test_partitions_that_nobody_got_because_the_topic_was_unknown_are_shared_out_once_it_is_known(
    broker: RunningBroker, tmp_path: Path
) -> None:
    pipeline = Pipeline(broker, tmp_path)
    values = list(stream(5))
    try:
        worker = pipeline.start("ingest", 0)
        pipeline.feed(values)
        wait_for(lambda: len(pipeline.read("news.articles.v1")) >= len(values), worker.log_tail)
        told = worker.log_path.read_text().count("partitions=[]")
        client = AdminClient({"bootstrap.servers": broker.bootstrap})
        client.delete_topics([broker.topic(SOURCE)])[broker.topic(SOURCE)].result(30)
        wait_for(lambda: worker.log_path.read_text().count("partitions=[]") > told, worker.log_tail)
        apply(pipeline.settings.broker(), {SOURCE: load_topics()[SOURCE]}, prefix=broker.prefix)
        pipeline.feed(stream(10))
        wait_for(lambda: len(pipeline.read("news.articles.v1")) > len(values), worker.log_tail)
    finally:
        pipeline.supervisor.stop()


def wait_for(condition: Callable[[], bool], logs: Callable[[], str]) -> None:
    deadline = monotonic() + WITHIN
    while not condition():
        assert monotonic() < deadline, logs()
        sleep(0.25)
