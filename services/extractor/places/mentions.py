"""Finds the names in a text that are meant as places, with every reading that the gazetteer has for them.

The work is on surface form: capital letters, the words around, titles, given names. A trained entity recogniser may
replace it by filling `doc.ents`; what is done here needs none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc

from .capitals import with_capitals
from .cues import is_place, is_place_in_capitals
from .folding import ARTICLES, fold_word, join_folded, without_article
from .gazetteer import Gazetteer
from .landmarks import load_countries
from .mention import HYPHENS, POSSESSIVES, Mention, is_capitalised, joined_end, starts_sentence
from .model import Candidate, PlaceKind
from .names import division_key
from .relations import link_mentions, without_houses_elsewhere
from .unlisted import at_home, is_whole_name, told_as_places, with_unlisted
from .words import PlaceWords

MAX_WORDS = 15
"""Longest name that is looked up, in tokens, hyphens included."""
_WELL_KNOWN = 300_000
"""People from which a town's name stands for it in any compound."""
_CLOSED_STOP = re.compile(r"\.\s+(?=[A-Z])")
_DIVISIONS = frozenset({PlaceKind.city, PlaceKind.admin1, PlaceKind.admin2})


def find_mentions(doc: Doc, gazetteer: Gazetteer, words: PlaceWords) -> list[Mention]:
    """All mentions of places, in order, not overlapping."""
    taken = _actor_tokens(doc) | _nationality_tokens(doc, words)
    persons = _person_names(doc, words)
    found: list[Mention] = []
    told = told_as_places(doc)
    only_told: list[Mention] = []
    shouted = _is_shouted(doc)
    position = 0
    while position < len(doc):
        longest = None
        for mention in () if position in taken else _names_at(doc, position, gazetteer, words):
            longest = longest or mention
            if not taken.isdisjoint(range(mention.start, mention.end)):
                continue
            if _is_cut(doc, mention, gazetteer, words):
                continue
            if shouted:
                meant = is_place_in_capitals(doc, mention, words, found)
            else:
                meant = is_place(doc, mention, words, persons, found)
                if not meant and told.issuperset(range(mention.start, mention.end)) and is_whole_name(doc, mention):
                    only_told.append(mention)
                    meant = True
            if meant:
                found.append(mention)
            elif mention.end - mention.start == 1 or not any(candidate.main for candidate in mention.candidates):
                continue
            position = mention.end  # a name that is no place here has no place in it: "New London" is not London
            break
        else:
            position += _skip(doc, longest) if longest else 1
    at_home(doc, found, only_told)
    found = with_unlisted(doc, found, words, taken)
    found = with_capitals(doc, found, gazetteer, words)
    found = without_houses_elsewhere(doc, found, words)
    link_mentions(doc, found, words)
    return found


def _is_cut(doc: Doc, mention: Mention, gazetteer: Gazetteer, words: PlaceWords) -> bool:
    """Whether a name is the first piece of a longer one that the gazetteer lacks, `Tin` in `Tin-Akof`; where both
    pieces are names (`Kabul-Kandahar`), or the first is one that everybody knows, it is not."""
    if any(c.kind is PlaceKind.country or c.capital or c.population > _WELL_KNOWN for c in mention.candidates):
        return False
    end = joined_end(doc, mention.end)
    if end == mention.end or doc[end - 1].is_upper or doc[end - 1].text in words.demonyms:
        return False
    return not any(True for _ in _names_at(doc, end - 1, gazetteer, words))


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
    return {token.i for span in doc.spans["actors"] if span.text not in _country_names() for token in span}


def _nationality_tokens(doc: Doc, words: PlaceWords) -> set[int]:
    """Tokens inside words of nationality that begin or end like a place: `Papua New Guinean`, `Bissau-Guinean`."""
    return {
        position
        for token in doc
        if token.text in words.long_demonym_heads
        for width in (2, 3, 4)
        if doc[token.i : token.i + width].text in words.demonyms
        for position in range(token.i, min(len(doc), token.i + width))
    }


@cache
def _country_names() -> frozenset[str]:
    countries = load_countries().values()
    return frozenset(name for country in countries for name in [country.name, *country.aliases])


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
            or (doc[last + 1].text in HYPHENS and last + 2 < len(doc) and is_capitalised(doc[last + 2]))
        ):
            last += 1
        if last > token.i + (word in words.given_names and word not in words.titles) - 1 and last > token.i:
            names.add(doc[last].text)
    return names


def _runs(doc: Doc, start: int, words: PlaceWords) -> Iterator[tuple[int, list[str]]]:
    """Ends of the names that may begin at a token, longest last, each with its folded words."""
    parts: list[str] = []
    end = start
    while end < len(doc) and end - start < MAX_WORDS:
        token = doc[end]
        text = token.text
        if end > start:
            if text in HYPHENS:
                if not (end + 1 < len(doc) and not doc[end - 1].whitespace_ and not token.whitespace_):
                    return
                end += 1
                continue
            lower = text.lower()
            bound = doc[end - 1].text in HYPHENS and end + 1 < len(doc) and doc[end + 1].text in HYPHENS
            if not bound and not (
                is_capitalised(token) or lower in words.connectors or lower in words.sort_tail or lower in ARTICLES
            ):
                return
        if text.isspace():
            return
        if text in POSSESSIVES:
            follows = doc[end + 1] if end + 1 < len(doc) else None
            if follows is None or not (is_capitalised(follows) or follows.lower_ in words.sort_tail | ARTICLES):
                return
            end += 1
            continue
        folded = fold_word(text)
        if folded:
            parts.append(folded)
        if is_capitalised(token) or text.lower() in words.sort_tail:
            yield end + 1, list(parts)
        end += 1


def _names_at(doc: Doc, start: int, gazetteer: Gazetteer, words: PlaceWords) -> Iterator[Mention]:
    """The names at a token that the gazetteer knows, longest first."""
    first = doc[start]
    if not is_capitalised(first):
        follows = doc[start + 1] if start + 1 < len(doc) else None
        if not (first.lower_ in ARTICLES and follows is not None and follows.text in HYPHENS):
            return
    if not any(letter.isalpha() for letter in first.text):
        return
    ends: list[tuple[int, str]] = []
    for end, parts in _runs(doc, start, words):
        ends.append((end, join_folded(parts)))
        if any(doc[position].text in POSSESSIVES for position in range(start, end)):
            ends.append((end, join_folded(_glued(doc, start, end))))
    for end, key in reversed(ends):
        last = doc[end - 1]
        candidates = _readings(doc, start, end, key, gazetteer, words)
        if last.lower_ in words.sort_tail and not is_capitalised(last):
            candidates = tuple(
                c for c in candidates if c.kind not in (PlaceKind.city, PlaceKind.admin1, PlaceKind.admin2)
            )
        if candidates:
            yield Mention(start, end, candidates, sentence_start=starts_sentence(doc, start))


def _glued(doc: Doc, start: int, end: int) -> list[str]:
    """The folded words with an 's that belongs to the name (`Ra's al-Ayn`) put back."""
    parts: list[str] = []
    for token in doc[start:end]:
        if token.text in POSSESSIVES and parts:
            parts[-1] += "s"
        elif token.text not in HYPHENS:
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
    if end - start == 2 and doc[start].text.endswith("."):
        state = _after_comma(doc, start, end, gazetteer, words)
        if state:
            return state
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
    """The division that an abbreviation stands for: after a comma (`Alexandria, Va.`), or with stops inside
    (`S.C.`)."""
    text = doc[start:end].text
    bare = _CLOSED_STOP.sub(".", text.rstrip("."))  # "W. Va." as "W.Va."
    follows_name = start >= 2 and doc[start - 1].text == "," and is_capitalised(doc[start - 2])
    if not (follows_name or "." in bare or bare == "NSW") or (start and doc[start - 1].like_num):
        return ()
    if bare in words.provinces:
        return gazetteer.lookup(division_key(*words.provinces[bare].split(".")))
    code = words.us_states.get(bare) or (text if follows_name and text in words.us_states.values() else None)
    return gazetteer.lookup(division_key("US", code)) if code else ()
