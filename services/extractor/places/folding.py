"""One spelling for many: what a place name is compared by.

Newsrooms spell the same town with and without diacritics, hyphens, apostrophes and articles. Folding takes these away,
in the baked gazetteer and in the text alike, so that `Deir ez-Zor`, `Deir Ez Zor` and `Dayr az-Zawr`'s listed spellings
meet.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

ARTICLES = frozenset({"al", "el", "ad", "ar", "as", "ash", "at", "az", "an", "ed", "er", "es", "esh", "et", "ez", "il"})
"""The Arabic article in its assimilated spellings, which newsrooms drop at will."""

_ABBREVIATIONS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_DROPPED = re.compile(r"['\u2018\u2019\u02bb\u02bc\u02bf\u02be\u02b9\u02ba`\u00b4\".]")
_BREAKS = re.compile(r"[\s\-\u2010-\u2015/_,()]+")
_LETTERS = str.maketrans(
    dict(zip("ıłŁøØđĐðÐəƏ", "illooddddaa", strict=True))
    | {"ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "þ": "th", "Þ": "th"}
)


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """`word` in lower case without diacritics, apostrophes and full stops. May be empty."""
    decomposed = unicodedata.normalize("NFKD", word.lower().translate(_LETTERS)).lower()
    return _DROPPED.sub("", "".join(c for c in decomposed if not (unicodedata.combining(c) or c.isspace())))


def fold(name: str) -> str:
    """`name` as it is compared: folded words, one space between, `St.` and its like written out."""
    return join_folded([fold_word(word) for word in _BREAKS.split(unicodedata.normalize("NFKC", name))])


def join_folded(words: list[str]) -> str:
    """Folded words as one key. An abbreviation is written out unless it is the last word."""
    words = [word for word in words if word]
    return " ".join([_ABBREVIATIONS.get(word, word) for word in words[:-1]] + words[-1:])


def without_article(key: str) -> str | None:
    """The folded name without its leading Arabic article; null when it has none, or nothing else."""
    head, _, rest = key.partition(" ")
    return rest if head in ARTICLES and len(rest) > 2 else None


def unmarked(name: str) -> str:
    """`name` without the marks of scholarly transliteration, in its own letter case: `Al Anbār` is `Al Anbar`."""
    decomposed = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.sub(r"[\u2018\u2019\u02bb\u02bc\u02bf\u02be\u02b9\u02ba`\u00b4]", "", plain)


def key_hash(key: str) -> int:
    """64 bits that stand for a folded name in the baked index, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little")
