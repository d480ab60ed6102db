"""The knowledge of actors as lookup tables."""

from __future__ import annotations

from dataclasses import dataclass

from schemas import ActorKind

from ..knowledge.actors import ActorEntry, GenericActors, actor_id, load_actors, load_generic_actors
from ..places.folding import fold
from ..places.landmarks import CountryFacts, load_countries
from .match import ActorMatch, PhraseTable, Words


@dataclass(frozen=True, slots=True)
class State:
    """A country as an actor, and how its forces are called."""

    country: str
    itself: ActorMatch
    stem: str
    """What the ids of its forces begin with: `iraqi`."""
    adjective: str


@dataclass(slots=True)
class ActorLexicon:
    """All that the patterns look up."""

    named: PhraseTable
    """Folded words."""
    abbreviations: dict[Words, ActorMatch]
    """Words in their letter case."""
    short: dict[str, list[tuple[Words, ActorMatch]]]
    """Names that hold only where the article names the actor in full, by its id."""
    states: dict[Words, State]
    """Words of nationality and names of countries, in their letter case."""
    generic: GenericActors
    heads: PhraseTable
    """Generic nouns, lower case."""
    forces: dict[str, PhraseTable]
    """Suffix of the id (`military`, `police`, ...) -> what may follow a nationality. The meaning is a template."""
    strikes: frozenset[Words]
    followers: frozenset[str]
    modifiers: frozenset[str]
    force_modifiers: frozenset[str]
    entries: dict[str, ActorEntry]


def state_force(state: State, suffix: str) -> ActorMatch:
    """The forces of a state: `iraqi-military`, `nigerian-police`."""
    shown = suffix.replace("-", " ")
    return ActorMatch(
        f"{state.stem}-{suffix}", f"{state.adjective} {shown}", ActorKind.state_forces, state.country, generic=False
    )


_STATE_STEMS = {"US": ("united-states", "United States"), "GB": ("british", "British")}
"""Where the word of nationality listed first is not what the ids are made of."""


def _states(countries: dict[str, CountryFacts], named: dict[str, ActorEntry]) -> dict[Words, State]:
    states: dict[Words, State] = {}
    for code, country in countries.items():
        adjective = country.demonyms[0] if country.demonyms else country.name
        stem, shown = _STATE_STEMS.get(code, (actor_id(adjective), adjective))
        itself = ActorMatch(actor_id(country.name), country.name, ActorKind.state_forces, code, generic=False)
        state = State(code, itself, stem, shown)
        for word in [*country.demonyms, country.name, *country.aliases]:
            states.setdefault(tuple(word.replace("-", " - ").split()), state)
    return states


def _phrase(text: str) -> Words:
    return tuple(fold(text).split())


def match_of(entry: ActorEntry) -> ActorMatch:
    """What a mention of a named actor means."""
    return ActorMatch(entry.id, entry.name, entry.kind, entry.country, generic=False)


def build_lexicon(actors: dict[str, ActorEntry] | None = None, generic: GenericActors | None = None) -> ActorLexicon:
    """The lexicon of the given knowledge, by default of the knowledge files.

    Raises:
        services.extractor.knowledge.files.KnowledgeError: A file can't be used.
    """
    entries = load_actors() if actors is None else actors
    words = load_generic_actors() if generic is None else generic
    named, abbreviations, short = PhraseTable(), {}, {}
    for entry in entries.values():
        match = match_of(entry)
        for name in entry.names():
            named.add(_phrase(name), match, cased=not name.islower())
        for abbreviation in entry.abbreviations:
            abbreviations[tuple(abbreviation.replace("-", " - ").split())] = match
        if entry.short:
            short[entry.id] = [(_phrase(name), match) for name in entry.short]
    heads = PhraseTable()
    for kind, nouns in words.heads.items():
        for noun in nouns:
            heads.add(_phrase(noun), ActorMatch(None, noun, kind, None, generic=True), cased=False)
    forces: dict[str, PhraseTable] = {}
    for suffix, nouns in (
        ("military", words.military),
        ("police", words.police),
        ("security-forces", words.security_forces),
        ("government", words.government),
    ):
        table = forces[suffix] = PhraseTable()
        for noun in nouns:
            table.add(_phrase(noun), ActorMatch(None, noun, ActorKind.state_forces, None, generic=True), cased=False)
    return ActorLexicon(
        named=named,
        abbreviations=abbreviations,
        short=short,
        states=_states(load_countries(), entries),
        generic=words,
        heads=heads,
        forces=forces,
        strikes=frozenset(_phrase(noun) for noun in words.strikes),
        followers=frozenset(words.followers),
        modifiers=frozenset(words.modifiers),
        force_modifiers=frozenset([*words.modifiers, *words.force_modifiers]),
        entries=entries,
    )
