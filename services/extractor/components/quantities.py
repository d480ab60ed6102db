"""`tocsin_quantities`: numbers and what is said of them, as ranges.

"five" is 5 to 5, "at least five" 5 to open, "more than 20" 21 to open, and by ACLED's codebook "several" is 3 or more,
"dozens" 12 or more, "hundreds" 100 or more.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc, Span

from ..annotations import QuantityMark, register
from ..wordsets import word_set

UNITS = dict(
    zip(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        range(1, 20),
        strict=True,
    )
)
TENS = {
    w: n * 10
    for n, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2)
}
SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
VAGUE = {
    "several": 3,
    "dozens": 12,
    "scores": 20,
    "hundreds": 100,
    "thousands": 1000,
    "multiple": 2,
    "numerous": 3,
}
"""Words for an open number, and the least that they stand for."""
NUMBERS = frozenset(UNITS) | frozenset(TENS) | frozenset(SCALES) | frozenset(VAGUE) | {"dozen", "dozens"}
"""Words that begin or make a number."""
AT_LEAST = ("at least", "no fewer than", "no less than", "not less than", "a minimum of", "upwards of")
MORE_THAN = ("more than", "over", "well over", "in excess of")
UP_TO = ("up to", "as many as", "at most", "no more than", "a maximum of")
LESS_THAN = ("fewer than", "less than", "under")
ABOUT = (
    "about", "around", "some", "roughly", "approximately", "nearly", "almost", "an estimated", "close to", "just over",
    "another", "an additional", "a further", "the other", "a total of",
)  # fmt: skip
NOT_PEOPLE = word_set(
    """
    % percent pct mm cm km kilometers kilometres kilometer kilometre kms miles mile meters metres meter metre feet
    years year months month weeks week days day hours hour minutes minute seconds a.m. p.m. am pm gmt dollars
    euros pounds degrees times th st nd rd kg tons tonnes barrels acres hectares yards o'clock local billion - / :
    € $ £ caliber calibre decades block blocks degree th-century st-century
    """
)
"""What follows a number that counts no people and no weapons."""
_MONTHS = word_set(
    """
    january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec
    """
)
_DIGITS = re.compile(r"^\d{1,3}(,\d{3})+$|^\d{1,7}$")
_PERSONS = word_set("man woman boy girl person child youth teenager male female father mother pensioner widow student")
_KINDS = {"min": AT_LEAST, "over": MORE_THAN, "max": UP_TO, "under": LESS_THAN, "about": ABOUT}
_MODIFIERS = sorted(
    ((modifier.split(), kind) for kind, modifiers in _KINDS.items() for modifier in modifiers),
    key=lambda pair: -len(pair[0]),
)


class Quantities:
    """Fills `doc.spans["quantities"]`."""

    def __init__(self) -> None:
        register()

    def __call__(self, doc: Doc) -> Doc:
        """Mark the numbers of a relevant document."""
        if not doc._.relevant:
            return doc
        words = [token.lower_ for token in doc]
        found = []
        i = 0
        while i < len(words):
            number = _number(words, i)
            if number is None or _counts_nothing(doc, words, i, number[2]):
                i += 1 if number is None else number[2] - i
                continue
            low, high, end = number
            start, end, low, high = _modified(words, i, end, low, high)
            span = doc[start:end]
            span._.quantity = QuantityMark(low, high)
            found.append(span)
            i = end
        doc.spans["quantities"] = found
        return doc


def _number(words: list[str], i: int) -> tuple[int, int | None, int] | None:
    """The number that begins at a token: (least, most, end token)."""
    word = words[i]
    following = words[i + 1] if i + 1 < len(words) else ""
    if word in VAGUE:
        if word == "several" and following in VAGUE:
            return VAGUE[following] * 3, None, i + 2
        return VAGUE[word], None, i + 1
    if word == "tens" and words[i + 1 : i + 3] == ["of", "thousands"]:
        return 10_000, None, i + 3
    if word == "half" and words[i + 1 : i + 3] == ["a", "dozen"]:
        return 6, 6, i + 3
    if word == "a":
        if following in {"dozen", "hundred", "thousand"}:
            value = {"dozen": 12, "hundred": 100, "thousand": 1000}[following]
            return value, value, i + 2
        if following == "few":
            return 3, None, i + 2
        if following == "couple":
            return 2, 2, i + (3 if words[i + 2 : i + 3] == ["of"] else 2)
        if following == "handful":
            return 3, None, i + (3 if words[i + 2 : i + 3] == ["of"] else 2)
        return None
    exact = _cardinal(words, i)
    if exact is None:
        return None
    value, end = exact
    if end + 1 < len(words) and words[end] in {"to", "or", "-", "–"}:
        upper = _cardinal(words, end + 1)
        if upper is not None and value < upper[0] < value * 20 and upper[0] < 1900:
            return value, upper[0], upper[1]
    return value, value, end


def _cardinal(words: list[str], i: int) -> tuple[int, int] | None:
    word = words[i]
    if _DIGITS.match(word):
        value = int(word.replace(",", ""))
        end = i + 1
    elif word in TENS:
        value, end = TENS[word], i + 1
        if words[end : end + 1] == ["-"] and end + 1 < len(words) and words[end + 1] in UNITS:
            value, end = value + UNITS[words[end + 1]], end + 2
    elif word in UNITS:
        value, end = UNITS[word], i + 1
    else:
        return None
    while end < len(words) and words[end] in SCALES:
        value, end = value * SCALES[words[end]], end + 1
    if words[end : end + 1] == ["dozen"]:
        value, end = value * 12, end + 1
    return value, end


def _counts_nothing(doc: Doc, words: list[str], start: int, end: int) -> bool:
    """Whether a number is a year, an age, a sum, a time or a measure, or part of "no one"."""
    following = words[end] if end < len(words) else ""
    before = words[start - 1] if start else ""
    if before.rstrip(".") in _MONTHS:
        return True
    if following in NOT_PEOPLE or before in {"$", "€", "£", "no", "no.", "#", "any", "every"}:
        return True
    if before in {"-", "/", ":"} and start and not doc[start - 1].whitespace_:
        return True
    text = words[start]
    if text.isdigit() and len(text) == 4 and 1900 <= int(text) <= 2100 and end == start + 1:
        return True
    # "aged 20", "Amir, 20," and "(20)": an age.
    if before in {"aged", "age", "ages"} or (
        before in {"between", "from"} and start > 1 and words[start - 2] == "aged"
    ):
        return True
    if before == "of" and start > 1 and words[start - 2] in _PERSONS:
        return True  # "a woman of 62"
    if text.isdigit() and before in {",", "("} and following in {",", ")"} and int(text) < 110 and start >= 2:
        return doc[start - 2].is_alpha
    return words[start] == "one" and following in {"of", "another", "day", "side", "time"} and following != "of"


def _modified(words: list[str], start: int, end: int, low: int, high: int | None) -> tuple[int, int, int, int | None]:
    """Take in what stands before or after the number: (start, end, least, most)."""
    if words[end : end + 2] == ["or", "more"]:
        end, high = end + 2, None
    for modifier, kind in _MODIFIERS:
        begin = start - len(modifier)
        if begin < 0 or words[begin:start] != modifier:
            continue
        if kind == "min":
            return begin, end, low, None
        if kind == "over":
            return begin, end, low + 1, None
        if kind == "max":
            return begin, end, 0, high
        if kind == "under":
            return begin, end, 0, max(low - 1, 0)
        inner = _modified(words, begin, end, low, high)
        return inner if inner[0] < begin else (begin, end, low, high)
    if start and words[start - 1] == "between" and end + 1 < len(words) and words[end] == "and":
        upper = _cardinal(words, end + 1)
        if upper is not None and upper[0] > low:
            return start - 1, upper[1], low, upper[0]
    return start, end, low, high


@Language.factory("tocsin_quantities", requires=["doc._.relevant"], assigns=["doc.spans"])
def make_quantities(nlp: Language, name: str) -> Quantities:
    """Make the step."""
    return Quantities()


def quantity_at(doc: Doc, start: int, end: int) -> Span | None:
    """The quantity whose span lies within these tokens, the last where there are several."""
    inside = [s for s in doc.spans["quantities"] if s.start >= start and s.end <= end]
    return inside[-1] if inside else None
