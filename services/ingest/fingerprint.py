"""Fingerprint of a body: MinHash of its wording, its numbers and its names. `schemas.fingerprint` says what for.

Case, punctuation, accents, and how a number is written do not count, since outlets have a house style in each:
"Sixty-six" and "66", "1,200" and "1 200", "10:15" and "10.15" are the same.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from functools import cache
from typing import Any

from schemas.fingerprint import FINGERPRINT_VALUES, Fingerprint

SHINGLE_WORDS = 3
"""Longer ones are rarer in common, but a change of one word breaks more of them: 2 to 5 do as well."""

_SEED = 1
_SCHEME = "affine32"  # named, because another scheme makes other values, and fingerprints are kept for months
# CRC-32 in place of the default SHA-1: as good once the scheme has mixed its bits, and it halves the time.

_ACCENT = re.compile(r"[\u0300-\u036f]+")  # once taken off its letter
_WORD = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+")
_SEPARATED = re.compile(r"\d+(?:[.,:]\d+)+")
_SPACED_THOUSANDS = re.compile(r" (?=\d{3}(?!\d))(?<=\d.)(?<!\d{4}.)")  # but not "in 2023 100 people"
_COMMA_OF_THOUSANDS = re.compile(r",(?=\d{3}(?!\d))")
_AFTER_DIGITS = ":"
"""The character after "9": words that sort before it are in digits."""
# Inside a sentence: at the head of one, every word has a capital. Months and days are names, and good ones.
_NAME = re.compile(r"(?<=[a-z,;0-9] )[A-Z][a-z][^\W\d_]+")

_ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_COMPOUND = re.compile(rf"\b({'|'.join(_TENS)})[- ]({'|'.join(_ONES[1:])})\b")
_END_OF_COMPOUND = re.compile(rf"ty[- ](?:{'|'.join(_ONES[1:])})")  # looks for the two letters: much the faster
_DIGITS = {word: str(value) for value, word in enumerate(_ONES + _TEENS) if word != "one"}  # more often a pronoun
_DIGITS |= {word: str(value) for value, word in zip(range(20, 100, 10), _TENS, strict=True)}


def fingerprint(text: str) -> str:
    """The fingerprint of a body, as it goes on the wire. A text shorter than a shingle is one shingle of all it has."""
    plain = _unaccented(text)
    words = _words(plain)
    runs = zip(*(words[start:] for start in range(SHINGLE_WORDS)), strict=False)  # it ends with the shortest
    shingles = set(map(str.encode, map(" ".join, runs))) or {" ".join(words).encode()}
    minhash = _empty().copy()  # the permutations are costly to make, and the same for all
    minhash.update_batch(shingles)
    numbers = {word for word in set(words) if word < _AFTER_DIGITS}
    names = {name.lower() for name in _NAME.findall(plain)}
    return Fingerprint.of(len(shingles), minhash.hashvalues.tolist(), numbers, names).encode()


def _unaccented(text: str) -> str:
    if text.isascii():
        return text
    return _ACCENT.sub("", unicodedata.normalize("NFKD", text))


def _words(text: str) -> list[str]:
    """Words in lower case, numbers in digits."""
    plain = _SEPARATED.sub(_one_spelling, _SPACED_THOUSANDS.sub("", text).lower())
    if _END_OF_COMPOUND.search(plain):
        plain = _COMPOUND.sub(_in_digits, plain)
    words = _WORD.findall(plain)
    return list(map(_DIGITS.get, words, words))


def _in_digits(compound: re.Match[str]) -> str:
    tens, ones = compound.groups()
    return str(int(_DIGITS[tens]) + _ONES.index(ones))


def _one_spelling(number: re.Match[str]) -> str:
    """No separators of thousands, a point for what follows (hours and minutes as well), no last zeros."""
    plain = _COMMA_OF_THOUSANDS.sub("", number[0]).replace(":", ".").replace(",", ".")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


@cache
def _empty() -> Any:
    from datasketch import MinHash  # here, because it takes a second to import

    return MinHash(num_perm=FINGERPRINT_VALUES, seed=_SEED, scheme=_SCHEME, hashfunc=zlib.crc32)
