"""The settings file of the feeds: which are read, how often, and what is known of them (TOCSIN_FEEDS, YAML)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Self

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from yarl import URL

from services.runtime.errors import ConfigurationError

from .fetch import USER_AGENT

EXAMPLE = "docs/feeds.example.yaml"


def _http_url(value: str) -> str:
    url = URL(value)
    if url.scheme not in {"http", "https"} or not url.host:
        raise ValueError("must be an address that begins with http:// or https://")
    return value


class Feed(BaseModel):
    """One feed."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    url: Annotated[str, AfterValidator(_http_url)]
    """Address of the RSS or Atom document."""
    every: Annotated[float, Field(ge=60, le=7 * 24 * 3600)] | None = None
    """Seconds between two looks at it."""
    source: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    """The outlet, such as `apnews.com`; read from the articles' addresses when empty."""
    language: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] | None = None
    """BCP 47 tag; detected when empty: what feeds say of themselves is often wrong."""
    pages: bool = True
    """Fetch the page of an entry of which the feed carries no more than a teaser."""


class FeedSettings(BaseModel):
    """The file."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    feeds: Annotated[tuple[Feed, ...], Field(min_length=1, max_length=10_000)]
    """What is read."""
    every: Annotated[float, Field(ge=60, le=7 * 24 * 3600)] = 900.0
    """Seconds between two looks at a feed that does not say otherwise."""
    min_interval: Annotated[float, Field(ge=0.5, le=3600)] = 2.0
    """Seconds between two requests to one host."""
    seconds: Annotated[float, Field(ge=1, le=600)] = 30.0
    """Seconds that one request may take."""
    max_bytes: Annotated[int, Field(ge=10_000, le=100_000_000)] = 10_000_000
    """Size of a feed or page over which it is not read."""
    user_agent: Annotated[str, Field(min_length=3, max_length=200, pattern=r"^[\x20-\x7e]+$")] = USER_AGENT
    """Who asks, and where to complain: `my-newsroom/1.0 (+https://example.org/bot)`."""

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        seen: set[str] = set()
        for feed in self.feeds:
            if feed.url in seen:
                raise ValueError(f"{feed.url} is listed twice: remove one of them")
            seen.add(feed.url)
        return self

    def interval(self, feed: Feed) -> float:
        """Seconds between two looks at a feed."""
        return feed.every or self.every


def load_feed_settings(path: Path) -> FeedSettings:
    """The settings of a file.

    Raises `ConfigurationError`: the file is missing, no YAML, or has a value that can't be used; the message names the
    file, the place in it, and what to do.
    """
    try:
        given: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(
            f"{path} can't be read ({error.strerror}): set TOCSIN_FEEDS to a file such as {EXAMPLE}."
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{path} is not UTF-8 text: save it as UTF-8.") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        what = getattr(error, "problem", None) or "it can't be parsed"
        raise ConfigurationError(f"{path} is not YAML: {where}{what}. Compare {EXAMPLE}.") from error
    try:
        return FeedSettings.model_validate(given if given is not None else {})
    except ValidationError as error:
        faults = "; ".join(f"{_place(fault['loc'], given)}: {fault['msg']}" for fault in error.errors()[:10])
        raise ConfigurationError(f"{path} is not usable. {faults}. Compare {EXAMPLE}.") from error


def _place(location: tuple[int | str, ...], given: Any) -> str:
    """Where a fault is, counted from 1, with the feed's address: `feeds, entry 2 (https://...), every`."""
    parts: list[str] = []
    at: Any = given
    for step in location:
        if isinstance(step, int):
            at = at[step] if isinstance(at, list) and step < len(at) else None
            url = at.get("url") if isinstance(at, dict) else None
            parts.append(f"entry {step + 1}" + (f" ({url})" if isinstance(url, str) and location[-1] != "url" else ""))
        else:
            at = at.get(step) if isinstance(at, dict) else None
            parts.append(step)
    return ", ".join(parts) or "the file"
