"""What the encoder sees at once: neighbouring sentences of a text, so that each is read in its context.

A sentence longer than that is cut where it hurts least, and the trees of its parts are put together afterwards."""

from __future__ import annotations

from collections.abc import Sequence

MAX_SUBWORDS = 256
MAX_WORDS = 150
"""As long as the longest sentences of the training data."""
_BREAKS = ({";", ":", "…", "--", "—", "–"}, {","}, {"and", "but", "or", "while", "which", "who", "that"})
"""What to cut at, best first: behind punctuation, before a conjunction."""


def windows(words: Sequence[str], subwords: Sequence[int]) -> list[tuple[int, int]]:
    """The parts (start, end) of a sentence, each within the limits; most sentences are one.

    Args:
        words: the words.
        subwords: the number of subwords of each word.
    """
    parts = []
    start = 0
    while start < len(words):
        end = _furthest(subwords, start)
        if end < len(words):
            end = _cut(words, start, end)
        parts.append((start, end))
        start = end
    return parts


def packed(widths: Sequence[int], room: int = MAX_SUBWORDS) -> list[tuple[int, int]]:
    """Runs (start, end) of neighbouring sentences that fit a window, as few and as equal as whole sentences allow.

    Args:
        widths: subwords of each sentence, none of them more than `room` - 2.
        room: subwords of a window, with the mark before its first sentence and that behind each.
    """
    left = sum(widths) + len(widths)
    runs: list[tuple[int, int]] = []
    start = used = 0
    share = _share(left, room)
    for i, width in enumerate(widths):
        if i > start and (used + width + 1 > room - 1 or used + (width + 1) / 2 > share):
            runs.append((start, i))
            left -= used
            start, used, share = i, 0, _share(left, room)
        used += width + 1
    return [*runs, (start, len(widths))] if widths else runs


def _share(left: int, room: int) -> float:
    """The width of each of the windows that so many subwords need."""
    return left / max(1, -(-left // (room - 1)))


def _furthest(subwords: Sequence[int], start: int) -> int:
    room = MAX_SUBWORDS - 2
    end = start
    while end < len(subwords) and end - start < MAX_WORDS and (room := room - subwords[end]) >= 0:
        end += 1
    return max(end, start + 1)


def _cut(words: Sequence[str], start: int, end: int) -> int:
    """The best place to cut in the second half of what fits; its end if there is no sensible one."""
    for breaks in _BREAKS:
        for at in range(end - 1, start + (end - start) // 2, -1):
            if words[at].lower() in breaks:
                return at if words[at].isalpha() else at + 1
    return end
