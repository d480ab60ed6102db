"""Bytes to text: UTF-8 as it should be, other charsets where it is clearly text, and never a binary file.

In order: UTF-8; UTF-16 and UTF-32 with a byte order mark; anything with NUL or many control bytes is binary; mostly
ASCII with a few odd bytes is UTF-8 that was cut or mixed with windows-1252; the rest is left to charset detection.
"""

from __future__ import annotations

import codecs
import re

from schemas import DeadLetterReason

from .outcome import RejectedError

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "gzip data"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ", "xz data"),
)
_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
_CONTROL_CHARS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_DECLARED_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([a-zA-Z0-9_-]{2,30})""", re.IGNORECASE)
_NO_CHARSETS = frozenset({"punycode", "idna", "utf-7", "unicode-escape", "raw-unicode-escape"})
"""Encodings of Python's that no page is in, and some of which take time that grows with the square of the length."""
_MOSTLY_ASCII = 0.1
"""Share of bytes past 127 up to which text in a Latin script is taken for UTF-8 or windows-1252."""
_MAX_CONTROL_SHARE = 0.02
_MIN_TEXT_SHARE = 0.9
"""Share of letters, digits, spaces and common punctuation that text in a guessed charset must have."""
_SAMPLE_BYTES = 8192


def _windows_1252_byte(error: UnicodeError) -> tuple[str, int]:
    """Error handler: reads a byte that is not UTF-8 as windows-1252, or drops it when that has no such character."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    if error.end == len(error.object) and error.reason == "unexpected end of data":
        return "", error.end  # cut in the middle of a character
    return wrong.decode("cp1252", errors="ignore"), error.end


codecs.register_error("tocsin-windows-1252", _windows_1252_byte)


def decode(value: bytes, *, charset: str | None = None) -> str:
    """The text of a raw value, without a byte order mark.

    `charset` is what came with it (in an HTTP header, say); it is believed only of bytes that are not UTF-8, since it
    is often wrong.

    Raises `RejectedError` (`not_text`) when the bytes are not text in any charset that can be told.
    """
    for magic, name in _MAGIC:
        if value.startswith(magic):
            raise _not_text(f"the value is {name}, not text")
    text = _decode_unicode(value)
    if text is None:
        text = _decode_legacy(value, charset)
    controls = len(_CONTROL_CHARS.findall(text))
    if controls > _MAX_CONTROL_SHARE * len(text):
        raise _not_text(f"{controls} of {len(text)} characters are control characters")
    return text.removeprefix("\ufeff")


def _decode_unicode(value: bytes) -> str | None:
    for bom, charset in _BOMS:
        if value.startswith(bom):
            try:
                return value.decode(charset)
            except UnicodeDecodeError as error:
                raise _not_text(f"the value begins like {charset} but is not: {error.reason}") from error
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _decode_legacy(value: bytes, charset: str | None) -> str:
    controls = len(value) - len(value.translate(None, delete=_CONTROL_BYTES))
    if controls > _MAX_CONTROL_SHARE * len(value):
        raise _not_text(f"{controls} of {len(value)} bytes are control codes")
    if charset is not None and (text := _decode_as(value, charset)) is not None:
        return text
    declared = _DECLARED_CHARSET.search(value[:2048])
    if declared and (text := _decode_as(value, declared[1].decode())) is not None:
        return text
    high = sum(byte > 127 for byte in value[:_SAMPLE_BYTES]) / len(value[:_SAMPLE_BYTES])
    if high <= _MOSTLY_ASCII:
        return value.decode("utf-8", errors="tocsin-windows-1252")
    text = _decode_as(value, _detected_charset(value))
    if text is None:
        raise _not_text("the bytes are not UTF-8 and look like no other charset of text")
    return text


def _decode_as(value: bytes, charset: str | None) -> str | None:
    """The text, or None when the charset is unknown, does not fit, or gives what no one would call text."""
    if charset is None or charset.lower().replace("-", "") == "utf8":
        return None
    try:
        if codecs.lookup(charset).name in _NO_CHARSETS:
            return None
        text = value.decode(charset)
    except (LookupError, UnicodeError):
        return None  # unknown, not a text encoding, or does not fit
    plain = sum(char.isalnum() or char.isspace() or char in ".,;:!?'\"“”‘’«»()[]{}<>/=-–—&#%@+*_|。、" for char in text)
    return text if plain >= _MIN_TEXT_SHARE * len(text) else None


def _detected_charset(value: bytes) -> str | None:
    from charset_normalizer import from_bytes  # here, because few messages need it

    best = from_bytes(value[:_SAMPLE_BYTES]).best()
    return best.encoding if best else None


def _not_text(error: str) -> RejectedError:
    return RejectedError(DeadLetterReason.not_text, error)
