"""WARC: the pages of a web archive (ISO 28500), and the texts of a WET file, which is one too.

Taken are responses with status 200 and records without an HTTP header (`resource`, `conversion`) that hold HTML or
plain text. Everything else in an archive is told as skipped, by its cause.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from ..decoding import decode
from ..outcome import RejectedError
from .compression import BodyDecoder, BodyTooLargeError, DecompressionError
from .item import Item, OpenFile, RawItem, Skipped, raw_value, too_large

_TAKEN = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
_FIELDS = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}
_OK = 200
_GZIP = b"\x1f\x8b"


def read_warc(file: OpenFile) -> Iterator[Item]:
    """The pages and texts of an archive; its `url` and `fetched` are the record's."""
    # Not decompressed by the library: `open_file` does that, and bounds it.
    records = ArchiveIterator(file.stream, record_types=_TAKEN, auto_decode="transfer", stream_detect=False)
    number = 0
    while True:
        number += 1
        try:
            record = next(records, None)
            if record is None:
                return
            item = _item(record, f"{file.origin}:{number}", file.max_bytes)
        except Exception:
            raise
        except BaseException as error:
            # A panic in the library's Rust code is no `Exception`, and must not end the feed.
            if type(error).__name__ != "PanicException":
                raise
            raise OSError(f"the archive can't be parsed ({str(error)[:100]})") from error
        yield item


def _item(record: WarcRecord, origin: str, max_bytes: int) -> Item:
    http = record.http_headers
    if http is not None and http.status_code != _OK:
        return Skipped(origin, f"no page: its HTTP status is {http.status_code}")
    kind = (record.http_content_type if http is not None else record.headers.get("Content-Type")) or ""
    field = _FIELDS.get(kind.split(";")[0].strip().lower())
    if field is None:
        return Skipped(origin, f"neither HTML nor text: {kind[:60] or 'no Content-Type'}")
    chunked = http is not None and "transfer-encoding" in {name.lower() for name, _ in http.items()}
    length = record.content_length
    body = record.reader.read(max_bytes + 1)
    if len(body) > max_bytes:
        return too_large(origin, max_bytes)
    if len(body) < length and not chunked:
        return Skipped(origin, f"cut short: {length} bytes were announced, {len(body)} are there")
    encoding = (http.get("Content-Encoding") or "") if http is not None else ""
    try:
        body = _unfolded(body, encoding, max_bytes)
        text = decode(body, charset=record.http_charset)
    except BodyTooLargeError:
        return too_large(origin, max_bytes)
    except (DecompressionError, ValueError) as error:
        return Skipped(origin, f"can't be read: {error}")
    except RejectedError as error:
        return Skipped(origin, f"not text: {error}")
    return RawItem(
        raw_value(
            {
                field: text,
                "url": record.headers.get("WARC-Target-URI"),
                "fetched": record.record_date.astimezone(UTC).isoformat() if record.record_date else None,
            }
        ),
        origin,
    )


def _unfolded(body: bytes, encoding: str, max_bytes: int) -> bytes:
    if "gzip" in encoding and not body.startswith(_GZIP):
        return body  # many crawlers store the page unfolded, and its header as it came
    decoder = BodyDecoder(encoding, max_bytes)
    decoder.feed(body)
    return decoder.end()
