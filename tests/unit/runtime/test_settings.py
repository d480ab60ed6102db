"""Settings: the example file tells them all, and what is wrong is told by the variable's name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from services.runtime.errors import ConfigurationError
from services.runtime.settings import Settings, load_settings

EXAMPLE = Path(__file__).parents[3] / ".env.example"


def test_the_example_file_lists_every_setting_with_its_default() -> None:
    listed = dict(re.findall(r"^#TOCSIN_([A-Z_]+)=(.*)$", EXAMPLE.read_text(), re.MULTILINE))
    defaults = {
        name.upper(): "" if field.default is None else str(field.default)
        for name, field in Settings.model_fields.items()
    }
    assert listed == defaults


def test_every_setting_is_described() -> None:
    undescribed = [
        name
        for name, field in Settings.model_fields.items()
        if not field.description and not name.startswith(("sasl_", "ssl_"))
    ]
    assert undescribed == []


def test_a_wrong_value_is_told_by_the_name_of_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_BATCH_MAX", "many")
    with pytest.raises(ConfigurationError, match="TOCSIN_BATCH_MAX"):
        load_settings()


def test_an_option_that_is_not_given_leaves_the_environment_in_charge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_BOOTSTRAP", "kafka:9092")
    assert load_settings(bootstrap=None).bootstrap == "kafka:9092"
    assert load_settings(bootstrap="other:9092").bootstrap == "other:9092"


def test_secrets_are_masked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_SASL_PASSWORD", "hush")
    assert "hush" not in repr(load_settings())


def test_a_prefix_goes_before_topics_and_groups() -> None:
    settings = load_settings(topic_prefix="test.")
    assert settings.topic("news.raw.v1") == "test.news.raw.v1"
    assert settings.app_id("ingest") == "test.tocsin-ingest"
