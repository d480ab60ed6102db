"""The patterns by which actors are found: listed names, generic nouns, and those of the modules beside this one."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from schemas import ActorKind

from ..places.folding import fold_word
from .groups import find_unlisted
from .lexicon import ActorLexicon
from .match import HYPHENS, ActorMatch, Found, PhraseTable, match_table
from .states import find_states, state_at

_SUSPECTED = frozenset({"suspected", "alleged", "presumed"})
_FIRST_OF_TWO = frozenset({"Islamic", "Saudi", "Boko", "South", "North"})
"""First words of the sponsors that have two: `Saudi Arabia-backed`."""
_NOT_ADJECTIVES = frozenset({"US", "U.S.", "UK", "U.K."})


def find_actors(doc: Doc, lexicon: ActorLexicon) -> list[Found]:
    """Every match, overlapping ones included; of equal spans the first is the better reading."""
    folded = [fold_word(token.text) for token in doc]
    found = [*_named(doc, folded, lexicon)]
    ids = {match.id for _, _, match in found}
    found += _short(doc, folded, lexicon, ids)
    named_at = {start: end for start, end, _ in found}
    found += find_states(doc, folded, lexicon)
    found += _generic(doc, folded, lexicon, named_at)
    found += find_unlisted(doc, folded, lexicon)
    return found


def _named(doc: Doc, folded: list[str], lexicon: ActorLexicon) -> Iterator[Found]:
    lowercase = not any(token.text[:1].isupper() for token in doc[:100])
    letters = [token for token in doc[:100] if token.is_alpha]
    shouted = len(letters) > 20 and sum(token.is_upper for token in letters) > 0.8 * len(letters)
    for start in range(len(doc)):
        end, match = 0, None
        hit = match_table(lexicon.named, doc, folded, start)
        if hit is not None:
            capital = lowercase or any(token.text[:1].isupper() for token in doc[start : hit[0]])
            if capital or not hit[2]:
                end, match = hit[0], hit[1]
        for length in (1, 3, 2, 4, 5):
            words = tuple(token.text for token in doc[start : start + length])
            meaning = lexicon.abbreviations.get(words)
            if shouted and length == 1 and doc[start].is_stop:
                continue  # in a text in capitals "IS" is the verb
            if meaning is not None and start + length > end:
                end, match = start + length, meaning
        if match is not None and not _is_opposed(doc, start):
            yield _widened(doc, start, end, match, lexicon)


def _is_opposed(doc: Doc, start: int) -> bool:
    """Whether a name is only what something is against: "an anti-terrorist operation"."""
    if start < 2 or doc[start - 1].text not in HYPHENS:
        return False
    return doc[start - 2].lower_ in {"anti", "counter"} and not doc[start - 1].whitespace_


def _widened(doc: Doc, start: int, end: int, match: ActorMatch, lexicon: ActorLexicon) -> Found:
    """With "suspected" before the name and "militants" after it."""
    if start and doc[start - 1].lower_ in _SUSPECTED:
        start -= 1
    for length in (2, 1):
        if end + length <= len(doc) and doc[end : end + length].text.lower() in lexicon.followers:
            return start, end + length, match
    return start, end, match


def _short(doc: Doc, folded: list[str], lexicon: ActorLexicon, ids: set[str | None]) -> Iterator[Found]:
    """Short names of the actors that the article names in full."""
    table = PhraseTable()
    for actor in sorted(i for i in ids if i in lexicon.short):
        for words, match in lexicon.short[actor]:
            table.add(words, match, cased=False)
    if table.phrases:
        for start in range(len(doc)):
            hit = match_table(table, doc, folded, start)
            if hit is not None:
                yield start, hit[0], hit[1]


def _generic(doc: Doc, folded: list[str], lexicon: ActorLexicon, named_at: dict[int, int]) -> Iterator[Found]:
    modifiers = lexicon.modifiers
    compound, nouns = frozenset(lexicon.generic.compound_heads), frozenset(lexicon.generic.compound_nouns)
    for position in range(len(doc)):
        hit = match_table(lexicon.heads, doc, folded, position)
        if hit is None:
            continue
        end, match, _ = hit
        if _is_opposed(doc, position):
            continue
        if match.name in compound and end < len(doc) and doc[end].lower_ in nouns:
            continue
        if end < len(doc) and doc[end].text in HYPHENS and not doc[end].whitespace_:
            continue
        start = _modifiers_before(doc, position, modifiers, lexicon)
        country = None
        for at in range(start, position):
            state = state_at(doc, at, lexicon)
            if state is not None:
                country = state[1].country
                break
        backed = _sponsor_before(doc, start, lexicon)
        if backed is not None:
            start = backed
        text = doc[start:end].text
        name = text if start < position else match.name
        yield start, end, ActorMatch(None, name, match.kind, country, generic=True)
    for position in range(1, len(doc)):
        last = doc[position].lower_.rpartition("-")[2]
        if last in lexicon.generic.backed and ("-" in doc[position].text or doc[position - 1].text in HYPHENS):
            found = _backed(doc, folded, lexicon, position, named_at)
            if found is not None:
                yield found


def _modifiers_before(doc: Doc, position: int, modifiers: frozenset[str], lexicon: ActorLexicon) -> int:
    start = position
    while start > 0:
        token = doc[start - 1]
        nationality = token.text[:1].isupper() and (token.text,) in lexicon.states and token.text not in _NOT_ADJECTIVES
        if token.lower_ in modifiers or nationality:
            start -= 1
        elif token.text in HYPHENS and start > 1 and not token.whitespace_ and not doc[start - 2].whitespace_:
            joined = "".join(t.lower_ for t in doc[start - 2 : start + 1])
            if joined not in modifiers:
                break
            start -= 2
        else:
            break
    return start


def _sponsor_before(doc: Doc, start: int, lexicon: ActorLexicon) -> int | None:
    """Where "Iran-backed" begins, when it ends at a token."""
    if start and doc[start - 1].lower_.rpartition("-")[2] in lexicon.generic.backed and "-" in doc[start - 1].text:
        return start - 1  # "U.S.-backed" is one token
    if start < 3 or doc[start - 1].lower_ not in lexicon.generic.backed or doc[start - 2].text not in HYPHENS:
        return None
    first = start - 3
    while first > 1 and doc[first - 1].text in HYPHENS and not doc[first - 1].whitespace_:
        first -= 2
    if first > 0 and doc[first].text[:1].isupper():
        first -= 1 if doc[first - 1].text in _FIRST_OF_TWO else 0
    return max(0, first)


def _backed(
    doc: Doc, folded: list[str], lexicon: ActorLexicon, position: int, named_at: dict[int, int]
) -> Found | None:
    """A sponsor, a participle, a few adjectives and a noun: `Iran-supported malign actors`."""
    start = _sponsor_before(doc, position + 1, lexicon)
    if start is None or not doc[start].text[:1].isupper():
        return None
    heads = lexicon.generic.backed_heads
    for at in range(position + 1, min(len(doc), position + 6)):
        token = doc[at]
        if at in named_at:
            return None  # the name that follows says who it is: "U.S.-backed Syrian Democratic Forces"
        if (token.is_punct and token.text not in HYPHENS) or token.is_space or token.is_stop:
            return None
        hit = match_table(lexicon.heads, doc, folded, at)
        if hit is not None or token.lower_ in heads:
            end = hit[0] if hit is not None else at + 1
            kind = hit[1].kind if hit is not None else ActorKind.political_militia
            return start, end, ActorMatch(None, doc[start:end].text, kind, None, generic=True)
    return None
