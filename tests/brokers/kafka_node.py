"""One real Apache Kafka node (KRaft, broker and controller in one) on free loopback ports."""

from __future__ import annotations

import base64
import logging
import random
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from .jars import DEPLOY, java, kafka_jars

START_SECONDS = 90.0
"""How long a node may take until it answers; it takes 3 s on a quiet machine."""
STOP_SECONDS = 30.0
"""How long a clean shutdown may take before it is an error."""
PORTS = range(20_000, 32_000)
"""Below what systems hand out for outgoing connections: such a port could be taken while the node is down, by a client
that tries to reach it again and again.
"""
_FAST_START = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"]
_MEMORY = ["-Xms256m", "-Xmx512m"]

log = logging.getLogger(__name__)


class KafkaNodeError(RuntimeError):
    """The node did not start, or did not stop; the message ends with its log."""


class KafkaNode:
    """Apache Kafka as a process that dies with ours, whatever happens to us.

    Data and ports stay the same over `stop`, `kill` and `restart`.

    Args:
        folder: for its settings, data and log; empty or absent.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._port: int | None = None

    @property
    def bootstrap(self) -> str:
        """Where clients connect, the same after a restart: `127.0.0.1:PORT`. Raises `KafkaNodeError` before that."""
        if self._port is None:
            raise KafkaNodeError("The node was never started: call start() first.")
        return f"127.0.0.1:{self._port}"

    @property
    def running(self) -> bool:
        """Whether its process lives."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """Process id of its Java while it runs."""
        return int(self._pid_file.read_text(encoding="ascii")) if self.running else None

    def start(self) -> KafkaNode:
        """Start it, and return when it answers a metadata request; formats its storage first when it is new.

        Raises:
            KafkaNodeError: it runs already, ended, or did not answer in time.
            JarsError: its jars could not be resolved.
        """
        if self.running:
            raise KafkaNodeError(f"The node runs already, at {self.bootstrap}.")
        if self._port is None:
            self._format()
        self._process = self._spawn([*_MEMORY, *_FAST_START], "kafka.Kafka", str(self._properties))
        self._wait_until_it_answers(self._process)
        return self

    def stop(self) -> None:
        """Shut it down cleanly (SIGTERM). Does nothing when it does not run.

        Raises:
            KafkaNodeError: it was still there after a while, and was killed.
        """
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            raise KafkaNodeError(f"Kafka did not stop within {STOP_SECONDS:g} s.\n{self.log_tail()}") from None
        finally:
            _kill(process)

    def kill(self) -> None:
        """Crash it (SIGKILL). Does nothing when it does not run."""
        process, self._process = self._process, None
        if process is not None:
            _kill(process)

    def restart(self) -> None:
        """Stop it cleanly if it runs, and start it again on the same data and port."""
        self.stop()
        self.start()

    def log_tail(self, lines: int = 30) -> str:
        """The end of what it said so far."""
        if not self._log.exists():
            return "(Kafka has said nothing)"
        text = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(text[-lines:])

    @property
    def _log(self) -> Path:
        return self._folder / "kafka.log"

    @property
    def _pid_file(self) -> Path:
        return self._folder / "kafka.pid"

    @property
    def _properties(self) -> Path:
        return self._folder / "server.properties"

    def _format(self) -> None:
        """Write the settings and format the storage."""
        self._folder.mkdir(parents=True, exist_ok=True)
        broker, controller = _free_ports(2)
        text = (DEPLOY / "server.properties").read_text(encoding="utf-8")
        values = {
            "BROKER_PORT": str(broker),
            "CONTROLLER_PORT": str(controller),
            "DATA_DIR": str(self._folder / "data"),
        }
        settings = [line for line in text.splitlines() if not line.startswith("#")]
        for name, value in values.items():
            settings = [line.replace(name, value) for line in settings]
        self._properties.write_text("\n".join(settings) + "\n", encoding="utf-8")
        cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode("ascii").rstrip("=")
        # `=` keeps an id that begins with a dash from being read as an option.
        arguments = ["format", f"--cluster-id={cluster}", f"--config={self._properties}"]
        process = self._spawn(_FAST_START, "kafka.tools.StorageTool", *arguments)
        try:
            code = process.wait(START_SECONDS)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            _kill(process)
        if code != 0:
            raise KafkaNodeError(f"Kafka's storage could not be formatted.\n{self.log_tail()}")
        self._port = broker

    def _spawn(self, options: list[str], *program: str) -> subprocess.Popen[bytes]:
        launcher = java()
        if launcher is None:
            raise KafkaNodeError("There is no Java: install 17 or newer, or set JAVA_HOME.")
        logging_file = f"-Dlog4j2.configurationFile={DEPLOY / 'log4j2.yaml'}"
        command = [str(launcher), *options, logging_file, "-cp", f"{kafka_jars()}/*", *program]
        reaper = [sys.executable, str(Path(__file__).with_name("reaped.py")), str(self._pid_file)]
        with self._log.open("ab") as output:
            # A session of its own: Ctrl-C is for the tests, which then stop it in order.
            return subprocess.Popen(
                reaper + command,
                cwd=self._folder,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _wait_until_it_answers(self, process: subprocess.Popen[bytes]) -> None:
        """Open ports mean little: the node is there once it tells of a broker."""
        settings: dict[str, Any] = {"bootstrap.servers": self.bootstrap, "reconnect.backoff.max.ms": 200, "logger": log}
        client = AdminClient(settings)
        deadline = time.monotonic() + START_SECONDS
        while True:
            if process.poll() is not None:
                self.kill()
                raise KafkaNodeError(f"Kafka ended at its start, code {process.returncode}.\n{self.log_tail()}")
            try:
                if client.list_topics(timeout=1.0).brokers:
                    return
            except KafkaException:
                pass  # not yet
            if time.monotonic() > deadline:
                self.kill()
                raise KafkaNodeError(f"Kafka did not answer within {START_SECONDS:g} s.\n{self.log_tail()}")


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Close the pipe that says that we live, which kills what runs behind it, and wait until it is gone."""
    if process.stdin is not None:
        process.stdin.close()
    process.wait()


def _free_ports(count: int) -> list[int]:
    """Different loopback ports on which nothing listens now."""
    found: list[int] = []
    for port in random.sample(PORTS, 500):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        found.append(port)
        if len(found) == count:
            return found
    raise KafkaNodeError(f"No free ports between {PORTS.start} and {PORTS.stop}: are very many programs listening?")
