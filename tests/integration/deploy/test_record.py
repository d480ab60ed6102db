"""`tocsin demo --week --record`: what it leaves can be opened again and fills every panel."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .prometheus import needs_prometheus, queries, serving

RECORD = [sys.executable, "-m", "services.cli", "demo", "--week", "--hours", "16", "--once", "--record"]


@needs_prometheus
@pytest.mark.slow
@pytest.mark.timeout(280)
def test_a_recorded_week_fills_both_dashboards(tmp_path: Path) -> None:
    folder = tmp_path / "record"
    env = {**os.environ, "TMPDIR": str(tmp_path)}
    run = subprocess.run([*RECORD, str(folder)], env=env, capture_output=True, text=True, timeout=240, check=False)
    assert run.returncode == 0, run.stderr
    assert "hours fed" in run.stdout or "UTC" in run.stdout
    recorded = json.loads((folder / "recorded.json").read_text())
    with serving(recorded["command"], tmp_path) as prometheus:
        asked = dict(queries())
        got = {name: prometheus.values(query, recorded["to"]) for name, query in asked.items()}
        empty = {name for name, found in got.items() if not found or any(map(math.isnan, found))}
        assert not empty
        assert got["situation: Incidents 30d"] > [5]
        assert got["pipeline: Workers ready"] == [3]


def test_without_prometheus_it_says_what_to_install(tmp_path: Path) -> None:
    env = {**os.environ, "PATH": str(tmp_path), "TMPDIR": str(tmp_path)}
    run = subprocess.run(
        [*RECORD, str(tmp_path / "x")], env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 78
    assert "apt-get install prometheus" in run.stderr
    assert "Traceback" not in run.stderr
