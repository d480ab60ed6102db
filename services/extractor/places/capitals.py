"""Capitals: told by their role instead of their name, and named where their government is meant."""

from __future__ import annotations

from spacy.tokens import Doc

from ..wordsets import word_set
from .folding import fold
from .gazetteer import Gazetteer
from .mention import POSSESSIVES, Mention, is_capitalised
from .model import PlaceKind
from .words import PlaceWords

_NO_CITY = frozenset(
    {"punishment", "market", "markets", "gains", "investment", "expenditure", "spending", "crime", "of"}
)
"""After "capital" they make it money or a sentence, or a name follows."""
_AUXILIARIES = word_set(
    """
    has had have would will did does not n't n’t also later itself immediately never repeatedly quickly publicly again
    once then now still
    """
)


def with_capitals(doc: Doc, found: list[Mention], gazetteer: Gazetteer, words: PlaceWords) -> list[Mention]:
    """Adds the capitals that are told and not named: `the Kenyan capital`, `Iraq's capital`."""
    added = []
    ends = {mention.end: mention for mention in found}
    covered = {token for mention in found for token in range(mention.start, mention.end)}
    for token in doc:
        if token.lower_ != "capital" or token.i in covered or token.i == 0 or _is_named(doc, token.i + 1):
            continue
        start, code = token.i, ""
        if doc[token.i - 1].text in POSSESSIVES and token.i - 1 in ends:
            countries = [c for c in ends[token.i - 1].candidates if c.kind is PlaceKind.country]
            code = countries[0].country if countries else ""
        else:
            for width in (2, 1):
                code = words.demonyms.get(doc[max(0, token.i - width) : token.i].text, "")
                if code:
                    start = token.i - width
                    break
        capital = gazetteer.capital(code) if code else None
        if capital is not None and covered.isdisjoint(range(start, token.i)):
            added.append(Mention(start, token.i + 1, (capital,), cued=True, by_role=True))
    return sorted([*found, *added], key=lambda mention: mention.start)


def _is_named(doc: Doc, after: int) -> bool:
    """Whether the capital's name follows, or the word is not about a city at all."""
    if after >= len(doc):
        return False
    follows = doc[after]
    if follows.lower_ in _NO_CITY or is_capitalised(follows):
        return True
    return follows.text == "," and after + 1 < len(doc) and is_capitalised(doc[after + 1])


def _is_seat(doc: Doc, mention: Mention, words: PlaceWords) -> bool:
    """Whether a name is that of a building for the government in it, and nothing says that the building is meant."""
    if fold(doc[mention.start : mention.end].text) not in words.seats:
        return False
    before = [token.lower_ for token in doc[max(0, mention.left - 2) : mention.left]]
    return mention.left == mention.start and (words.locative | words.half_locative).isdisjoint(before)


def is_government(doc: Doc, mention: Mention, words: PlaceWords) -> bool:
    """Whether a capital's name stands for the government that sits there: `Moscow denied`, `accused Tehran of`,
    `talks with Beijing`. Nothing happened there."""
    if _is_seat(doc, mention, words):
        return True
    if mention.by_role or mention.left != mention.start or mention.right != mention.end:
        return False
    if not any(candidate.capital and candidate.main for candidate in mention.candidates):
        return False
    before = doc[mention.start - 1].lower_ if mention.start else ""
    two_before = doc[mention.start - 2].lower_ if mention.start >= 2 else ""
    after = doc[mention.end].lower_ if mention.end < len(doc) else ""
    if before in words.told_governments and after in {"of", "to", "for", "over", "that", "against"}:
        return True
    if before in {"with", "by"} and two_before in words.government_ties | {"backed", "supported", "allied"}:
        return True
    if before in words.locative | words.half_locative or before in {"of", "between", "on"}:
        return False
    if before == "," and doc[mention.start - 2].is_alpha and is_capitalised(doc[mention.start - 2]):
        return False  # "Smith, Moscow said" is rare; "Kolomna, Moscow, said" ends a place
    at = mention.end
    while at < len(doc) and doc[at].lower_ in _AUXILIARIES and at - mention.end < 4:
        at += 1
    return at < len(doc) and doc[at].lower_ in words.government_verbs
