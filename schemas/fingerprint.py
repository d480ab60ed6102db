"""An article's fingerprint: its form on the wire, and what two of them tell of their articles.

128 bytes, base64 (`FORM` is the first of them):

    form 1 | shingles 2 | numbers 14 | names 15 | MinHash 96

The MinHash says how much of the wording two articles share and, with the number of shingles of each, how much of the
shorter is in the longer. That alone tells no update from a copy, which may have less of the wording in common: a new
toll changes few words. So the numbers of the text are kept as a set, and the names, which tell an event from another
one that an agency words in the same way.

Needs nothing but the standard library. Fingerprints of another form (the first release wrote 64 values of 16 bits)
can be read and are like none but themselves.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self
from zlib import crc32

FINGERPRINT_BYTES = 128
"""Of every form."""

FORM = 2
"""Of the fingerprints that are written. In the first form the first byte is part of a value: one in 256 has this one,
and is like others by chance alone."""

FINGERPRINT_VALUES = 96
"""MinHash values in a fingerprint, 8 bits each: the lowest of them say as much as all 32 in four times the number."""

SAME_WORDING = 0.5
"""Share of the shorter article's shingles that is in the longer, from which on the wording is the same.

On the development half of tests/quality/copies it is 0.57 and more of copies, whatever else an outlet did to them."""

SAME_NAMES = 0.55
"""The same for names: 0.70 and more of copies, where outlets spell some of them in their own ways; of like events
half have 0.25 and less, and none over 0.62."""

SAME_NUMBERS = 0.8
"""The same for numbers: 0.80 and more of copies ("13 others" becomes "14 in all"); of the updates that keep enough of
the wording, 0.71 and less where any number changed."""

LEAST_SIMILARITY = 0.08
"""Below this Jaccard similarity nothing is the same: by chance two articles have 0.02, and what is a small share of a
long article can't be told from that. So a cut is found down to about a twelfth of the original."""

_FORMAT = struct.Struct(f">BH14s15s{FINGERPRINT_VALUES}s")
_NUMBER_BITS = 8 * 14
_NAME_BITS = 8 * 15
_CHANCE = 1 / 256  # that two values of 8 bits are equal when the minima are not
_MOST_SHINGLES = 0xFFFF
_LOW_BITS = int.from_bytes(b"\x7f" * FINGERPRINT_VALUES)
_HIGH_BITS = int.from_bytes(b"\x80" * FINGERPRINT_VALUES)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A fingerprint taken apart. Two of one article are equal."""

    form: int
    shingles: int
    """How many different ones the text has; 65,535 when there are more."""
    numbers: int
    """A set of 112 bits: that of each number's CRC-32."""
    names: int
    """A set of 120 bits, likewise."""
    values: int
    """96 MinHash values of 8 bits, the first on top."""

    @classmethod
    def of(cls, shingles: int, minhash: Sequence[int], numbers: Iterable[str], names: Iterable[str]) -> Self:
        """Of the number of shingles, the 96 MinHash values, of which the low 8 bits are kept, and the numbers and
        names of a text. Raises `ValueError` when there are not exactly 96 values."""
        if len(minhash) != FINGERPRINT_VALUES:
            raise ValueError(f"a fingerprint has {FINGERPRINT_VALUES} values, not {len(minhash)}")
        values = int.from_bytes(bytes(value & 0xFF for value in minhash))
        return cls(FORM, min(shingles, _MOST_SHINGLES), _set(numbers, _NUMBER_BITS), _set(names, _NAME_BITS), values)

    @classmethod
    def decode(cls, text: str) -> Self:
        """Of base64. Raises `ValueError` when the text is not a fingerprint."""
        data = base64.b64decode(text, validate=True)
        if len(data) != FINGERPRINT_BYTES:
            raise ValueError(f"a fingerprint has {FINGERPRINT_BYTES} bytes, not {len(data)}")
        form, shingles, *sets = _FORMAT.unpack(data)
        return cls(form, shingles, *(int.from_bytes(part) for part in sets))

    def encode(self) -> str:
        """Base64, 172 characters."""
        data = _FORMAT.pack(
            self.form,
            self.shingles,
            self.numbers.to_bytes(_NUMBER_BITS // 8),
            self.names.to_bytes(_NAME_BITS // 8),
            self.values.to_bytes(FINGERPRINT_VALUES),
        )
        return base64.b64encode(data).decode("ascii")


def _set(items: Iterable[str], bits: int) -> int:
    members = 0
    for item in items:
        members |= 1 << crc32(item.encode()) % bits
    return members


def similarity(one: Fingerprint, other: Fingerprint) -> float:
    """Estimate of the Jaccard similarity of the texts' shingles, 0 to 1, with a standard error of at most 0.052."""
    if one == other:
        return 1.0
    if one.form != FORM or other.form != FORM:
        return 0.0
    # All values at once: of the difference a byte is zero exactly when neither its low 7 bits, after a carry that
    # stays inside the byte, nor its high bit leave the high bit set.
    difference = one.values ^ other.values
    unequal = (((difference & _LOW_BITS) + _LOW_BITS) | difference) & _HIGH_BITS
    equal = 1 - unequal.bit_count() / FINGERPRINT_VALUES
    return max(0.0, (equal - _CHANCE) / (1 - _CHANCE))


def shared_wording(one: Fingerprint, other: Fingerprint) -> float:
    """Estimate of the share of the shorter text's shingles that are in the longer, 0 to 1.

    0 when the similarity is under `LEAST_SIMILARITY`.
    """
    alike = similarity(one, other)
    shorter = min(one.shingles, other.shingles)
    if alike < LEAST_SIMILARITY:
        return 0.0
    if not shorter:
        return alike
    # |A and B| = J / (1 + J) * (|A| + |B|)
    return min(1.0, alike / (1 + alike) * (one.shingles + other.shingles) / shorter)


def is_same_story(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether one article has its wording from the other, or both from a third: copies, and updates that keep enough
    of the text. An update that is written anew is known by its address alone."""
    if one == other:
        return True
    return shared_wording(one, other) >= SAME_WORDING and _shared(one.names, other.names) >= SAME_NAMES


def is_copy(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether two articles are copies: one text, whole, edited or cut, that says the same. No update of a text is a
    copy of it."""
    return is_same_story(one, other) and _shared(one.numbers, other.numbers) >= SAME_NUMBERS


def _shared(one: int, other: int) -> float:
    """Share of the smaller set that is in the greater; of an empty one all is."""
    smaller = min(one.bit_count(), other.bit_count())
    return (one & other).bit_count() / smaller if smaller else 1.0
