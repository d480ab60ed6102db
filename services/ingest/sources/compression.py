"""gzip and Zstandard, for files and for bodies of HTTP: bounded, because a few bytes can unfold to any number.

A file may be as large as it likes once unfolded, since it is read item by item; but one that unfolds to more than
`MAX_RATIO` times its size is taken for a decompression bomb. News in JSON Lines comes to 3 to 20 times. A body is held
in memory, and is bounded by its unfolded size.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from backports.zstd import DecompressionParameter, ZstdDecompressor, ZstdError, ZstdFile

MAX_RATIO = 200
"""How many times its compressed size a file may unfold to."""
FREE_BYTES = 16 << 20
"""Unfolded bytes that are given before the ratio is looked at: short files of one repeated line are harmless."""
BUFFER_BYTES = 1 << 18
_WINDOW: dict[int, int] = {DecompressionParameter.window_log_max: 27}
"""128 MiB, what `zstd -d` allows without being asked: a frame may demand gigabytes of window."""
SUFFIXES = frozenset({".gz", ".zst"})
ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate", "zstd"})
"""Values of Content-Encoding that `BodyDecoder` knows."""


class DecompressionError(OSError):
    """Data that is damaged, cut short, or a bomb; the message says which."""


class BodyTooLargeError(Exception):
    """A body is over its limit."""


@contextmanager
def open_file(path: Path) -> Iterator[BinaryIO]:
    """The content of a file, unfolded if its name ends in `.gz` or `.zst`.

    Raises `OSError` when it can't be opened. Reading it raises `DecompressionError`.
    """
    with path.open("rb") as file:
        if path.suffix.lower() not in SUFFIXES:
            yield file
            return
        is_gzip = path.suffix.lower() == ".gz"
        opened = gzip.GzipFile(fileobj=file) if is_gzip else ZstdFile(file, options=_WINDOW)
        with io.BufferedReader(_Bounded(file, cast(BinaryIO, opened)), BUFFER_BYTES) as reader:
            yield reader


class _Bounded(io.RawIOBase):
    """What a decompressor gives, watched; all that can be wrong with it is a `DecompressionError`."""

    def __init__(self, compressed: BinaryIO, unfolded: BinaryIO) -> None:
        self._compressed = compressed
        self._unfolded = unfolded
        self._given = 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def tell(self) -> int:
        """Unfolded bytes given so far."""
        return self._given

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Next bytes; 0 at the end."""
        try:
            data = self._unfolded.read(len(buffer))
        except EOFError as error:
            raise DecompressionError("the compressed data ends too early") from error
        except (zlib.error, ZstdError, gzip.BadGzipFile) as error:
            raise DecompressionError(f"the compressed data is damaged ({error})") from error
        self._given += len(data)
        if self._given > FREE_BYTES and self._given > MAX_RATIO * self._compressed.tell():
            raise DecompressionError(
                f"it unfolds to more than {MAX_RATIO} times its size, as a decompression bomb would"
            )
        buffer[: len(data)] = data
        return len(data)


class BodyDecoder:
    """Unfolds a body of HTTP piece by piece, and never holds more than its limit.

    Args:
        encoding: the value of Content-Encoding, one of `ENCODINGS`.
        max_bytes: most bytes that the body may have, unfolded.

    Raises:
        ValueError: the encoding is not known.
    """

    def __init__(self, encoding: str, max_bytes: int) -> None:
        self._encoding = encoding.strip().lower()
        if self._encoding not in ENCODINGS:
            raise ValueError(f"Content-Encoding {encoding.strip()[:40]} is not known here")
        self._max_bytes = max_bytes
        self._body = bytearray()
        self._inflate: zlib._Decompress | None = None
        self._zstd: ZstdDecompressor | None = None

    def feed(self, data: bytes) -> None:
        """Take the next bytes as they came.

        Raises `BodyTooLargeError`, and `DecompressionError` when they are not what the encoding says.
        """
        try:
            if self._encoding in {"", "identity"}:
                self._take(data)
            elif self._encoding == "zstd":
                self._feed_zstd(data)
            else:
                self._feed_zlib(data)
        except (zlib.error, ZstdError) as error:
            raise DecompressionError(f"the body is not the {self._encoding} data that it is said to be") from error

    def end(self) -> bytes:
        """The whole body. Raises `DecompressionError` when its compressed data is cut short."""
        whole = True
        if self._inflate is not None:
            whole = self._inflate.eof
        elif self._zstd is not None:
            whole = self._zstd.eof
        if not whole:
            raise DecompressionError("the compressed data of the body ends too early")
        return bytes(self._body)

    def _feed_zlib(self, data: bytes) -> None:
        while data:
            if self._inflate is None or self._inflate.eof:
                self._inflate = zlib.decompressobj(self._window_bits(data))
            self._take(self._inflate.decompress(data, self._room()))
            data = self._inflate.unconsumed_tail or self._inflate.unused_data

    def _window_bits(self, data: bytes) -> int:
        if self._encoding != "deflate":
            return 16 + zlib.MAX_WBITS
        # Half the servers mean a zlib stream by "deflate", as the standard does, and half a bare one.
        return zlib.MAX_WBITS if data[0] & 0x0F == 8 else -zlib.MAX_WBITS

    def _feed_zstd(self, data: bytes) -> None:
        while data:
            if self._zstd is None or self._zstd.eof:
                self._zstd = ZstdDecompressor(options=_WINDOW)
            self._take(self._zstd.decompress(data, self._room()))
            while not self._zstd.eof and not self._zstd.needs_input:
                self._take(self._zstd.decompress(b"", self._room()))
            data = self._zstd.unused_data

    def _room(self) -> int:
        return self._max_bytes - len(self._body) + 1

    def _take(self, data: bytes) -> None:
        self._body += data
        if len(self._body) > self._max_bytes:
            raise BodyTooLargeError
