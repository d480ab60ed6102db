"""The sample articles are what their README says, and messages that users may send."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import schemas
from schemas import RawArticle

SEEDS = Path(schemas.__file__).parent.parent / "seeds"
FILES = sorted(path for path in SEEDS.iterdir() if path.name != "README.md")
README = (SEEDS / "README.md").read_text(encoding="utf-8")


def as_fed(path: Path) -> list[RawArticle]:
    """The messages that feeding a file makes."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        return [RawArticle.model_validate_json(line) for line in text.splitlines()]
    if path.suffix == ".json":
        return [RawArticle.model_validate_json(text)]
    return [RawArticle(html=text) if path.suffix == ".html" else RawArticle(text=text)]


ARTICLES = [article for path in FILES for article in as_fed(path)]
FROM_JSON = [article for path in FILES if path.suffix.startswith(".json") for article in as_fed(path)]


def instant(value: str | int | float | None) -> datetime:
    """Time of a seed; a naive one fails."""
    assert isinstance(value, str)
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        read = parsedate_to_datetime(value)
    assert read.tzinfo is not None, value
    return read.astimezone(UTC)


def test_every_shape_that_users_have_is_among_the_seeds() -> None:
    assert {path.suffix for path in FILES} == {".txt", ".html", ".json", ".jsonl"}
    assert len(ARTICLES) == 23


def test_the_readme_tells_of_every_seed_and_of_no_other() -> None:
    told = {
        cell.strip("` ").split("`")[0] for cell in (line.split("|")[1] for line in README.splitlines() if "| `" in line)
    }
    assert told >= {path.name for path in FILES}
    assert {name for name in told if "." in name} == {path.name for path in FILES}


def test_no_seed_names_a_real_outlet() -> None:
    hosts = [urlsplit(article.url).hostname or "" for article in FROM_JSON if article.url]
    assert len(hosts) == len(FROM_JSON)
    assert all(host.endswith((".example.com", ".example.net", ".example.org")) for host in hosts)


def test_one_seed_is_an_update_of_another() -> None:
    versions = [article for article in FROM_JSON if Counter(a.url for a in FROM_JSON)[article.url] > 1]
    first, update = sorted(versions, key=lambda article: article.modified is not None)
    assert first.published == update.published
    assert instant(update.modified) > instant(first.published)
    assert first.text != update.text


def test_rolling_windows_of_the_event_clock_are_not_empty() -> None:
    published = [instant(article.published) for article in FROM_JSON]
    newest = max(published)
    for window in (timedelta(hours=1), timedelta(days=1), timedelta(days=7), timedelta(days=30)):
        assert sum(newest - at < window for at in published) >= 3, window
    assert newest - min(published) < timedelta(days=14)


def test_seeds_are_articles_and_not_snippets() -> None:
    for article in ARTICLES:
        assert 120 <= len((article.text or article.html or "").split()) <= 900
