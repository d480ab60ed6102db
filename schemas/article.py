"""Article: a cleaned news article, the output of ingest."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator

from .base import SCHEMA_VERSION, Contract, Instant, NonEmptyText, SchemaVersion, Sha256, Text
from .fingerprint import FINGERPRINT_BYTES


class Article(Contract):
    """A cleaned news article. Topic `news.articles.v1`, key `id`."""

    schema_version: SchemaVersion = SCHEMA_VERSION
    id: NonEmptyText
    """UUIDv5 of the canonical URL, or of the normalized text where there is none."""
    content_sha256: Sha256
    """Of title and text, normalized. Same id and hash: a duplicate. Same id, other hash: an update."""
    url: str | None = None
    """Canonical URL."""
    source: str | None = None
    """The outlet, such as `apnews.com`."""
    title: Text | None = None
    language: str | None = None
    """BCP 47 tag, such as `en`."""
    authors: list[Text] = []
    published_at: Instant
    """When the article appeared first."""
    published_at_inferred: bool = False
    """True when `published_at` was missing, unusable or in the future: it is then the best date in the text
    or, failing that, `fetched_at`."""
    revised_at: Instant
    """When this version appeared. Orders the versions of one article."""
    fetched_at: Instant
    dateline: Text | None = None
    """Place at the head of the body (`BAGHDAD`), taken off it."""
    text: NonEmptyText
    """The body alone, paragraphs separated by a blank line. All offsets count code points of this string."""
    fingerprint: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]+={0,2}$")]
    """128 bytes, base64: MinHash of the wording, numbers and names. Tells copies and updates without the text."""

    @field_validator("fingerprint")
    @classmethod
    def _fingerprint_size(cls, value: str) -> str:
        try:
            size = len(base64.b64decode(value, validate=True))
        except binascii.Error as error:
            raise ValueError("not base64") from error
        if size != FINGERPRINT_BYTES:
            raise ValueError(f"a fingerprint has {FINGERPRINT_BYTES} bytes, not {size}")
        return value

    @model_validator(mode="after")
    def _has_words(self) -> Self:
        if not self.text.strip():
            raise ValueError("text is blank")
        return self

    def ref(self) -> ArticleRef:
        """What a report says of the article that it was made from."""
        return ArticleRef.model_validate(self.model_dump(include=set(ArticleRef.model_fields)))


class ArticleRef(Contract):
    """The article that a report was made from."""

    id: NonEmptyText
    content_sha256: Sha256
    url: str | None = None
    source: str | None = None
    title: Text | None = None
    published_at: Instant
    revised_at: Instant
    fetched_at: Instant
    """Orders two versions that have the same `revised_at`: the one fetched later is the newer."""
    fingerprint: str
