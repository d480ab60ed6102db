"""One raw message to one article: the whole of ingest as a pure function."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from schemas import Article, DeadLetterReason, nfc
from schemas.ids import article_id, content_sha256

from .canonical_url import page_url
from .cleaning.article_text import CleanText, Known, clean_text
from .cleaning.byline import author_names, take_bylines
from .cleaning.characters import mend_characters
from .cleaning.headline import article_head, comparable, headline_of, tidy_title
from .cleaning.lines import Line, split_lines
from .dates.fields import Moment, best_moment, parse_instant, parse_moment
from .dates.in_text import dates_in_text, is_date_line
from .dates.timeline import Clues, date_in_slug, date_in_url, fetched_at, timeline
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
_OPENING_CHARS = 80


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
    source = _source(fields, limits)
    title = _title(fields, source)
    site = source.page.site or fields.source
    given = author_names(map(mend_characters, fields.authors or source.page.authors), site)
    known = Known(tuple(given), site, source.page.dateline)
    clean = clean_text(source.lines, title, is_date_line, known)
    _check_body(clean, fields, limits)

    url = page_url(fields.url, source.page.url)
    identity = article_id(url, clean.body)
    language = language_of(fields.language, clean.body)
    if not is_supported(language):
        return Unsupported(language, identity)
    times = timeline(_clues(fields, source, clean, url, fetched, limits), fetched, limits.future_tolerance)
    return Published(
        Article(
            id=identity,
            content_sha256=content_sha256(clean.title, clean.body),
            url=url,
            source=outlet(fields.source, url, source.page.site),
            title=clean.title,
            language=language,
            authors=given or clean.authors or _authors_on_page(source, clean),
            published_at=times.published_at,
            published_at_inferred=times.published_at_inferred,
            revised_at=times.revised_at,
            fetched_at=times.fetched_at,
            dateline=clean.dateline,
            text=clean.body,
            fingerprint=fingerprint(clean.body),
        )
    )


def _source(fields: RawFields, limits: IngestLimits) -> _Source:
    if fields.text is not None:
        text = fields.text
        if looks_like_markup(text) and (tree := parse_html(text)) is not None:
            text = block_text(tree) or text
        lines = _lines(text, limits)
        return _Source(lines, lines, PageMetadata())
    page = read_page(fields.html or "", max_elements=limits.max_page_elements)
    return _Source(_lines(page.text, limits), _lines(page.visible_text, limits), page.metadata)


def _lines(text: str, limits: IngestLimits) -> list[Line]:
    if (count := text.count("\n") + 1) > limits.max_lines:
        raise RejectedError(
            DeadLetterReason.too_large, f"the text has {count} lines, over the limit of {limits.max_lines}"
        )
    return split_lines(nfc(mend_characters(text)))


def _title(fields: RawFields, source: _Source) -> str | None:
    """The title that came with the message or its page, tidied; None when there is none to speak of."""
    page = source.page
    title = " ".join(mend_characters(fields.title or page.title or "").split())[:_MAX_TITLE_CHARS]
    if not any(map(str.isalnum, title)):
        return None
    if fields.title is None:
        headings = [" ".join(mend_characters(heading).split()) for heading in page.headings]
        if found := headline_of(title, headings, {comparable(line.text) for line in source.dated_lines}):
            return found
    return tidy_title(title, page.site or fields.source)


def _authors_on_page(source: _Source, clean: CleanText) -> list[str]:
    """Authors in the head of a page, between the headline and the body."""
    first, body = article_head(source.dated_lines, clean.title, clean.body[:_OPENING_CHARS])
    return take_bylines(source.dated_lines[first : body + 1], clean.title, source.page.site)[0]


def _check_body(clean: CleanText, fields: RawFields, limits: IngestLimits) -> None:
    if not any(map(str.isalnum, clean.body)):
        reason = DeadLetterReason.unusable_page if fields.text is None else DeadLetterReason.missing_text
        raise RejectedError(reason, "nothing but page furniture: no text of an article is left after cleaning")
    if len(clean.body) > limits.max_text_chars:
        raise RejectedError(
            DeadLetterReason.too_large,
            f"the article has {len(clean.body)} characters, over the limit of {limits.max_text_chars}",
        )


def _clues(
    fields: RawFields, source: _Source, clean: CleanText, url: str | None, fetched: datetime, limits: IngestLimits
) -> Clues:
    latest = fetched + limits.future_tolerance
    text = dates_in_text(
        source.dated_lines, latest, fetched=fetched, title=clean.title, opening=clean.body[:_OPENING_CHARS]
    )
    declared = _moments([fields.published], fetched)
    in_page = _moments(source.page.published, fetched)
    day = date_in_url(url)
    in_url = [] if day is None else [Moment(day, has_time=False)]
    modified = _moments([fields.modified], fetched) or _moments(source.page.modified, fetched)
    return Clues(
        published=_best([*declared, *in_page, *text.published], latest) if declared else None,
        modified=_best([*modified, *text.updated], latest),
        in_page=_best([*in_page, *text.published], latest) if in_page else None,
        in_url=_best([*in_url, *text.published], latest) if in_url else None,
        in_text=_best(text.published, latest),
        in_slug=date_in_slug(url),
    )


def _moments(values: Iterable[str | int | float | None], fetched: datetime) -> list[Moment]:
    return [moment for value in values if (moment := parse_moment(value, relative_to=fetched)) is not None]


def _best(moments: Iterable[Moment], latest: datetime) -> datetime | None:
    best = best_moment(moment for moment in moments if moment.at <= latest)
    return None if best is None else best.at


def _instant(value: str | int | float | None, relative_to: datetime) -> datetime | None:
    return parse_instant(value, relative_to=relative_to)
