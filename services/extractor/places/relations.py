"""What a text says of two names at once: which contains the other, which tells where the other lies, between which two
something happened, and of which country a town is said to be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Doc

from .containment import contains
from .mention import HYPHENS, POSSESSIVES, Mention, is_capitalised
from .model import PlaceKind
from .phrases import Bearing
from .words import PlaceWords

_LONGEST_LINK = 6
"""Words between two names that one phrase may hold (`, the biggest town of`)."""
_LONGEST_DESCRIPTION = 4
"""Words between an adjective of nationality and the noun that it describes."""
_LISTED = ([","], ["and"], ["or"], [",", "and"], [",", "or"], ["&"])
"""What stands between the members of a list."""
_MOST = 0.6
"""Share of a list's names that tells what the list is of."""
_TOWNS_SHARE = 10
"""A division is called after a town in it where the town has at least a tenth of its people."""
_IN = (["in"], [",", "in"], ["in", "the"], [",", "in", "the"])
_OF = (["of"], ["of", "the"])
_LYING = frozenset({",", "some", "about", "just", "located", "around", "roughly", "approximately", "lying", "situated"})


def link_mentions(doc: Doc, found: list[Mention], words: PlaceWords) -> None:
    """Notes in each mention what contains it, of which country the text says it is, and what list it stands in."""
    _link_lists(doc, found)
    for number, (mention, follows) in enumerate(pairwise(found)):
        sure = _containment(doc, mention, follows, words)
        if sure is not None:
            after = found[number + 2] if number + 2 < len(found) else None
            if mention.parallel is not None and mention.parallel == follows.parallel:
                continue  # "Indiana, Iowa and Kansas"
            mention.contained_by = follows
            mention.container_sure = sure and not _is_listed(doc, mention, follows, after)
    for outer, inner in pairwise(found):
        if inner.contained_by is None and _possesses(doc, outer, inner, words):
            inner.contained_by, inner.container_sure = outer, True
    _deepen(found)
    for mention in found:
        mention.stated_country = _stated_country(doc, mention, words)


def without_houses_elsewhere(doc: Doc, found: list[Mention], words: PlaceWords) -> list[Mention]:
    """The mentions without the names of buildings that are in another place: `Medina hospital in Mogadishu`."""
    kept = []
    for number, mention in enumerate(found):
        follows = found[number + 1] if number + 1 < len(found) else None
        gap = [token.lower_ for token in doc[mention.end : follows.start]] if follows is not None else []
        named = len(gap) == 2 and gap[0] in words.facilities and gap[1] == "in"
        if (
            follows is not None
            and named
            and not any(contains(outer, inner) for outer in follows.candidates for inner in mention.candidates)
        ):
            continue
        kept.append(mention)
    return kept


def _link_lists(doc: Doc, found: list[Mention]) -> None:
    """Notes which names stand in a list of the divisions of one country."""
    run: list[Mention] = []
    joined_by_and = False
    for number, mention in enumerate(found):
        run.append(mention)
        follows = found[number + 1] if number + 1 < len(found) else None
        gap = [token.lower_ for token in doc[mention.end : follows.start]] if follows is not None else []
        if gap in _LISTED:
            joined_by_and = joined_by_and or gap != [","]
            continue
        if len(run) > 2 or (len(run) == 2 and joined_by_and):
            country = _divided_country(run)
            for member in run if country else []:
                member.parallel = country
        run, joined_by_and = [], False


def _divided_country(run: Sequence[Mention]) -> str | None:
    """Code of the country that most names of a list are divisions of, and not also big towns in them; null when there
    is none. In a list of towns that divisions are called after, towns are meant."""
    tally: Counter[str] = Counter()
    for mention in run:
        own = [candidate for candidate in mention.candidates if candidate.main]
        for country in {c.country for c in own if c.kind is PlaceKind.admin1}:
            people = max(c.population for c in own if c.kind is PlaceKind.admin1 and c.country == country)
            towns = [c.population for c in own if c.kind is PlaceKind.city and c.country == country]
            if max(towns, default=0) * _TOWNS_SHARE < people:
                tally[country] += 1
    best = max(tally.items(), key=lambda item: item[1], default=("", 0))
    return best[0] if best[1] >= max(2, len(run) * _MOST) else None


def link_appositions(doc: Doc, mentions: Sequence[Mention], bearings: Sequence[Bearing]) -> None:
    """Notes which phrases tell where the name before them lies: `Camp Taji, north of Baghdad`."""
    for number, (mention, follows) in enumerate(pairwise(mentions), start=1):
        between = [token.lower_ for token in doc[mention.right : follows.left]]
        if between[:1] == [","] and _LYING.issuperset(between) and bearings[number].near:
            follows.describes = mention


def link_roads(doc: Doc, mentions: Sequence[Mention], words: PlaceWords) -> None:
    """Notes the pairs that bound a stretch: `between X and Y`, `the X-Y road`, `the highway linking X to Y`."""
    for mention, follows in pairwise(mentions):
        between = [token.lower_ for token in doc[mention.end : follows.start]]
        lead = [token.lower_ for token in doc[max(0, mention.left - 4) : mention.left]]
        after = doc[follows.end].lower_ if follows.end < len(doc) else ""
        hyphened = len(between) == 1 and between[0] in HYPHENS and after in words.road_nouns
        spanned = between == ["and"] and "between" in lead
        driven = between in (["to"], ["and"], ["with"]) and not words.road_nouns.isdisjoint(lead)
        if hyphened or spanned or driven:
            mention.road_to, follows.road_to = follows, mention


def _deepen(found: list[Mention]) -> None:
    """Puts a name into the nearer of two containers: `X in Afghanistan's Ghazni province` is in Ghazni."""
    owned = {id(inner.contained_by): inner for outer, inner in pairwise(found) if inner.contained_by is outer}
    for mention in found:
        outer = mention.contained_by
        inner = owned.get(id(outer)) if outer is not None and outer.start > mention.start else None
        if inner is not None and inner.container_sure:
            mention.contained_by = inner


def _containment(doc: Doc, mention: Mention, follows: Mention, words: PlaceWords) -> bool | None:
    """Whether the second name surely contains the first; None where the words between do not say that it does."""
    gap = [token.lower_ for token in doc[mention.end : follows.start]]
    nouns = words.division_nouns | words.district_nouns | words.town_nouns | words.part_nouns
    noun = bool(gap) and gap[0] in nouns
    if noun:
        gap = gap[1:]
    if _is_direction_from(gap, words):
        return None
    plain = [word for word in gap if word not in words.directions and word not in HYPHENS and word not in words.middle]
    if plain in _IN:
        return True
    if noun and plain in _OF:
        return True
    if plain in ([","], ["("]):
        return plain == ["("] or _is_set_off(doc, follows)
    if len(plain) <= _LONGEST_LINK and plain[:1] in (["in"], [","]) and plain[-1:] == ["of"] and "," not in plain[1:]:
        return bool(nouns.intersection(plain)) or plain in (["in", "the", "of"], [",", "in", "the", "of"])
    return None


def _is_direction_from(gap: list[str], words: PlaceWords) -> bool:
    """`, 30 km north of`: beside, not in. `in the north of` is in."""
    return len(gap) >= 2 and gap[-1] in {"of", "from"} and gap[-2] in words.directions and "in" not in gap


def _is_set_off(doc: Doc, mention: Mention) -> bool:
    """Whether the phrase ends with the name: a comma, a full stop or a bracket comes next."""
    end = mention.facility or mention.end
    return end >= len(doc) or doc[end].is_space or doc[end].text in {",", ".", ";", ")", "—", "–", ":"}


def _is_listed(doc: Doc, mention: Mention, follows: Mention, after: Mention | None) -> bool:
    """Whether the two names are rather members of a list: `Homs, Hama, Idlib and Aleppo`."""
    if [token.text for token in doc[mention.end : follows.start]] != [","] or after is None:
        return False
    between = [token.lower_ for token in doc[follows.end : after.start]]
    return between in (["and"], ["or"], [",", "and"], [",", "or"]) or (
        between == [","] and after.end < len(doc) and doc[after.end].lower_ in {"and", "or"}
    )


def _possesses(doc: Doc, outer: Mention, inner: Mention, words: PlaceWords) -> bool:
    """`Helmand province's Sangin district`, `Nigeria's northern city of Kano`, `Iraq's capital, Baghdad`."""
    gap = [token.lower_ for token in doc[outer.end : inner.start]]
    nouns = words.division_nouns | words.district_nouns | words.town_nouns | words.part_nouns
    if gap and gap[0] in nouns:
        gap = gap[1:]
    if not gap or gap[0] not in POSSESSIVES:
        return False
    rest = gap[1:]
    if not rest or all(word in words.directions or word in HYPHENS or word in words.middle for word in rest):
        return True
    if rest[-1] in {"of", ","}:
        rest = rest[:-1]
    return len(rest) <= _LONGEST_DESCRIPTION and rest[-1:] != [] and rest[-1] in nouns


def _stated_country(doc: Doc, mention: Mention, words: PlaceWords) -> str:
    """Code of the country whose adjective stands before the word for the name's sort (`the Nigerian town of X`,
    `the Somali capital, X`); empty without one."""
    nouns = words.division_nouns | words.district_nouns | words.town_nouns | words.part_nouns
    at = mention.start - 1
    while at >= 0 and doc[at].lower_ in {"of", ",", "the"}:
        at -= 1
    if at < 1 or doc[at].lower_ not in nouns:
        return ""
    for position in range(at - 1, max(-1, at - 2 - _LONGEST_DESCRIPTION), -1):
        token = doc[position]
        pair = doc[max(0, position - 1) : position + 1].text
        code = words.demonyms.get(pair) or words.demonyms.get(token.text)
        if code:
            return code
        if is_capitalised(token) or not (token.is_alpha or token.text in HYPHENS):
            return ""
    return ""
