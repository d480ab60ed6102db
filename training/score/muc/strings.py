"""Strings of templates: brought to the form in which they are compared."""

from __future__ import annotations

import re
import string
import unicodedata

_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
}  # fmt: skip
_QUANTIFIERS = frozenset(
    {
        "dozen", "dozens", "several", "some", "many", "few", "most", "all", "both", "another", "other", "more", "than",
        "least", "at", "about", "nearly", "almost", "over", "around", "approximately", "up", "to", "of", "no",
    }
).union(_NUMBERS)  # fmt: skip


def normalized(text: str) -> str:
    """Lower case, without punctuation and articles: as GRIT and GTT compare mentions (Du et al. 2021a, 2021b)."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_NO_PUNCTUATION)).split())


def without_quantifier(text: str) -> str:
    """The words from the first that is neither article, number nor quantifier; all of them where nothing is left.

    Keys leave such modifiers out of their strings (MUC-4 scoring guidelines 3.1.1.1).
    """
    words = text.split()
    for number, word in enumerate(words):
        plain = normalized(word)
        if plain and plain not in _QUANTIFIERS and not plain.isdigit():
            return " ".join(words[number:])
    return text


def leading_number(text: str) -> int | None:
    """The number that a phrase begins with, in digits or a word up to fifteen: 4 for "the four pylons"."""
    for word in normalized(text).split()[:1]:
        return int(word) if word.isdecimal() else _NUMBERS.get(word)
    return None


def agreement(response: str, key: str) -> float:
    """How well a string answers one of the key: 1 right, 0.5 in part, 0 wrong (MUC-4 scoring guidelines 3.1.1).

    People judged this in 1992. Here: the same but for articles, quantifiers and punctuation is right, and so is the
    key's string with more modifiers before it; a part of the key's string, or the key's string with words after it,
    is right in part. Accents don't count: the corpus has none.
    """
    given, wanted = (normalized(without_accents(without_quantifier(text))).split() for text in (response, key))
    if not given or not wanted:
        return 0.0
    if given[-len(wanted) :] == wanted:
        return 1.0
    return 0.5 if _within(given, wanted) or _within(wanted, given) else 0.0


def without_accents(text: str) -> str:
    """The letters alone: `Usulutan` of `Usulután`."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def best_agreement(responses: tuple[str, ...], keys: tuple[str, ...]) -> float:
    """The best agreement of any string of one with any of the other; 0 where either has none."""
    return max((agreement(response, key) for response in responses for key in keys), default=0.0)


def _within(part: list[str], whole: list[str]) -> bool:
    return any(whole[start : start + len(part)] == part for start in range(len(whole) - len(part) + 1))
