"""The language of an article: the tag that came with it, else detected from its text."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

SUPPORTED = "en"
"""Primary subtag of the one language that is read."""

_TAG = re.compile(r"(?P<primary>[a-z]{2,3})(?P<rest>(?:-[a-z0-9]{1,8})*)", re.IGNORECASE)
_THREE_LETTERS = {
    "eng": "en",
    "ara": "ar",
    "fra": "fr",
    "fre": "fr",
    "spa": "es",
    "rus": "ru",
    "deu": "de",
    "ger": "de",
}
_NOT_A_LANGUAGE = frozenset({"und", "mul", "zxx", "mis"})
_NAMES = {
    "english": "en", "arabic": "ar", "french": "fr", "spanish": "es", "russian": "ru", "german": "de", "turkish": "tr",
    "persian": "fa", "portuguese": "pt", "italian": "it", "chinese": "zh", "hebrew": "he", "ukrainian": "uk",
}  # fmt: skip

_NEWS_LANGUAGES = (
    "af", "am", "ar", "az", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi",
    "hr", "hu", "hy", "id", "it", "ja", "ka", "kk", "km", "ko", "ku", "ky", "lo", "lt", "lv", "mk", "ml", "mn", "mr",
    "ms", "nb", "ne", "nl", "no", "pa", "pl", "ps", "pt", "ro", "ru", "sk", "sl", "so", "sq", "sr", "sv", "sw", "ta",
    "te", "th", "tl", "tr", "uk", "ur", "uz", "vi", "yo", "zh", "zu",
)  # fmt: skip
"""What news is written in. The detector knows others, which only ever come up as mistakes for these."""

_SAMPLE_CHARS = 1_000
_ENGLISH_WORDS = frozenset(
    {
        "the", "and", "that", "were", "with", "from", "said", "which", "by", "have", "has", "been", "their", "who",
        "this", "after",
    }
)  # fmt: skip
"""Function words of English, and of hardly any other language."""
_ENGLISH_SAMPLE_WORDS = 150
_ENGLISH_SHARE = 0.12
_SHORT_WORDS = 25
_POSSIBLY_ENGLISH = 0.004
"""Probability of English from which a short text in Latin script is called English, whatever seems likelier."""


def language_of(tag: str | None, text: str) -> str:
    """BCP 47 tag of an article. A tag that came with it is believed; one that is none is passed over.

    A short text in Latin script is English unless the detector all but rules it out: in a headline, names of people
    and places outweigh the few other words.
    """
    return normalized_tag(tag) or detect_language(text)


def is_supported(tag: str) -> bool:
    """Whether articles in this language are read."""
    return tag.split("-")[0] == SUPPORTED


def normalized_tag(tag: str | None) -> str | None:
    """A tag in BCP 47's usual case (`en-US`), from a tag (`en_us`, `eng`) or a name (`English`); None when neither."""
    if not tag:
        return None
    tag = tag.strip().replace("_", "-")
    if name := _NAMES.get(tag.lower()):
        return name
    match = _TAG.fullmatch(tag)
    if match is None:
        return None
    primary = match["primary"].lower()
    primary = _THREE_LETTERS.get(primary, primary)
    if primary in _NOT_A_LANGUAGE or primary not in _NEWS_LANGUAGES:
        return None
    return primary + "".join(_cased(subtag) for subtag in match["rest"].split("-")[1:])


def _cased(subtag: str) -> str:
    if len(subtag) == 2:
        return f"-{subtag.upper()}"  # region
    return f"-{subtag.title()}" if len(subtag) == 4 and subtag.isalpha() else f"-{subtag.lower()}"  # script; others


def detect_language(text: str) -> str:
    """Primary subtag of the language that the text is most likely in."""
    sample = text[:_SAMPLE_CHARS]
    if _is_plainly_english(sample):
        return SUPPORTED
    ranking = dict(_detector().rank(sample))
    is_short = len(sample.split()) < _SHORT_WORDS
    if is_short and ranking[SUPPORTED] >= _POSSIBLY_ENGLISH and _is_latin(sample):
        return SUPPORTED
    return str(next(iter(ranking)))


def _is_plainly_english(text: str) -> bool:
    """Whether function words alone tell: so they do of nearly all English news, at a tenth of the detector's cost."""
    words = text.lower().split(maxsplit=_ENGLISH_SAMPLE_WORDS)[:_ENGLISH_SAMPLE_WORDS]
    return len(words) >= _SHORT_WORDS and sum(word in _ENGLISH_WORDS for word in words) >= _ENGLISH_SHARE * len(words)


def _is_latin(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return sum(char < "\u0250" for char in letters) * 2 >= len(letters)


@cache
def _detector() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # here, because the model takes a while to load

    detector = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    detector.set_languages([language for language in _NEWS_LANGUAGES if language in detector.labels])
    return detector
