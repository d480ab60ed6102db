"""Articles for tests, made of a text and a day."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

from schemas import FINGERPRINT_BYTES, Article
from schemas.ids import article_id, content_sha256


def article(text: str, published: str = "2024-05-15", dateline: str | None = None, title: str | None = None) -> Article:
    """An article as ingest would hand it on. `published` is a date; a Wednesday unless told otherwise."""
    instant = datetime.fromisoformat(published).replace(hour=18, tzinfo=UTC)
    return Article(
        id=article_id(None, text),
        content_sha256=content_sha256(title, text),
        title=title,
        language="en",
        published_at=instant,
        revised_at=instant,
        fetched_at=instant,
        dateline=dateline,
        text=text,
        fingerprint=base64.b64encode(bytes(FINGERPRINT_BYTES)).decode(),
    )
