"""The Faust app that every service is: the settings that docs/decisions calls for, and its own way in and out."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterable
from typing import Any

import faust
import structlog
from aiohttp import web
from faust.types import EventT
from mode import Service as Background
from yarl import URL

from schemas import DeadLetterReason
from schemas.topics import Topic, load_topics

from . import metrics
from .batches import BatchReader, Chore, OnAssigned, Process
from .codec import TRACEPARENT, Encoded, Outgoing, encode, header
from .data_dirs import ClaimedDir, claim_data_dir
from .dead_letters import dead_letter, dead_letter_topic
from .errors import BadMessageError, BrokenDependencyError
from .group_progress import GroupProgress
from .pool import WorkPool
from .settings import Service, Settings
from .tables import Table

ENVELOPE_BYTES = 4096
"""Left free under a topic's largest message for the key, the headers and the batch's own framing."""

METADATA_MAX_AGE_MS = 10_000
"""How long what the broker told of its topics is taken for true."""

log = structlog.get_logger(__name__)


class App(faust.App):
    """A Faust app with the topics of the contracts, awaited delivery and dead letters."""

    settings: Settings
    service_name: Service
    claimed_dir: ClaimedDir
    """Folder of its tables; held for as long as the worker lives."""
    largest_message: int
    """Bytes that the broker takes, whatever a topic allows."""
    readers: list[BatchReader]
    pools: list[WorkPool[Any, Any]]
    background: list[Background]
    """Services that start and stop with the app."""
    checks: dict[str, Callable[[], bool]]
    """What must hold for /readyz, beside an assignment that stands: name and test."""
    routes: list[web.RouteDef]
    """Further routes of the web port."""

    def read(
        self,
        topic: str,
        process: Process,
        *,
        on_assigned: OnAssigned | None = None,
        chore: Chore | None = None,
        max_batch: int | None = None,
    ) -> BatchReader:
        """Read a topic of the contracts with one agent, in groups (see `batches`).

        Args:
            topic: name in the contracts; values are raw bytes, so that what can't be decoded is not lost.
        """
        reader = BatchReader(
            self,
            topic=self.settings.topic(topic),
            process=process,
            on_assigned=on_assigned,
            chore=chore,
            group=GroupProgress(
                self.settings.broker(), group=self.settings.app_id(self.service_name), topic=self.settings.topic(topic)
            ),
            service=self.service_name,
            max_batch=max_batch or self.settings.batch_max,
            commit_interval=self.settings.commit_interval,
            delivery_timeout=self.settings.delivery_timeout,
        )
        self.readers.append(reader)
        self.background.append(reader)

        async def forward(stream: Any) -> None:
            async for event in stream.noack().events():
                await reader.put(event)

        self.agent(self._raw_topic(topic), name=f"{self.service_name}.{topic}", concurrency=1)(forward)
        return reader

    def rows(self, name: str) -> Table:
        """A table of this service; its changelog is one of the topic files."""
        changelog = f"{self.settings.app_id(self.service_name)}-{name}-changelog"
        source = load_topics()[changelog.removeprefix(self.settings.topic_prefix)]
        table = self.Table(
            name,
            key_type=None,
            value_type=None,
            partitions=source.partitions,
            options={"block_cache_size": self.settings.rocksdb_cache_mb << 20, "driver": "rocksdict"},
        )
        assert isinstance(table, Table)  # noqa: S101  (conf.Table)
        return table

    async def deliver(self, messages: Iterable[tuple[str, Encoded]]) -> None:
        """Send messages to topics of the contracts; returns when the broker has them all.

        Raises:
            BrokenDependencyError: the broker did not take them in time.
        """
        sent = []
        for topic, message in messages:
            channel = self._raw_topic(topic)
            sent.append(await channel.send(key=message.key, value=message.value, headers=message.headers))
        if not sent:
            return
        try:
            await asyncio.wait_for(asyncio.gather(*sent), self.settings.delivery_timeout)
        except TimeoutError as error:
            raise BrokenDependencyError(
                f"{self.settings.bootstrap} did not take an output within {self.settings.delivery_timeout:g} s."
            ) from error
        except Exception as error:
            raise BrokenDependencyError(f"{self.settings.bootstrap} refused an output: {error!r}.") from error

    def encode(self, topic: str, message: Outgoing, cause: EventT[Any] | None = None) -> tuple[str, Encoded]:
        """`message` for `deliver`, with the trace context of the input that caused it.

        Raises:
            BadMessageError: it is larger than the topic takes.
        """
        traceparent = header(cause.headers, TRACEPARENT) if cause is not None else None
        encoded = encode(message, source=f"tocsin/{self.service_name}", traceparent=traceparent)
        limit = min(load_topics()[topic].max_message_bytes, self.largest_message)
        size = len(encoded.value or b"")
        if size > limit - ENVELOPE_BYTES:
            raise BadMessageError(
                DeadLetterReason.output_too_large,
                f"{type(message).__name__} of {size} bytes does not fit into {topic} ({limit})",
            )
        return topic, encoded

    def dead_letter(self, topic: str, event: EventT[Any], bad: BadMessageError) -> tuple[str, Encoded]:
        """The dead letter of an input, for `deliver`; counts and logs it."""
        message = event.message
        metrics.dead_letters.labels(topic, bad.reason.value).inc()
        log.warning(
            "dead letter", topic=topic, partition=message.partition, offset=message.offset,
            key=(message.key or b"")[:100].decode(errors="replace"), reason=bad.reason.value, error=bad.error[:200],
        )  # fmt: skip
        target = dead_letter_topic(topic)
        return target, dead_letter(
            key=message.key,
            value=message.value,
            headers=list(dict(message.headers or {}).items()),
            topic=message.topic,
            partition=message.partition,
            offset=message.offset,
            stage=self.service_name,
            reason=bad.reason,
            error=bad.error,
            max_message_bytes=load_topics()[target].max_message_bytes,
        )

    def outcome(self, outcome: str, count: int = 1) -> None:
        """Count what became of inputs."""
        metrics.articles.labels(self.service_name, outcome).inc(count)

    def is_ready(self) -> dict[str, bool]:
        """Each condition of readiness, and whether it holds."""
        state = {name: check() for name, check in self.checks.items()}
        state["assigned"] = all(reader.is_open for reader in self.readers)
        metrics.ready.labels(self.service_name).set(all(state.values()))
        return state

    def use_pool(self, pool: WorkPool[Any, Any]) -> None:
        """Start and stop a process pool with the app; it must be warm for the worker to be ready."""
        self.pools.append(pool)
        self.checks["model_loaded"] = lambda: all(pool.is_warm for pool in self.pools)

    async def on_stop(self) -> None:
        """Finish what is under way before the consumer commits and leaves its group."""
        for reader in self.readers:
            await reader.drain()
        await super().on_stop()
        for pool in self.pools:
            await pool.stop()

    async def on_start(self) -> None:
        """Start what runs beside the agents."""
        for pool in self.pools:
            await pool.start()
        await super().on_start()
        for service in self.background:
            await self.add_runtime_dependency(service)

    def _raw_topic(self, name: str) -> Any:
        topics: dict[str, Any] = self.__dict__.setdefault("_raw_topics", {})
        if name not in topics:
            topics[name] = self.topic(
                self.settings.topic(name),
                key_type=bytes,
                value_type=bytes,
                key_serializer="raw",
                value_serializer="raw",
                partitions=load_topics()[name].partitions,
            )
        return topics[name]


def create_app(service: Service, settings: Settings) -> App:
    """The Faust app of a service.

    Every setting here has its reason in docs/decisions/0002-faust.md.
    """
    config = settings.broker()
    data_dir = claim_data_dir(settings.data_dir, service)
    app = App(
        settings.app_id(service),
        broker=[URL(f"kafka://{server.strip()}") for server in settings.bootstrap.split(",")],
        broker_credentials=config.faust(),
        Table=Table,
        autodiscover=False,
        # Topics are ours: made from the topic files, verified at start.
        topic_allow_declare=False,
        topic_disable_leader=True,
        topic_replication_factor=settings.replication_factor,
        broker_session_timeout=settings.session_timeout,
        broker_heartbeat_interval=settings.heartbeat_interval,
        broker_request_timeout=max(30.0, settings.session_timeout * 2),
        broker_max_poll_interval=300.0,
        consumer_auto_offset_reset="earliest",
        consumer_metadata_max_age_ms=METADATA_MAX_AGE_MS,
        producer_acks=-1,
        producer_linger=0.005,
        producer_max_request_size=max(topic.max_message_bytes for topic in load_topics().values()),
        producer_request_timeout=settings.delivery_timeout,
        processing_guarantee="at_least_once",
        store="rocksdb://",
        datadir=str(data_dir.path),
        table_standby_replicas=0,
        stream_buffer_maxsize=4 * settings.batch_max,
        stream_wait_empty=False,
        web_enabled=False,
        worker_redirect_stdouts=False,
    )
    app.settings = settings
    app.service_name = service
    app.claimed_dir = data_dir
    app.largest_message = config.largest_message or sys.maxsize
    app.readers = []
    app.pools = []
    app.background = []
    app.checks = {}
    app.routes = []
    return app


def needed_topics(service: Service) -> dict[str, Topic]:
    """The topics that a worker of `service` reads, writes, or keeps its tables in."""
    return {
        name: topic for name, topic in load_topics().items() if service in topic.producers or service in topic.consumers
    }
