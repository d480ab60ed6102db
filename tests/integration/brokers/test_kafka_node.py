"""The real Kafka of the tests: gone when its test run is, and missed in words where it can't be had."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.brokers import KafkaNodeError, jars, what_is_missing
from tests.brokers.kafka_node import KafkaNode, _free_ports

ROOT = Path(__file__).parents[3]


def is_alive(pid: int) -> bool:
    """Whether a process runs. The node's has no parent that leaves it a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.kafka
@pytest.mark.slow
def test_a_node_dies_with_a_test_run_that_is_killed(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from tests.brokers import KafkaNode\n"
        "print(KafkaNode(Path(sys.argv[1])).start().pid, flush=True); time.sleep(600)"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "node")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        pid = int(run.stdout.readline())
        assert is_alive(pid)
        run.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 10
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_alive(pid)


@pytest.mark.kafka
def test_a_node_that_can_not_start_shows_its_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "deploy"
    broken.mkdir()
    for name in ("pom.xml", "log4j2.yaml"):
        (broken / name).write_bytes((jars.DEPLOY / name).read_bytes())
    settings = (jars.DEPLOY / "server.properties").read_text(encoding="utf-8")
    (broken / "server.properties").write_text(settings.replace("node.id=1", "node.id=one"), encoding="utf-8")
    monkeypatch.setattr("tests.brokers.kafka_node.DEPLOY", broken)
    with pytest.raises(KafkaNodeError, match=r"formatted(.|\n)*Invalid value one"):
        KafkaNode(tmp_path / "node").start()


def test_a_node_that_was_never_started_says_so(tmp_path: Path) -> None:
    node = KafkaNode(tmp_path / "node")
    with pytest.raises(KafkaNodeError, match=r"start\(\)"):
        _ = node.bootstrap
    node.stop()
    node.kill()
    assert (node.running, node.pid) == (False, None)


def test_ports_are_free_different_and_no_ones_outgoing() -> None:
    ports = _free_ports(20)
    assert len(set(ports)) == 20
    assert max(ports) < 32_768


def test_a_changed_pom_gets_a_cache_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    pom = tmp_path / "pom.xml"
    pom.write_text("<kafka.version>4.3.1</kafka.version>")
    first = jars.cache_folder(pom)
    assert first.parent == tmp_path / "tocsin"
    assert first.name.startswith("kafka-4.3.1-")
    pom.write_text("<kafka.version>4.3.1</kafka.version><!-- another log4j -->")
    assert jars.cache_folder(pom) != first


def test_jars_are_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Maven that fails half-way leaves nothing that the next run would take for complete."""
    maven = tmp_path / "mvn"
    maven.write_text(
        "#!/bin/sh\n"
        'for argument; do case $argument in -DoutputDirectory=*) folder="${argument#*=}" ;; esac; done\n'
        'touch "$folder/kafka_2.13-4.3.1.jar"\n'
        '[ -e "$(dirname "$0")/network" ] || { echo "no route to the repository"; exit 1; }\n'
    )
    maven.chmod(0o755)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(jars.JarsError, match="no route to the repository"):
        jars.kafka_jars()
    assert not jars.cache_folder().exists()

    (tmp_path / "network").touch()
    folder = jars.kafka_jars()
    assert [jar.name for jar in folder.iterdir()] == ["kafka_2.13-4.3.1.jar"]
    kept = {path.name for path in folder.parent.iterdir()}
    assert kept == {folder.name, f"{folder.name}.lock"}, "what the broken run left is cleared away"


@pytest.mark.parametrize(
    ("banner", "version"),
    [
        ('openjdk version "17.0.15" 2025-04-15', 17),
        ('openjdk version "25" 2025-09-16', 25),
        ('java version "1.8.0_401"', 8),
        ("something else", None),
    ],
)
def test_java_tells_its_version_in_many_ways(tmp_path: Path, banner: str, version: int | None) -> None:
    launcher = tmp_path / "java"
    launcher.write_text(f"#!/bin/sh\necho '{banner}' >&2\n")
    launcher.chmod(0o755)
    assert jars.java_version(launcher) == version


def test_what_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    missing = what_is_missing()
    assert missing is not None
    assert "Java 17 or newer is not installed" in missing
    assert "Maven is not installed" in missing

    launcher = tmp_path / "java"
    launcher.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\"' >&2\n")
    launcher.chmod(0o755)
    assert f"{launcher} is 11" in (what_is_missing() or "")


def test_a_run_without_java_passes_and_says_what_it_left_out(tmp_path: Path) -> None:
    environment = {"PATH": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "HOME": str(tmp_path)}
    tests = ["tests/integration/brokers/test_topic_admin.py", "tests/integration/brokers/test_kafka_only.py"]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests, "-k", "embedded or members"]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "left out: tests on a real Apache Kafka" in run.stdout
    assert "Java 17 or newer is not installed" in run.stdout
    assert "Maven is not installed" in run.stdout
    assert "Not run: tests/integration/brokers (1)." in run.stdout
