"""What an article says of where it plays: the countries and divisions that it names, whole and sentence by sentence."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from spacy.tokens import Doc

from .evidence import country_evidence
from .mention import Mention
from .model import Candidate, PlaceKind
from .words import PlaceWords

DATELINE_COUNTRY_KEY = "dateline_country"
"""In `doc.user_data`: the code of the dateline's country."""
DATELINE_PLACE_KEY = "dateline_place"
"""In `doc.user_data`: the dateline as a `ResolvedPlace`."""

_DATELINE_WEIGHT = 2.0
_DEMONYM_WEIGHT = 0.6
_DEMONYM_IN_SENTENCE = 0.4
_ONLY_THERE = 0.4
"""Weight of a name that only one country has."""
_MOST_BY_NAMES = 1.6
_BIG_DIVISION = 1_000_000
_BEYOND_DOUBT = 300_000


@dataclass(slots=True)
class Context:
    """The weights of an article's countries and divisions."""

    countries: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    divisions: Counter[tuple[str, str]] = field(default_factory=Counter)
    sentence_countries: defaultdict[tuple[int, str], float] = field(default_factory=lambda: defaultdict(float))
    """0 to 1 by number of sentence and code."""
    sentence_divisions: defaultdict[tuple[int, str, str], float] = field(default_factory=lambda: defaultdict(float))

    def copy(self) -> Context:
        """Another context with the same weights."""
        return Context(
            self.countries.copy(), self.divisions.copy(), self.sentence_countries.copy(), self.sentence_divisions.copy()
        )

    def country_share(self, code: str) -> float:
        """0 to 1: how much the article is about a country."""
        weight = self.countries.get(code, 0.0)
        return weight / (weight + 1.5) if weight else 0.0

    def ranked_countries(self) -> list[str]:
        """The codes of the countries that the article names, the one that it is most about first."""
        return sorted(self.countries, key=lambda code: -self.countries[code])

    def main_country(self) -> str | None:
        """The country that the article is most about; None where it names none."""
        best = max(self.countries.items(), key=lambda item: item[1], default=None)
        return best[0] if best and best[1] >= _DEMONYM_WEIGHT and best[0] != "ZZ" else None


def sentence_numbers(doc: Doc) -> list[int]:
    """The number of the sentence of each token, by full stops and line breaks: sentences need not be set yet."""
    numbers, number = [], 0
    for token in doc:
        numbers.append(number)
        if token.text in {".", "!", "?"} or "\n" in token.text:
            number += 1
    return numbers


def text_context(doc: Doc, sentences: list[int], words: PlaceWords) -> Context:
    """What the text tells without naming a place: words of nationality, the dateline, the outlet."""
    context = Context()
    for token in doc:
        text = token.text
        code = words.demonyms.get(text)
        if code is None and text[:1].isupper() and token.i + 1 < len(doc):
            code = words.demonyms.get(f"{text} {doc[token.i + 1].text}")
        if code:
            context.countries[code] += _DEMONYM_WEIGHT
            key = (sentences[token.i], code)
            context.sentence_countries[key] = max(context.sentence_countries[key], _DEMONYM_IN_SENTENCE)
    for code, weight in country_evidence(doc, words):
        context.countries[code] += weight
    dateline = doc.user_data.get(DATELINE_COUNTRY_KEY)
    if isinstance(dateline, str):
        context.countries[dateline] += _DATELINE_WEIGHT
    return context


def country_context(doc: Doc, mentions: list[Mention], sentences: list[int], told: Context) -> Context:
    """The countries that the article tells and names. `told` is the text's own context."""
    context = told.copy()
    for code, names in _only_countries(doc, mentions).items():
        context.countries[code] += min(_MOST_BY_NAMES, _ONLY_THERE * names)
    for mention in mentions:
        countries = [c for c in mention.candidates if c.kind is PlaceKind.country and c.main]
        also_division = any(
            c.kind is PlaceKind.admin1 and c.main and c.population > _BIG_DIVISION for c in mention.candidates
        )
        if countries and not (also_division and countries[0].country == "GE"):
            code = countries[0].country
            context.countries[code] += 1.0 if len(mention.candidates) < 3 else 0.5
            context.sentence_countries[(sentences[mention.start], code)] = 1.0
    return context


def _only_countries(doc: Doc, mentions: list[Mention]) -> dict[str, int]:
    """How many names of the article are names of places in one country alone, by its code."""
    found: dict[str, str] = {}
    for mention in mentions:
        codes = {candidate.country for candidate in mention.candidates}
        if len(codes) == 1 and mention.candidates[0].kind is not PlaceKind.country:
            found[doc[mention.start : mention.end].text] = codes.pop()
    return Counter(code for code in found.values() if code != "ZZ")


def refined_context(
    doc: Doc, mentions: list[Mention], chosen: list[Candidate | None], sentences: list[int], told: Context
) -> Context:
    """The context once every mention has a reading."""
    read_as_country = [m for m, c in zip(mentions, chosen, strict=True) if c and c.kind is PlaceKind.country]
    context = country_context(doc, read_as_country, sentences, told)
    for mention, candidate in zip(mentions, chosen, strict=True):
        if candidate is None or candidate.kind in (PlaceKind.country, PlaceKind.water):
            continue
        if candidate.kind is PlaceKind.admin1 and candidate.admin1_code:
            context.divisions[(candidate.country, candidate.admin1_code)] += 1
            context.sentence_divisions[(sentences[mention.start], candidate.country, candidate.admin1_code)] = 1.0
        sure = (
            1.0 if len(mention.candidates) == 1 or candidate.population > _BEYOND_DOUBT or mention.contained_by else 0.3
        )
        context.countries[candidate.country] += 0.7 * sure
        if not candidate.kind.is_area and candidate.admin1_code and sure == 1.0:
            context.divisions[(candidate.country, candidate.admin1_code)] += 1
    return context
