"""Which articles tell one story: copies, rewrites with a new head, and updates.

Fingerprints are 64 MinHash values of 16 bits each over word 5-shingles, so the share of equal values estimates the
Jaccard similarity of two texts, with a standard error of at most 1/16.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence

from schemas import FINGERPRINT_BYTES, IncidentReport

LANES = FINGERPRINT_BYTES // 2
"""Values in a fingerprint."""

SAME_STORY = 0.5
"""Two articles tell one story when at least this share of their values is equal.

Independent reports of one event share a few per cent of their 5-shingles; wire copies, cut or with a new lead, well
over half."""

_LOW_BITS = int.from_bytes(b"\x7f\xff" * LANES)
_HIGH_BITS = int.from_bytes(b"\x80\x00" * LANES)


def fingerprint_bits(fingerprint: str) -> int:
    """A base64 fingerprint as one integer of 64 lanes of 16 bits; what is not a fingerprint (wrong size, not base64)
    raises `ValueError`."""
    raw = base64.b64decode(fingerprint, validate=True)
    if len(raw) != FINGERPRINT_BYTES:
        raise ValueError(f"a fingerprint has {FINGERPRINT_BYTES} bytes, not {len(raw)}")
    return int.from_bytes(raw)


def similarity(one: int, other: int) -> float:
    """Share of equal 16-bit values of two fingerprints, 0 to 1.

    All lanes at once: a lane of the difference is zero exactly when neither its low 15 bits, after a carry that stays
    inside the lane, nor its high bit leave the high bit set.
    """
    difference = one ^ other
    unequal = (((difference & _LOW_BITS) + _LOW_BITS) | difference) & _HIGH_BITS
    return 1 - unequal.bit_count() / LANES


def same_story(one: int, other: int) -> bool:
    """Whether two fingerprints are of one story."""
    return one == other or similarity(one, other) >= SAME_STORY


def story_of(reports: Sequence[IncidentReport]) -> dict[str, str]:
    """Story of each report, by report id: the id of the first article that told it.

    Stories are the connected groups of articles that are versions of each other (same id) or similar. `reports` are in
    canonical order, so that the first article is the same whatever order they arrived in.
    """
    prints = [fingerprint_bits(report.article.fingerprint) for report in reports]
    group = list(range(len(reports)))

    def root(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    for later in range(len(reports)):
        for earlier in range(later):
            first, second = root(earlier), root(later)
            if first != second and (
                reports[earlier].article.id == reports[later].article.id or same_story(prints[earlier], prints[later])
            ):
                group[max(first, second)] = min(first, second)
    return {report.id: reports[root(index)].article.id for index, report in enumerate(reports)}
