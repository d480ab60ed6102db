"""How the packages' names of places become the names that newsrooms use, and the keys that they are found by."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .folding import fold, unmarked, without_article

_LATIN = re.compile(
    r"^[A-Za-z\u00c0-\u024f\u1e00-\u1eff'\u2018\u2019\u02bb\u02bc\u02bf`\-. /]+$",
)
_DIVISION_SUFFIX = re.compile(
    r"\s+(?:Regional State|Uyghur Autonomous Region|Autonomous Region|Local Government Area|Regional|Governorate"
    r"|Province|Oblast|Region|District|County|Parish|State|Department|Municipality|Prefecture|Republic"
    r"|Krai|Kray|Raion|Rayon|Division|Emirate|Canton|Voivodeship)$"
)
_NO_NAME = re.compile(r"(?:(?:north|south|east|west)+(?:ern)?|upper|lower|central|capital)$", re.I)
_DIVISION_PREFIX = re.compile(
    r"^(?:Distrito de|Partido de|Departamento de(?: la| los| las|l)?|Provincia de(?: la| los| las|l)?|Municipio de"
    r"|Shahrest\u0101n-e|Powiat|Opština|State of|Estado de|Province of|Region of|County of|Okres)\s+"
)
ARABIC_COUNTRIES = frozenset(
    [
        "AE",
        "BH",
        "DJ",
        "DZ",
        "EG",
        "EH",
        "ER",
        "IL",
        "IQ",
        "JO",
        "KW",
        "LB",
        "LY",
        "MA",
        "MR",
        "OM",
        "PS",
        "QA",
        "SA",
        "SD",
        "SO",
        "SY",
        "TD",
        "TN",
        "YE",
    ]
)
"""Where a name may carry the Arabic article."""
NON_LATIN_COUNTRIES = ARABIC_COUNTRIES | frozenset(
    [
        "AF",
        "AM",
        "BD",
        "BG",
        "BT",
        "BY",
        "CN",
        "CY",
        "ET",
        "GE",
        "GR",
        "HK",
        "IN",
        "IR",
        "JP",
        "KG",
        "KH",
        "KP",
        "KR",
        "KZ",
        "LA",
        "LK",
        "MK",
        "MM",
        "MN",
        "MO",
        "MV",
        "NP",
        "PK",
        "RS",
        "RU",
        "TH",
        "TJ",
        "TW",
        "UA",
        "UZ",
    ]
)
"""Where names in Latin letters are transliterations, so that their diacritics are a scholar's and not a newsroom's."""


def folded_names(own: str, others: Iterable[str], country: str) -> list[str]:
    """Folded spellings, the own name first, with the forms that drop the Arabic article where it may be dropped."""
    keys: dict[str, None] = {fold(own): None}
    for name in sorted(others):
        if _LATIN.match(name) and not (name.isupper() and len(name) <= 4) and name[:1].isupper():
            keys[fold(name)] = None
    if country in ARABIC_COUNTRIES:
        for key in list(keys):
            bare = without_article(key)
            if bare and len(bare) > 4:
                keys[bare] = None
    return [key for key in keys if len(key) > 2]


def is_abbreviation(name: str) -> bool:
    """True for the abbreviation of a country, which is read in capitals only: `CAR` is not a car."""
    letters = name.replace(".", "")
    return letters.isupper() and len(letters) <= 4


def division_names(name: str, aliases: list[str], country: str) -> tuple[str, list[str]]:
    """The English name of a division, and all its names with and without the word for its sort."""
    bare = [
        _DIVISION_PREFIX.sub("", _DIVISION_SUFFIX.sub("", alias)) for alias in [name, *aliases] if _LATIN.match(alias)
    ]
    english = [_DIVISION_SUFFIX.sub("", alias) for alias in aliases if _DIVISION_SUFFIX.search(alias)]
    shown = _DIVISION_PREFIX.sub("", _DIVISION_SUFFIX.sub("", name))
    if _NO_NAME.match(shown):
        shown = name  # "Northern" alone would not be told from the word
    if country in NON_LATIN_COUNTRIES:
        own = {fold(shown), without_article(fold(shown)) or ""}
        same = [alias for alias in english if {fold(alias), without_article(fold(alias)) or ""} & own - {""}]
        if english and not same:
            shown = english[0]
        shown = unmarked(shown)
    return shown, [name, *aliases, *bare]


ABBREVIATED = frozenset({"US", "CA", "AU"})
"""Countries whose divisions newsrooms abbreviate."""


def division_key(country: str, admin1_code: str) -> str:
    """The folded name under which a division is found by its code, for abbreviations that as words are ambiguous."""
    return f"division {country.lower()} {admin1_code.lower()}"
