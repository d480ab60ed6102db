"""Chooses, for every mention of an article, the place that is meant: all mentions decide together.

Candidates are ranked by the countries and divisions that the article names, by whether the name is the place's own, by
what stands beside it ("Aleppo, Syria"), by population, and by distance to the article's other places. A name means
the same
place throughout an article.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc

from schemas import PlacePrecision

from .folding import fold
from .gazetteer import Gazetteer
from .mention import Mention
from .model import UNKNOWN_PLACE, Candidate, PlaceKind, ResolvedPlace, distance_km, moved
from .phrases import Bearing
from .words import PlaceWords

# Weights of the ranking, in the unit of one power of ten of population.
_KIND_BONUS = {
    PlaceKind.country: 20.0,
    PlaceKind.admin1: -1.0,
    PlaceKind.admin2: -1.5,
    PlaceKind.city: 0.0,
    PlaceKind.region: 7.0,
    PlaceKind.airport: 4.5,
    PlaceKind.base: 5.0,
    PlaceKind.camp: 5.0,
    PlaceKind.neighbourhood: 4.0,
    PlaceKind.water: 7.0,
    PlaceKind.facility: 4.5,
}
_OWN_NAME = 1.2
_CAPITAL = 1.0
_CONTAINED = 8.0
_COUNTRY_IN_CONTEXT = 4.5
_DIVISION_IN_CONTEXT = 4.5
_NEARNESS = 3.0
_TYPE_NOUN = 5.0
_PASSES = 2
_NAMED_BY_TEXT = frozenset({PlaceKind.city, PlaceKind.admin2, PlaceKind.airport})
"""Kinds whose names newsrooms spell otherwise than the gazetteer: the text's spelling is kept."""
DATELINE_COUNTRY_KEY = "dateline_country"
NEAR_RADIUS_KM = 15.0
"""How far "near" and "outside" may reach, where the text does not say."""


@dataclass(slots=True)
class Context:
    """What an article says of where it plays."""

    countries: Counter[str] = field(default_factory=Counter)
    divisions: Counter[tuple[str, str]] = field(default_factory=Counter)
    points: list[tuple[float, float, float]] = field(default_factory=list)
    """Latitude, longitude and weight of places that are beyond doubt."""

    def country_share(self, code: str) -> float:
        """0 to 1: how much the article is about a country."""
        weight = self.countries.get(code, 0.0)
        return weight / (weight + 1.5) if weight else 0.0


def resolve(
    doc: Doc, mentions: list[Mention], bearings: list[Bearing], gazetteer: Gazetteer, words: PlaceWords
) -> list[ResolvedPlace]:
    """The place of each mention."""
    context = _country_context(doc, mentions, words)
    chosen: list[Candidate | None] = [None] * len(mentions)
    for _ in range(_PASSES):
        chosen = _one_pass(doc, mentions, context, words)
        context = _refined(doc, mentions, chosen, words)
    return [
        _placed(doc, number, mentions, bearings[number], chosen, context, gazetteer) for number in range(len(mentions))
    ]


def _country_context(doc: Doc, mentions: list[Mention], words: PlaceWords) -> Context:
    context = Context()
    for token in doc:
        code = words.demonyms.get(token.text)
        if code is None and token.i + 1 < len(doc) and token.is_title:
            code = words.demonyms.get(f"{token.text} {doc[token.i + 1].text}")
        if code:
            context.countries[code] += 0.6  # type: ignore[assignment]
    _add_dateline(doc, context)
    for mention in mentions:
        countries = [c for c in mention.candidates if c.kind is PlaceKind.country and c.main]
        also_division = any(
            c.kind is PlaceKind.admin1 and c.main and c.population > 1_000_000 for c in mention.candidates
        )
        if countries and not (also_division and countries[0].country == "GE"):
            context.countries[countries[0].country] += 1.0 if len(mention.candidates) < 3 else 0.5  # type: ignore[assignment]
    return context


def _refined(doc: Doc, mentions: list[Mention], chosen: list[Candidate | None], words: PlaceWords) -> Context:
    """The context once every mention has a reading."""
    context = _country_context(
        doc, [m for m, c in zip(mentions, chosen, strict=True) if c and c.kind is PlaceKind.country], words
    )
    for mention, candidate in zip(mentions, chosen, strict=True):
        if candidate is None:
            continue
        if candidate.kind is PlaceKind.admin1 and candidate.admin1_code:
            context.divisions[(candidate.country, candidate.admin1_code)] += 1
        if candidate.kind is not PlaceKind.country:
            sure = (
                1.0 if len(mention.candidates) == 1 or candidate.population > 300_000 or mention.contained_by else 0.3
            )
            context.countries[candidate.country] += 0.7 * sure  # type: ignore[assignment]
            if not candidate.kind.is_area:
                context.points.append((candidate.latitude, candidate.longitude, sure))
                if candidate.admin1_code and sure == 1.0:
                    context.divisions[(candidate.country, candidate.admin1_code)] += 1
    return context


def _one_pass(doc: Doc, mentions: list[Mention], context: Context, words: PlaceWords) -> list[Candidate | None]:
    number_of = {id(mention): number for number, mention in enumerate(mentions)}
    scores = [[(_score(candidate, context), candidate) for candidate in mention.candidates] for mention in mentions]
    for number in range(len(mentions) - 1, -1, -1):
        container = mentions[number].contained_by
        if container is None or not scores[number]:
            continue
        outer = number_of[id(container)]
        best = max(
            (
                (inner_score + outer_score + _pair_bonus(outer_candidate, candidate, scores[number]), -i, -o)
                for i, (inner_score, candidate) in enumerate(scores[number])
                for o, (outer_score, outer_candidate) in enumerate(scores[outer][:12])
            ),
            default=None,
        )
        if best is None:
            continue
        inner_best, outer_best = scores[number][-best[1]], scores[outer][-best[2]]
        if _contains(outer_best[1], inner_best[1]):
            scores[number] = [(inner_best[0] + _CONTAINED, inner_best[1])]
            if outer_best[1].kind.is_area:
                scores[outer] = [outer_best]
    by_name: dict[str, Counter[int]] = {}
    for number, mention in enumerate(mentions):
        tally = by_name.setdefault(_name_key(doc, mention), Counter())
        for value, candidate in scores[number]:
            tally[candidate.index] = max(tally[candidate.index], value)  # type: ignore[assignment]
    chosen: list[Candidate | None] = []
    for number, mention in enumerate(mentions):
        tally = by_name[_name_key(doc, mention)]
        pool = [(tally[c.index] + (_type_bonus(mention, c, words)), -c.index, c) for _, c in scores[number]]
        chosen.append(max(pool, key=lambda item: item[:2])[2] if pool else None)
    return chosen


def _pair_bonus(outer: Candidate, inner: Candidate, readings: list[tuple[float, Candidate]]) -> float:
    """What "X, Y" is worth when Y contains X. A division after a comma outweighs that X is a country's name too."""
    if not _contains(outer, inner):
        return 0.0
    named_like_country = any(candidate.kind is PlaceKind.country for _, candidate in readings)
    if named_like_country:
        return _KIND_BONUS[PlaceKind.country] + _CONTAINED if outer.kind is PlaceKind.admin1 else 0.0
    return _CONTAINED


def _name_key(doc: Doc, mention: Mention) -> str:
    return fold(doc[mention.start : mention.end].text)


def _score(candidate: Candidate, context: Context) -> float:
    score = _KIND_BONUS[candidate.kind] + math.log10(candidate.population + 10)
    if candidate.main:
        score += _OWN_NAME
    if candidate.capital:
        score += _CAPITAL
    if candidate.kind is not PlaceKind.country:
        score += _COUNTRY_IN_CONTEXT * context.country_share(candidate.country)
        if candidate.admin1_code:
            held = context.divisions.get((candidate.country, candidate.admin1_code), 0)
            if held:
                score += _DIVISION_IN_CONTEXT * held / (held + 1)
        if context.points and not candidate.kind.is_area:
            near = [
                weight * math.exp(-distance_km(candidate.latitude, candidate.longitude, lat, lon) / 200)
                for lat, lon, weight in context.points
            ]
            score += _NEARNESS * min(1.0, sum(near) / len(near) * 1.5)
    elif candidate.country == "GE" and context.countries["US"] >= max(0.3, context.countries["GE"]):
        score -= _KIND_BONUS[PlaceKind.country]  # the other Georgia
    return score


def _type_bonus(mention: Mention, candidate: Candidate, words: PlaceWords) -> float:
    noun, kind = mention.type_noun, candidate.kind
    if not noun:
        return 0.0
    if noun in words.division_nouns:
        return _TYPE_NOUN if kind is PlaceKind.admin1 else _TYPE_NOUN / 2 if kind is PlaceKind.admin2 else 0.0
    if noun in words.district_nouns:
        return _TYPE_NOUN if kind is PlaceKind.admin2 else _TYPE_NOUN / 3 if kind is PlaceKind.admin1 else 0.0
    return _TYPE_NOUN if not kind.is_area else 0.0


def _contains(outer: Candidate, inner: Candidate) -> bool:
    """Whether one place lies in another by their codes, or, for a city, by distance."""
    if outer.index == inner.index or outer.kind is PlaceKind.water:
        return False
    if outer.kind is PlaceKind.country:
        return inner.kind is not PlaceKind.country and outer.country == inner.country
    if outer.country != inner.country or inner.kind is PlaceKind.country:
        return False
    if outer.kind is PlaceKind.admin1:
        return inner.kind is not PlaceKind.admin1 and outer.admin1_code == inner.admin1_code
    apart = distance_km(outer.latitude, outer.longitude, inner.latitude, inner.longitude)
    if outer.kind in (PlaceKind.admin2, PlaceKind.region):
        return inner.kind not in (PlaceKind.admin1, outer.kind) and apart <= outer.radius_km * 1.5
    return outer.kind is PlaceKind.city and not inner.kind.is_area and apart <= outer.radius_km + 15


def _placed(
    doc: Doc,
    number: int,
    mentions: list[Mention],
    bearing: Bearing,
    chosen: list[Candidate | None],
    context: Context,
    gazetteer: Gazetteer,
) -> ResolvedPlace:
    mention, candidate = mentions[number], chosen[number]
    text = doc[mention.start : mention.facility or mention.end].text
    if candidate is None:
        return _unlisted(doc, text, number, mentions, chosen, context, gazetteer)
    place = as_place(candidate, text)
    if mention.facility:
        place = replace(place, geonames_id=None, radius_km=max(3.0, place.radius_km or 0))
    return _moved(place, candidate, bearing)


def as_place(candidate: Candidate, text: str | None = None) -> ResolvedPlace:
    """A candidate as a resolved place, under the name that the text gives it (its own where `text` is null)."""
    kind = candidate.kind
    name = shown_name(text) if text and kind in _NAMED_BY_TEXT else candidate.name
    precision = {
        PlaceKind.country: PlacePrecision.country,
        PlaceKind.admin1: PlacePrecision.admin1,
        PlaceKind.admin2: PlacePrecision.admin1,
        PlaceKind.city: PlacePrecision.city,
        PlaceKind.region: PlacePrecision.admin1,
        PlaceKind.water: PlacePrecision.country,
        PlaceKind.neighbourhood: PlacePrecision.city,
    }.get(kind, PlacePrecision.exact)
    if candidate.country == "ZZ":
        precision = PlacePrecision.unknown
    return ResolvedPlace(
        name=name,
        city=candidate.city,
        admin1=candidate.admin1,
        admin1_code=candidate.admin1_code,
        country=candidate.country,
        latitude=candidate.latitude,
        longitude=candidate.longitude,
        radius_km=candidate.radius_km,
        geonames_id=candidate.geonames_id,
        precision=precision,
    )


def shown_name(text: str) -> str:
    """A name as the text gives it, without the possessive, line breaks and a dateline's capitals."""
    name = " ".join(re.sub(r"['’]s (?=airport|international)", " ", text).split())
    return name.title() if name.isupper() and len(name) > 4 else name


def _moved(place: ResolvedPlace, candidate: Candidate, bearing: Bearing) -> ResolvedPlace:
    """The place that "western", "near" or "30 km north of" makes of a place."""
    radius = candidate.radius_km
    if bearing.near and candidate.kind is not PlaceKind.country:
        km = bearing.km if bearing.km is not None else (radius + NEAR_RADIUS_KM if bearing.towards is not None else 0.0)
        latitude, longitude = candidate.latitude, candidate.longitude
        if bearing.towards is not None:
            latitude, longitude = moved(latitude, longitude, bearing.towards, km)
            reach = max(NEAR_RADIUS_KM, km * 0.5)
        else:
            reach = max(NEAR_RADIUS_KM, radius + (bearing.km or 10.0))
        precision = PlacePrecision.near if not candidate.kind.is_area else place.precision
        return replace(place, latitude=latitude, longitude=longitude, radius_km=round(reach, 1), precision=precision)
    if bearing.part is not None:
        latitude, longitude = moved(candidate.latitude, candidate.longitude, bearing.part, radius * 0.4)
        return replace(place, latitude=latitude, longitude=longitude, radius_km=round(radius * 0.7, 1))
    return place


def _unlisted(
    doc: Doc,
    text: str,
    number: int,
    mentions: list[Mention],
    chosen: list[Candidate | None],
    context: Context,
    gazetteer: Gazetteer,
) -> ResolvedPlace:
    """A named place that no gazetteer has: it lies in what the text says contains it, else in the article's country."""
    here = mentions[number]
    nearest: tuple[int, Candidate] | None = None
    for mention, candidate in zip(mentions, chosen, strict=True):
        if candidate is None or mention is here or candidate.kind is PlaceKind.water:
            continue
        gap = mention.start - here.end if mention.start >= here.end else (here.start - mention.end) * 2
        if here.contained_by is mention:
            gap = -1
        between = doc[min(here.end, mention.end) : max(here.start, mention.start)]
        apart = gap > 15 or any(token.text in {".", "!", "?"} for token in between)
        if not apart and (nearest is None or gap < nearest[0]):
            nearest = (gap, candidate)
    area = nearest[1] if nearest else None
    if area is None and context.countries:
        code, weight = context.countries.most_common(1)[0]
        area = gazetteer.country(code) if weight >= 1 else None
    if area is None:
        return replace(UNKNOWN_PLACE, name=text)
    place = as_place(area)
    if place.precision in (PlacePrecision.city, PlacePrecision.exact):
        return replace(place, name=text, city=None, geonames_id=None, precision=PlacePrecision.admin1, radius_km=50.0)
    return replace(place, name=text, geonames_id=None)


def _add_dateline(doc: Doc, context: Context) -> None:
    """Counts the country of a resolved dateline, which the component leaves in `user_data`."""
    code = doc.user_data.get(DATELINE_COUNTRY_KEY)
    if isinstance(code, str):
        context.countries[code] += 1.5  # type: ignore[assignment]
