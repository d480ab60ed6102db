"""`tocsin show` and `tocsin export` on what a pipeline has told."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from services.cli import app, main
from tests.brokers import RunningBroker
from tests.integration.pipeline.articles import stream
from tests.integration.pipeline.pipeline import Pipeline, run_through

RUNNER = CliRunner()


@pytest.mark.timeout(180)
def test_incidents_are_exported_and_shown(
    embedded_broker: RunningBroker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TOCSIN_EMBEDDED", "true")
    where = ["--bootstrap", embedded_broker.bootstrap, "--topic-prefix", embedded_broker.prefix]
    with Pipeline(embedded_broker, tmp_path) as pipeline:
        run_through(pipeline, list(stream(30)))
        told = {key: value for key, value in pipeline.newest("incidents.v1").items() if value["state"] == "active"}
        assert told
        run = RUNNER.invoke(app, ["export", *where])
        assert run.exit_code == 0, run.output
        exported = {each["id"]: each for each in map(json.loads, run.stdout.splitlines())}
        assert exported == told
        assert f"{len(told):,} incidents" in run.stderr

        file = tmp_path / "map.geojson"
        run = RUNNER.invoke(app, ["export", *where, "--format", "geojson", "--out", str(file)])
        assert run.exit_code == 0, run.output
        assert {each["id"] for each in json.loads(file.read_text())["features"]} <= told.keys()

        times = sorted(value["first_reported_at"] for value in told.values())
        middle = times[len(times) // 2].removesuffix("Z")[:19]
        parts = [
            RUNNER.invoke(app, ["export", *where, bound, middle]).stdout.splitlines()
            for bound in ("--since", "--until")
        ]
        assert sum(map(len, parts)) == len(told)
        assert all(parts)

        [first, *_] = told
        run = RUNNER.invoke(app, ["show", first[:13], *where])
        assert run.exit_code == 0, run.output
        assert first in run.stdout
        run = RUNNER.invoke(app, ["show", first, "--json", *where])
        assert json.loads(run.stdout) == told[first]

        monkeypatch.setattr("sys.argv", ["tocsin", "show", "ffff-none", *where])
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == 78
        assert "No incident ffff-none" in capsys.readouterr().err


@pytest.mark.timeout(180)
def test_the_aggregator_answers_with_what_it_told(embedded_broker: RunningBroker, tmp_path: Path) -> None:
    with Pipeline(embedded_broker, tmp_path) as pipeline:
        run_through(pipeline, list(stream(30)))
        told = {key: value for key, value in pipeline.newest("incidents.v1").items() if value["state"] == "active"}
        [worker] = pipeline.of("aggregator")
        address = pipeline.metrics_url(worker).removesuffix("/metrics")
        found: dict[str, object] = {}
        cursor: str | None = ""
        while cursor is not None:
            page = ask(f"{address}/api/v1/incidents?limit=7&cursor={cursor}")
            found |= {each["id"]: each for each in page["incidents"]}
            cursor = page["next"]
        assert found == told
        counted = ask(f"{address}/api/v1/tallies?window=30d&by=type&limit=500")
        assert sum(row["incidents"] for row in counted["rows"]) == len(told)


def ask(url: str) -> Any:
    """The JSON at an address of this machine."""
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310
        return json.loads(answer.read())
