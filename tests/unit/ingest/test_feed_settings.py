"""The settings file of the feeds: what is wrong is told with its place, and the example is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.ingest.sources.feed_settings import EXAMPLE, FeedSettings, load_feed_settings
from services.runtime.errors import ConfigurationError


def load(tmp_path: Path, text: str) -> FeedSettings:
    file = tmp_path / "feeds.yaml"
    file.write_text(text, encoding="utf-8")
    return load_feed_settings(file)


def test_the_example_is_a_settings_file_and_says_the_defaults() -> None:
    path = Path(__file__).parents[3] / EXAMPLE
    settings = load_feed_settings(path)
    assert settings.interval(settings.feeds[0]) == 900
    assert settings.interval(settings.feeds[1]) == 300
    told = path.read_text(encoding="utf-8")
    for name in ("every", "min_interval", "seconds", "max_bytes"):
        assert f"#{name}: {FeedSettings.model_fields[name].default:g}".replace("1e+07", "10000000") in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "feeds: Field required"),
        ("feeds: []", "feeds: Tuple should have at least 1 item"),
        ("feeds:\n  - url: ftp://a.example/f", "feeds, entry 1, url: Value error, must be an address"),
        (
            "feeds:\n  - url: https://a.example/f\n  - url: https://b.example/f\n    every: 5",
            "feeds, entry 2 (https://b.example/f), every: Input should be greater than or equal to 60",
        ),
        ("feeds:\n  - url: https://a.example/f\n    evry: 900", "evry: Extra inputs are not permitted"),
        ("feeds:\n  - url: https://a.example/f\n  - url: https://a.example/f", "listed twice"),
        ("feeds: [https://a.example/f]", "feeds, entry 1: "),
        ("feeds:\n  - url: [unclosed", "line 2, column"),
        ("- just\n- a list", "the file: "),
        ("feeds: !!python/object/apply:os.system ['true']", "not YAML"),
        ('user_agent: "a\\r\\nX: b"\nfeeds:\n  - url: https://a.example/f', "user_agent: "),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_what_to_compare(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ConfigurationError) as wrong:
        load(tmp_path, text)
    assert told in str(wrong.value)
    assert "feeds.yaml" in str(wrong.value)
    assert EXAMPLE in str(wrong.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="TOCSIN_FEEDS"):
        load_feed_settings(tmp_path / "none.yaml")
