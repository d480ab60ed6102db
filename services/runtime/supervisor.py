"""Workers as child processes: started, watched, started again when they fail, and stopped with their parent.

What systemd, Kubernetes or docker-compose does in production, `tocsin demo` and the tests do with this.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from .errors import EXIT_CONFIGURATION, TocsinError
from .pool import die_with_parent
from .settings import Service

STOP_TIMEOUT = 20.0
"""Seconds that a worker may take to stop before it is killed."""


PASSED_ON = frozenset({"TOCSIN_BAKED_DIR"})
"""Of our own variables, those that say where the installation is rather than what it does."""


class WorkerFailedError(TocsinError):
    """A worker could not be kept running; the message has the end of its log."""


@dataclass
class WorkerProcess:
    """One worker in a process of its own.

    Args:
        service: which service it is of.
        env: its `TOCSIN_…` variables; none of this process's are passed on.
        folder: where it runs (so that no .env file of ours is read), keeps its state, and writes its log.
    """

    service: Service
    env: Mapping[str, str]
    folder: Path
    name: str
    """Tells it from others of its service, in file names."""
    restarts: int = 0
    """How often it was started again after it had failed."""
    _process: subprocess.Popen[bytes] | None = None

    @property
    def log_path(self) -> Path:
        """Its output."""
        return self.folder / f"{self.name}.log"

    @property
    def pid(self) -> int | None:
        """Its process id, while it runs."""
        return None if self._process is None else self._process.pid

    def start(self) -> None:
        """Start it; in a session of its own, so that Ctrl-C at the terminal reaches the parent alone."""
        self.folder.mkdir(parents=True, exist_ok=True)
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith("TOCSIN_") or name in PASSED_ON
        }
        with self.log_path.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "services.cli", "worker", self.service],
                env={**inherited, "TOCSIN_DATA_DIR": str(self.folder / "state"), **self.env},
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )

    def poll(self) -> int | None:
        """Its exit code when it has ended, else null."""
        return None if self._process is None else self._process.poll()

    def kill(self) -> None:
        """SIGKILL it, as a crash would; waits for its end. Its pool processes die with it (`die_with_parent`)."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def terminate(self) -> None:
        """Ask it to stop; does not wait."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def wait(self, timeout: float = STOP_TIMEOUT) -> int | None:
        """Its exit code once it has stopped; killed when that takes longer than `timeout` seconds."""
        if self._process is None:
            return None
        try:
            return self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
            return self._process.returncode

    def log_tail(self, lines: int = 15) -> str:
        """The end of its log."""
        if not self.log_path.exists():
            return ""
        return "\n".join(self.log_path.read_text(errors="replace").splitlines()[-lines:])


class Supervisor:
    """Keeps a set of workers running; a context manager that stops them all.

    Args:
        max_restarts: how often one worker may be started again before that is an error.
    """

    def __init__(self, *, max_restarts: int = 3) -> None:
        self.workers: list[WorkerProcess] = []
        self._max_restarts = max_restarts

    def __enter__(self) -> Supervisor:
        """Nothing is started yet: see `start`."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop all workers."""
        self.stop()

    def start(self, service: Service, env: Mapping[str, str], folder: Path, name: str | None = None) -> WorkerProcess:
        """Start one more worker; see `WorkerProcess`."""
        worker = WorkerProcess(service, env, folder, name or service)
        worker.start()
        self.workers.append(worker)
        return worker

    def check(self) -> None:
        """Start again what has failed.

        Raises:
            WorkerFailedError: it can't start, or fails again and again.
        """
        for worker in self.workers:
            code = worker.poll()
            if code is None:
                continue
            if code == EXIT_CONFIGURATION or worker.restarts >= self._max_restarts:
                raise WorkerFailedError(f"The {worker.service} worker ended with {code}:\n{worker.log_tail()}")
            worker.restarts += 1
            worker.start()

    def stop(self) -> None:
        """Stop all workers, all at once."""
        for worker in self.workers:
            worker.terminate()
        deadline = monotonic() + STOP_TIMEOUT
        for worker in self.workers:
            worker.wait(max(0.1, deadline - monotonic()))
        self.workers.clear()

    def run(self, seconds: float) -> None:
        """Watch for a while."""
        deadline = monotonic() + seconds
        while monotonic() < deadline:
            self.check()
            sleep(0.2)
