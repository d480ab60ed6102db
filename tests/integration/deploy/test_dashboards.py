"""Every query of the dashboards, on a real Prometheus that scrapes the real pipeline, returns data."""

from __future__ import annotations

import json
import math
import shutil
import socket
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
import yaml

from tests.brokers import RunningBroker
from tests.integration.pipeline.articles import stream
from tests.integration.pipeline.pipeline import INPUTS, Pipeline

DEPLOY = Path(__file__).parents[3] / "deploy"
PROMETHEUS = shutil.which("prometheus")
WINDOWS = ("1h", "24h", "7d", "30d")
ASK_SECONDS = 5.0
READY_WITHIN = 30.0
ANSWER_WITHIN = 60.0

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(PROMETHEUS is None, reason="no Prometheus (Debian: apt-get install prometheus)"),
]


class Prometheus:
    """A server that scrapes every second."""

    def __init__(self, port: int) -> None:
        self._address = f"http://127.0.0.1:{port}"

    def get(self, path: str, **parameters: str) -> Any:
        """An answer of its API."""
        url = f"{self._address}{path}?{urllib.parse.urlencode(parameters)}"
        with urllib.request.urlopen(url, timeout=ASK_SECONDS) as answer:  # noqa: S310
            text = answer.read().decode()
        return json.loads(text) if path.startswith("/api") else text

    def values(self, query: str) -> list[float]:
        """What a query returns now; raises where it is no query."""
        result = self.get("/api/v1/query", query=query)["data"]["result"]
        return [float(sample["value"][1]) for sample in result]

    def wait_until_ready(self) -> None:
        """Until it answers."""
        deadline = monotonic() + READY_WITHIN
        while True:
            try:
                self.get("/-/ready")
            except OSError:
                if monotonic() > deadline:
                    raise
                sleep(0.2)
            else:
                return


@contextmanager
def scraping(targets: list[str], folder: Path) -> Iterator[Prometheus]:
    """Prometheus with our recording rules, on these targets."""
    config = {
        "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
        "rule_files": [str(DEPLOY / "prometheus" / "rules" / "*.yml")],
        "scrape_configs": [{"job_name": "aggregator", "static_configs": [{"targets": targets}]}],
    }
    path = folder / "prometheus.yml"
    path.write_text(yaml.safe_dump(config))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        str(PROMETHEUS),
        f"--config.file={path}",
        f"--storage.tsdb.path={folder / 'tsdb'}",
        f"--web.listen-address=127.0.0.1:{port}",
    ]
    with (folder / "prometheus.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        server = Prometheus(port)
        server.wait_until_ready()
        yield server
    finally:
        process.terminate()
        process.wait(20)


def queries() -> Iterator[tuple[str, str]]:
    """Panel and query, for each window where it has one."""
    for path in sorted((DEPLOY / "grafana" / "dashboards").glob("*.json")):
        for panel in json.loads(path.read_text())["panels"]:
            for target in panel["targets"]:
                for window in WINDOWS if "$window" in target["expr"] else ("",):
                    name = f"{path.stem}: {panel['title']} {window}".strip()
                    yield name, target["expr"].replace("$window", window)


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
            sleep(3)  # so that what comes now is an increase
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
