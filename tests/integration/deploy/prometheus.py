"""A real Prometheus for tests, and the queries that the dashboards put to it."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
import yaml

DEPLOY = Path(__file__).parents[3] / "deploy"
PROMETHEUS = shutil.which("prometheus")
WINDOWS = ("1h", "24h", "7d", "30d")
ASK_SECONDS = 5.0
READY_WITHIN = 30.0

needs_prometheus = pytest.mark.skipif(PROMETHEUS is None, reason="no Prometheus (Debian: apt-get install prometheus)")


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

    def values(self, query: str, at: str = "") -> list[float]:
        """What a query returns, now or at a time; raises where it is no query."""
        when = {"time": at} if at else {}
        result = self.get("/api/v1/query", query=query, **when)["data"]["result"]
        return [float(sample["value"][1]) for sample in result]

    def wait_for(self, query: str) -> None:
        """Until a query returns something."""
        deadline = monotonic() + READY_WITHIN
        while not self.values(query):
            assert monotonic() < deadline, f"nothing for {query} within {READY_WITHIN:.0f} s"
            sleep(0.2)

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
    """Prometheus with our recording rules, on these targets, patient enough for a busy machine."""
    config = {
        "global": {"scrape_interval": "2s", "scrape_timeout": "2s", "evaluation_interval": "1s"},
        "rule_files": [str(DEPLOY / "prometheus" / "rules" / "*.yml")],
        "scrape_configs": [{"job_name": "aggregator", "static_configs": [{"targets": targets}]}],
    }
    path = folder / "prometheus.yml"
    path.write_text(yaml.safe_dump(config))
    with serving(
        [str(PROMETHEUS), f"--config.file={path}", f"--storage.tsdb.path={folder / 'tsdb'}"], folder
    ) as server:
        yield server


@contextmanager
def serving(command: list[str], folder: Path) -> Iterator[Prometheus]:
    """Prometheus as a command line starts it, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen([*command, f"--web.listen-address=127.0.0.1:{port}"], stdout=log, stderr=log)
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
