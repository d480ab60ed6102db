"""What a speech act is about: the act itself, many acts, or something else."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc

from ..annotations import Groups
from ..wordsets import word_set
from .words import SpeechActWords

_NONE = word_set("no not nobody none n't n’t yet never neither nor without")
_MAY = word_set("would could may might if whether should unless")
_ASIDE = word_set(
    "planning plotting supporting backing arming funding financing aiding helping harboring harbouring trying"
)


def window(doc: Doc, start: int, length: int) -> range:
    """Up to some tokens from one on, within its sentence."""
    sent = doc[min(start, len(doc) - 1)].sent
    return range(start, min(start + length, sent.end if start < sent.end else start))


def words_in(doc: Doc, positions: Iterable[int]) -> set[str]:
    """The lower-cased words at some positions."""
    return {doc[i].lower_ for i in positions}


def is_denied(doc: Doc, verb: int, reach: int = 8) -> bool:
    """Whether a negative or a conditional governs a verb: "no group has claimed"."""
    start = doc[verb].sent.start
    for i in range(verb - 1, max(start, verb - reach) - 1, -1):
        if doc[i].text in {";", ","} or doc[i].lower_ in {"but", "and"}:
            return False
        if doc[i].lower_ in _NONE or (doc[i].lower_ in _MAY and verb - i <= 3):
            return True
    return False


def is_habit(doc: Doc, verb: int, words: SpeechActWords) -> bool:
    """Whether many acts are spoken of and not this one: "has often claimed such attacks"."""
    near = words_in(doc, range(max(doc[verb].sent.start, verb - 3), verb)) | words_in(doc, window(doc, verb + 1, 6))
    return not near.isdisjoint(words.habits)


def about_the_act(groups: Groups, after: int, words: SpeechActWords) -> bool:
    """Whether what follows an accused is the act: "of carrying out the attack", "for the blast"; also when nothing
    follows. Not so "for giving the rebels shelter"."""
    doc = groups.doc
    link = next((i for i in window(doc, after, 8) if doc[i].lower_ in {"for", "of"} or doc[i].is_punct), None)
    if link is None or doc[link].is_punct or link + 1 >= len(doc):
        return True
    first = link + 1
    while first < len(doc) - 1 and doc[first].lower_.endswith("ly"):
        first += 1
    word = doc[first].lower_
    if word in {"being", "having"}:
        return not words_in(doc, window(doc, first, 5)).isdisjoint(words.doing | {"behind", "responsible"})
    if word in _ASIDE:
        return False
    if word.endswith("ing") and word not in words.deeds:
        return word in words.doing_ing or groups.overlapping("triggers", first, first + 1)
    span = window(doc, first, 9)
    stop = next((i for i in span if doc[i].is_punct and doc[i].text not in {"-", "'", "’", '"', "“"}), span.stop)
    return not words_in(doc, range(first, stop)).isdisjoint(words.deeds) or groups.overlapping("triggers", first, stop)
