"""`tocsin demo`: incidents, counts that are not zero, an exit code of 0, and nothing left running."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from time import monotonic, sleep

import pytest

DEMO = [sys.executable, "-m", "services.cli", "demo"]


def processes_in(folder: Path) -> list[str]:
    """Command lines of the processes that run in a folder (Linux)."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink().is_relative_to(folder):
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue  # it has ended meanwhile, or is not ours
    return found


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """The demo's folder is made under TMPDIR; settings of the caller must not reach it."""
    return {**os.environ, "TMPDIR": str(tmp_path), "TOCSIN_TOPIC_PREFIX": "not-the-demo's."}


@pytest.mark.timeout(240)
def test_without_a_terminal_it_shows_incidents_and_counts_and_ends(env: dict[str, str], tmp_path: Path) -> None:
    run = subprocess.run(DEMO, env=env, capture_output=True, text=True, timeout=230, check=False)
    assert run.returncode == 0, run.stderr
    incidents = re.search(r"^(\d+) incidents", run.stdout, re.MULTILINE)
    assert incidents is not None, run.stdout
    assert int(incidents[1]) >= 10
    assert "Rolling counts per actor and location" in run.stdout
    counts = [
        [int(cell) for cell in row]
        for row in re.findall(r"│\s*(\d+) │\s*(\d+) │\s*(\d+) │\s*(\d+) │\s*\d+ │", run.stdout)
    ]
    assert counts, run.stdout
    assert all(any(row[window] for row in counts) for window in range(4)), "a window without any incident shows nothing"
    assert re.search(r"http://127\.0\.0\.1:\d+/metrics", run.stdout)
    assert re.search(r"Live page.*http://127\.0\.0\.1:\d+/\n", run.stdout)
    assert processes_in(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.timeout(240)
def test_serving_ends_with_ctrl_c_and_leaves_nothing_running(env: dict[str, str], tmp_path: Path) -> None:
    output = tmp_path.parent / f"{tmp_path.name}.out"
    with output.open("w") as out, subprocess.Popen([*DEMO, "--serve"], env=env, stdout=out, stderr=out) as demo:
        deadline = monotonic() + 200
        while "Serving until Ctrl-C" not in output.read_text():
            assert demo.poll() is None, output.read_text()
            assert monotonic() < deadline, output.read_text()
            sleep(0.5)
        assert len(processes_in(tmp_path)) >= 3
        address = re.search(r"Live page.*(http://127\.0\.0\.1:\d+/)", output.read_text())
        assert address is not None
        with urllib.request.urlopen(address[1], timeout=10) as page:  # noqa: S310
            assert "<title>Tocsin" in page.read().decode()
        demo.send_signal(signal.SIGINT)
        assert demo.wait(60) == 0
    assert "nothing is left running" in output.read_text()
    assert processes_in(tmp_path) == []
