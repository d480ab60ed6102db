"""A worker that can't work says so and does not start; one that can tells when it is ready."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from http import HTTPStatus
from pathlib import Path
from time import monotonic, sleep

import pytest

from services.runtime.brokers import BrokerConfig
from services.runtime.errors import EXIT_CONFIGURATION, ConfigurationError
from services.runtime.settings import ExplicitSettings
from services.runtime.worker import verify_topics
from tests.brokers import RunningBroker

from .pipeline import Pipeline


def test_missing_topics_are_refused_with_the_command_that_makes_them(broker: RunningBroker) -> None:
    settings = ExplicitSettings(
        bootstrap=broker.bootstrap, embedded=broker.config.embedded, topic_prefix=f"{broker.prefix}other-"
    )
    with pytest.raises(ConfigurationError, match="tocsin topics apply") as refused:
        verify_topics("extractor", settings)
    assert "news.articles.v1" in str(refused.value)
    assert refused.value.exit_code == EXIT_CONFIGURATION


def test_a_worker_is_ready_once_it_has_partitions_and_its_model(broker: RunningBroker, tmp_path: Path) -> None:
    pipeline = Pipeline(broker, tmp_path)
    try:
        worker = pipeline.start("extractor", 0)
        deadline = monotonic() + 60
        answer: dict[str, object] = {}
        while answer.get("status") != "ready":
            assert monotonic() < deadline, worker.log_tail()
            sleep(0.3)
            answer = ask(pipeline, worker.log_path) or {}
        assert answer["checks"] == {"model_loaded": True, "assigned": True}
    finally:
        pipeline.supervisor.stop()
    assert worker.poll() == 0, worker.log_tail()


def ask(pipeline: Pipeline, log: Path) -> dict[str, object] | None:
    """What /readyz says, or null while nothing listens."""
    if not log.exists() or "metrics=http" not in log.read_text():
        return None
    url = pipeline.metrics_url(pipeline.supervisor.workers[0]).replace("/metrics", "/readyz")
    try:
        with urllib.request.urlopen(url, timeout=5) as page:  # noqa: S310  (our own worker)
            answer: dict[str, object] = json.load(page)
    except urllib.error.HTTPError as error:
        if error.code != HTTPStatus.SERVICE_UNAVAILABLE:
            raise
        return None
    return answer


def test_a_broker_that_is_not_there_is_waited_for_and_then_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.runtime.worker.WAIT_FOR_BROKER", 0.0)
    monkeypatch.setattr(ExplicitSettings, "broker", lambda _: BrokerConfig(bootstrap="127.0.0.1:1", timeout=1))
    with pytest.raises(ConfigurationError, match=r"127\.0\.0\.1:1"):
        verify_topics("ingest", ExplicitSettings(bootstrap="127.0.0.1:1"))
