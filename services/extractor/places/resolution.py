"""Chooses, for every mention of an article, the place that is meant: all mentions decide together.

What the text states comes first: a container ("the village of X in the province of Y", "X, Y"), or the adjective of a
country ("the Nigerian town of X"). A homonym that contradicts it is dropped, and where none is left the place is one
that the gazetteer lacks, inside the container. Then come the countries and divisions of the sentence, of the dateline
and of the article, then population and the distance to the article's other places. A name means the same place
throughout an article.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from .containment import KNOWN, agrees, apart, contains, may_be_rejected
from .context import Context, country_context, refined_context, sentence_numbers
from .folding import fold
from .gazetteer import Gazetteer
from .mention import Mention
from .model import UNKNOWN_PLACE, Candidate, PlaceKind, ResolvedPlace, distance_km
from .phrases import Bearing
from .placement import as_place, displaced, on_shore, on_the_way, shown_name, within
from .words import PlaceWords

__all__ = ["as_place", "resolve"]

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
_COUNTRY_IN_SENTENCE = 1.5
_DIVISION_IN_SENTENCE = 1.5
_STATED_COUNTRY = 6.0
_BESIDE = 5.0
_PASSES = 2


@dataclass(frozen=True, slots=True)
class _Article:
    """What resolving needs of an article."""

    doc: Doc
    mentions: list[Mention]
    bearings: list[Bearing]
    sentences: list[int]
    gazetteer: Gazetteer
    words: PlaceWords

    def name_key(self, mention: Mention) -> str:
        return fold(self.doc[mention.start : mention.end].text)

    def number_of(self, mention: Mention) -> int:
        return next(number for number, other in enumerate(self.mentions) if other is mention)


def resolve(
    doc: Doc, mentions: list[Mention], bearings: list[Bearing], gazetteer: Gazetteer, words: PlaceWords
) -> list[ResolvedPlace]:
    """The place of each mention."""
    article = _Article(doc, mentions, bearings, sentence_numbers(doc), gazetteer, words)
    context = country_context(doc, mentions, article.sentences, words)
    chosen: list[Candidate | None] = [None] * len(mentions)
    for _ in range(_PASSES):
        chosen = _without_contradictions(article, _one_pass(article, context))
        context = refined_context(doc, mentions, chosen, article.sentences, words)
    return _placed(article, chosen, context)


def _one_pass(article: _Article, context: Context) -> list[Candidate | None]:
    mentions, words = article.mentions, article.words
    number_of = {id(mention): number for number, mention in enumerate(mentions)}
    scores = [
        [(_score(candidate, mention, article, context), candidate) for candidate in mention.candidates]
        for mention in mentions
    ]
    for number in range(len(mentions) - 1, -1, -1):
        container = mentions[number].contained_by
        if container is None or not scores[number]:
            continue
        outer = number_of[id(container)]
        best = max(
            (
                (
                    inner_score
                    + outer_score
                    + _type_bonus(mentions[number], candidate, words)
                    + _type_bonus(container, outer_candidate, words)
                    + _pair_bonus(outer_candidate, candidate, scores[number]),
                    -i,
                    -o,
                )
                for i, (inner_score, candidate) in enumerate(scores[number])
                for o, (outer_score, outer_candidate) in enumerate(scores[outer][:12])
            ),
            default=None,
        )
        if best is None:
            continue
        inner_best, outer_best = scores[number][-best[1]], scores[outer][-best[2]]
        if contains(outer_best[1], inner_best[1]):
            scores[number] = [(inner_best[0] + _CONTAINED, inner_best[1])]
            if outer_best[1].kind.is_area:
                scores[outer] = [outer_best]
    _prefer_beside(article, scores, number_of)
    by_name: dict[str, Counter[int]] = {}
    for number, mention in enumerate(mentions):
        tally = by_name.setdefault(article.name_key(mention), Counter())
        for value, candidate in scores[number]:
            tally[candidate.index] = max(tally[candidate.index], value)  # type: ignore[assignment]
    chosen: list[Candidate | None] = []
    for number, mention in enumerate(mentions):
        tally = by_name[article.name_key(mention)]
        pool = [(tally[c.index] + (_type_bonus(mention, c, words)), -c.index, c) for _, c in scores[number]]
        chosen.append(max(pool, key=lambda item: item[:2])[2] if pool else None)
    return chosen


def _prefer_beside(article: _Article, scores: list[list[tuple[float, Candidate]]], number_of: dict[int, int]) -> None:
    """`X, 30 km north of Y`: readings of X that lie there."""
    for number, mention in enumerate(article.mentions):
        if mention.describes is None or not scores[number]:
            continue
        here = max(scores[number], key=lambda item: item[0])[1]
        reach = max(80.0, 2 * (article.bearings[number].km or 0.0))
        if here.kind is not PlaceKind.country:
            there = number_of[id(mention.describes)]
            scores[there] = [
                (score + (_BESIDE if apart(here, candidate) <= reach + here.radius_km else 0.0), candidate)
                for score, candidate in scores[there]
            ]


def _without_contradictions(article: _Article, chosen: list[Candidate | None]) -> list[Candidate | None]:
    """The choice without the homonyms that lie outside what the text says contains them."""
    rejected: set[tuple[str, int]] = set()
    upheld: set[tuple[str, int]] = set()
    for mention, candidate in zip(article.mentions, chosen, strict=True):
        if candidate is None or mention.contained_by is None or not mention.container_sure:
            continue
        outer = chosen[article.number_of(mention.contained_by)]
        if outer is None or outer.country == "ZZ" or outer.kind is PlaceKind.water:
            continue
        key = (article.name_key(mention), candidate.index)
        if agrees(outer, candidate):
            upheld.add(key)
        elif may_be_rejected(mention, outer, candidate):
            rejected.add(key)
    rejected -= upheld
    return [
        None if candidate and (article.name_key(mention), candidate.index) in rejected else candidate
        for mention, candidate in zip(article.mentions, chosen, strict=True)
    ]


def _pair_bonus(outer: Candidate, inner: Candidate, readings: list[tuple[float, Candidate]]) -> float:
    """What "X, Y" is worth when Y contains X. A division after a comma outweighs that X is a country's name too."""
    if not contains(outer, inner):
        return 0.0
    named_like_country = any(candidate.kind is PlaceKind.country for _, candidate in readings)
    if named_like_country:
        return _KIND_BONUS[PlaceKind.country] + _CONTAINED if outer.kind is PlaceKind.admin1 else 0.0
    return _CONTAINED


def _score(candidate: Candidate, mention: Mention, article: _Article, context: Context) -> float:
    score = _KIND_BONUS[candidate.kind] + math.log10(candidate.population + 10)
    if candidate.main:
        score += _OWN_NAME
    if candidate.capital:
        score += _CAPITAL
    if candidate.kind is not PlaceKind.country:
        sentence = article.sentences[mention.start]
        score += _COUNTRY_IN_CONTEXT * context.country_share(candidate.country)
        score += _COUNTRY_IN_SENTENCE * context.sentence_countries.get((sentence, candidate.country), 0.0)
        if candidate.country == mention.stated_country:
            score += _STATED_COUNTRY
        if candidate.admin1_code:
            in_sentence = (sentence, candidate.country, candidate.admin1_code)
            score += _DIVISION_IN_SENTENCE * context.sentence_divisions.get(in_sentence, 0.0)
            held = context.divisions.get((candidate.country, candidate.admin1_code), 0)
            if held:
                score += _DIVISION_IN_CONTEXT * held / (held + 1)
        if context.points and not candidate.kind.is_area:
            near = [
                weight * math.exp(-distance_km(candidate.latitude, candidate.longitude, lat, lon) / 200)
                for lat, lon, weight in context.points
            ]
            score += _NEARNESS * min(1.0, sum(near) / len(near) * 1.5)
    elif candidate.country == "GE" and context.countries.get("US", 0.0) >= max(0.3, context.countries.get("GE", 0.0)):
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


def _placed(article: _Article, chosen: list[Candidate | None], context: Context) -> list[ResolvedPlace]:
    """The places of the chosen readings, each with what the words around make of it."""
    numbers = {id(mention): number for number, mention in enumerate(article.mentions)}
    places: list[ResolvedPlace] = []
    unlisted: dict[str, ResolvedPlace] = {}
    for number, (mention, candidate) in enumerate(zip(article.mentions, chosen, strict=True)):
        if candidate is None:
            key = article.name_key(mention)
            if key not in unlisted or mention.contained_by is not None:
                unlisted[key] = _unlisted(article, number, chosen, context)
            places.append(unlisted[key])
            continue
        text = article.doc[mention.start : mention.facility or mention.end].text
        place = as_place(candidate, None if mention.by_role else text)
        if mention.facility:
            place = replace(place, geonames_id=None, radius_km=max(3.0, place.radius_km or 0))
        place = displaced(place, candidate, article.bearings[number])
        if candidate.coasts:
            named = [*_countries_around(article, number, chosen), *context.ranked_countries()]
            place = on_shore(place, candidate, named)
        other = chosen[numbers[id(mention.road_to)]] if mention.road_to is not None else None
        places.append(on_the_way(place, candidate, other) if other is not None else place)
    for number, mention in enumerate(article.mentions):
        if mention.describes is not None and chosen[number] is not None:
            _join_description(article, numbers[id(mention.describes)], number, chosen, places)
    return places


def _join_description(
    article: _Article, named: int, describing: int, chosen: list[Candidate | None], places: list[ResolvedPlace]
) -> None:
    """Makes one place of a name and of the phrase that tells where it lies.

    The name's own record wins; a name without one takes the position that the phrase gives.
    """
    candidate, beside = chosen[named], chosen[describing]
    if beside is None or beside.kind is PlaceKind.country:
        return
    if candidate is None:
        name = shown_name(article.doc[article.mentions[named].start : article.mentions[named].end].text)
        places[named] = places[describing] = replace(places[describing], name=name, city=name, geonames_id=None)
    elif not candidate.kind.is_area:
        reach = max(100.0, 3 * (article.bearings[describing].km or 0.0)) + beside.radius_km
        if apart(candidate, beside) <= reach:
            places[describing] = places[named]


def _countries_around(article: _Article, number: int, chosen: list[Candidate | None]) -> list[str]:
    """The countries that a sentence names, the nearest to a mention first: those of its places, then its words of
    nationality."""
    here = article.mentions[number]
    sentence = article.sentences[here.start]
    near = [
        (abs(mention.start - here.start), candidate.country)
        for mention, candidate in zip(article.mentions, chosen, strict=True)
        if candidate and mention is not here and article.sentences[mention.start] == sentence
        and candidate.kind is not PlaceKind.water
    ]  # fmt: skip
    adjectives = [
        (abs(token.i - here.start), article.words.demonyms[token.text])
        for token in article.doc
        if token.text in article.words.demonyms and article.sentences[token.i] == sentence
    ]
    return [code for _, code in sorted(near)] + [code for _, code in sorted(adjectives)]


def _unlisted(article: _Article, number: int, chosen: list[Candidate | None], context: Context) -> ResolvedPlace:
    """A named place that no gazetteer has: it lies in what the text says contains it, else in the article's country."""
    here, bearing = article.mentions[number], article.bearings[number]
    name = shown_name(article.doc[here.start : here.end].text)
    container = here.contained_by
    area = chosen[article.number_of(container)] if container is not None else None
    if area is not None and container is not None and here.type_noun in article.words.part_nouns | {""}:
        city = _city_reading(container, area)
        if city is not None:
            return as_place(city, article.doc[container.start : container.end].text)
    area = area or _nearest_area(article, number, chosen) or _main_area(article, here, context)
    if area is None:
        return replace(UNKNOWN_PLACE, name=name)
    words = article.words
    town = here.type_noun in words.town_nouns or (bool(here.candidates) and here.type_noun not in words.division_nouns
                                                  | words.district_nouns)  # fmt: skip
    return within(area, name, town=town, bearing=bearing)


def _city_reading(container: Mention, area: Candidate) -> Candidate | None:
    """The city that a container is, or is also the name of: `the X quarter of Dhaka` is in the city, not the region."""
    if area.kind in (PlaceKind.city, PlaceKind.neighbourhood):
        return area
    same = [c for c in container.candidates if c.kind is PlaceKind.city and c.main and contains(area, c)]
    big = max(same, key=lambda c: c.population, default=None)
    return big if big is not None and big.population >= KNOWN // 2 and area.kind is not PlaceKind.country else None


def _nearest_area(article: _Article, number: int, chosen: list[Candidate | None]) -> Candidate | None:
    """The nearest place of the sentence, a later one before an earlier one."""
    here, doc = article.mentions[number], article.doc
    nearest: tuple[int, Candidate] | None = None
    for mention, candidate in zip(article.mentions, chosen, strict=True):
        if candidate is None or mention is here or candidate.kind is PlaceKind.water:
            continue
        gap = mention.start - here.end if mention.start >= here.end else (here.start - mention.end) * 2
        between = doc[min(here.end, mention.end) : max(here.start, mention.start)]
        distant = gap > 15 or any(token.text in {".", "!", "?"} for token in between)
        if not distant and (nearest is None or gap < nearest[0]):
            nearest = (gap, candidate)
    return nearest[1] if nearest else None


def _main_area(article: _Article, here: Mention, context: Context) -> Candidate | None:
    """The country that the text states for a name, else that of the dateline and of most of the article."""
    code = here.stated_country or context.main_country()
    return article.gazetteer.country(code) if code else None
