"""Weighs the readings of every name of an article, and takes the best: all mentions decide together.

What the text states weighs most: a container ("X, Y", "X in the province of Y"), the adjective of a country ("the
Nigerian town of X"), the word for its sort. Then come how the names of the article lie to each other (`coherence`), the
countries and divisions of the sentence, of the dateline and of the article, a list whose other members are states, and
population. A name means the same place throughout an article.
"""

from __future__ import annotations

import math
from collections import Counter

from .article import ArticleNames
from .coherence import Coherence
from .containment import apart, contains
from .context import Context
from .mention import Mention
from .model import Candidate, PlaceKind
from .words import PlaceWords

# Weights, in the unit of one power of ten of population.
_KIND_BONUS = {
    PlaceKind.country: 20.0,
    PlaceKind.admin1: -1.0,
    PlaceKind.admin2: -3.0,
    PlaceKind.city: 0.0,
    PlaceKind.region: 12.0,
    PlaceKind.airport: 4.5,
    PlaceKind.base: 5.0,
    PlaceKind.camp: 5.0,
    PlaceKind.neighbourhood: 4.0,
    PlaceKind.water: 9.0,
    PlaceKind.facility: 4.5,
}
_OWN_NAME = 2.0
_CAPITAL = 1.5
_UNSHARED = 1.0
"""For a division that no town in it shares its name with."""
_CONTAINED = 8.0
_COUNTRY_IN_CONTEXT = 4.5
_DIVISION_IN_CONTEXT = 4.5
_COHERENCE = 7.0
_ROUNDS = 3
"""How often the names' support of each other is renewed."""
_NAMESAKE = 12.0
_SURROUNDED = 0.5
"""Support that a country's namesake needs."""
_TYPE_NOUN = 5.0
_COUNTRY_IN_SENTENCE = 1.5
_DIVISION_IN_SENTENCE = 1.5
_STATED_COUNTRY = 6.0
_BESIDE = 5.0
_PARALLEL = 6.0
_CONTAINERS = 12
"""Readings of a container that are tried."""
_NOWHERE = -math.inf


def rank(article: ArticleNames, context: Context, coherence: Coherence) -> list[Candidate | None]:
    """The best reading of each mention; none where it has no reading."""
    scores = _scores(article, context)
    _add_coherence(article, scores, coherence)
    _bind_containers(article, scores)
    _prefer_beside(article, scores)
    return _one_sense(article, scores)


def _scores(article: ArticleNames, context: Context) -> list[list[float]]:
    """The score of each candidate of each mention, on its own."""
    base = [_with_unshared(readings, [_base(c, context) for c in readings]) for readings in article.readings]
    scores = []
    for number, mention in enumerate(article.mentions):
        sentence, name = article.sentences[mention.start], base[article.name_of[number]]
        scores.append(
            [
                name[place] + _local(candidate, mention, sentence, context)
                for candidate, place in zip(mention.candidates, article.reading_of[number], strict=True)
            ]
        )
    return scores


def _base(candidate: Candidate, context: Context) -> float:
    """What a reading scores wherever it is mentioned."""
    score = _KIND_BONUS[candidate.kind] + math.log10(candidate.population + 10)
    if candidate.main:
        score += _OWN_NAME
    if candidate.capital:
        score += _CAPITAL
    if candidate.kind is not PlaceKind.country:
        score += _COUNTRY_IN_CONTEXT * context.country_share(candidate.country)
        if candidate.admin1_code:
            held = context.divisions.get((candidate.country, candidate.admin1_code), 0)
            score += _DIVISION_IN_CONTEXT * held / (held + 1)
    elif candidate.country == "GE" and context.countries.get("US", 0.0) >= max(0.3, context.countries.get("GE", 0.0)):
        score -= _KIND_BONUS[PlaceKind.country]  # the other Georgia
    return score


def _with_unshared(readings: list[Candidate], scores: list[float]) -> list[float]:
    """The scores of a name's readings, those of divisions raised where the name is no town's there: whoever says
    `Kandahar` means the city, whoever says `Oregon` the state."""
    towns = {(c.country, c.admin1_code) for c in readings if c.kind is PlaceKind.city and c.main}
    return [
        score + _UNSHARED
        if c.kind is PlaceKind.admin1 and c.main and (c.country, c.admin1_code) not in towns
        else score
        for c, score in zip(readings, scores, strict=True)
    ]


def _local(candidate: Candidate, mention: Mention, sentence: int, context: Context) -> float:
    """What a reading scores for the words around one mention."""
    score = 0.0
    if mention.parallel is not None and candidate.main and _fits(candidate, mention.parallel):
        score += _PARALLEL
    if candidate.kind is PlaceKind.country:
        return score
    score += _COUNTRY_IN_SENTENCE * context.sentence_countries.get((sentence, candidate.country), 0.0)
    if candidate.country == mention.stated_country:
        score += _STATED_COUNTRY
    if candidate.admin1_code:
        in_sentence = (sentence, candidate.country, candidate.admin1_code)
        score += _DIVISION_IN_SENTENCE * context.sentence_divisions.get(in_sentence, 0.0)
    return score


def _fits(candidate: Candidate, parallel: str) -> bool:
    """Whether a reading is of the kind that the list is of: the divisions of a country."""
    return candidate.kind is PlaceKind.admin1 and candidate.country == parallel


def _add_coherence(article: ArticleNames, scores: list[list[float]], coherence: Coherence) -> None:
    """Adds to each reading what the article's other names lend it."""
    best = [[_NOWHERE] * len(readings) for readings in article.readings]
    for number, name in enumerate(article.name_of):
        for score, place in zip(scores[number], article.reading_of[number], strict=True):
            best[name][place] = max(best[name][place], score)
    current, lent = best, best
    for _ in range(_ROUNDS):
        lent = coherence.support(current)
        current = [
            [score + _COHERENCE * more for score, more in zip(own, others, strict=True)]
            for own, others in zip(best, lent, strict=True)
        ]
    gained = [
        [_COHERENCE * value for value in values] if not _is_country_too(readings) else _with_namesakes(readings, values)
        for readings, values in zip(article.readings, lent, strict=True)
    ]
    for number, name in enumerate(article.name_of):
        scores[number] = [
            score + gained[name][place] for score, place in zip(scores[number], article.reading_of[number], strict=True)
        ]


def _is_country_too(readings: list[Candidate]) -> bool:
    return any(candidate.kind is PlaceKind.country for candidate in readings)


def _with_namesakes(readings: list[Candidate], lent: list[float]) -> list[float]:
    """The gains of the readings of a country's name. A town of another country that is called so has the country's
    own bonus where the article's other names surround it: Lebanon, between Harrisburg and Reading."""
    countries = {candidate.country for candidate in readings if candidate.kind is PlaceKind.country}
    return [
        _COHERENCE * value + (_NAMESAKE if value >= _SURROUNDED and candidate.country not in countries else 0.0)
        for candidate, value in zip(readings, lent, strict=True)
    ]


def _bind_containers(article: ArticleNames, scores: list[list[float]]) -> None:
    """Where the text puts a name into another, leaves only the pair of readings that goes best together."""
    for number in range(len(article.mentions) - 1, -1, -1):
        mention = article.mentions[number]
        container = mention.contained_by
        if container is None or not mention.candidates or not container.candidates:
            continue
        outer = article.number_of(container)
        named_like_country = any(candidate.kind is PlaceKind.country for candidate in mention.candidates)
        best, pair = _NOWHERE, (0, 0)
        for i, candidate in enumerate(mention.candidates):
            inner_score = scores[number][i] + type_bonus(mention, candidate, article.words)
            for o, outer_candidate in enumerate(container.candidates[:_CONTAINERS]):
                score = inner_score + scores[outer][o] + type_bonus(container, outer_candidate, article.words)
                score += _pair_bonus(outer_candidate, candidate, named_like_country=named_like_country)
                if score > best:
                    best, pair = score, (i, o)
        if best == _NOWHERE:
            continue
        inner_best, outer_best = mention.candidates[pair[0]], container.candidates[pair[1]]
        if contains(outer_best, inner_best):
            _leave_only(scores[number], pair[0], _CONTAINED)
            if outer_best.kind.is_area:
                _leave_only(scores[outer], pair[1], 0.0)


def _leave_only(scores: list[float], place: int, bonus: float) -> None:
    scores[:] = [score + bonus if i == place else _NOWHERE for i, score in enumerate(scores)]


def _pair_bonus(outer: Candidate, inner: Candidate, *, named_like_country: bool) -> float:
    """What "X, Y" is worth when Y contains X. A division after a comma outweighs that X is a country's name too."""
    if not contains(outer, inner):
        return 0.0
    if named_like_country:
        return _KIND_BONUS[PlaceKind.country] + _CONTAINED if outer.kind is PlaceKind.admin1 else 0.0
    return _CONTAINED


def _prefer_beside(article: ArticleNames, scores: list[list[float]]) -> None:
    """`X, 30 km north of Y`: readings of X that lie there."""
    for number, mention in enumerate(article.mentions):
        if mention.describes is None or not mention.candidates:
            continue
        here = mention.candidates[max(range(len(mention.candidates)), key=scores[number].__getitem__)]
        reach = max(80.0, 2 * (article.bearings[number].km or 0.0))
        if here.kind is not PlaceKind.country:
            there = article.number_of(mention.describes)
            scores[there] = [
                score + (_BESIDE if apart(here, candidate) <= reach + here.radius_km else 0.0)
                for score, candidate in zip(scores[there], mention.describes.candidates, strict=True)
            ]


def _one_sense(article: ArticleNames, scores: list[list[float]]) -> list[Candidate | None]:
    """The reading of each mention that does best anywhere in the article, the word for its sort considered."""
    tallies: list[Counter[int]] = [Counter() for _ in article.readings]
    for number, mention in enumerate(article.mentions):
        tally = tallies[article.name_of[number]]
        for score, candidate in zip(scores[number], mention.candidates, strict=True):
            if score > _NOWHERE:
                tally[candidate.index] = max(tally[candidate.index], score)  # type: ignore[assignment]
    chosen: list[Candidate | None] = []
    for number, mention in enumerate(article.mentions):
        tally = tallies[article.name_of[number]]
        pool = [
            (tally[candidate.index] + type_bonus(mention, candidate, article.words), -candidate.index, candidate)
            for score, candidate in zip(scores[number], mention.candidates, strict=True)
            if score > _NOWHERE
        ]
        chosen.append(max(pool, key=lambda item: item[:2])[2] if pool else None)
    return chosen


def type_bonus(mention: Mention, candidate: Candidate, words: PlaceWords) -> float:
    """What a reading scores for being of the sort that the word beside the mention says."""
    noun, kind = mention.type_noun, candidate.kind
    if not noun or noun == "area":
        return 0.0
    if noun in words.division_nouns:
        return _TYPE_NOUN if kind is PlaceKind.admin1 else _TYPE_NOUN * 0.75 if kind is PlaceKind.admin2 else 0.0
    if noun in words.district_nouns:
        return _TYPE_NOUN if kind is PlaceKind.admin2 else _TYPE_NOUN / 3 if kind is PlaceKind.admin1 else 0.0
    return _TYPE_NOUN if not kind.is_area else 0.0
