"""The consumers that outsiders are shown read what Tocsin writes, and need nothing of it.

They run as programs of their own against librdkafka's mock cluster, which the confluent-kafka wheel carries.
"""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from confluent_kafka import Producer

import schemas
from tests.contract.examples import valid_examples

CONSUMERS = Path(schemas.__file__).parent.parent / "examples" / "consumers"
INCIDENTS = [example.message for example in valid_examples("Incident")]


@pytest.fixture(scope="module")
def broker() -> Iterator[str]:
    """Bootstrap address of a cluster whose `incidents.v1` holds every example, then a tombstone of the first."""
    producer = Producer({"bootstrap.servers": "mock", "test.mock.num.brokers": 1})
    for incident in INCIDENTS:
        producer.produce("incidents.v1", json.dumps(incident).encode(), key=incident["id"].encode(), partition=0)
    producer.produce("incidents.v1", None, key=INCIDENTS[0]["id"].encode(), partition=0)
    assert producer.flush(20) == 0
    (address,) = producer.list_topics(timeout=20).brokers.values()
    yield f"{address.host}:{address.port}"
    del producer  # the cluster lives and ends with it


def first_lines(command: list[str], number: int) -> list[str]:
    """Starts a program that runs until it is told to stop, and returns the first lines that it prints."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        try:
            return [program.stdout.readline().rstrip("\n") for _ in range(number)]
        finally:
            program.kill()


@pytest.mark.timeout(60)
def test_the_aiokafka_consumer_shows_revisions_merges_and_tombstones(broker: str) -> None:
    lines = first_lines([sys.executable, str(CONSUMERS / "incidents_aiokafka.py"), broker], len(INCIDENTS) + 1)
    for line, incident in zip(lines, INCIDENTS, strict=False):
        assert line.startswith(f"{incident['id']}  revision {incident['revision']}, {incident['state']}: ")
        assert (incident["merged_into"] or incident["summary"]) in line
    assert lines[-1] == f"{INCIDENTS[0]['id']}  forgotten: its retention has ended"


@pytest.mark.timeout(60)
@pytest.mark.skipif(shutil.which("kcat") is None, reason="kcat is not installed")
def test_the_kcat_consumer_prints_one_incident_a_line(broker: str) -> None:
    lines = first_lines([str(CONSUMERS / "incidents_kcat.sh"), broker, "-e"], len(INCIDENTS) + 1)
    read = [line.split("\t") for line in lines]
    assert [key for key, _ in read[:-1]] == [incident["id"] for incident in INCIDENTS]
    assert [json.loads(value) for _, value in read[:-1]] == INCIDENTS
    assert read[-1] == [INCIDENTS[0]["id"], "NULL"]


def test_the_aiokafka_consumer_is_short_and_imports_nothing_of_tocsin() -> None:
    source = (CONSUMERS / "incidents_aiokafka.py").read_text(encoding="utf-8")
    tree = ast.parse(source)
    imported = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert imported == {"asyncio", "json", "sys", "aiokafka"}
    lines = [line for line in source.splitlines() if line.strip()]
    assert len(lines) <= 25
