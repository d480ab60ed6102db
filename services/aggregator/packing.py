"""JSON kept small in memory: compressed against a text that has what most of it has in common.

A report of 2 kB is held in some 500 bytes. Only what is in memory is packed; tables and topics hold plain JSON.
"""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any

_COMMON = Path(__file__).with_name("packing_common.json").read_bytes()
"""Keys and usual values of reports and of the rows about incidents."""


def pack(text: bytes) -> bytes:
    """The text, compressed."""
    packer = zlib.compressobj(zdict=_COMMON)
    return packer.compress(text) + packer.flush()


def unpack(packed: bytes) -> bytes:
    """What `pack` was given."""
    return zlib.decompressobj(zdict=_COMMON).decompress(packed)


def pack_json(value: Any) -> bytes:
    """A JSON value, compressed."""
    return pack(json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode())


def unpack_json(packed: bytes) -> Any:
    """What `pack_json` was given."""
    return json.loads(unpack(packed))
