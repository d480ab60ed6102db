"""Which articles tell one story."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.aggregator.stories import fingerprint_bits, same_story, similarity, story_of

from .factories import article, fingerprint, report
from .tables import at

LANES = st.lists(st.integers(0, 0xFFFF), min_size=64, max_size=64)


def encoded(lanes: list[int]) -> str:
    return base64.b64encode(b"".join(lane.to_bytes(2) for lane in lanes)).decode()


@given(LANES, LANES, st.lists(st.booleans(), min_size=64, max_size=64))
def test_similarity_is_the_share_of_equal_lanes(one: list[int], other: list[int], same: list[bool]) -> None:
    other = [mine if equal else theirs for mine, theirs, equal in zip(one, other, same, strict=True)]
    expected = sum(mine == theirs for mine, theirs in zip(one, other, strict=True)) / 64
    assert similarity(fingerprint_bits(encoded(one)), fingerprint_bits(encoded(other))) == expected


def test_lanes_that_differ_in_one_bit_alone_differ() -> None:
    for bit in (0, 7, 8, 14, 15):
        assert similarity(fingerprint_bits(encoded([0] * 64)), fingerprint_bits(encoded([1 << bit] * 64))) == 0


@pytest.mark.parametrize(("rewritten", "expected"), [(0.0, True), (0.5, True), (0.52, False), (1.0, False)])
def test_half_the_lanes_make_a_story(rewritten: float, expected: bool) -> None:
    original, copy = fingerprint_bits(fingerprint("wire")), fingerprint_bits(fingerprint("wire", rewritten))
    assert same_story(original, copy) is expected


def test_a_fingerprint_of_the_wrong_size_is_refused() -> None:
    with pytest.raises(ValueError, match="128 bytes, not 2"):
        fingerprint_bits(base64.b64encode(b"ab").decode())


def test_copies_of_copies_and_updates_share_the_story_of_the_first() -> None:
    wire = report(article("wire", published=at(8)))
    copy = report(article("portal", published=at(9), story="wire", rewritten=0.4))
    update = report(article("portal", published=at(9), story="another text", content="second"))
    own = report(article("paper", published=at(10)))
    stories = story_of([wire, copy, update, own])
    assert stories[wire.id] == stories[copy.id] == stories[update.id] == wire.article.id
    assert stories[own.id] == own.article.id
