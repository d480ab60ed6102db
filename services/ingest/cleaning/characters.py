"""Mends characters: mojibake, HTML entities, odd spaces and quotes, invisible characters; the result is in NFC."""

from __future__ import annotations

import re

from ftfy import TextFixerConfig, fix_text

# Typographic quotes stay as the author wrote them.
_CONFIG = TextFixerConfig(unescape_html=True, uncurl_quotes=False, normalization="NFC", explain=False)
_NOTHING_TO_MEND = re.compile(r"[\x20-\x25\x27-\x5f\x61-\x7e“”‘’–—…]*")
"""Printable ASCII but for ampersand and backtick, and punctuation that takes an accented letter to be mojibake."""

_SPACES = dict.fromkeys([0x09, 0x0B, 0x0C, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_INVISIBLE = dict.fromkeys([0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF])
_LINE_BREAKS = {0x2028: "\n", 0x2029: "\n"}
_TRANSLATION = {**_SPACES, **_INVISIBLE}

_LOST_APOSTROPHE = re.compile(r"(?<=\w)\ufffd(?=(?:s|t|re|ve|ll|d|m)\b)")
_TEX_QUOTES = re.compile(r"``([^`'\n]{1,500}?)''")
_BACKTICK_APOSTROPHE = re.compile(r"(?<=[A-Za-z])[`´](?=[A-Za-z])")
_SPACE_RUN = re.compile(" {2,}")


def mend_characters(text: str) -> str:
    """The text as its author meant it, line breaks as ``\\n``, no runs of spaces. Idempotent for ordinary text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_LINE_BREAKS)
    return "\n".join(map(_mend_line, text.split("\n")))


def _mend_line(line: str) -> str:
    if not _NOTHING_TO_MEND.fullmatch(line):
        line = fix_text(line, _CONFIG).translate(_TRANSLATION)
        line = _LOST_APOSTROPHE.sub("’", line)
        line = _BACKTICK_APOSTROPHE.sub("’", line)
        line = _TEX_QUOTES.sub(r"“\1”", line)
    return _SPACE_RUN.sub(" ", line)
