"""A Kafka broker inside this process: librdkafka's mock cluster. No Java, no Docker, nothing to install.

It listens on a loopback port and speaks Kafka's protocol, so any client of any process on the machine can use it. What
it is not fit for was measured with librdkafka 2.16, and is why it is for trying out and for fast tests only:

- A partition keeps 5 MiB or 100,000 batches in memory; older ones go silently, compacted topic or not.
- When a new batch pushes out the last one before it, the new one is lost, and the client is told that all went well.
  Batches of up to `LARGEST_MESSAGE` are safe; the broker itself would take requests of up to 100 MB.
- One member to a consumer group: with two, the leader's SyncGroup ends the rebalance before the other has asked, which
  is then told INVALID_REQUEST.
- A group whose member left or died takes a new one only after its session timeout, less one second.
- A fetch that finds nothing is held for the client's whole `fetch_max_wait_ms`, whatever arrives meanwhile.
- No topic administration, no lookup of offsets by time, no compaction. Transactions on it prove nothing.
- A topic that nobody created is made at first use, with 4 partitions.
"""

from __future__ import annotations

import contextlib
import ctypes
import socket
import threading
from collections.abc import Iterator, Mapping
from types import MappingProxyType, TracebackType
from typing import Self

from ..errors import TocsinError
from . import librdkafka

LARGEST_MESSAGE = 2_500_000
"""Largest batch in bytes that can't be lost: two of them, with their overhead, stay within the 5 MiB of a partition."""

LIMITS = (
    "Embedded broker, for trying out: keeps the newest 5 MiB or 100,000 batches of each partition in memory, until it "
    "stops; one worker of each service; no transactions. Use Apache Kafka for anything else."
)
"""One line for the user, to be shown when it starts."""

_ERROR_BYTES = 512
_KNOCK_SECONDS = 0.02


class EmbeddedBrokerError(TocsinError):
    """The embedded broker could not be started, or was asked for what it can't do; the message says which and why."""


class EmbeddedBroker:
    """One mock broker with the topics that it was given; a context manager.

    Not for forked children: the broker's thread lives in the process that started it, so start workers with `spawn`.

    Args:
        topics: partitions by topic name. Clients that connect find them all.

    Raises:
        EmbeddedBrokerError: a partition count is below 1.
    """

    def __init__(self, topics: Mapping[str, int]) -> None:
        for name, partitions in topics.items():
            _check_partitions(name, partitions)
        self._topics = dict(topics)
        self._client: int | None = None
        self._cluster: int | None = None
        self._bootstrap = ""

    @property
    def topics(self) -> Mapping[str, int]:
        """Partitions by name of the topics that were asked for."""
        return MappingProxyType(self._topics)

    @property
    def running(self) -> bool:
        """Whether it takes connections."""
        return self._cluster is not None

    @property
    def bootstrap(self) -> str:
        """Where clients connect, `127.0.0.1:PORT`. Raises `EmbeddedBrokerError` unless it runs."""
        self._running_cluster()
        return self._bootstrap

    def start(self) -> Self:
        """Listen on a free loopback port and create the topics; returns the broker itself.

        Raises:
            EmbeddedBrokerError: it runs already, or librdkafka refused.
            LibraryNotFoundError: this installation of confluent-kafka has no mock cluster.
        """
        if self.running:
            raise EmbeddedBrokerError(f"The embedded broker runs already, at {self._bootstrap}: stop it first.")
        library = librdkafka.load()
        self._client = _new_client(library)
        self._cluster = library.rd_kafka_mock_cluster_new(self._client, 1)
        if self._cluster is None:
            self.stop()
            raise EmbeddedBrokerError("librdkafka could not listen on 127.0.0.1: are loopback ports allowed here?")
        self._bootstrap = library.rd_kafka_mock_cluster_bootstraps(self._cluster).decode("ascii")
        try:
            with _kept_awake(self._bootstrap):
                # It would wait 3 s for more members, and here a group never has more than one.
                library.rd_kafka_mock_group_initial_rebalance_delay_ms(self._cluster, 0)
                for name, partitions in self._topics.items():
                    self._create(name, partitions)
        except EmbeddedBrokerError:
            self.stop()
            raise
        return self

    def create_topic(self, name: str, partitions: int) -> None:
        """Create one more topic while it runs.

        Raises:
            EmbeddedBrokerError: it does not run, the topic exists, or the count is below 1.
        """
        _check_partitions(name, partitions)
        with _kept_awake(self.bootstrap):
            self._create(name, partitions)
        self._topics[name] = partitions

    def stop(self) -> None:
        """Close all connections and free all messages. Does nothing when it does not run."""
        library = librdkafka.load()
        cluster, self._cluster = self._cluster, None
        client, self._client = self._client, None
        if cluster is not None:
            with _kept_awake(self._bootstrap):
                library.rd_kafka_mock_cluster_destroy(cluster)
        if client is not None:
            library.rd_kafka_destroy(client)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _create(self, name: str, partitions: int) -> None:
        library = librdkafka.load()
        code = library.rd_kafka_mock_topic_create(self._running_cluster(), name.encode("utf-8"), partitions, 1)
        if code != librdkafka.NO_ERROR:
            reason = library.rd_kafka_err2str(code).decode("utf-8", "replace")
            raise EmbeddedBrokerError(f"The embedded broker did not create topic {name}: {reason}")

    def _running_cluster(self) -> int:
        if self._cluster is None:
            raise EmbeddedBrokerError("The embedded broker does not run: call start() first, or use `with`.")
        return self._cluster


@contextlib.contextmanager
def _kept_awake(bootstrap: str) -> Iterator[None]:
    """Knock at the broker's port while it is given commands.

    Its thread takes a command when something arrives on a socket, else once a second: the byte that announces a command
    can be swallowed together with the one before, and then each command may cost a second on a busy machine.
    """
    host, _, port = bootstrap.rpartition(":")
    done = threading.Event()

    def knock() -> None:
        while not done.wait(_KNOCK_SECONDS):
            with contextlib.suppress(OSError), socket.create_connection((host, int(port)), timeout=1):
                pass

    thread = threading.Thread(target=knock, name="embedded-broker-knock", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _check_partitions(name: str, partitions: int) -> None:
    if partitions < 1:
        raise EmbeddedBrokerError(f"Topic {name} needs at least 1 partition, not {partitions}.")


def _new_client(library: ctypes.CDLL) -> int:
    """The librdkafka client that a mock cluster needs for its bookkeeping; it connects to nothing."""
    text = ctypes.create_string_buffer(_ERROR_BYTES)
    conf = library.rd_kafka_conf_new()
    # Errors and worse go to stderr; below that it would warn that this client has no broker to connect to.
    if library.rd_kafka_conf_set(conf, b"log_level", b"3", text, _ERROR_BYTES) != librdkafka.CONF_OK:
        library.rd_kafka_conf_destroy(conf)
        raise EmbeddedBrokerError(f"librdkafka refused a setting: {text.value.decode('utf-8', 'replace')}")
    client: int | None = library.rd_kafka_new(librdkafka.PRODUCER, conf, text, _ERROR_BYTES)
    if client is None:
        library.rd_kafka_conf_destroy(conf)
        raise EmbeddedBrokerError(f"librdkafka did not start: {text.value.decode('utf-8', 'replace')}")
    return client
