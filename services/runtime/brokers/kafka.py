"""How clients reach a broker: one configuration in the dialects of aiokafka, confluent-kafka and Faust."""

from __future__ import annotations

import re
import ssl
from pathlib import Path
from typing import Any, Literal, Self

from aiokafka.helpers import create_ssl_context
from faust import SASLCredentials, SSLCredentials
from faust.types.auth import CredentialsT
from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from ..errors import ConfigurationError
from .embedded import LARGEST_MESSAGE

SecurityProtocol = Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"]
SaslMechanism = Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]

_SERVER = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}")
"""`host:port`; an IPv6 address stands in brackets."""


class BrokerConfig(BaseModel):
    """Where the broker is and how to log in.

    Raises:
        ConfigurationError: the fields contradict each other, or a file is missing; the message names the fields.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    bootstrap: str
    """Bootstrap servers, `host:port` separated by commas."""
    embedded: bool = False
    """Whether it is the embedded broker, which knows no topic administration and loses big messages."""
    security_protocol: SecurityProtocol = "PLAINTEXT"
    """Encrypted or not, with a login or without."""
    sasl_mechanism: SaslMechanism | None = None
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
    """Key of the client certificate (PEM); not needed when the certificate's file holds it."""
    timeout: float = Field(default=15.0, gt=0)
    """Seconds that administration waits for an answer before the broker counts as unreachable."""

    @property
    def servers(self) -> list[str]:
        """The bootstrap servers, each `host:port`."""
        return [server.strip() for server in self.bootstrap.split(",") if server.strip()]

    @property
    def largest_message(self) -> int | None:
        """Largest batch in bytes that the broker keeps, whatever its topics say; null where they alone decide."""
        return LARGEST_MESSAGE if self.embedded else None

    def aiokafka(self) -> dict[str, Any]:
        """Keyword arguments of an aiokafka producer, consumer or client."""
        kwargs: dict[str, Any] = {"bootstrap_servers": self.servers, "security_protocol": self.security_protocol}
        if self._encrypted:
            kwargs["ssl_context"] = self._ssl_context()
        if self._with_login:
            kwargs |= {
                "sasl_mechanism": self.sasl_mechanism,
                "sasl_plain_username": self.sasl_username,
                "sasl_plain_password": self._password,
            }
        return kwargs

    def confluent(self) -> dict[str, str]:
        """Configuration of a confluent-kafka producer, consumer or admin client."""
        config = {
            "bootstrap.servers": ",".join(self.servers),
            "security.protocol": self.security_protocol,
            "sasl.mechanism": self.sasl_mechanism,
            "sasl.username": self.sasl_username,
            "sasl.password": self._password,
            "ssl.ca.location": self.ssl_cafile,
            "ssl.certificate.location": self.ssl_certfile,
            "ssl.key.location": self.ssl_keyfile or self.ssl_certfile,
        }
        return {name: str(value) for name, value in config.items() if value is not None}

    def faust(self) -> CredentialsT | None:
        """Faust's `broker_credentials`; null where there is neither encryption nor login."""
        context = self._ssl_context() if self._encrypted else None
        if self._with_login:
            return SASLCredentials(
                username=self.sasl_username,
                password=self._password,
                ssl_context=context,
                mechanism=self.sasl_mechanism,
            )
        return None if context is None else SSLCredentials(context)

    @property
    def _encrypted(self) -> bool:
        return self.security_protocol.endswith("SSL")

    @property
    def _with_login(self) -> bool:
        return self.security_protocol.startswith("SASL_")

    @property
    def _password(self) -> str | None:
        return None if self.sasl_password is None else self.sasl_password.get_secret_value()

    def _ssl_context(self) -> ssl.SSLContext:
        try:
            context: ssl.SSLContext = create_ssl_context(
                cafile=self.ssl_cafile, certfile=self.ssl_certfile, keyfile=self.ssl_keyfile or self.ssl_certfile
            )
        except (OSError, ssl.SSLError) as error:
            raise ConfigurationError(
                f"The certificates of ssl_cafile, ssl_certfile and ssl_keyfile can't be used: {error}. "
                "They must be PEM files, and the key must be that of the certificate and without a passphrase."
            ) from error
        return context

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        self._check_servers()
        if self.embedded and self.security_protocol != "PLAINTEXT":
            raise ConfigurationError("The embedded broker speaks PLAINTEXT only: leave security_protocol empty.")
        self._check_login()
        self._check_files()
        return self

    def _check_servers(self) -> None:
        if not self.servers:
            raise ConfigurationError("bootstrap names no server: set it to host:port, several separated by commas.")
        for server in self.servers:
            if _SERVER.fullmatch(server) is None:
                raise ConfigurationError(f"bootstrap has {server!r}: write host:port, such as localhost:9092.")

    def _check_login(self) -> None:
        login = {
            "sasl_mechanism": self.sasl_mechanism,
            "sasl_username": self.sasl_username,
            "sasl_password": self.sasl_password,
        }
        absent = [name for name, value in login.items() if value is None]
        if self._with_login and absent:
            raise ConfigurationError(f"security_protocol is {self.security_protocol}: set {' and '.join(absent)} too.")
        if not self._with_login and len(absent) < len(login):
            raise ConfigurationError(
                f"A SASL login is set, but security_protocol is {self.security_protocol}, which sends none: "
                "set it to SASL_SSL, or to SASL_PLAINTEXT on a network that you trust."
            )

    def _check_files(self) -> None:
        files = {
            "ssl_cafile": self.ssl_cafile,
            "ssl_certfile": self.ssl_certfile,
            "ssl_keyfile": self.ssl_keyfile,
        }
        given = {name: path for name, path in files.items() if path is not None}
        if given and not self._encrypted:
            raise ConfigurationError(
                f"{' and '.join(given)} given, but security_protocol is {self.security_protocol}, which does not "
                "encrypt: set it to SSL or SASL_SSL."
            )
        for name, path in given.items():
            if not path.is_file():
                raise ConfigurationError(f"{name} is {path}, which is not a file.")
        if self.ssl_keyfile is not None and self.ssl_certfile is None:
            raise ConfigurationError("ssl_keyfile is set without ssl_certfile: set the certificate of that key too.")
