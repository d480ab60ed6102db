"""RawArticle: what users may feed to `news.raw.v1`.

The door is lenient on purpose: a message is a JSON object with at least `text`, or `html`, with any of the usual names
for the rest, or it is the plain text itself. This model documents the preferred names and the ones that are understood
beside them; how they are read is the business of ingest.
"""

from __future__ import annotations

from typing import Self

from pydantic import AliasChoices, Field, model_validator

from .base import Contract

FIELD_NAMES: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article_text", "articleBody", "fulltext", "full_text"),
    "html": ("html", "raw_html", "page", "content_html"),
    "url": ("url", "link", "uri", "canonical_url", "source_url"),
    "title": ("title", "headline"),
    "published": (
        "published", "published_at", "publishedAt", "pubDate", "pub_date", "date", "datePublished",
        "date_published", "publication_date", "published_date", "timestamp",
    ),
    "modified": (
        "modified", "modified_at", "updated", "updated_at", "updatedAt", "dateModified", "date_modified",
        "last_modified",
    ),
    "fetched": ("fetched", "fetched_at", "crawled_at", "retrieved_at", "crawl_date"),
    "source": ("source", "publisher", "outlet", "site", "site_name", "provider", "domain"),
    "authors": ("authors", "author", "byline", "creator"),
    "language": ("language", "lang", "inLanguage"),
}  # fmt: skip
"""Preferred name of each field, and every name that is understood for it, in order of precedence."""


def _names(field: str) -> AliasChoices:
    return AliasChoices(*FIELD_NAMES[field])


class RawArticle(Contract):
    """A news article as users have it. Topic `news.raw.v1`; the key is the user's, and nothing depends on it.

    At least one of `text` and `html` is needed. A message that is not a JSON object is taken as the plain text of an
    article. Every other field may be missing: what can be read from the page or the text is read from there.
    """

    text: str | None = Field(default=None, validation_alias=_names("text"))
    """The article as plain text, paragraphs separated by line breaks."""
    html: str | None = Field(default=None, validation_alias=_names("html"))
    """The page as HTML; used when there is no `text`."""
    url: str | None = Field(default=None, validation_alias=_names("url"))
    """Address of the article: makes its id, and tells an update from another article."""
    title: str | None = Field(default=None, validation_alias=_names("title"))
    published: str | int | float | None = Field(default=None, validation_alias=_names("published"))
    """Publication time: any usual way to write one, or seconds or milliseconds since 1970. Without a zone, UTC."""
    modified: str | int | float | None = Field(default=None, validation_alias=_names("modified"))
    """When this version appeared: orders updates."""
    fetched: str | int | float | None = Field(default=None, validation_alias=_names("fetched"))
    """When it was fetched; the message's Kafka timestamp where missing."""
    source: str | None = Field(default=None, validation_alias=_names("source"))
    """The outlet: a domain or a name."""
    authors: list[str] | str | None = Field(default=None, validation_alias=_names("authors"))
    language: str | None = Field(default=None, validation_alias=_names("language"))
    """BCP 47 tag; detected where missing."""

    @model_validator(mode="after")
    def _has_content(self) -> Self:
        if not (self.text and self.text.strip()) and not (self.html and self.html.strip()):
            raise ValueError("neither `text` nor `html` (nor another usual name for them) has any content")
        return self
