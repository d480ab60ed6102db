"""The four that count: how each is started and ended, how far it is, and what it came to."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from confluent_kafka import Consumer, KafkaException, TopicPartition
from confluent_kafka.admin import AdminClient

from services.runtime.group_progress import GroupProgress, Progress
from tests.brokers import RunningBroker
from tests.chaos.report_stream import Message
from tests.integration.pipeline.pipeline import Pipeline, ask_patiently

from .stream import SOURCE, counts_of, tallies_of

END_SECONDS = 60
PARTITIONS = range(8)


class Contestant(Protocol):
    """One program that reads the reports' topic of a broker."""

    name: str

    def start(self) -> None:
        """Start one worker."""

    def stop(self) -> None:
        """End it in good order."""

    def done(self) -> int:
        """Messages of the reports' topic that it has committed, with all that follows from them."""

    def check(self, messages: list[Message]) -> None:
        """Raises `AssertionError` where it came to something else than it should."""


class Tocsin:
    """The aggregator with everything on."""

    name = "Tocsin"

    def __init__(self, broker: RunningBroker, folder: Path) -> None:
        self._pipeline = Pipeline(broker, folder)

    def start(self) -> None:
        """Start one worker."""
        self._pipeline.start("aggregator", 0)

    def stop(self) -> None:
        """End it in good order."""
        self._pipeline.supervisor.stop()

    def done(self) -> int:
        """Messages committed."""
        self._pipeline.supervisor.check()
        return self._pipeline.progress("aggregator")[0]

    def check(self, messages: list[Message]) -> None:
        """The tallies are those of a plain recount."""
        found = self._pipeline.newest_rows("tocsin-aggregator-tallies-changelog")
        assert found == tallies_of(messages), "the tallies are not those of a plain recount"  # noqa: S101


class Peer:
    """A program of `peers`, in a process of its own."""

    def __init__(
        self, name: str, module: str, broker: RunningBroker, folder: Path, *, python: str, args: list[str]
    ) -> None:
        self.name = name
        self._broker = broker
        self._folder = folder
        self._module = module
        self._command = [python, "-m", f"benchmarks.counting.peers.{module}", *args]
        self._group = f"{broker.prefix}{module}"
        self._target = broker.topic(f"{module}-counts")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start one worker."""
        self._folder.mkdir(parents=True, exist_ok=True)
        settings = {
            "BENCH_BOOTSTRAP": self._broker.bootstrap,
            "BENCH_TOPIC": self._broker.topic(SOURCE),
            "BENCH_TARGET": self._target,
            "BENCH_GROUP": self._group,
            "BENCH_FOLDER": str(self._folder),
        }
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen(self._command, env={**os.environ, **settings}, stdout=log, stderr=log)

    def stop(self) -> None:
        """End it in good order."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(END_SECONDS)

    def done(self) -> int:
        """Messages committed, less what waits in topics between."""
        if self._process is None or self._process.poll() is not None:
            raise RuntimeError(f"{self.name} has ended:\n{(self._folder / 'log').read_text()[-3000:]}")
        between = [name for name in self._topics() if name.startswith("repartition__") and self._group in name]
        ahead = sum(sum(at.end - at.committed for at in self._progress(name)) for name in between)
        return sum(at.committed for at in self._progress(self._broker.topic(SOURCE))) - ahead

    def check(self, messages: list[Message]) -> None:
        """The counts are those of the messages, each counted as often as it came."""
        found, expected = self._counts(), counts_of(messages)
        wrong = sum(found.get(key, 0) != count for key, count in expected.items()) + len(found.keys() - expected.keys())
        assert not wrong, f"{self.name}: {wrong:,} of {len(expected):,} counts are not those of the messages"  # noqa: S101

    def _counts(self) -> dict[str, int]:
        if self._module == "plain_loop":
            loaded: dict[str, int] = json.loads((self._folder / "counts.json").read_text())
            return loaded
        found: Counter[str] = Counter()
        if self._module == "quix":
            for key, value in self._messages(self._target):
                told = json.loads(value)
                found[f"{told['window']} {key.decode()} {told['start'] // 1000}"] = told["value"]
            return found
        for name in [each for each in self._topics() if each.startswith(f"{self._group}-counts_")]:
            window = name.removeprefix(f"{self._group}-counts_").removesuffix("-changelog")
            for key, value in self._messages(name):
                row, (start, _) = json.loads(key)
                found[f"{window} {row} {int(start)}"] = json.loads(value)
        return found

    def _messages(self, topic: str) -> Iterator[tuple[bytes, bytes]]:
        """All keys and values of a topic, in order within each partition."""
        consumer = Consumer({**self._broker.config.confluent(), "group.id": f"{self._group}-check"})
        try:
            ends = {}
            for partition in consumer.list_topics(topic, timeout=30).topics[topic].partitions:
                _, ends[partition] = consumer.get_watermark_offsets(TopicPartition(topic, partition), timeout=30)
            waiting = {partition for partition, end in ends.items() if end}
            consumer.assign([TopicPartition(topic, partition, 0) for partition in waiting])
            while waiting:
                for message in consumer.consume(5000, timeout=1.0):
                    if message.error() is not None:
                        raise KafkaException(message.error())
                    partition, offset = message.partition(), message.offset()
                    if partition in waiting and offset is not None:
                        yield message.key() or b"", message.value() or b""
                        if offset + 1 >= ends[partition]:
                            waiting.discard(partition)
        finally:
            consumer.close()

    def _topics(self) -> list[str]:
        return list(AdminClient({**self._broker.config.confluent()}).list_topics(timeout=30).topics)

    def _progress(self, topic: str) -> list[Progress]:
        asked = GroupProgress(self._broker.config, group=self._group, topic=topic)
        try:
            return list(ask_patiently(asked, PARTITIONS).values())
        finally:
            asked.close()


def contestants(broker: RunningBroker, folder: Path, quix_python: str | None) -> list[Contestant]:
    """All of them; without Quix Streams where its environment is not given."""
    peers: list[Contestant] = [
        Tocsin(broker, folder / "tocsin"),
        Peer("Plain aiokafka loop", "plain_loop", broker, folder / "loop", python=sys.executable, args=[]),
        Peer(
            "Faust hopping tables",
            "faust_hopping",
            broker,
            folder / "faust",
            python=sys.executable,
            args=["worker", "-l", "warn", "--without-web"],
        ),
    ]
    if quix_python:
        peers.append(Peer("Quix Streams", "quix", broker, folder / "quix", python=quix_python, args=[]))
    return peers
