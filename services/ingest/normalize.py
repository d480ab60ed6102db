"""One raw message to one article: the whole of ingest as a pure function."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from schemas import Article, DeadLetterReason, nfc
from schemas.ids import article_id, content_sha256

from .canonical_url import page_url
from .cleaning.article_text import CleanText, clean_text
from .cleaning.byline import author_names
from .cleaning.characters import mend_characters
from .cleaning.headline import tidy_title
from .cleaning.lines import Line, split_lines
from .dates.fields import parse_instant
from .dates.in_text import TextDates, dates_in_text, is_date_line
from .dates.timeline import Clues, date_in_url, fetched_at, timeline
from .decoding import decode
from .fingerprint import fingerprint
from .language import is_supported, language_of
from .markup import block_text, looks_like_markup, parse_html
from .outcome import IngestLimits, Outcome, Published, Rejected, RejectedError, Unsupported, one_line
from .outlet import outlet
from .page import read_page
from .page_metadata import PageMetadata
from .raw_fields import RawFields, read_fields

__all__ = ["IngestLimits", "Outcome", "Published", "Rejected", "Unsupported", "to_article"]

_DEFAULT_LIMITS = IngestLimits()
_MAX_TITLE_CHARS = 500


@dataclass(frozen=True)
class _Source:
    """Text to clean, the text to look for dates in, and what the page says of itself."""

    lines: list[Line]
    dated_lines: list[Line]
    page: PageMetadata


def to_article(value: bytes | None, *, received_at: datetime, limits: IngestLimits = _DEFAULT_LIMITS) -> Outcome:
    """What becomes of one value of `news.raw.v1`.

    `received_at` (with a zone) is the message's Kafka timestamp, and the only clock: the same value and time make the
    same outcome, always. Never raises for any value: what can't be used is `Rejected` with its reason. A fault in a
    library that a value brings out is `processing_failed`. Can be sent to, and its result from, a process pool.

    Raises `ValueError` when `received_at` has no zone.
    """
    if received_at.tzinfo is None:
        raise ValueError("received_at needs a time zone")
    try:
        return _to_article(value, received_at.astimezone(UTC), limits)
    except RejectedError as error:
        return error.outcome()
    except MemoryError:
        raise  # the machine's fault, not the message's
    except Exception as error:  # parsers of hostile input fail in ways that no one can list
        return Rejected(DeadLetterReason.processing_failed, one_line(f"{type(error).__name__}: {error}"))


def _to_article(value: bytes | None, received_at: datetime, limits: IngestLimits) -> Outcome:
    if not value:
        raise RejectedError(DeadLetterReason.empty, "the value is empty")
    if len(value) > limits.max_bytes:
        raise RejectedError(
            DeadLetterReason.too_large, f"the value has {len(value)} bytes, over the limit of {limits.max_bytes}"
        )
    fields = read_fields(decode(value))
    fetched = fetched_at(_instant(fields.fetched, received_at), received_at, limits.future_tolerance)
    source = _source(fields, fetched, limits)
    title = _title(fields.title, source.page, fields.source)
    clean = clean_text(source.lines, title, is_date_line)
    _check_body(clean, fields, limits)

    url = page_url(fields.url, source.page.url)
    identity = article_id(url, clean.body)
    language = language_of(fields.language, clean.body)
    if not is_supported(language):
        return Unsupported(language, identity)
    times = timeline(_clues(fields, source, url, fetched, limits), fetched, limits.future_tolerance)
    return Published(
        Article(
            id=identity,
            content_sha256=content_sha256(clean.title, clean.body),
            url=url,
            source=outlet(fields.source, url, source.page.site),
            title=clean.title,
            language=language,
            authors=author_names(map(mend_characters, fields.authors or source.page.authors)) or clean.authors,
            published_at=times.published_at,
            published_at_inferred=times.published_at_inferred,
            revised_at=times.revised_at,
            fetched_at=times.fetched_at,
            dateline=clean.dateline,
            text=clean.body,
            fingerprint=fingerprint(clean.body),
        )
    )


def _source(fields: RawFields, fetched: datetime, limits: IngestLimits) -> _Source:
    if fields.text is not None:
        text = fields.text
        if looks_like_markup(text) and (tree := parse_html(text)) is not None:
            text = block_text(tree) or text
        lines = _lines(text, limits)
        return _Source(lines, lines, PageMetadata())
    page = read_page(fields.html or "", fetched_at=fetched, max_elements=limits.max_page_elements)
    return _Source(_lines(page.text, limits), _lines(page.visible_text, limits), page.metadata)


def _lines(text: str, limits: IngestLimits) -> list[Line]:
    if (count := text.count("\n") + 1) > limits.max_lines:
        raise RejectedError(
            DeadLetterReason.too_large, f"the text has {count} lines, over the limit of {limits.max_lines}"
        )
    return split_lines(nfc(mend_characters(text)))


def _title(given: str | None, page: PageMetadata, site: str | None) -> str | None:
    """The title that came with the message or its page, tidied; None when there is none to speak of."""
    title = " ".join(mend_characters(given or page.title or "").split())[:_MAX_TITLE_CHARS]
    return tidy_title(title, page.site or site) if any(map(str.isalnum, title)) else None


def _check_body(clean: CleanText, fields: RawFields, limits: IngestLimits) -> None:
    if not any(map(str.isalnum, clean.body)):
        reason = DeadLetterReason.unusable_page if fields.text is None else DeadLetterReason.missing_text
        raise RejectedError(reason, "nothing but page furniture: no text of an article is left after cleaning")
    if len(clean.body) > limits.max_text_chars:
        raise RejectedError(
            DeadLetterReason.too_large,
            f"the article has {len(clean.body)} characters, over the limit of {limits.max_text_chars}",
        )


def _clues(fields: RawFields, source: _Source, url: str | None, fetched: datetime, limits: IngestLimits) -> Clues:
    published = _instant(fields.published, fetched)
    in_page = _instant(source.page.published, fetched)
    in_text = TextDates()
    if published is None or published > fetched + limits.future_tolerance or fields.modified is None:
        in_text = dates_in_text(source.dated_lines, fetched + limits.future_tolerance)
    return Clues(
        published=published,
        modified=_instant(fields.modified, fetched) or _instant(source.page.modified, fetched) or in_text.updated,
        in_page=in_page,
        in_url=date_in_url(url),
        in_text=in_text.published,
    )


def _instant(value: str | int | float | None, relative_to: datetime) -> datetime | None:
    return parse_instant(value, relative_to=relative_to)
