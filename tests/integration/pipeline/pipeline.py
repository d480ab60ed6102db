"""Workers of all three services on a broker, fed and read by a test."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition

from schemas.topics import load_topics
from services.commands import rolling
from services.runtime.group_progress import GroupProgress, Progress
from services.runtime.settings import ExplicitSettings, Service
from services.runtime.supervisor import Supervisor, WorkerProcess
from tests.brokers import RunningBroker

INPUTS: dict[Service, str] = {
    "ingest": "news.raw.v1",
    "extractor": "news.articles.v1",
    "aggregator": "incidents.reported.v1",
}
"""What hands work on from service to service."""
SIDE_INPUTS: dict[Service, str] = {"aggregator": "incidents.overrides.v1"}
ASK_SECONDS = 15.0


@dataclass(frozen=True)
class Message:
    """A message as a consumer sees it."""

    key: bytes | None
    value: bytes | None
    headers: dict[str, bytes]

    def json(self) -> Any:
        """Its value; null for a tombstone."""
        return json.loads(self.value) if self.value else None


@dataclass
class Pipeline:
    """One installation under test; a context manager.

    Args:
        broker: with all topics, under a prefix of the test's own.
        folder: for state and logs.
        workers: of each service.
        env: further settings of the workers.
    """

    broker: RunningBroker
    folder: Path
    workers: int = 1
    env: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.supervisor = Supervisor(max_restarts=5)
        self.settings = ExplicitSettings(
            bootstrap=self.broker.bootstrap, embedded=self.broker.config.embedded, topic_prefix=self.broker.prefix
        )

    def __enter__(self) -> Pipeline:
        """Start all workers."""
        for service in INPUTS:
            for number in range(self.workers):
                self.start(service, number)
        return self

    def __exit__(self, *_: object) -> None:
        """Stop them all."""
        self.supervisor.stop()

    def start(self, service: Service, number: int) -> WorkerProcess:
        """Start one more worker."""
        env = {
            "TOCSIN_BOOTSTRAP": self.broker.bootstrap,
            "TOCSIN_EMBEDDED": str(self.broker.config.embedded).lower(),
            "TOCSIN_TOPIC_PREFIX": self.broker.prefix,
            "TOCSIN_CLOCK": "event",
            "TOCSIN_PROCESSES": "1",
            "TOCSIN_WEB_PORT": "0",
            "TOCSIN_WATCHDOG_LIMIT": "20",
            **self.env,
        }
        return self.supervisor.start(service, env, self.folder, f"{service}-{number}")

    def of(self, service: Service) -> list[WorkerProcess]:
        """The workers of a service."""
        return [worker for worker in self.supervisor.workers if worker.service == service]

    def feed(self, values: Iterable[bytes], *, topic: str = "news.raw.v1") -> int:
        """Send raw values; returns how many."""
        producer = Producer({"bootstrap.servers": self.broker.bootstrap, "message.max.bytes": 25_000_000})
        count = 0
        for count, value in enumerate(values, start=1):
            producer.produce(self.broker.topic(topic), value=value, key=str(count))
            producer.poll(0)
        if producer.flush(60):
            raise TimeoutError("the broker did not take what was fed")
        return count

    def progress(self, service: Service) -> tuple[int, int]:
        """Messages that a service has committed, and all that there are for it."""
        topics = [inputs[service] for inputs in (INPUTS, SIDE_INPUTS) if service in inputs]
        done, ends = zip(*(self._progress(service, topic) for topic in topics), strict=True)
        return sum(done), sum(ends)

    def _progress(self, service: Service, topic: str) -> tuple[int, int]:
        asked = GroupProgress(
            self.settings.broker(), group=self.settings.app_id(service), topic=self.broker.topic(topic)
        )
        try:
            states = ask_patiently(asked, range(load_topics()[topic].partitions)).values()
        finally:
            asked.close()
        return sum(state.committed for state in states), sum(state.end for state in states)

    def lags(self) -> dict[Service, int]:
        """Messages not yet committed, by service."""
        return {service: end - done for service in INPUTS for done, end in [self.progress(service)]}

    def settle(self, timeout: float) -> float:
        """Wait until every service has finished what the one before handed on; seconds that it took.

        Workers that end are started again, as a supervisor would.
        """
        started = monotonic()
        for service in INPUTS:
            while True:
                self.supervisor.check()
                done, end = self.progress(service)
                if done == end:
                    break
                if monotonic() - started > timeout:
                    raise TimeoutError(f"lags after {timeout:g} s: {self.lags()}\n{self.logs()}")
                sleep(0.25)
        return monotonic() - started

    def read(self, topic: str) -> list[Message]:
        """Everything that a topic holds, partition by partition."""
        client = Consumer(
            {
                "bootstrap.servers": self.broker.bootstrap,
                "group.id": f"{self.broker.prefix}reader",
                "enable.auto.commit": False,
                "auto.offset.reset": "earliest",
                "fetch.wait.max.ms": 100,
            }
        )
        messages = []
        try:
            for partition in range(load_topics()[topic].partitions):
                low, high = client.get_watermark_offsets(
                    TopicPartition(self.broker.topic(topic), partition), timeout=ASK_SECONDS
                )
                if low == high:
                    continue
                client.assign([TopicPartition(self.broker.topic(topic), partition, low)])
                deadline = monotonic() + 60
                while client.position([TopicPartition(self.broker.topic(topic), partition)])[0].offset < high:
                    if monotonic() > deadline:
                        raise TimeoutError(f"{topic} {partition} can't be read to its end at {high}")
                    for message in client.consume(500, timeout=0.5):
                        if message.error():
                            raise RuntimeError(message.error())
                        headers = {str(name): _bytes(text) for name, text in list(message.headers() or [])}
                        messages.append(Message(message.key(), message.value(), headers))
        finally:
            client.close()
        return messages

    def newest(self, topic: str) -> dict[str, Any]:
        """The newest value of each key of a compacted topic; ended keys are left out."""
        values: dict[str, Any] = {}
        for message in self.read(topic):
            key = (message.key or b"").decode()
            if message.value:
                values[key] = message.json()
            else:
                values.pop(key, None)
        return values

    def newest_rows(self, changelog: str) -> dict[str, Any]:
        """The rows of a table, as its changelog tells them; Faust writes keys as JSON."""
        return {json.loads(key): row for key, row in self.newest(changelog).items()}

    def dead_letters(self, topic: str) -> Counter[str]:
        """Dead letters of a topic by reason."""
        return Counter(message.headers["dlq_reason"].decode() for message in self.read(f"{topic}-dlq"))

    def samples(self, service: Service) -> list[rolling.Sample]:
        """What all workers of a service tell Prometheus."""
        return rolling.scrape(self.metrics_url(worker) for worker in self.of(service))

    def outcomes(self, service: Service) -> Counter[str]:
        """Articles by outcome, over all workers of a service."""
        found: Counter[str] = Counter()
        for sample in self.samples(service):
            if sample.name == "tocsin_articles_total" and sample.labels["service"] == service:
                found[sample.labels["outcome"]] += int(sample.value)
        return +found

    def metrics_url(self, worker: WorkerProcess) -> str:
        """Where a worker's /metrics is, as its log tells."""
        lines = [line for line in worker.log_path.read_text().splitlines() if "metrics=http" in line]
        return lines[-1].split("metrics=")[1].split()[0].strip("'\x1b[0m")

    def logs(self) -> str:
        """The end of every worker's log."""
        return "\n".join(f"--- {worker.name}\n{worker.log_tail()}" for worker in self.supervisor.workers)


def ask_patiently(asked: GroupProgress, partitions: Iterable[int]) -> dict[int, Progress]:
    """What `asked` answers; again for a while, as a topic that has just been made, or a broker that has just come back,
    is not known everywhere."""
    deadline = monotonic() + ASK_SECONDS
    while True:
        try:
            return asked.ask(partitions)
        except KafkaException:
            if monotonic() > deadline:
                raise
            sleep(0.5)


def _bytes(text: str | bytes | None) -> bytes:
    return text.encode() if isinstance(text, str) else text or b""


def run_through(pipeline: Pipeline, values: Sequence[bytes], *, timeout: float = 120) -> None:
    """Feed, and wait until all is through."""
    pipeline.feed(values)
    pipeline.settle(timeout)
