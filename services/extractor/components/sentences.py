"""`tocsin_sentences`: ends of sentences in news, where most full stops of a wire story belong to abbreviations."""

from __future__ import annotations

from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Token

from ..annotations import register
from ..wordsets import word_set

MAX_TOKENS = 200
"""Longest sentence; written ones end long before."""
STOPS = frozenset({".", "!", "?", "…", "...", ".…"})
CLOSERS = frozenset({'"', "”", "’", "'", "''", ")", "]"})
OPENERS = frozenset({'"', "“", "‘", "'", "``", "(", "["})
TITLES = word_set(
    """
    mr mrs ms dr prof gen lt col maj capt sgt cpl brig adm cmdr pvt pfc rev sen rep gov sec st hon supt insp det
    msgr fr sr jr ret asst atty dep dist no vs al etc approx ave blvd ft mt hwy jan feb mar apr jun jul aug sep
    sept oct nov dec mon tue tues wed thu thurs fri sat sun ph sheikh
    """
)
"""Abbreviations, without their stop, that a capital may follow within a sentence."""
SENTENCE_OPENERS = word_set(
    """
    the a an it he she they we but and in on at this that these those its his her their no some several police
    officials meanwhile however after before earlier later when while two three four five since according there
    more most
    """
)
"""Words that, with a capital, begin a sentence even after an abbreviation such as "U.S."."""


class Sentences:
    """Sets the start of every sentence."""

    def __init__(self) -> None:
        register()

    def __call__(self, doc: Doc) -> Doc:
        """Set `token.is_sent_start` on every token of a relevant document."""
        if not doc._.relevant:
            return doc
        starts = [False] * len(doc)
        for token in doc:
            i = token.i
            if token.is_space:
                if token.text.count("\n") >= 2:
                    _mark(doc, starts, i + 1)
            elif token.text in STOPS or (token.text.endswith(".") and len(token.text) > 1):
                following = i + 1
                while following < len(doc) and doc[following].text in CLOSERS:
                    following += 1
                if following < len(doc) and _ends(doc, token, doc[following]):
                    _mark(doc, starts, following)
        length = 0
        values = np.full(len(doc), -1, dtype=np.int64)
        for i, starts_here in enumerate(starts):
            # A list or a table without a stop: cut, so that what looks at a whole sentence stays cheap.
            length = 0 if starts_here or length >= MAX_TOKENS else length + 1
            if length == 0 or i == 0:
                values[i] = 1
        # Token by token, spaCy goes through the whole document for each one.
        column: Any = values.view(np.uint64).reshape(-1, 1)
        doc.from_array(["SENT_START"], column)
        return doc


def _mark(doc: Doc, starts: list[bool], i: int) -> None:
    while i < len(doc) and doc[i].is_space:
        i += 1
    if i < len(doc):
        starts[i] = True


def _ends(doc: Doc, stop: Token, following: Token) -> bool:
    """Whether a stop ends its sentence, by what follows it."""
    after = following
    while after.is_space and after.i + 1 < len(doc):
        after = doc[after.i + 1]
    while after.text in OPENERS and after.i + 1 < len(doc):
        after = doc[after.i + 1]
    starts_like_a_sentence = after.text[:1].isupper() or after.text[:1].isdigit()
    if stop.text in {"!", "?"}:
        return starts_like_a_sentence
    if stop.text in STOPS and stop.text != ".":
        return after.text[:1].isupper()
    if stop.text == ".":
        before = doc[stop.i - 1] if stop.i and not doc[stop.i - 1].whitespace_ else None
        if (
            before is not None
            and before.lower_ in TITLES
            and not (before.lower_ == "no" and not after.text[:1].isdigit())
        ):
            return False
        return starts_like_a_sentence
    # "U.S.", "Gen.", "p.m.": the stop belongs to the word, and may end the sentence as well.
    word = stop.lower_.rstrip(".")
    if word in TITLES or (len(word) == 1 and stop.text[0].isupper()):
        return False
    if after.lower_ in SENTENCE_OPENERS and after.text[:1].isupper():
        return True
    return word in {"a.m", "p.m", "inc", "ltd", "co", "corp"} and after.text[:1].isupper() and after.text.istitle()


@Language.factory("tocsin_sentences", assigns=["token.is_sent_start"], requires=["doc._.relevant"])
def make_sentences(nlp: Language, name: str) -> Sentences:
    """Make the step."""
    return Sentences()
