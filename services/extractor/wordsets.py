"""Sets of words, written as running text so that they can be read and kept."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a text, which are parted by white space."""
    return frozenset(text.split())
