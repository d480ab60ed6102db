"""Deterministic ids: the same input makes the same id, always, on any machine."""

from __future__ import annotations

import hashlib
import uuid
from functools import lru_cache

from .base import nfc

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "tag:tocsin,2026:contracts")
"""The UUIDv5 namespace of all ids of the contracts. It must never change."""


def article_id(canonical_url: str | None, text: str) -> str:
    """Id of an article: from its canonical URL, or from its normalized text where there is none."""
    name = f"url:{canonical_url}" if canonical_url else f"text:{normalized_for_hash(text)}"
    return str(uuid.uuid5(NAMESPACE, name))


def content_sha256(title: str | None, text: str) -> str:
    """Hash of what an article says: hex SHA-256 of the normalized title and text."""
    content = f"{normalized_for_hash(title or '')}\n{normalized_for_hash(text)}"
    return hashlib.sha256(content.encode()).hexdigest()


def report_id(article: str, content_hash: str, extractor_version: str, number: int) -> str:
    """Id of the `number`th report (from 0) that one extractor version makes of one version of an article."""
    return str(uuid.uuid5(NAMESPACE, f"report:{article}:{content_hash}:{extractor_version}:{number}"))


@lru_cache(maxsize=10_000)
def incident_id(first_report: str) -> str:
    """Id of the incident whose first live report, in order of (`published_at`, id), is `first_report`."""
    return str(uuid.uuid5(NAMESPACE, f"incident:{first_report}"))


def override_id(content: str) -> str:
    """Id of an override: of all that it says."""
    return str(uuid.uuid5(NAMESPACE, f"override:{content}"))


def normalized_for_hash(text: str) -> str:
    """NFC, with every run of white space as one space: what a reader would call the same text."""
    return " ".join(nfc(text).split())
