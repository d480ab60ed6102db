"""A Prometheus beside the demo: what it scrapes is kept in a folder, and can be looked at again later."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import Any, Self
from urllib.request import urlopen

import yaml

from services.runtime.errors import ConfigurationError, TocsinError
from services.runtime.pool import die_with_parent

from .ports import free_port

RULES = Path(__file__).parents[3] / "deploy" / "prometheus" / "rules" / "recording.yml"
PORT = 9090
START_SECONDS = 30.0
STOP_SECONDS = 20.0
LINGER_SECONDS = 6.0
"""How long it goes on after the last article, so that the last counts are scraped and the rules have seen them."""


class RecordingError(TocsinError):
    """Prometheus could not be kept running."""


class Recording:
    """A Prometheus that scrapes workers every other second; a context manager.

    Args:
        folder: for its settings, its data (`data/`), and `recorded.json`: from when to when, and how to open it again.
        targets: `host:port` of the workers by job.

    Raises:
        ConfigurationError: there is no Prometheus here.
        RecordingError: it did not start.
    """

    def __init__(self, folder: Path, targets: dict[str, str]) -> None:
        program = shutil.which("prometheus")
        if program is None:
            raise ConfigurationError("--record needs prometheus on the PATH (Debian: apt-get install prometheus).")
        self._folder = folder.resolve()
        self._targets = targets
        self._port = free_port(PORT)
        self._command: Sequence[str] = (
            program,
            f"--config.file={self._folder / 'prometheus.yml'}",
            f"--storage.tsdb.path={self._folder / 'data'}",
            "--storage.tsdb.retention.time=10y",
        )
        self._process: subprocess.Popen[bytes] | None = None
        self._started = datetime.now(UTC)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self._port}"

    def __enter__(self) -> Self:
        """Start it on an empty folder, and wait until it answers."""
        shutil.rmtree(self._folder / "data", ignore_errors=True)
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / "prometheus.yml").write_text(yaml.safe_dump(self._settings()), encoding="utf-8")
        log = self._folder / "prometheus.log"
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                [*self._command, f"--web.listen-address=127.0.0.1:{self._port}"],
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
        deadline = monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or monotonic() > deadline:
                self._stop()
                raise RecordingError(f"Prometheus did not start; its log is {log}.")
            sleep(0.2)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it, and write down what it recorded."""
        if kind is None:
            sleep(LINGER_SECONDS)
        ended = datetime.now(UTC)
        self._stop()
        about = {"from": self._started.isoformat(), "to": ended.isoformat(), "command": list(self._command)}
        (self._folder / "recorded.json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")

    def how_to_open(self) -> str:
        """A command line that serves what was recorded."""
        return shlex.join(self._command)

    def _settings(self) -> dict[str, Any]:
        jobs = [{"job_name": job, "static_configs": [{"targets": [target]}]} for job, target in self._targets.items()]
        return {
            "global": {"scrape_interval": "2s", "scrape_timeout": "2s", "evaluation_interval": "2s"},
            "rule_files": [str(RULES)] if RULES.exists() else [],
            "scrape_configs": jobs,
        }

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.url}/-/ready", timeout=5) as answer:  # noqa: S310  (http, and ours)
                return bool(answer.status == 200)
        except OSError:
            return False

    def _stop(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
