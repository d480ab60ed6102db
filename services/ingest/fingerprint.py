"""MinHash of a text's word 5-shingles: tells copies, cuts and light edits of a story without its text."""

from __future__ import annotations

import re
import zlib
from functools import cache
from typing import Any

from schemas.fingerprint import FINGERPRINT_VALUES, encode_fingerprint

SHINGLE_WORDS = 5
_SEED = 1
_SCHEME = "affine32"  # named, because another scheme makes other values, and fingerprints are kept for months
# CRC-32 in place of the default SHA-1: as good once the scheme has mixed its bits, and it halves the time.
_WORD = re.compile(r"\w+")


def fingerprint(text: str) -> str:
    """The fingerprint of a body. Words are lower-cased; a text shorter than a shingle is one shingle of all it has."""
    words = _WORD.findall(text.lower())
    count = max(1, len(words) - SHINGLE_WORDS + 1)
    shingles = {" ".join(words[start : start + SHINGLE_WORDS]).encode() for start in range(count)}
    minhash = _empty().copy()  # the permutations are costly to make, and the same for all
    minhash.update_batch(shingles)
    return encode_fingerprint(minhash.hashvalues.tolist())


@cache
def _empty() -> Any:
    from datasketch import MinHash  # here, because it takes a second to import

    return MinHash(num_perm=FINGERPRINT_VALUES, seed=_SEED, scheme=_SCHEME, hashfunc=zlib.crc32)
