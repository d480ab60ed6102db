"""Takes a JSON file apart without reading it whole: the elements of an array, or values one after another."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import BinaryIO

_CHUNK_BYTES = 1 << 16
_BETWEEN = re.compile(r"[\s,]*")


def json_values(file: BinaryIO, *, max_bytes: int) -> Iterator[bytes | None]:
    """Each value as the bytes that it has in the file; for a file that is one array, each of its elements.

    What is not JSON is passed on as one value: from there to the end of the file. A value of more than `max_bytes`
    ends the file too, and is given as None.
    """
    decoder = json.JSONDecoder(strict=False)
    # Bytes that are not UTF-8 travel as surrogates, so that what comes out is what went in.
    decode = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode
    buffer, at_end = "", False

    def read_more(size: int) -> None:
        nonlocal buffer, at_end
        chunk = file.read(size)
        at_end = len(chunk) < size
        buffer += decode(chunk, at_end)

    read_more(_CHUNK_BYTES)
    buffer = buffer.removeprefix("\ufeff")
    wanted = _CHUNK_BYTES
    in_array = buffer.lstrip().startswith("[")
    if in_array:
        buffer = buffer.lstrip()[1:]
    while True:
        buffer = buffer[_end_of_gap(buffer) :]
        if in_array and buffer.startswith("]"):
            in_array, buffer = False, buffer[1:]
            continue
        if not buffer and at_end:
            return
        end = _end_of_value(decoder, buffer, at_end)
        if end is not None:
            yield _encoded(buffer[:end])
            buffer, wanted = buffer[end:], _CHUNK_BYTES
        elif at_end or len(buffer) > max_bytes:
            yield _encoded(buffer) if len(buffer) <= max_bytes else None
            return
        else:
            # Twice as much each time, so that a big value is not parsed over and over.
            read_more(wanted)
            wanted *= 2


def _end_of_gap(buffer: str) -> int:
    match = _BETWEEN.match(buffer)
    return match.end() if match else 0


def _end_of_value(decoder: json.JSONDecoder, buffer: str, at_end: bool) -> int | None:
    """Where the value at the start of the buffer ends; None when it is not whole yet, or not JSON."""
    try:
        _, end = decoder.raw_decode(buffer)
    except (ValueError, RecursionError):
        return None
    # A number at the end of the buffer may go on in the next chunk.
    return end if at_end or end < len(buffer) else None


def _encoded(text: str) -> bytes:
    return text.strip().encode("utf-8", "surrogateescape")
