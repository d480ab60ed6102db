"""Puts every mention of an article at the place that is meant.

`ranking` weighs the readings of all names together. A homonym that contradicts what the text states ("the village of X
in the province of Y") is dropped here, and where none is left the place is one that the gazetteer lacks, inside the
container. Then the words around move the place: "western", "near", "30 km north of".
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Doc

from .article import ArticleNames
from .coherence import Coherence
from .containment import KNOWN, agrees, apart, contains, may_be_rejected
from .context import DATELINE_PLACE_KEY, Context, country_context, refined_context, text_context
from .gazetteer import Gazetteer
from .mention import Mention
from .model import UNKNOWN_PLACE, Candidate, PlaceKind, ResolvedPlace
from .phrases import Bearing
from .placement import as_place, displaced, on_shore, on_the_way, shown_name, within
from .ranking import rank
from .words import PlaceWords

__all__ = ["Resolved", "as_place", "resolve"]

_PASSES = 2


@dataclass(frozen=True, slots=True)
class Resolved:
    """Where a mention is."""

    place: ResolvedPlace
    """What the whole phrase tells: `30 km north of X`."""
    toponym: ResolvedPlace
    """What the name alone stands for: X."""


def resolve(
    doc: Doc, mentions: list[Mention], bearings: list[Bearing], gazetteer: Gazetteer, words: PlaceWords
) -> list[Resolved]:
    """The place of each mention."""
    article = ArticleNames(doc, mentions, bearings, gazetteer, words)
    told = text_context(doc, article.sentences, words)
    context = country_context(doc, mentions, article.sentences, told)
    coherence = Coherence(article.readings, _anchors(doc))
    chosen: list[Candidate | None] = [None] * len(mentions)
    for _ in range(_PASSES):
        chosen = _without_contradictions(article, rank(article, context, coherence))
        context = refined_context(doc, mentions, chosen, article.sentences, told)
    return _placed(article, chosen, context)


def _anchors(doc: Doc) -> list[tuple[float, float]]:
    """Where the dateline is, if it names a city."""
    place = doc.user_data.get(DATELINE_PLACE_KEY)
    if isinstance(place, ResolvedPlace) and place.city and place.latitude is not None and place.longitude is not None:
        return [(place.latitude, place.longitude)]
    return []


def _without_contradictions(article: ArticleNames, chosen: list[Candidate | None]) -> list[Candidate | None]:
    """The choice without the homonyms that lie outside what the text says contains them."""
    rejected: set[tuple[str, int]] = set()
    upheld: set[tuple[str, int]] = set()
    for mention, candidate in zip(article.mentions, chosen, strict=True):
        if candidate is None or mention.contained_by is None or not mention.container_sure:
            continue
        outer = chosen[article.number_of(mention.contained_by)]
        if outer is None or outer.country == "ZZ" or outer.kind is PlaceKind.water:
            continue
        key = (article.key_of(mention), candidate.index)
        if agrees(outer, candidate):
            upheld.add(key)
        elif may_be_rejected(mention, outer, candidate):
            rejected.add(key)
    rejected -= upheld
    return [
        None if candidate and (article.key_of(mention), candidate.index) in rejected else candidate
        for mention, candidate in zip(article.mentions, chosen, strict=True)
    ]


_SHORTLY = 80
"""Tokens up to which a place before is one that the text still speaks of."""


def _placed(article: ArticleNames, chosen: list[Candidate | None], context: Context) -> list[Resolved]:
    """The places of the chosen readings, each with what the words around make of it."""
    places: list[ResolvedPlace] = []
    toponyms: list[ResolvedPlace] = []
    unlisted: dict[str, ResolvedPlace] = {}
    for number, (mention, candidate) in enumerate(zip(article.mentions, chosen, strict=True)):
        if candidate is None:
            key = article.key_of(mention)
            if key not in unlisted or mention.contained_by is not None:
                unlisted[key] = _unlisted(article, number, chosen, context)
            places.append(unlisted[key])
            toponyms.append(unlisted[key])
            continue
        text = article.doc[mention.start : mention.facility or mention.end].text
        place = as_place(candidate, None if mention.by_role else text)
        name = article.doc[mention.start : mention.end].text
        toponyms.append(as_place(candidate, None if mention.by_role else name))
        if mention.facility:
            place = replace(place, geonames_id=None, radius_km=max(3.0, place.radius_km or 0))
        place = displaced(place, candidate, article.bearings[number])
        if candidate.coasts:
            named = [*_countries_around(article, number, chosen), *context.ranked_countries()]
            place = on_shore(place, candidate, named)
        other = chosen[article.number_of(mention.road_to)] if mention.road_to is not None else None
        places.append(on_the_way(place, candidate, other) if other is not None else place)
    for number, mention in enumerate(article.mentions):
        if mention.describes is not None and chosen[number] is not None:
            _join_description(article, article.number_of(mention.describes), number, chosen, places)
    return [Resolved(place, toponym) for place, toponym in zip(places, toponyms, strict=True)]


def _join_description(
    article: ArticleNames, named: int, describing: int, chosen: list[Candidate | None], places: list[ResolvedPlace]
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


def _countries_around(article: ArticleNames, number: int, chosen: list[Candidate | None]) -> list[str]:
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


def _unlisted(article: ArticleNames, number: int, chosen: list[Candidate | None], context: Context) -> ResolvedPlace:
    """A named place that no gazetteer has: it lies in what the text says contains it, else in the article's country."""
    here, bearing = article.mentions[number], article.bearings[number]
    name = shown_name(article.doc[here.start : here.end].text)
    container = here.contained_by
    area = chosen[article.number_of(container)] if container is not None else None
    if area is not None and container is not None and here.type_noun in article.words.part_nouns | {""}:
        city = _city_reading(container, area)
        if city is not None:
            return as_place(city, article.doc[container.start : container.end].text)
    area = area or _nearest_area(article, number, chosen)
    area = area or _area_before(article, number, chosen, context) or _main_area(article, here, context)
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


def _nearest_area(article: ArticleNames, number: int, chosen: list[Candidate | None]) -> Candidate | None:
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


def _area_before(
    article: ArticleNames, number: int, chosen: list[Candidate | None], context: Context
) -> Candidate | None:
    """The last place named shortly before, in the country that the article is about: a story stays where it is."""
    here = article.mentions[number]
    home = here.stated_country or context.main_country()
    before = [
        (mention.start, candidate)
        for mention, candidate in zip(article.mentions, chosen, strict=True)
        if candidate is not None
        and 0 < here.start - mention.start <= _SHORTLY
        and candidate.country == home
        and candidate.kind not in (PlaceKind.country, PlaceKind.water)
    ]
    return max(before, key=lambda pair: pair[0])[1] if before else None


def _main_area(article: ArticleNames, here: Mention, context: Context) -> Candidate | None:
    """The country that the text states for a name, else that of the dateline and of most of the article."""
    code = here.stated_country or context.main_country()
    return article.gazetteer.country(code) if code else None
