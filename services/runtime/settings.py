"""Settings: environment variables with the prefix `TOCSIN_`, or a `.env` file. `.env.example` lists them all.

One flat file, read once at the edge and handed in; nothing else reads the environment.
"""

from __future__ import annotations

import ipaddress
import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from .brokers import BrokerConfig
from .errors import ConfigurationError

Service = Literal["ingest", "extractor", "aggregator"]

WEB_PORTS: dict[Service, int] = {"ingest": 8081, "extractor": 8082, "aggregator": 8083}
"""Where a worker's /metrics, /healthz and /readyz are, unless said otherwise."""

Seconds = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(ge=1)]


class Settings(BaseSettings):
    """All settings; each may be set as `TOCSIN_<NAME>`."""

    model_config = SettingsConfigDict(
        env_prefix="TOCSIN_", env_file=".env", extra="ignore", frozen=True, use_attribute_docstrings=True
    )

    # --- broker
    bootstrap: str = "localhost:9092"
    """Kafka's bootstrap servers, `host:port` separated by commas."""
    security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    """How to talk to Kafka."""
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] | None = None
    """How to log in, with a SASL protocol."""
    sasl_username: str | None = None
    """Kafka user."""
    sasl_password: SecretStr | None = None
    """Kafka password."""
    ssl_cafile: Path | None = None
    """Certificates to trust (PEM); the system's when empty."""
    ssl_certfile: Path | None = None
    """Client certificate (PEM)."""
    ssl_keyfile: Path | None = None
    """Key of the client certificate (PEM)."""
    topic_prefix: Annotated[str, Field(pattern=r"^([a-z0-9][a-z0-9.-]*)?$")] = ""
    """Put before the names of all topics and consumer groups, so that several installations share a cluster."""
    replication_factor: Count = 1
    """Copies of each partition, for `tocsin topics apply`. 3 in production."""
    embedded: bool = False
    """The broker is the embedded one of `tocsin demo`: topics are not verified beyond their partitions."""

    # --- exactness
    session_timeout: Seconds = 10.0
    """Seconds after which the partitions of a dead worker move."""
    heartbeat_interval: Seconds = 3.0
    """Seconds between heartbeats; at most a third of the session timeout."""
    commit_interval: Seconds = 1.0
    """Seconds between commits of what has been acknowledged."""
    delivery_timeout: Seconds = 60.0
    """Seconds that the broker may take to accept an output before the worker gives up and is started again."""
    watchdog_limit: Seconds = 30.0
    """Seconds that a partition may have lag without a commit before the worker ends, to be started again."""

    # --- state
    data_dir: Path = Path("var")
    """Where tables are kept. Each worker claims a folder of its own in it; what is lost is read again from Kafka."""
    rocksdb_cache_mb: Count = 8
    """RocksDB block cache per table and partition, in MiB."""

    # --- work
    batch_max: Count = 64
    """Most messages that are processed as one group."""
    processes: Annotated[int, Field(ge=0)] = 0
    """Processes for cleaning and extraction in each worker; 0: one per core, less one for the worker itself."""
    article_timeout: Seconds = 30.0
    """Seconds that cleaning or extraction of one article may take before it is a dead letter."""
    ingest_max_bytes: Count = 2_000_000
    """Largest raw message that is read, in bytes; bigger ones are dead letters."""
    knowledge_dir: Path | None = None
    """Folder of the user's own knowledge files, added to the built-in ones."""

    # --- intake
    feeds: Path | None = None
    """Settings file of the RSS and Atom feeds that an ingest worker follows (docs/feeds.example.yaml); none when empty.
    Give it to one worker: several would each fetch every feed."""
    fetch_private: bool = False
    """Whether feeds and pages at addresses of private networks may be fetched."""
    http_intake: bool = False
    """Whether ingest workers take articles by HTTP, `POST /articles`, on their web port."""
    http_intake_token: SecretStr | None = None
    """What a client must send as `Authorization: Bearer ...`; needed unless `web_host` is this machine alone."""
    http_intake_max_bytes: Count = 10_000_000
    """Largest body of a request, unfolded, in bytes."""
    http_intake_max_articles: Count = 1_000
    """Most articles in one request."""
    http_intake_rate: Annotated[float, Field(gt=0)] = 200.0
    """Articles a second that a worker takes by HTTP in the long run; as many as one request may have at once."""

    # --- counting
    clock: Literal["wall", "event"] = "wall"
    """What rolling windows are counted back from: now, or the newest `published_at` seen (demo and replay)."""
    metrics_max_rows: Count = 500
    """Rows of the rolling counts that get series of their own; the rest is summed into `other`."""

    # --- watching
    web_host: str = "127.0.0.1"
    """Where /metrics, /healthz and /readyz listen."""
    web_port: Annotated[int, Field(ge=0, le=65535)] | None = None
    """Their port: 8081 for ingest, 8082 extractor, 8083 aggregator when empty; 0 picks a free one."""
    view: Literal["auto", "on", "off"] = "auto"
    """Whether aggregators serve the live page and its JSON, `/api/v1/…`, on their web port. `auto`: only where
    `web_host` is this machine alone, for it asks nobody who they are."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """Lowest level shown."""
    log_json: bool = False
    """One JSON object a line instead of text."""

    @property
    def is_local(self) -> bool:
        """Whether the web port is open to this machine alone."""
        if self.web_host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.web_host).is_loopback
        except ValueError:
            return False

    @property
    def serves_view(self) -> bool:
        """Whether aggregators serve incidents as JSON."""
        return self.view == "on" or (self.view == "auto" and self.is_local)

    def topic(self, name: str) -> str:
        """The name of a topic of the contracts in this installation."""
        return f"{self.topic_prefix}{name}"

    def app_id(self, service: Service) -> str:
        """Consumer group of a service, and the head of its changelogs' names."""
        return f"{self.topic_prefix}tocsin-{service}"

    def web_port_of(self, service: Service) -> int:
        """Port of a service's /metrics."""
        return WEB_PORTS[service] if self.web_port is None else self.web_port

    def worker_processes(self) -> int:
        """How many processes clean or extract."""
        return self.processes or max(1, (os.cpu_count() or 2) - 1)

    def broker(self) -> BrokerConfig:
        """How to reach the broker."""
        return BrokerConfig(
            bootstrap=self.bootstrap,
            embedded=self.embedded,
            security_protocol=self.security_protocol,
            sasl_mechanism=self.sasl_mechanism,
            sasl_username=self.sasl_username,
            sasl_password=self.sasl_password,
            ssl_cafile=self.ssl_cafile,
            ssl_certfile=self.ssl_certfile,
            ssl_keyfile=self.ssl_keyfile,
        )


class ExplicitSettings(Settings):
    """Settings that come from their arguments alone, not from the environment: for the demo and the tests."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What was passed, and the defaults."""
        return (init_settings,)


def load_settings(**overrides: object) -> Settings:
    """Settings of the environment, under `overrides`; raises `ConfigurationError` naming each variable at fault."""
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        faults = "; ".join(
            f"TOCSIN_{str(fault['loc'][0]).upper() if fault['loc'] else ''}: {fault['msg']}" for fault in error.errors()
        )
        raise ConfigurationError(f"Settings are not usable. {faults}. See .env.example.") from error
