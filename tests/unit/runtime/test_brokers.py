"""One broker configuration, three clients' dialects; and contradictions that are refused before anything connects."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any

import certifi
import pytest
from faust import SASLCredentials, SSLCredentials
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from services.runtime.brokers import BrokerConfig
from services.runtime.brokers.embedded import LARGEST_MESSAGE
from services.runtime.errors import ConfigurationError

LOGIN: dict[str, Any] = {"sasl_mechanism": "SCRAM-SHA-512", "sasl_username": "reader", "sasl_password": "s3cret"}


def test_a_plain_broker_needs_only_its_address() -> None:
    config = BrokerConfig(bootstrap="kafka-1:9092, kafka-2:9093")
    assert config.aiokafka() == {
        "bootstrap_servers": ["kafka-1:9092", "kafka-2:9093"],
        "security_protocol": "PLAINTEXT",
    }
    assert config.confluent() == {
        "bootstrap.servers": "kafka-1:9092,kafka-2:9093",
        "security.protocol": "PLAINTEXT",
    }
    assert config.faust() is None


def test_a_login_reaches_all_three_clients() -> None:
    config = BrokerConfig(bootstrap="kafka:9094", security_protocol="SASL_SSL", **LOGIN)
    aiokafka = config.aiokafka()
    assert isinstance(aiokafka.pop("ssl_context"), ssl.SSLContext)
    assert aiokafka == {
        "bootstrap_servers": ["kafka:9094"],
        "security_protocol": "SASL_SSL",
        "sasl_mechanism": "SCRAM-SHA-512",
        "sasl_plain_username": "reader",
        "sasl_plain_password": "s3cret",
    }
    assert config.confluent() == {
        "bootstrap.servers": "kafka:9094",
        "security.protocol": "SASL_SSL",
        "sasl.mechanism": "SCRAM-SHA-512",
        "sasl.username": "reader",
        "sasl.password": "s3cret",
    }
    faust = config.faust()
    assert isinstance(faust, SASLCredentials)
    assert (faust.protocol.value, faust.mechanism.value) == ("SASL_SSL", "SCRAM-SHA-512")
    assert (faust.username, faust.password) == ("reader", "s3cret")


def test_a_login_without_encryption_makes_no_ssl_context() -> None:
    config = BrokerConfig(bootstrap="kafka:9094", security_protocol="SASL_PLAINTEXT", **LOGIN)
    assert "ssl_context" not in config.aiokafka()
    faust = config.faust()
    assert isinstance(faust, SASLCredentials)
    assert (faust.protocol.value, faust.ssl_context) == ("SASL_PLAINTEXT", None)


def test_the_trusted_certificates_reach_all_three_clients() -> None:
    config = BrokerConfig(bootstrap="kafka:9093", security_protocol="SSL", ssl_cafile=Path(certifi.where()))
    assert config.confluent()["ssl.ca.location"] == certifi.where()
    faust = config.faust()
    assert isinstance(faust, SSLCredentials)
    for context in (faust.context, config.aiokafka()["ssl_context"]):
        assert context.get_ca_certs()
        assert context.check_hostname
        assert context.verify_mode == ssl.CERT_REQUIRED


def test_a_certificate_file_may_hold_its_key(tmp_path: Path) -> None:
    both = tmp_path / "client.pem"
    both.write_text("certificate and key")
    config = BrokerConfig(bootstrap="kafka:9093", security_protocol="SSL", ssl_certfile=both)
    assert config.confluent()["ssl.key.location"] == str(both)


def test_a_file_that_holds_no_certificate_is_named_in_the_error(tmp_path: Path) -> None:
    junk = tmp_path / "ca.pem"
    junk.write_text("not a certificate")
    config = BrokerConfig(bootstrap="kafka:9093", security_protocol="SSL", ssl_cafile=junk)
    with pytest.raises(ConfigurationError, match="ssl_cafile"):
        config.aiokafka()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"bootstrap": " , "}, "names no server"),
        ({"bootstrap": "kafka"}, "write host:port"),
        ({"bootstrap": "kafka://kafka:9092"}, "write host:port"),
        ({"bootstrap": "kafka:9092;other:9092"}, "write host:port"),
        ({"security_protocol": "SASL_SSL", "sasl_username": "reader"}, "set sasl_mechanism and sasl_password too"),
        (LOGIN, "security_protocol is PLAINTEXT, which sends none"),
        ({"security_protocol": "SSL"} | LOGIN, "security_protocol is SSL, which sends none"),
        ({"ssl_cafile": Path(certifi.where())}, "does not encrypt"),
        ({"security_protocol": "SSL", "ssl_cafile": Path("/nowhere/ca.pem")}, "ssl_cafile is /nowhere/ca.pem"),
        ({"security_protocol": "SSL", "ssl_keyfile": Path(certifi.where())}, "without ssl_certfile"),
        ({"embedded": True, "security_protocol": "SSL"}, "PLAINTEXT only"),
    ],
)
def test_a_contradiction_is_refused_with_its_cure(fields: dict[str, Any], says: str) -> None:
    with pytest.raises(ConfigurationError, match=says):
        BrokerConfig(**{"bootstrap": "kafka:9092"} | fields)


def test_a_misspelt_field_is_refused() -> None:
    with pytest.raises(ValidationError, match="sasl_user"):
        BrokerConfig.model_validate({"bootstrap": "kafka:9092", "sasl_user": "reader"})


def test_the_password_is_shown_nowhere() -> None:
    config = BrokerConfig(bootstrap="kafka:9092", security_protocol="SASL_PLAINTEXT", **LOGIN)
    shown = f"{config} {config!r} {config.model_dump_json()} {config.faust()!r}"
    assert "s3cret" not in shown
    assert "reader" in shown


def test_only_the_embedded_broker_limits_messages_whatever_the_topic_says() -> None:
    assert BrokerConfig(bootstrap="kafka:9092").largest_message is None
    assert BrokerConfig(bootstrap="kafka:9092", embedded=True).largest_message == LARGEST_MESSAGE


@given(
    st.lists(
        st.tuples(st.from_regex(r"[a-z][a-z0-9.-]{0,20}", fullmatch=True), st.integers(1, 65535)),
        min_size=1,
        max_size=5,
    )
)
def test_every_client_is_sent_to_the_same_servers(servers: list[tuple[str, int]]) -> None:
    config = BrokerConfig(bootstrap=", ".join(f"{host}:{port}" for host, port in servers))
    assert config.aiokafka()["bootstrap_servers"] == config.confluent()["bootstrap.servers"].split(",")
    assert config.servers == [f"{host}:{port}" for host, port in servers]
