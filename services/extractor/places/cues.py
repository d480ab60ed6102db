"""Decides whether a name that the gazetteer knows is meant as a place, by its own strength and by the words around it.

Towns are called what people, papers, teams and everyday things are called. A country, a division or a big city is
read as a
place unless something speaks against it; any other name needs a cue: a preposition of place, a word for its sort, or
what
contains it after a comma.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

from .mention import HYPHENS, POSSESSIVES, Mention, is_capitalised, starts_clause, starts_sentence
from .model import PlaceKind
from .townsfolk import belongs_to_town, is_patron, opens_dateline
from .words import PlaceWords

STRONG_POPULATION = 100_000
"""A city this big is read as a place without a cue."""
FAMOUS_POPULATION = 900_000
"""A city this big is a place though a capitalised word stands beside it."""
_HALF_CUED_POPULATION = 10_000
"""Smallest city that "to" and "from", which also stand before people, make a place."""

_STRONG_KINDS = frozenset(PlaceKind) - {PlaceKind.city, PlaceKind.admin2}
_SITES = frozenset({PlaceKind.airport, PlaceKind.base, PlaceKind.camp, PlaceKind.facility})
"""Kinds whose names of several words are nothing else's: `Beirut airport`."""
_WIDE_KINDS = frozenset({PlaceKind.country, PlaceKind.admin1})
_OFFICES = frozenset({"Department", "State", "District", "Division", "Office", "Ministry"})
_POSTS = frozenset({"crossing", "checkpoint", "post"})
_SUFFIXES = frozenset({"based", "area"})
"""After a hyphen they leave a name a place: `Kabul-based`."""


@dataclass(frozen=True, slots=True)
class _Strength:
    """What the readings of a name say of it, whatever the text."""

    country: bool
    wide: bool
    """A country or a first-level division."""
    strong: bool
    population: int

    @property
    def famous(self) -> bool:
        return self.population >= FAMOUS_POPULATION


def _strength(mention: Mention) -> _Strength:
    main = [candidate for candidate in mention.candidates if candidate.main]
    divided = {c.country for c in main if c.kind is PlaceKind.admin2}  # a district has the city's other name
    several = mention.end - mention.start > 1
    population = max(
        (
            c.population
            for c in mention.candidates
            if c.kind is PlaceKind.city and (c.main or (several and c.country in divided))
        ),
        default=0,
    )
    return _Strength(
        country=any(c.kind is PlaceKind.country for c in mention.candidates),
        wide=any(c.kind in _WIDE_KINDS and (c.main or c.kind is PlaceKind.country) for c in mention.candidates),
        strong=any(c.kind in _STRONG_KINDS for c in main)
        or population >= STRONG_POPULATION
        or (several and any(c.kind in _SITES for c in mention.candidates)),
        population=population,
    )


def is_place(doc: Doc, mention: Mention, words: PlaceWords, persons: set[str], found: list[Mention]) -> bool:
    """Whether the name is meant as a place here. Notes in the mention what cues it, and a facility that it begins."""
    strength = _strength(mention)
    if is_demonym(doc, mention, words) or _is_adjectival(doc, mention.start, mention.end, words):
        return False
    if _is_direction(doc, mention, words) and not _says_sort(doc, mention, words):
        return False
    mention.cued = _is_cued(doc, mention, words, found)
    if _is_abbreviation(doc, mention, strength) or _is_person(doc, mention, strength, words, persons, found):
        return False
    if not _may_be_followed(doc, mention, strength, words):
        return False
    name = doc[mention.start : mention.end]
    single, lower = len(name) == 1, name.text.lower()
    if single and lower in words.never | words.titles | words.organisations | words.town_nouns:
        sure = bool(mention.type_noun) or container_follows(doc, mention.end)
        return mention.cued and sure and lower not in words.calendar
    if strength.strong:
        if name.text.startswith(("St.", "Saint ")) and not mention.cued and _word_at(doc, mention.end) in POSSESSIVES:
            return False
        return strength.country or mention.cued or strength.famous or not (single and lower in words.given_names)
    return mention.cued


def _says_sort(doc: Doc, mention: Mention, words: PlaceWords) -> bool:
    """Whether the word for a division or its country makes a name of a direction one: `Northern Province`."""
    after = _word_at(doc, mention.end)
    return after in words.division_nouns | words.district_nouns or container_follows(doc, mention.end)


def is_place_in_capitals(doc: Doc, mention: Mention, words: PlaceWords, found: list[Mention]) -> bool:
    """The same where all is in capitals: letter case tells nothing, so a name must be strong or well cued."""
    name = doc[mention.start : mention.end]
    lower, strength = name.text.lower(), _strength(mention)
    plain = lower in words.never | words.titles | words.organisations | words.given_names | words.town_nouns
    if is_demonym(doc, mention, words):
        return False
    if all(token.is_stop or token.lower_ in words.never or token.lower_ in words.directions for token in name):
        return False
    if len(name) == 1 and (plain or name[0].is_stop or lower in words.locative | words.half_locative):
        return strength.country
    mention.cued = _is_cued(doc, mention, words, found)
    if strength.strong:
        return True
    return (
        mention.cued and _word_at(doc, mention.start - 1) in words.locative and any(c.main for c in mention.candidates)
    )


def is_demonym(doc: Doc, mention: Mention, words: PlaceWords) -> bool:
    """Whether the name is a word of nationality and nothing else: whatever town bears it, it is no place by itself
    (`the Malian city`), unless a division is called so (`Somali region`)."""
    name = doc[mention.start : mention.end].text
    if name not in words.demonyms and not (name.isupper() and name.title() in words.demonyms):
        return False
    return _word_at(doc, mention.end) not in words.division_nouns | words.district_nouns


def _word_at(doc: Doc, position: int) -> str:
    return doc[position].lower_ if 0 <= position < len(doc) else ""


def _is_adjectival(doc: Doc, start: int, end: int, words: PlaceWords) -> bool:
    """A country's name used as an adjective (`U.S. troops`, `Iran-backed`): it tells nationality, not a place."""
    if end + 1 < len(doc) and doc[end].text in HYPHENS and not doc[end].whitespace_ and doc[end + 1].text[:1].islower():
        return doc[end + 1].lower_ not in _SUFFIXES
    if doc[start:end].text not in words.short_names or end >= len(doc):
        return False
    after = doc[end]
    before = _word_at(doc, start - 1)
    if before == "the":
        before = _word_at(doc, start - 2)
    moves_on = after.lower_.endswith(("ed", "ing")) or after.lower_ in words.calendar
    if before in words.locative | words.half_locative and moves_on:
        return False
    return after.is_alpha and not after.is_stop and after.lower_ not in words.speech | words.calendar


def _is_abbreviation(doc: Doc, mention: Mention, strength: _Strength) -> bool:
    """A word in capitals is a place in a dateline, or when it is a big one; otherwise an abbreviation or a headline."""
    text = doc[mention.start : mention.end].text
    if not (text.isupper() and len(text) > 3) or strength.strong:
        return False
    return _word_at(doc, mention.end) not in {"(", ",", "—", "–", "-"}


def _is_person(
    doc: Doc, mention: Mention, strength: _Strength, words: PlaceWords, persons: set[str], found: list[Mention]
) -> bool:
    """Whether the name is (part of) a person's or an organisation's, by what stands before it."""
    start, end = mention.start, mention.end
    single, text = end - start == 1, doc[start:end].text
    before = doc[start - 1] if start else None
    if before is not None and is_capitalised(before) and not before.is_space:
        word = before.lower_.rstrip(".")
        if word in words.titles and not (strength.country and word in words.official):
            return True
        if word in words.given_names and not starts_clause(doc, start):
            return True
        if len(before.text) == 2 and before.text.endswith("."):
            return True
        sure = strength.country or strength.famous
        if not sure and not _may_precede(doc, start - 1, words, found):
            return True
    if single and text in persons and not mention.cued and not strength.country:
        return True
    after = doc[end] if end < len(doc) else None
    if single and text.lower() in words.given_names and after is not None and is_capitalised(after):
        return after.lower_ not in words.official | words.facilities
    speaks = after is not None and after.lower_ in words.speech
    return single and speaks and not (mention.cued or strength.country or strength.famous)


def _may_precede(doc: Doc, position: int, words: PlaceWords, found: list[Mention]) -> bool:
    """Whether a capitalised word may stand before a place without being part of one name with it."""
    token = doc[position]
    lower = token.lower_.rstrip(".")
    allowed = words.locative | words.half_locative | words.middle | words.calendar | words.town_nouns | words.official
    if token.is_stop or lower in allowed or lower in words.directions or token.text in words.demonyms:
        return True
    if token.is_upper and len(token.text) <= 6:
        return True
    if found and found[-1].start <= position < found[-1].end:
        return True
    return starts_sentence(doc, position) and token.text.endswith(("ing", "ed"))


def _may_be_followed(doc: Doc, mention: Mention, strength: _Strength, words: PlaceWords) -> bool:
    """Whether the capitalised word after the name, if any, leaves it a place: not `Washington Post`, nor `Paris
    Hilton`."""
    after = doc[mention.end] if mention.end < len(doc) else None
    if is_patron(doc, mention.start, mention.end):
        return False
    if after is None or not is_capitalised(after) or after.is_space:
        return True
    word = after.lower_
    if word in words.media or word in words.streets:
        return False
    if mention.end - mention.start > 1 and doc[mention.end - 1].lower_ in words.district_nouns:
        return True  # "Kent County Jail": the name is whole
    if word == "state" and mention.candidates[0].country == "US":
        return False  # a college and its team
    if word in words.facilities:
        mention.facility = _facility_end(doc, mention.end, words)
        mention.cued = mention.cued or belongs_to_town(doc, mention.start, mention.end, words)
        if word in words.landforms:
            return strength.strong  # "Kiser Lake" is no town
        return strength.strong or mention.cued
    if word in words.division_nouns | words.district_nouns | words.town_nouns:
        mention.cued = mention.cued or word not in {"city", "village"}  # "Pleasant City" is a name of its own
        return True
    if after.text in words.demonyms or word in words.official | words.titles:
        return True
    if strength.wide:
        return not _is_direction(doc, mention, words)  # "Western Kasai" is not Uganda's Western Region
    return (
        strength.famous or (mention.cued and after.is_stop) or belongs_to_town(doc, mention.start, mention.end, words)
    )


def _is_direction(doc: Doc, mention: Mention, words: PlaceWords) -> bool:
    """Whether the name is only the word for a side of something: `Western`, `South-East`."""
    plain = words.directions.keys() | words.middle | HYPHENS
    return all(token.lower_ in plain for token in doc[mention.start : mention.end])


def _facility_end(doc: Doc, end: int, words: PlaceWords) -> int:
    while end < len(doc) and doc[end].lower_ in words.facilities and is_capitalised(doc[end]):
        end += 1
    return end


def _is_cued(doc: Doc, mention: Mention, words: PlaceWords, found: list[Mention]) -> bool:
    """Whether the words around call it a place. Notes the word for its sort."""
    start, end = mention.start, mention.end
    nouns = words.division_nouns | words.district_nouns | words.town_nouns
    last = doc[end - 1].lower_
    if end - start > 1 and last in words.division_nouns | words.district_nouns:
        mention.type_noun = last
        return True
    after = _word_at(doc, end)
    if after in HYPHENS and _word_at(doc, end + 1) in _SUFFIXES:
        return True
    if after in nouns:
        mention.type_noun = after
        return True
    if (after in _POSTS and doc[end].is_lower) or (after == "border" and _word_at(doc, end + 1) in _POSTS):
        return True
    if belongs_to_town(doc, start, end, words) or opens_dateline(doc, start, end):
        return True
    position = start - 1
    skipped = words.middle | HYPHENS | {"the", "nearby", "a", "an"}
    while position >= 0 and (doc[position].lower_ in words.directions or doc[position].lower_ in skipped):
        position -= 1
    before = _word_at(doc, position)
    if before in words.locative:
        return True
    if before in words.half_locative and any(
        c.population >= _HALF_CUED_POPULATION and c.main for c in mention.candidates
    ):
        return _strength(mention).wide or not (end - start == 1 and doc[start].lower_ in words.given_names)
    if before == "of" and position and _of_place(doc, mention, position, words):
        return True
    if before in words.town_nouns | words.district_nouns and position == start - 1:
        return True
    if found and before in {",", "and", "or", "&"} and found[-1].end in (position, position - 1) and found[-1].cued:
        return True
    return container_follows(doc, end)


def _of_place(doc: Doc, mention: Mention, position: int, words: PlaceWords) -> bool:
    """Whether the "of" before the name is one of place: `the town of X`, `north of X`, `Smith, 28, of X`."""
    noun = doc[position - 1]
    if noun.text == ",":
        return True
    if noun.text in _OFFICES and mention.start - position == 1:
        return False
    if noun.lower_ in words.division_nouns | words.district_nouns | words.town_nouns:
        if noun.lower_ not in words.part_nouns:
            mention.type_noun = noun.lower_
        return True
    return noun.lower_ in words.directions or noun.lower_ in words.parts | words.part_nouns


def container_follows(doc: Doc, end: int) -> bool:
    """A comma and another capitalised name, set off: `Aleppo, Syria`. What the name is, is looked at later."""
    if not (end + 1 < len(doc) and doc[end].text == "," and is_capitalised(doc[end + 1])):
        return False
    position = end + 1
    while position < len(doc) and (is_capitalised(doc[position]) or doc[position].text in HYPHENS):
        position += 1
    return position >= len(doc) or doc[position].text in {",", ".", ";", ")", "—", "–"} or doc[position].is_space
