"""The word lists of `words.yaml`, ready for use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from .landmarks import CountryFacts, load_countries
from .names import is_abbreviation

_HEAD = re.compile(r"[\s\-]")
_FILE = Path(__file__).with_name("words.yaml")


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Words that decide whether, and how, a name is meant as a place. Lower case unless said."""

    titles: frozenset[str]
    """Before a name, they make it a person's."""
    given_names: frozenset[str]
    never: frozenset[str]
    """Alone they are never read as a place, though some place bears the name."""
    organisations: frozenset[str]
    """Organisations whose names, written like a word, are also some village's."""
    speech: frozenset[str]
    """Verbs whose subject is a person."""
    media: frozenset[str]
    """After a place's name they make it an outlet, a team or a treaty."""
    facilities: frozenset[str]
    """After a place's name they make it a building or a street there."""
    landforms: frozenset[str]
    """Those of `facilities` that are nature's: what they are named after is seldom a town."""
    official: frozenset[str]
    """After a place's name they leave it a place: `Kabul Police`."""
    townsfolk: frozenset[str]
    """In lower case after a name they are people of that town: `a Galt man`."""
    town_institutions: frozenset[str]
    """Two words, hyphened, that after a name make it the town's or county's: `police-department`."""
    locative: frozenset[str]
    """Before a name they make it a place's."""
    half_locative: frozenset[str]
    """Before a name they make it a place's or a person's."""
    streets: frozenset[str]
    """After a name they make it a street's."""
    division_nouns: frozenset[str]
    district_nouns: frozenset[str]
    town_nouns: frozenset[str]
    part_nouns: frozenset[str]
    """Parts of a town: `the Karrada quarter of Baghdad`."""
    road_nouns: frozenset[str]
    """What runs between two towns: `the Kaduna-Abuja road`."""
    government_verbs: frozenset[str]
    """After a capital's name they make it its government: `Moscow denied`."""
    told_governments: frozenset[str]
    """Before a capital's name that "of", "to" or "for" follows: `accused Moscow of`."""
    government_ties: frozenset[str]
    """Before `with` and a capital's name: `talks with Tehran`."""
    connectors: frozenset[str]
    """Words in lower case that may stand inside a name."""
    sort_tail: frozenset[str]
    """Words in lower case that may end a name: `Baghdad airport`."""
    parts: frozenset[str]
    """Nouns whose "of" is followed by a place: `outskirts of`."""
    calendar: frozenset[str]
    """Names of days and months."""
    directions: dict[str, float]
    """Bearing in degrees."""
    middle: frozenset[str]
    """Parts of an area that have no bearing."""
    us_states: dict[str, str]
    """Newsroom abbreviations (without the last full stop) to postal codes, in their letter case."""
    provinces: dict[str, str]
    """The same for divisions of other countries, to `<country>.<admin1 code>`."""
    demonyms: dict[str, str]
    """Words of nationality, in their letter case, to country codes."""
    long_demonym_heads: frozenset[str]
    """First tokens of the words of nationality that are more than one token."""
    country_cues: dict[str, str]
    """Words, in their letter case, that only one country's news has (its money, police, parties), to its code."""
    seats: frozenset[str]
    """Folded names of buildings that stand for the government in them: `the Kremlin said`."""
    short_names: dict[str, str]
    """Abbreviations of countries, read only in this letter case: `US`, `U.K.`."""


def _demonyms(countries: dict[str, CountryFacts]) -> dict[str, str]:
    found: dict[str, str] = {}
    names = {country.name for country in countries.values()}  # "Laos" is no plural
    for code, country in countries.items():
        for word in country.demonyms:
            for form in (word, f"{word}s"):
                if form not in names:
                    found.setdefault(form, code)
    return found


@cache
def place_words() -> PlaceWords:
    """The lists, read once."""
    with _FILE.open(encoding="utf-8") as file:
        lists = yaml.load(file, Loader=yaml.CSafeLoader)
    countries = load_countries()
    demonyms = _demonyms(countries)

    def lower(name: str) -> frozenset[str]:
        return frozenset(str(lists[name]).lower().split())

    return PlaceWords(
        titles=lower("titles"),
        given_names=lower("given_names"),
        never=lower("never"),
        organisations=lower("organisations"),
        speech=lower("speech"),
        media=lower("media"),
        facilities=lower("facilities"),
        landforms=lower("landforms"),
        official=lower("official"),
        townsfolk=lower("townsfolk"),
        town_institutions=lower("town_institutions"),
        locative=lower("locative"),
        half_locative=lower("half_locative"),
        streets=lower("streets"),
        division_nouns=lower("division_nouns"),
        district_nouns=lower("district_nouns"),
        town_nouns=lower("town_nouns"),
        part_nouns=lower("part_nouns"),
        road_nouns=lower("road_nouns"),
        government_verbs=lower("government_verbs"),
        told_governments=lower("told_governments"),
        government_ties=lower("government_ties"),
        connectors=lower("connectors"),
        sort_tail=lower("sort_tail"),
        parts=lower("parts"),
        calendar=lower("calendar"),
        directions={word: float(bearing) for word, bearing in lists["directions"].items()},
        middle=lower("middle"),
        us_states=dict(lists["us_states"]),
        provinces=dict(lists["provinces"]),
        demonyms=demonyms,
        long_demonym_heads=frozenset(head for word in demonyms if (head := _HEAD.split(word)[0]) != word),
        country_cues={word: code for code, cues in lists["country_cues"].items() for word in str(cues).split()},
        seats=frozenset(str(name) for name in lists["seats"]),
        short_names={
            alias: code for code, country in countries.items() for alias in country.aliases if is_abbreviation(alias)
        },
    )
