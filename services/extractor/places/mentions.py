"""Finds the names in a text that are meant as places, with every reading that the gazetteer has for them.

The work is on surface form: capital letters, the words around, titles, given names. A trained entity recogniser may
replace it by filling `doc.ents`; what is done here needs none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from .folding import ARTICLES, fold_word, join_folded, without_article
from .gazetteer import Gazetteer
from .model import Candidate, PlaceKind
from .records import us_state_key
from .words import PlaceWords

MAX_WORDS = 9
"""Longest name that is looked up, in tokens."""
STRONG_POPULATION = 100_000
"""A city this big is read as a place without a cue."""
FAMOUS_POPULATION = 900_000
"""A city this big is a place though a capitalised word stands beside it."""

_CONNECTORS = frozenset(
    "of the and de la el al le les du des da do dos das del della di upon on sur y e ez am an der den 's ’s es as ar".split()
)
_TYPE_TAIL = frozenset(
    "airport airbase base air airfield camp refugee international strait prison port crossing dam checkpoint garrison zone".split()
)
_STRONG_KINDS = frozenset(PlaceKind) - {PlaceKind.city, PlaceKind.admin2}
_PEOPLED = frozenset({PlaceKind.city})
_HYPHENS = frozenset("-‐‑–")


@dataclass(slots=True)
class Mention:
    """A name in the text, and what it may be. Offsets count tokens; the end is exclusive."""

    start: int
    end: int
    candidates: tuple[Candidate, ...]
    """Empty for a place that the text names and the gazetteer lacks ("the village of ...")."""
    cued: bool = False
    """Words around say that it is a place."""
    sentence_start: bool = False
    facility: int = 0
    """End of a facility's name that begins with this one (`Kabul University`), or 0."""
    contained_by: Mention | None = None
    """The next name after a comma, which may contain this one (`Aleppo, Syria`)."""
    type_noun: str = ""
    """The word for its sort beside it: `province`, `town`."""
    left: int = field(default=-1)
    """Where the whole phrase begins, set by the phrase rules."""
    right: int = field(default=-1)


def is_capitalised(token: Token) -> bool:
    """True for a word that begins with a capital letter, a leading apostrophe aside."""
    text = token.text.lstrip("'’‘ʿ`")
    return bool(text) and text[0].isupper()


def find_mentions(doc: Doc, gazetteer: Gazetteer, words: PlaceWords) -> list[Mention]:
    """All mentions of places, in order, not overlapping."""
    taken = _actor_tokens(doc)
    persons = _person_names(doc, words)
    found: list[Mention] = []
    shouted = _is_shouted(doc)
    position = 0
    while position < len(doc):
        mention = None if position in taken else _longest(doc, position, gazetteer, words)
        if mention is None or any(token in taken for token in range(mention.start, mention.end)):
            position += 1
            continue
        if shouted or _is_place(doc, mention, words, persons, found):
            found.append(mention)
            position = mention.end
        else:
            position += 1 if mention.end - mention.start == 1 else _skip(doc, mention)
    found = _with_unlisted(doc, found, words, taken)
    _link_containers(doc, found, words)
    return _confirmed(doc, found)


def _skip(doc: Doc, mention: Mention) -> int:
    """How far to go on after a name that was no place: past its first word and the hyphens that belong to it."""
    step = 1
    while mention.start + step < mention.end and not is_capitalised(doc[mention.start + step]):
        step += 1
    return step


def _actor_tokens(doc: Doc) -> set[int]:
    """Tokens inside the names of actors, except names that are a country's alone ("Israel")."""
    if "actors" not in doc.spans:
        return set()
    return {token.i for span in doc.spans["actors"] if not _is_country_actor(span.text) for token in span}


def _is_country_actor(text: str) -> bool:
    from .landmarks import load_countries

    global _COUNTRY_NAMES
    if not _COUNTRY_NAMES:
        _COUNTRY_NAMES = frozenset(
            name for country in load_countries().values() for name in [country.name, *country.aliases]
        )
    return text in _COUNTRY_NAMES


_COUNTRY_NAMES: frozenset[str] = frozenset()


def _is_shouted(doc: Doc) -> bool:
    """True for a text in capitals throughout, where letter case tells nothing."""
    letters = [token for token in doc[:200] if token.is_alpha]
    return len(letters) > 20 and sum(token.is_upper for token in letters) > 0.8 * len(letters)


def _person_names(doc: Doc, words: PlaceWords) -> set[str]:
    """Surnames of the people whom the text names in full: after a title or a given name."""
    names = set()
    for token in doc[:-1]:
        word = token.text.rstrip(".").lower()
        if not is_capitalised(token) or not (word in words.titles or word in words.given_names):
            continue
        last = token.i
        while last + 1 < len(doc) and (
            (is_capitalised(doc[last + 1]) and doc[last + 1].text.rstrip(".").isalpha())
            or (doc[last + 1].text in _HYPHENS and last + 2 < len(doc) and is_capitalised(doc[last + 2]))
        ):
            last += 1
        if last > token.i + (word in words.given_names and word not in words.titles) - 1 and last > token.i:
            names.add(doc[last].text)
    return names


def _runs(doc: Doc, start: int) -> Iterator[tuple[int, list[str]]]:
    """Ends of the names that may begin at a token, longest last, each with its folded words."""
    parts: list[str] = []
    end = start
    while end < len(doc) and end - start < MAX_WORDS + 6:
        token = doc[end]
        text = token.text
        if end > start:
            if text in _HYPHENS:
                if not (end + 1 < len(doc) and not doc[end - 1].whitespace_ and not token.whitespace_):
                    return
                end += 1
                continue
            lower = text.lower()
            if not (is_capitalised(token) or lower in _CONNECTORS or lower in _TYPE_TAIL or lower in ARTICLES):
                return
        if text.isspace():
            return
        if text in ("'s", "’s"):
            follows = doc[end + 1] if end + 1 < len(doc) else None
            if follows is None or not (is_capitalised(follows) or follows.lower_ in _TYPE_TAIL | ARTICLES):
                return
            glued = [*parts[:-1], parts[-1] + "s"] if parts else []
            yield -end, glued
            end += 1
            continue
        folded = fold_word(text)
        if folded:
            parts.append(folded)
        if is_capitalised(token) or text.lower() in _TYPE_TAIL:
            yield end + 1, list(parts)
        end += 1


def _longest(doc: Doc, start: int, gazetteer: Gazetteer, words: PlaceWords) -> Mention | None:
    """The longest name at a token that the gazetteer knows."""
    first = doc[start]
    if not is_capitalised(first):
        follows = doc[start + 1] if start + 1 < len(doc) else None
        if not (first.lower_ in ARTICLES and follows is not None and follows.text in _HYPHENS):
            return None
    if not any(letter.isalpha() for letter in first.text):
        return None
    ends: list[tuple[int, str]] = []
    for end, parts in _runs(doc, start):
        if end > 0:
            ends.append((end, join_folded(parts)))
            if "s" not in parts and f"{doc[end - 1].text}" and any(doc[i].text in ("'s", "’s") for i in range(start, end)):
                ends.append((end, join_folded(_glued(doc, start, end))))
    for end, key in reversed(ends):
        last = doc[end - 1]
        candidates = _readings(doc, start, end, key, gazetteer, words)
        if last.lower_ in _TYPE_TAIL and not is_capitalised(last):
            candidates = tuple(c for c in candidates if c.kind not in (PlaceKind.city, PlaceKind.admin1, PlaceKind.admin2))
        if candidates:
            return Mention(start, end, candidates, sentence_start=_starts_sentence(doc, start))
    return None


def _glued(doc: Doc, start: int, end: int) -> list[str]:
    """The folded words with an 's that belongs to the name (`Ra's al-Ayn`) put back."""
    parts: list[str] = []
    for token in doc[start:end]:
        if token.text in ("'s", "’s") and parts:
            parts[-1] += "s"
        elif token.text not in _HYPHENS:
            parts.append(fold_word(token.text))
    return parts


def _readings(
    doc: Doc, start: int, end: int, key: str, gazetteer: Gazetteer, words: PlaceWords
) -> tuple[Candidate, ...]:
    text = doc[start:end].text
    short = words.short_names.get(text)
    if short:
        country = gazetteer.country(short)
        return (country,) if country else ()
    if len(key) < 3 or (end - start == 1 and text.isupper() and len(text) <= 4):
        return _after_comma(doc, start, end, gazetteer, words)
    found = gazetteer.lookup(key)
    bare = without_article(key)
    if not found and bare:
        found = gazetteer.lookup(bare)
    if end - start == 1 and (state := _after_comma(doc, start, end, gazetteer, words)):
        return state
    return found


def _after_comma(doc: Doc, start: int, end: int, gazetteer: Gazetteer, words: PlaceWords) -> tuple[Candidate, ...]:
    """The U.S. state that an abbreviation after a comma stands for (`Alexandria, Va.`)."""
    if start < 2 or doc[start - 1].text != "," or not is_capitalised(doc[start - 2]):
        return ()
    text = doc[start:end].text
    code = words.us_states.get(text.rstrip(".")) or (text if text in set(words.us_states.values()) else None)
    if code is None:
        return ()
    return gazetteer.lookup(us_state_key(code))


def _starts_sentence(doc: Doc, start: int) -> bool:
    if start == 0:
        return True
    before = doc[start - 1]
    return before.text.isspace() or before.text in {".", "!", "?", "“", '"', ":", "—", "–", "(", "‘", "•"}


def _is_place(doc: Doc, mention: Mention, words: PlaceWords, persons: set[str], found: list[Mention]) -> bool:
    """Whether a name that the gazetteer knows is meant as a place here."""
    start, end = mention.start, mention.end
    single = end - start == 1
    text = doc[start:end].text
    if _is_adjectival(doc, start, end, words):
        return False
    lower = text.lower()
    before = doc[start - 1] if start else None
    after = doc[end] if end < len(doc) else None
    is_country = any(c.kind is PlaceKind.country for c in mention.candidates)
    main = [c for c in mention.candidates if c.main]
    population = max((c.population for c in main if c.kind in _PEOPLED), default=0)
    strong = any(c.kind in _STRONG_KINDS for c in main) or population >= STRONG_POPULATION
    mention.cued = _is_cued(doc, mention, words, found)
    ambiguous = single and (lower in words.never or lower in words.titles)
    if text.isupper() and len(text) > 3 and not _is_shouted_place(doc, mention, strong):
        return False
    # a person
    if before is not None and is_capitalised(before) and not before.is_space:
        word = before.text.rstrip(".").lower()
        if word in words.titles and not (is_country and word in words.official):
            return False
        if word in words.given_names and not _starts_clause(doc, start):
            return False
        if len(before.text) == 2 and before.text.endswith("."):
            return False
        if not is_country and not _may_precede(doc, start - 1, words, found) and population < FAMOUS_POPULATION:
            return False
    if single and text in persons and not mention.cued and not is_country:
        return False
    if single and lower in words.given_names and after is not None and is_capitalised(after):
        if not (after.lower_ in words.official or after.lower_ in words.facilities):
            return False
    # something else that bears the name
    if after is not None and is_capitalised(after) and not after.is_space:
        word = after.lower_
        if word in words.media:
            return False
        if word in words.facilities:
            mention.facility = _facility_end(doc, end, words)
        elif word in words.division_nouns | words.district_nouns | words.town_nouns:
            mention.cued = True
        elif not (
            is_country
            or word in words.official
            or word in words.titles
            or after.text in words.demonyms
            or (population >= FAMOUS_POPULATION and word not in words.titles)
            or (mention.cued and after.is_stop)
        ):
            return False
    if after is not None and after.lower_ in words.speech and single and not is_country and population < FAMOUS_POPULATION:
        return False
    if ambiguous:
        return mention.cued and bool(mention.type_noun or _container_follows(doc, end)) and lower not in _CALENDAR
    if strong:
        return not (single and lower in words.given_names and not mention.cued and not is_country)
    if mention.sentence_start and not mention.cued:
        return False
    return mention.cued


def _is_adjectival(doc: Doc, start: int, end: int, words: PlaceWords) -> bool:
    """A country's name used as an adjective (`U.S. troops`, `Iran-backed`): it tells nationality, not a place."""
    if end + 1 < len(doc) and doc[end].text in _HYPHENS and not doc[end].whitespace_ and doc[end + 1].text[:1].islower():
        return True
    if doc[start:end].text not in words.short_names or end >= len(doc):
        return False
    after = doc[end]
    before = doc[start - 1].lower_ if start else ""
    return after.is_alpha and not after.is_stop and not (before in words.locative and after.lower_.endswith("ed"))


_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september"
    " october november december".split()
)


def _is_shouted_place(doc: Doc, mention: Mention, strong: bool) -> bool:
    """A word in capitals is a place in a dateline, or when it is a big one; otherwise an abbreviation or a headline."""
    return strong or mention.end < len(doc) and doc[mention.end].text in {"(", ",", "—", "–", "-"}


def _starts_clause(doc: Doc, start: int) -> bool:
    return start == 0 or doc[start - 1].text in {",", ";", ".", ":", "(", "“", '"', "—", "–"}


def _may_precede(doc: Doc, position: int, words: PlaceWords, found: list[Mention]) -> bool:
    """Whether a capitalised word may stand before a place without being part of one name with it."""
    token = doc[position]
    lower = token.lower_.rstrip(".")
    if token.is_stop or lower in words.locative or lower in words.directions or lower in words.middle or lower in _CALENDAR:
        return True
    if token.text in words.demonyms or (token.is_upper and len(token.text) <= 6):
        return True
    if found and found[-1].start <= position < found[-1].end:
        return True
    return lower in words.town_nouns or lower in words.official or (_starts_sentence(doc, position) and token.text.endswith(("ing", "ed")))


def _is_cued(doc: Doc, mention: Mention, words: PlaceWords, found: list[Mention]) -> bool:
    """Whether the words around call it a place."""
    start, end = mention.start, mention.end
    after = doc[end] if end < len(doc) else None
    nouns = words.division_nouns | words.district_nouns | words.town_nouns
    if after is not None and after.lower_ in nouns:
        mention.type_noun = after.lower_
        return True
    position = start - 1
    while position >= 0 and (
        doc[position].lower_ in words.directions
        or doc[position].lower_ in words.middle
        or doc[position].text in _HYPHENS
        or doc[position].lower_ in {"the", "nearby", "a", "an"}
    ):
        position -= 1
    if position < 0:
        return False
    before = doc[position]
    if before.lower_ in words.locative:
        return True
    if before.lower_ == "of" and position:
        noun = doc[position - 1].lower_
        if noun in nouns or noun in words.directions or noun in {"outskirts", "streets", "part", "parts", "area", "areas", "centre", "center", "control", "capture", "siege", "battle", "people", "residents", "university", "bishop", "archbishop", "mayor", "governor", "gulf", "bay", "out", "north", "east"}:
            if noun in nouns:
                mention.type_noun = noun
            return True
    if before.lower_ in words.town_nouns or before.lower_ in words.district_nouns:
        return position == start - 1
    if found and before.lower_ in {",", "and", "or", "&"} and found[-1].end in (position, position - 1) and found[-1].cued:
        return True
    return _container_follows(doc, end)


def _container_follows(doc: Doc, end: int) -> bool:
    """A comma and another capitalised name: `Aleppo, Syria`. What the name is, is looked at later."""
    return end + 1 < len(doc) and doc[end].text == "," and is_capitalised(doc[end + 1]) and _closes(doc, end + 1)


def _closes(doc: Doc, position: int) -> bool:
    """True when the capitalised run that begins here ends a comma-set phrase, so that it may contain what went before."""
    while position < len(doc) and (is_capitalised(doc[position]) or doc[position].text in _HYPHENS):
        position += 1
    return position >= len(doc) or doc[position].text in {",", ".", ";", ")", "—", "–"} or doc[position].is_space


def _facility_end(doc: Doc, end: int, words: PlaceWords) -> int:
    while end < len(doc) and doc[end].lower_ in words.facilities and is_capitalised(doc[end]):
        end += 1
    return end


def _with_unlisted(doc: Doc, found: list[Mention], words: PlaceWords, taken: set[int]) -> list[Mention]:
    """Adds the names that follow "the village of" and the like and that the gazetteer lacks."""
    covered = {token for mention in found for token in range(mention.start, mention.end)} | taken
    nouns = words.town_nouns | words.district_nouns | words.division_nouns
    for token in doc[:-2]:
        if token.lower_ not in nouns or token.i + 2 >= len(doc) or doc[token.i + 1].lower_ not in {"of", "called", "named"}:
            continue
        start = end = token.i + 2
        while end < len(doc) and (is_capitalised(doc[end]) or (end > start and doc[end].text in _HYPHENS | ARTICLES)):
            end += 1
        while end > start and not is_capitalised(doc[end - 1]):
            end -= 1
        if end == start or any(position in covered for position in range(start, end)):
            continue
        if doc[start].text in words.demonyms or doc[start].lower_ in words.never or end - start > 5:
            continue
        found.append(Mention(start, end, (), cued=True, type_noun=token.lower_))
    return sorted(found, key=lambda mention: mention.start)


def _link_containers(doc: Doc, found: list[Mention], words: PlaceWords) -> None:
    """Notes which name stands after a comma, or in `X in (the) Y`, as what may contain the one before."""
    for mention, follows in zip(found, found[1:], strict=False):
        gap = [token.lower_ for token in doc[mention.end : follows.start]]
        if gap and gap[0] in words.division_nouns | words.district_nouns | words.town_nouns:
            gap = gap[1:]
        plain = [word for word in gap if word not in words.directions and word not in _HYPHENS and word not in words.middle]
        if plain in ([","], ["("], ["in"], [",", "in"], ["in", "the"], [",", "in", "the"]) or (
            len(plain) <= 6 and plain[:1] in (["in"], [","]) and plain[-1:] == ["of"] and "," not in plain[1:]
        ):
            mention.contained_by = follows


def _confirmed(doc: Doc, found: list[Mention]) -> list[Mention]:
    return found
